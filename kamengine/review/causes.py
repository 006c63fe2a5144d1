"""What caused moves: from the difference between the run that found them and the last one before them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from kamengine.api import kept_pack
from kamengine.diff import Cause
from kamengine.diff.packs import Packs
from kamengine.problems import KamError, say
from kamengine.review.kept_causes import Causes, found_by, read, written
from kamengine.work.tiers.moves import Move
from kamengine.workspace import RunRecord, Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.diff import Difference
    from kamengine.plugin_host import PluginHost

MEMORY = "KAM_MEMORY"
"""The variable of the environment that says how much memory looking for causes may take, such as ``2GB``."""
_USUAL_MEMORY = "500MB"
_MOST_THREADS = 4  # DuckDB asks for 125 MB for each


@dataclass(frozen=True)
class Caused:
    """Why an account moved.

    Attributes:
        causes: undone together they undo the move; empty when what changed is older than the run compared with, as
            where grace rules held a move back.
        packs: of the runs that were compared; None when they cannot be.
    """

    causes: tuple[Cause, ...]
    packs: Packs | None


@dataclass(frozen=True)
class Known:
    """The causes of moves that need not be looked for.

    Attributes:
        causes: by account.
        missing: the ids of the runs with which has to be compared to find the others; each may take long.
    """

    causes: Mapping[str, Caused]
    missing: tuple[str, ...] = field(default=())


def causes_of(workspace: Workspace, host: PluginHost, run: RunRecord, moves: Sequence[Move]) -> dict[str, Caused]:
    """The causes of moves, by account.

    They follow from two runs that never change, so they are kept when they were found once. To find them, both runs are
    computed again from the facts and the packs of their moments, once for each run compared with.

    Args:
        workspace: where the runs are.
        host: the plugins.
        run: that found the moves.
        moves: of which the causes are wanted.

    Raises:
        KamError: there is too little memory.
    """
    found: dict[str, Caused] = {}
    for base, accounts in _by_base(moves):
        if base is None:
            found |= cannot_be_known(accounts)
            continue
        old = workspace.runs.get(base)
        kept = _kept(workspace, host, old, run, accounts)
        if kept is None:
            kept = find_causes(workspace, host, old, run, accounts)
        found |= kept if kept is not None else cannot_be_known(accounts)
    return found


def known_causes(workspace: Workspace, host: PluginHost, run: RunRecord, moves: Sequence[Move]) -> Known:
    """The causes of moves as far as they were found before; see `causes_of`."""
    found: dict[str, Caused] = {}
    missing: list[str] = []
    for base, accounts in _by_base(moves):
        kept = _kept(workspace, host, workspace.runs.get(base), run, accounts) if base else cannot_be_known(accounts)
        if kept is not None:
            found |= kept
        elif base:
            missing.append(base)
    return Known(found, tuple(missing))


def find_causes(
    workspace: Workspace, host: PluginHost, old: RunRecord, new: RunRecord, accounts: Collection[str] = ()
) -> dict[str, Caused] | None:
    """Find the causes of all moves between two runs, and keep them where the workspace can be written.

    Args:
        workspace: where the runs are.
        host: the plugins.
        old: the run before.
        new: the run now.
        accounts: of whose moves the causes are wanted.

    Returns:
        The causes for these accounts; None when one of the runs cannot be computed again.

    Raises:
        KamError: there is too little memory.
    """
    from kamengine.diff.runs import difference_of_runs

    with _database(workspace) as connection:
        try:
            compared = difference_of_runs(workspace, host, old, new, connection)
        except KamError:  # a file of an import, or a plugin, is gone
            return None
        causes = _noted(workspace, host, old, new, compared, frozenset(accounts))
    return {account: Caused(causes.get(account, ()), compared.packs) for account in accounts}


def too_little_memory() -> KamError:
    """What is to be said when the memory does not do."""
    what = say("there is too little memory, or room for temporary files, to find the causes of moves")
    return KamError.of(
        what, say("make room on the disk, or allow more memory, as with {variable}=4GB", variable=MEMORY)
    )


def _by_base(moves: Sequence[Move]) -> Iterator[tuple[str | None, list[str]]]:
    """The accounts of moves by the run with which theirs is compared; None where it is not known."""
    for base, group in groupby(sorted(moves, key=lambda move: move.base or ""), lambda move: move.base):
        yield base or None, [move.account for move in group]


def cannot_be_known(accounts: Collection[str]) -> dict[str, Caused]:
    """What is to be said of accounts where one of the runs cannot be computed again."""
    return dict.fromkeys(accounts, Caused((), None))


def _kept(
    workspace: Workspace, host: PluginHost, old: RunRecord, new: RunRecord, accounts: Collection[str]
) -> dict[str, Caused] | None:
    """What was found before; None when nothing was, or by something else."""
    with workspace.causes.opened(old.id, new.id) as file:
        causes = read(file, found_by(host), accounts) if file is not None else None
    if causes is None:
        return None
    try:
        packs = _packs(workspace, host, old, new)
    except KamError:  # a plugin is gone
        return cannot_be_known(accounts)
    return {account: Caused(causes.get(account, ()), packs) for account in accounts}


def _packs(workspace: Workspace, host: PluginHost, old: RunRecord, new: RunRecord) -> Packs:
    before = kept_pack(workspace, old, host).checked
    alike = old.pack_sha256 == new.pack_sha256
    return Packs(before, before if alike else kept_pack(workspace, new, host).checked)


def _noted(
    workspace: Workspace,
    host: PluginHost,
    old: RunRecord,
    new: RunRecord,
    compared: Difference,
    accounts: frozenset[str],
) -> Causes:
    """Keep the causes of all movers, and say those of some accounts."""
    wanted: dict[str, tuple[Cause, ...]] = {}

    def passing() -> Iterator[tuple[str, tuple[Cause, ...]]]:
        for account, causes in compared.each_cause():
            if account in accounts:
                wanted[account] = causes
            yield account, causes

    lines = written(passing(), compared.rules, found_by(host))
    if not workspace.causes.keep(old.id, new.id, lines) and accounts:
        wanted |= {account: causes for account, causes in compared.each_cause() if account in accounts}
    return wanted


@contextmanager
def _database(workspace: Workspace) -> Iterator[DuckDBPyConnection]:
    """An empty database, which puts into a folder what its memory does not hold.

    Raises:
        KamError: there is too little memory, or room in the folder.
    """
    import duckdb

    from kamengine.engine.database import connect

    folder = workspace.temporary(scratch=True)
    memory, threads = os.environ.get(MEMORY, _USUAL_MEMORY), min(os.cpu_count() or 1, _MOST_THREADS)
    try:
        with connect(memory_limit=memory, threads=threads, temp_directory=str(folder)) as connection:
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise too_little_memory() from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
