"""What the app is opened with: portfolios, each the accounts by one rule pack, read when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.declarations import Label, Playbook
from kamengine.workspace.corrected import CorrectedFact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api import RunOptions
    from kamengine.api.portfolios import Offered
    from kamengine.engine.run import Run
    from kamengine.engine.selection import Results
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace

FindCorrected = Callable[["DuckDBPyConnection", str], tuple[CorrectedFact, ...]]
"""What of an account was corrected by hand, by a connection and the account's id."""


@dataclass(frozen=True)
class Book:
    """A portfolio that has been opened.

    Attributes:
        results: what is known of its accounts.
        run: the same, computed in memory; of a run that was kept, computed again when it is first asked for.
        record: the run that was kept; None for accounts of files, and for facts without a pack.
        current: whether the run is of the facts and the rules as they are now.
        corrected: what of an account was corrected by hand; None where nobody can.
    """

    results: Results
    run: Callable[[], Run]
    record: RunRecord | None = None
    current: bool = True
    corrected: FindCorrected | None = None


@dataclass(frozen=True)
class Portfolio:
    """The accounts by one rule pack, and what is to be done for the tiers that come out.

    Attributes:
        pack: the pack by its id; None for the facts alone.
        title: what people call it.
        open: reads it, in a thread of its own; of a workspace, as it is when this is called.
        playbooks: by the id of a tier.
        kept: whether there is a run to be read; else opening runs the pack, which takes a while.
    """

    pack: str | None
    title: Label
    open: Callable[[], Book]
    playbooks: Callable[[str], tuple[Playbook, ...]] = field(default=lambda _: ())
    kept: bool = True

    @staticmethod
    def of_run(
        run: Run, playbooks: Callable[[str], tuple[Playbook, ...]], corrected: FindCorrected | None = None
    ) -> Portfolio:
        """The accounts of a run in memory."""
        from kamengine.engine.selection import results_in_memory

        pack = run.checked.pack
        book = Book(results_in_memory(run), lambda: run, corrected=corrected)
        return Portfolio(pack.id, pack.title, lambda: book, playbooks)


def portfolios_in(
    workspace: Workspace, host: PluginHost, who: str, pack: str | None = None, options: RunOptions | None = None
) -> tuple[Portfolio, ...]:
    """The portfolios of a workspace; nothing is read but what they are called.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        who: in whose name a first run of a pack is noted.
        pack: only this one, by its id or its file; None for all.
        options: what a run tries that is not to be kept, such as another date; None for the runs that are kept.

    Raises:
        KamError: there is no such pack.
    """
    from kamengine.api.portfolios import portfolios_of

    found = portfolios_of(workspace, host, pack)
    return tuple(_portfolio(workspace.folder, host, who, offered, options) for offered in found)


def _portfolio(folder: Path, host: PluginHost, who: str, offered: Offered, options: RunOptions | None) -> Portfolio:
    playbooks = partial(host.playbooks_for, offered.pack or "")
    if options is not None and offered.reference is not None:
        return Portfolio(offered.pack, offered.title, partial(_tried, folder, host, offered, options), playbooks, False)
    opened = partial(_opened, folder, host, offered, who)
    return Portfolio(offered.pack, offered.title, opened, playbooks, offered.pack is None or offered.record is not None)


def _opened(folder: Path, host: PluginHost, offered: Offered, who: str) -> Book:
    """A portfolio of a workspace as it is now.

    Raises:
        KamError: as `kamengine.api.portfolios.opened`.
    """
    from kamengine.api.portfolios import opened
    from kamengine.workspace import Workspace

    with Workspace.open(folder) as workspace:
        found = opened(workspace, host, offered, who)
    again = cache(partial(_computed, folder, host, found.record))
    return Book(found.results, again, found.record, found.current)


def _tried(folder: Path, host: PluginHost, offered: Offered, options: RunOptions) -> Book:
    """A run that is not kept.

    Raises:
        KamError: the pack, the facts or what is tried are not sound.
    """
    from kamengine.api import pack_of, results_now
    from kamengine.workspace import Workspace

    with Workspace.open(folder) as workspace:
        results, classified = results_now(workspace, pack_of(workspace, offered.reference or "", host), options)
    return Book(results, lambda: classified.run)


def _computed(folder: Path, host: PluginHost, record: RunRecord | None) -> Run:
    from kamengine.api.portfolios import computed
    from kamengine.workspace import Workspace

    assert record is not None, "facts without a pack need no explanation"
    with Workspace.open(folder) as workspace:
        return computed(workspace, host, record)
