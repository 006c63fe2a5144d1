"""The trend of accounts: what their value indicator came to as of the end of each of the last months, by the ledgers.

It is computed for some accounts at a time, those that are looked at: their rows are taken out of the ledgers once, and
the pack's own query is asked as of each month end; see `kamengine.engine.series`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from kamengine.api.as_stored import stored_as_wanted
from kamengine.api.files import accounts_wanted, ledgers_wanted
from kamengine.api.runs import snapshot_of, tables_of
from kamengine.declarations import Kind
from kamengine.engine.database import beside
from kamengine.engine.series import Series, month_ends, only
from kamengine.engine.snapshot import Snapshot
from kamengine.engine.sql_text import identifier
from kamengine.intake.rows import KEY
from kamengine.intake.values.ids import is_plain_id
from kamengine.language.sql import Bindings
from kamengine.problems import KamError
from kamengine.workspace import Workspace, WorkspaceTable, WorkspaceTables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.run import Run
    from kamengine.engine.selection import Results
    from kamengine.workspace import RunRecord

COLUMN = "value_history"
"""What the column is called."""

Values = tuple[Any, ...]
"""Oldest first; None for what is unknown."""


class Facts(Protocol):
    """Where the facts of accounts come from."""

    def ready(self, accounts: Sequence[str]) -> Callable[[DuckDBPyConnection], Snapshot]:
        """Open what stays open, and say how the facts of some accounts, and perhaps of others, are made.

        Raises:
            KamError: a file is gone or damaged.
        """

    def first_day(self, ledger: str, day: str) -> date | None:
        """The first date in a ledger, of all accounts.

        Args:
            ledger: its name.
            day: the name of its date.

        Raises:
            KamError: a file is gone or damaged.
        """


class ValueHistory:
    """What accounts of a run came to month by month; any thread may ask."""

    def __init__(self, series: Series, bindings: Bindings, connection: DuckDBPyConnection, facts: Facts) -> None:
        """Nothing is read yet.

        Args:
            series: of the value indicator.
            bindings: of the run.
            connection: the database in which it is computed.
            facts: of the run.
        """
        self._series, self._bindings, self._connection, self._facts = series, bindings, connection, facts
        self._begins: dict[str, date | None] | None = None
        self._query: tuple[Snapshot, str] | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each value, oldest first: ends of months, and the date of the run."""
        return month_ends(self._bindings.as_of)

    def of(self, accounts: Sequence[str]) -> dict[str, Values]:
        """The values of some accounts by id; without those that the run does not have.

        Nothing comes back where a file that the run was computed from is gone or damaged.
        """
        import duckdb

        try:
            make = self._facts.ready(accounts)
            if self._begins is None:
                self._begins = {
                    ledger: self._facts.first_day(ledger, day) for ledger, day in self._series.dated.items()
                }
            with _for_a_moment(self._connection) as connection:
                snapshot = only(make(connection), accounts, self._series.ledgers)
                found = connection.execute(self._sql(snapshot, self._begins)).fetchall()
        except (KamError, duckdb.IOException):
            return {}
        return {str(account): tuple(values) for account, values in found}

    def _sql(self, snapshot: Snapshot, begins: Mapping[str, date | None]) -> str:
        """The query, which stays the same as long as the tables have the same columns: only their rows differ."""
        alike = replace(snapshot, connection=self._connection)
        if self._query is None or self._query[0] != alike:
            self._query = alike, self._series.query(snapshot, self._bindings, begins, COLUMN)
        return self._query[1]


def history_of_run(run: Run) -> ValueHistory | None:
    """The history of the accounts of a run in memory; None where the pack's value follows no ledger."""
    series = Series.of(run.checked, run.checked.pack.value, run.snapshot.ledgers)
    if series is None:
        return None
    return ValueHistory(series, run.bindings, run.snapshot.connection, _OfRun(run.snapshot))


