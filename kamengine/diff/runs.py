"""Two kept runs of a workspace → the difference between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.runs.runs import classify_tables, kept_pack, options_of, snapshot_of
from kamengine.diff.difference import Difference, difference
from kamengine.diff.sides import Side
from kamengine.engine.database import connect
from kamengine.engine.run import Run
from kamengine.engine.snapshot import Snapshot
from kamengine.problems import KamError
from kamengine.workspace import RunRecord, Workspace, WorkspaceTables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost


@dataclass(frozen=True)
class _Again:
    """A kept run as it was computed again, from the facts of its moment."""

    record: RunRecord
    run: Run
    tables: WorkspaceTables


def difference_of_runs(
    workspace: Workspace,
    host: PluginHost,
    old: RunRecord,
    new: RunRecord,
    connection: DuckDBPyConnection | None = None,
) -> Difference:
    """Compute two runs again, each from the facts and the pack of its moment, and find the causes of every move.

    Args:
        workspace: where the runs are.
        host: the plugins.
        old: the run before.
        new: the run now.
        connection: to an empty database for the tables of both; None for a new one in memory.

    Raises:
        KamError: a file of an import is gone, or a pack cannot be used any more.
    """
    connection = connection or connect()
    before = _again(workspace, connection, old, kept_pack(workspace, old, host).checked)
    alike = old.pack_sha256 == new.pack_sha256
    now = _again(workspace, connection, new, before.run.checked if alike else kept_pack(workspace, new, host).checked)
    return difference(_side(connection, before, now), _side(connection, now, before), host.contributions)


def _again(workspace: Workspace, connection: DuckDBPyConnection, record: RunRecord, checked: CheckedPack) -> _Again:
    tables = workspace.tables(connection, record.facts)
    return _Again(record, classify_tables(connection, tables, checked, options_of(record)).run, tables)


def _side(connection: DuckDBPyConnection, own: _Again, other: _Again) -> Side:
    return Side(own.run, _by_other(connection, own, other), tuple(own.record.parameters))


def _by_other(connection: DuckDBPyConnection, own: _Again, other: _Again) -> Snapshot:
    """The facts of a run as the other's pack takes them in; where it can make nothing of them, as its own does."""
    if own.run.checked is other.run.checked:
        return own.run.snapshot
    if own.record.facts == other.record.facts:
        return other.run.snapshot
    try:
        return snapshot_of(connection, own.tables, other.run.checked)
    except KamError:
        return own.run.snapshot
