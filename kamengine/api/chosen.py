"""Which accounts somebody means: those that are named, or those that meet a condition, by the newest run of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.facts import account_meant
from kamengine.api.further_columns import as_listed
from kamengine.api.packs import PackFile, pack_of, packs_of
from kamengine.api.results import facts_of, results_of
from kamengine.api.runs import is_up_to_date, run_workspace
from kamengine.engine.database import scratch
from kamengine.engine.results import ID
from kamengine.engine.selection import Question, select
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.intake.imports.progress import Progress
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class Meant:
    """The accounts that are meant.

    Attributes:
        accounts: their ids; of a condition by id, of names in the order in which they were typed.
        unknown: how many were left out, since it is unknown whether they meet the condition.
    """

    accounts: tuple[str, ...]
    unknown: int = 0


def newest_run(
    workspace: Workspace, host: PluginHost, pack: str | None, who: str, progress: Progress | None = None
) -> RunRecord:
    """The newest run of a pack by its own parameters, as of its own date; made now where facts or rules have changed.

    Runs that tried something else (``--set``, ``--as-of``) do not count.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        pack: the pack by id or path; None for the only one, or the one that was run last.
        who: in whose name a new run is noted.
        progress: is given the connection that does the work, if a run is made.

    Raises:
        KamError: there is no such pack, it is not clear which one is meant, or it cannot be run.
    """
    own = _own_pack(workspace, pack)
    if own is not None and (known := up_to_date_run(workspace, own)) is not None:
        return known
    file = _pack(workspace, host, pack)
    known = up_to_date_run(workspace, file.candidate.id)
    return known or run_workspace(workspace, file, who, progress=progress).record


def pack_run_last(workspace: Workspace) -> tuple[str, list[str]] | None:
    """The pack that counts where none is named and there are several, and the others; None where that is no question.

    It is the one that was run last, as `newest_run` has it; before any was run there is none.
    """
    own = [path.stem for path in workspace.pack_files()]
    last = _run_last(workspace, own) if len(own) > 1 else None
    return None if last is None else (last, [id for id in own if id != last])


def accounts_meant(
    workspace: Workspace, host: PluginHost, named: Sequence[str], where: str | None, pack: str | None, who: str
) -> Meant:
    """The accounts of a command that takes ids or ``--where``.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        named: ids or names as typed.
        where: a condition; None for none. With both, the accounts that are named and meet it.
        pack: the pack whose names the condition uses.
        who: in whose name a new run is noted, if one is needed.

    Raises:
        KamError: an account is not there, the condition is not sound, or neither was given.
    """
    if not named and where is None:
        what = say("no account is named")
        raise KamError.of(what, say("write the account's id, or --where CONDITION"), place=Place(key="--where"))
    ids = _named(workspace, named) if named else ()
    if where is None:
        return Meant(ids)
    found = select(_results(workspace, host, pack, who), Question(where, (ID,), (ID,)))
    met = tuple(str(row[0]) for row in found.rows())
    wanted = set(ids)
    return Meant(tuple(id for id in met if not named or id in wanted), found.unknown)


def account_named(workspace: Workspace, typed: str) -> str:
    """The id of an account that was typed as its id or its name.

    Raises:
        KamError: it is not there, several accounts have the name, or no accounts were imported yet.
    """
    return _named(workspace, [typed])[0]


def _named(workspace: Workspace, named: Sequence[str]) -> tuple[str, ...]:
    with scratch() as connection:
        tables = workspace.tables(connection)
        return tuple(dict.fromkeys(account_meant(connection, tables, typed) for typed in named))


def _results(workspace: Workspace, host: PluginHost, pack: str | None, who: str) -> Results:
    if pack is None and not workspace.pack_files():
        return facts_of(workspace)
    run = newest_run(workspace, host, pack, who)
    return as_listed(workspace, run, results_of(workspace, run, host))


def up_to_date_run(workspace: Workspace, pack: str) -> RunRecord | None:
    """The newest run of a pack by its own parameters, when neither facts nor rules have changed since."""
    plain = [run for run in workspace.runs.list(pack) if not run.parameters and run.as_of_from != "given"]
    return plain[-1] if plain and is_up_to_date(workspace, plain[-1]) else None


def _own_pack(workspace: Workspace, reference: str | None) -> str | None:
    """The id of the workspace's own pack that is meant, found without reading one; None where it takes more."""
    own = [path.stem for path in workspace.pack_files()]
    if reference is not None:
        return reference if reference in own else None
    return own[0] if len(own) == 1 else _run_last(workspace, own)


def _run_last(workspace: Workspace, packs: Sequence[str]) -> str | None:
    """Which of some packs was run last; None when none was."""
    runs = [run.pack for run in workspace.runs.list() if run.pack in packs]
    return runs[-1] if runs else None


def _pack(workspace: Workspace, host: PluginHost, reference: str | None) -> PackFile:
    if reference is not None:
        return pack_of(workspace, reference, host)
    files = packs_of(workspace, host)
    if len(files) == 1:
        return files[0]
    ids = [file.candidate.id for file in files]
    if (last := _run_last(workspace, ids)) is not None:
        return next(file for file in files if file.candidate.id == last)
    what = say("the workspace has several rule packs: {names}", names=ids)
    raise KamError.of(what, say("name one with --pack"), place=Place(key="--pack"))
