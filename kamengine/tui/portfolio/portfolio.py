"""What the app is opened with: portfolios, each the accounts by one rule pack, read when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from kamengine.declarations import Label, Playbook
from kamengine.workspace.corrected import CorrectedFact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api import RunOptions
    from kamengine.api.accounts.portfolios import Offered
    from kamengine.engine.pages import Head, Listing
    from kamengine.engine.results import Results
    from kamengine.engine.run import Run
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace

FIRST_ROWS = 60
"""How many accounts are shown before all of them are read: more than a screen has."""
FindCorrected = Callable[["DuckDBPyConnection", str], tuple[CorrectedFact, ...]]
"""What of an account was corrected by hand, by a connection and the account's id."""


@dataclass(frozen=True)
class State:
    """How an opened portfolio stands to the workspace as it is now.

    Attributes:
        newest: whether no newer run has taken the place of its own.
        current: whether its run is of the facts and the rules as they are now.
        changed: whether people said something of tiers in effect or owners since this was asked last.
    """

    newest: bool = True
    current: bool = True
    changed: bool = False


@dataclass(frozen=True)
class Book:
    """A portfolio that has been opened.

    Attributes:
        listing: its accounts; see `kamengine.api.accounts.portfolios.Opened`.
        run: the same, computed in memory; of a run that was kept, computed again when it is first asked for.
        record: the run that was kept; None for accounts of files, and for facts without a pack.
        corrected: what of an account was corrected by hand; None where nobody can.
        look: how things stand now; the listing has the tiers in effect from then on.
        head: its first accounts; None where they take as long as all of them.
        has_tasks: whether there is anything to do for accounts, or ever was.
    """

    listing: Listing
    run: Callable[[], Run]
    record: RunRecord | None = None
    corrected: FindCorrected | None = None
    look: Callable[[], State] = lambda: State()
    head: Head | None = None
    has_tasks: bool = False

    @property
    def results(self) -> Results:
        """What is known of its accounts."""
        return self.listing.results


@dataclass(frozen=True)
class Portfolio:
    """The accounts by one rule pack, and what is to be done for the tiers that come out.

    Attributes:
        pack: the pack by its id; None for the facts alone.
        title: what people call it.
        read: reads it; of a workspace, as it is when this is called.
        playbooks: by the id of a tier.
        reference: what the pack is run again by, its id or path; None where nothing is kept.
        kept: whether there is a run to be read; else reading runs the pack, which takes a while.
    """

    pack: str | None
    title: Label
    read: Callable[[], Book]
    playbooks: Callable[[str], tuple[Playbook, ...]] = field(default=lambda _: ())
    reference: str | None = None
    kept: bool = True
    _begun: list[Future[Book]] = field(default_factory=list, init=False, repr=False, compare=False)

    @staticmethod
    def of_run(
        run: Run, playbooks: Callable[[str], tuple[Playbook, ...]], corrected: FindCorrected | None = None
    ) -> Portfolio:
        """The accounts of a run in memory."""
        from kamengine.api.accounts.further_columns import with_history_of_run
        from kamengine.api.accounts.portfolios import listing_of
        from kamengine.engine.results import results_in_memory

        pack = run.checked.pack

        def read() -> Book:
            results = with_history_of_run(results_in_memory(run), run)
            return Book(listing_of(results), lambda: run, corrected=corrected)

        return Portfolio(pack.id, pack.title, read, playbooks)

    def begin(self) -> None:
        """Read it in a thread from now on, so that it is there sooner when it is opened."""
        begun: Future[Book] = Future()
        self._begun.append(begun)

        def read() -> None:
            try:
                begun.set_result(self.read())
            except BaseException as error:  # whoever opens it is told
                begun.set_exception(error)

        Thread(target=read, name="kam-begin", daemon=True).start()

    def open(self) -> Book:
        """The portfolio, read; in a thread of its own, since it takes a while.

        Raises:
            KamError: it cannot be read.
        """
        return self._begun.pop().result() if self._begun else self.read()


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
    from kamengine.api.accounts.portfolios import portfolios_of

    found = portfolios_of(workspace, host, pack)
    return tuple(_portfolio(workspace.folder, host, who, offered, options) for offered in found)


def _portfolio(folder: Path, host: PluginHost, who: str, offered: Offered, options: RunOptions | None) -> Portfolio:
    playbooks = partial(host.playbooks_for, offered.pack or "")
    if options is not None and offered.reference is not None:
        return Portfolio(
            offered.pack, offered.title, partial(_tried, folder, host, offered, options), playbooks, kept=False
        )
    opened = partial(_opened, folder, host, offered, who)
    kept = offered.pack is None or offered.record is not None
    return Portfolio(offered.pack, offered.title, opened, playbooks, offered.reference, kept)


def _opened(folder: Path, host: PluginHost, offered: Offered, who: str) -> Book:
    """A portfolio of a workspace as it is now.

    Raises:
        KamError: as `kamengine.api.accounts.portfolios.opened`.
    """
    from kamengine.api.accounts.portfolios import (
        has_tasks,
        is_current,
        is_newest,
        newest_say,
        opened,
        put_in_effect,
        usual_order,
    )
    from kamengine.engine.pages import Arrangement
    from kamengine.workspace import Workspace

    with Workspace.open(folder) as workspace:
        found = opened(workspace, host, offered, who)
        to_do = has_tasks(workspace)

    in_effect: list[int] = []  # the newest word of people that the listing goes by

    def look() -> State:
        with Workspace.open(folder) as workspace:
            newest = newest_say(workspace)
            if changed := newest not in in_effect:
                put_in_effect(workspace, found)
                in_effect[:] = [newest]
            return State(is_newest(workspace, found), is_current(workspace, found), changed)

    again = cache(partial(_computed, folder, host, found.record))
    head = found.listing.head(Arrangement(usual_order(found.listing.results)), FIRST_ROWS)
    return Book(found.listing, again, found.record, look=look, head=head, has_tasks=to_do)


def _tried(folder: Path, host: PluginHost, offered: Offered, options: RunOptions) -> Book:
    """A run that is not kept.

    Raises:
        KamError: the pack, the facts or what is tried are not sound.
    """
    from kamengine.api import pack_of, results_now
    from kamengine.api.accounts.further_columns import with_history_of_run
    from kamengine.api.accounts.portfolios import listing_of
    from kamengine.workspace import Workspace

    with Workspace.open(folder) as workspace:
        results, classified = results_now(workspace, pack_of(workspace, offered.reference or "", host), options)
    run = classified.run
    return Book(listing_of(with_history_of_run(results, run)), lambda: run)


def _computed(folder: Path, host: PluginHost, record: RunRecord | None) -> Run:
    from kamengine.api.accounts.portfolios import computed
    from kamengine.workspace import Workspace

    assert record is not None, "facts without a pack need no explanation"
    with Workspace.open(folder) as workspace:
        return computed(workspace, host, record)
