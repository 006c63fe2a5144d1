"""The facts of some accounts of a kept run, taken out of the files of the workspace as the run read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kamengine.api.runs.as_stored import stored_as_wanted
from kamengine.api.runs.files import accounts_wanted, ledgers_wanted
from kamengine.api.runs.runs import snapshot_of, tables_of
from kamengine.api.runs.value_history import FactsOfRun, first_date
from kamengine.declarations import Kind
from kamengine.engine.database import beside
from kamengine.engine.snapshot import Snapshot
from kamengine.engine.sql_text import identifier
from kamengine.intake.rows import KEY
from kamengine.intake.values.ids import is_plain_id
from kamengine.workspace import Workspace, WorkspaceTable, WorkspaceTables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.series import Series
    from kamengine.workspace import RunRecord


class FactsOfKept:
    """The facts of a kept run, so far as a series needs them."""

    def __init__(self, folder: Path, record: RunRecord, connection: DuckDBPyConnection, series: Series) -> None:
        """Nothing is opened yet.

        Args:
            folder: of the workspace.
            record: the run.
            connection: the database in which tables and views are made.
            series: says which ledgers and columns are needed.
        """
        self._folder, self._record, self._series = folder, record, series
        self._checked, self._connection = series.checked, connection
        self._lock = Lock()

    def ready(self, accounts: Sequence[str]) -> Callable[[DuckDBPyConnection], Snapshot]:
        """The facts of these accounts; of all where cells have to be read, since that may depend on their column.

        Raises:
            KamError: a file is gone or damaged.
        """
        with self._lock:
            if not self._as_wanted or not _are_plain(self._connection, accounts):
                return self._whole.ready(accounts)
            tables = self._tables
        return lambda connection: snapshot_of(connection, _of_some(connection, tables, accounts), self._checked)

    def first_day(self, ledger: str, day: str) -> date | None:
        """The first date in a ledger, of all accounts; None where there is none.

        Raises:
            KamError: a file is gone or damaged.
        """
        with self._lock:
            if not self._as_wanted:
                return self._whole.first_day(ledger, day)
            table = self._tables.ledgers[ledger]
        return first_date(self._connection, table.relation, day) if day in _kinds(table) else None

    @cached_property
    def _tables(self) -> WorkspaceTables:
        """What the run was computed from; every file has been looked at."""
        with Workspace.open(self._folder) as workspace:
            tables = tables_of(workspace, self._record, beside(self._connection))
            assert tables.accounts is not None, "a run has accounts"
            ledgers = {name: self._needed(name, tables.ledgers[name]) for name in sorted(self._series.ledgers)}
            return replace(tables, accounts=self._needed(None, tables.accounts), ledgers=ledgers)

    def _needed(self, ledger: str | None, table: WorkspaceTable) -> WorkspaceTable:
        """A table without the columns that the series does not look at."""
        needed = self._series.columns(ledger)
        columns = tuple(column for column in table.columns if column.field in needed)
        cells = ", ".join([KEY, *(identifier(column.field) for column in columns)])
        relation = f"(SELECT {cells} FROM {table.relation})"
        return replace(table, columns=columns, make=lambda: relation)

    @cached_property
    def _whole(self) -> FactsOfRun:
        """The facts of all accounts."""
        return FactsOfRun(snapshot_of(beside(self._connection), self._tables, self._checked))

    @cached_property
    def _as_wanted(self) -> bool:
        """Whether everything is stored as the pack wants it."""
        wanted, tables = ledgers_wanted(self._checked), self._tables
        assert tables.accounts is not None, "a run has accounts"
        of_ledgers = [stored_as_wanted(wanted[name], _kinds(table)) for name, table in tables.ledgers.items()]
        return stored_as_wanted(accounts_wanted(self._checked), _kinds(tables.accounts)) and all(of_ledgers)


def _of_some(connection: DuckDBPyConnection, tables: WorkspaceTables, accounts: Sequence[str]) -> WorkspaceTables:
    """Tables with the rows of some accounts, copied into temporary tables."""

    def cut(table: WorkspaceTable, name: str) -> WorkspaceTable:
        relation = identifier(name)
        chosen = f"SELECT * FROM {table.relation} WHERE {KEY} IN (SELECT unnest($accounts))"
        connection.execute(f"CREATE TEMP TABLE {relation} AS {chosen}", {"accounts": list(accounts)})
        return replace(table, make=lambda: relation)

    assert tables.accounts is not None, "a run has accounts"
    ledgers = {name: cut(table, f"of some: {name}") for name, table in tables.ledgers.items()}
    return replace(tables, accounts=cut(tables.accounts, "of some"), ledgers=ledgers)


def _are_plain(connection: DuckDBPyConnection, accounts: Sequence[str]) -> bool:
    """Whether ids are taken as they stand, whatever else is in their column."""
    query = f"SELECT bool_and({is_plain_id('id')}) FROM (SELECT unnest($accounts) AS id)"
    found = beside(connection).execute(query, {"accounts": list(accounts)}).fetchone()
    return found is not None and found[0] is not False


def _kinds(table: WorkspaceTable) -> dict[str, Kind]:
    return {column.field: column.kind for column in table.columns}