def history_of_kept(folder: Path, record: RunRecord, results: Results) -> ValueHistory | None:
    """The history of the accounts of a kept run; None where the pack's value follows no ledger that it had.

    Args:
        folder: of the workspace, which is opened when the history is first asked for.
        record: the run.
        results: what it left, in the database in which the history is computed.
    """
    series = Series.of(results.checked, results.checked.pack.value, record.ledgers)
    if series is None:
        return None
    return ValueHistory(series, results.bindings, results.connection, _OfKept(folder, record, results, series))


class _OfRun:
    """The facts of a run in memory."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def ready(self, accounts: Sequence[str]) -> Callable[[DuckDBPyConnection], Snapshot]:
        del accounts  # they are chosen out of all
        return lambda connection: replace(self._snapshot, connection=connection)

    def first_day(self, ledger: str, day: str) -> date | None:
        table = self._snapshot.ledgers[ledger]
        return _first(self._snapshot.connection, identifier(table.name), day) if day in table.columns else None


class _OfKept:
    """The facts of a kept run, taken out of the files of the workspace for the accounts that are asked for."""

    def __init__(self, folder: Path, record: RunRecord, results: Results, series: Series) -> None:
        self._folder, self._record, self._series = folder, record, series
        self._checked, self._connection = results.checked, results.connection
        self._lock = Lock()

    def ready(self, accounts: Sequence[str]) -> Callable[[DuckDBPyConnection], Snapshot]:
        """How a cell is read may depend on its column, so all are taken in where one has to be read at all."""
        with self._lock:
            if not self._as_wanted or not _are_plain(self._connection, accounts):
                return self._whole.ready(accounts)
            tables = self._tables
        return lambda connection: snapshot_of(connection, _of_some(connection, tables, accounts), self._checked)

    def first_day(self, ledger: str, day: str) -> date | None:
        with self._lock:
            if not self._as_wanted:
                return self._whole.first_day(ledger, day)
            table = self._tables.ledgers[ledger]
        return _first(self._connection, table.relation, day) if day in _kinds(table) else None

    @cached_property
    def _tables(self) -> WorkspaceTables:
        """What the run was computed from, as far as the series needs it; every file has been looked at."""
        with Workspace.open(self._folder) as workspace:
            tables = tables_of(workspace, self._record, beside(self._connection))
            assert tables.accounts is not None, "a run has accounts"
            ledgers = {name: self._needed(name, tables.ledgers[name]) for name in sorted(self._series.ledgers)}
            return replace(tables, accounts=self._needed(None, tables.accounts), ledgers=ledgers)

    def _needed(self, ledger: str | None, table: WorkspaceTable) -> WorkspaceTable:
        """A table without the columns that the series does not look at."""
        wanted = self._series.columns(ledger)
        columns = tuple(column for column in table.columns if column.field in wanted)
        cells = ", ".join([KEY, *(identifier(column.field) for column in columns)])
        relation = f"(SELECT {cells} FROM {table.relation})"
        return replace(table, columns=columns, make=lambda: relation)

    @cached_property
    def _whole(self) -> _OfRun:
        """The facts of all accounts."""
        return _OfRun(snapshot_of(beside(self._connection), self._tables, self._checked))

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


@contextmanager
def _for_a_moment(connection: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """Another connection to the same tables; whatever is made in it is gone afterwards."""
    another = beside(connection)
    another.execute("BEGIN")
    try:
        yield another
    finally:
        another.execute("ROLLBACK")
        another.close()


def _first(connection: DuckDBPyConnection, relation: str, day: str) -> date | None:
    found = beside(connection).execute(f"SELECT min({identifier(day)}) FROM {relation}").fetchone()
    return found[0] if found else None


def _are_plain(connection: DuckDBPyConnection, accounts: Sequence[str]) -> bool:
    """Whether ids are taken as they stand, whatever else is in their column."""
    query = f"SELECT bool_and({is_plain_id('id')}) FROM (SELECT unnest($accounts) AS id)"
    found = beside(connection).execute(query, {"accounts": list(accounts)}).fetchone()
    return found is not None and found[0] is not False


def _kinds(table: WorkspaceTable) -> dict[str, Kind]:
    return {column.field: column.kind for column in table.columns}
