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
from typing import TYPE_CHECKING, Any, Protocol

from kamengine.engine.database import beside
from kamengine.engine.series import Series, month_ends, only
from kamengine.engine.snapshot import Snapshot
from kamengine.engine.sql_text import identifier
from kamengine.language.sql import Bindings
from kamengine.problems import KamError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.run import Run
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import RunRecord

COLUMN = "value_history"
"""What the column is called."""

Values = tuple[Any, ...]
"""Oldest first; None for what is unknown."""

Months = tuple[tuple[date, Any], ...]
"""The same, each with its day."""


class Facts(Protocol):
    """Where the facts of accounts come from."""

    def ready(self, accounts: Sequence[str]) -> Callable[[DuckDBPyConnection], Snapshot]:
        """Open what stays open, and say how the facts of some accounts, and perhaps of others, are made.

        Raises:
            KamError: a file is gone or damaged.
        """

    def first_day(self, ledger: str, day: str) -> date | None:
        """The first date in a ledger, of all accounts; None where there is none.

        Args:
            ledger: its name.
            day: the name of its date.

        Raises:
            KamError: a file is gone or damaged.
        """


class ValueHistory:
    """What accounts of a run came to month by month; any thread may ask."""

    def __init__(
        self, series: Series, bindings: Bindings, connection: DuckDBPyConnection, facts: Callable[[], Facts]
    ) -> None:
        """Nothing is read yet.

        Args:
            series: of the value indicator.
            bindings: of the run.
            connection: the database in which it is computed.
            facts: gives the facts of the run when they are first asked for.
        """
        self._series, self._bindings, self._connection, self._open = series, bindings, connection, facts
        self._gone = False
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

        if self._gone:
            return {}
        try:
            return self._read(accounts)
        except (KamError, duckdb.IOException):
            self._gone = True
            return {}

    def _read(self, accounts: Sequence[str]) -> dict[str, Values]:
        make, begins = self._facts.ready(accounts), self._begins
        with _for_a_moment(self._connection) as connection:
            snapshot = only(make(connection), accounts, self._series.ledgers)
            found = connection.execute(self._sql(snapshot, begins)).fetchall()
        return {str(account): tuple(values) for account, values in found}

    @cached_property
    def _facts(self) -> Facts:
        return self._open()

    @cached_property
    def _begins(self) -> Mapping[str, date | None]:
        return {ledger: self._facts.first_day(ledger, day) for ledger, day in self._series.dated.items()}

    def _sql(self, snapshot: Snapshot, begins: Mapping[str, date | None]) -> str:
        """The query, which stays the same as long as the tables have the same columns: only their rows differ."""
        query, alike = self._query, replace(snapshot, connection=self._connection)
        if query is None or query[0] != alike:
            query = self._query = alike, self._series.query(snapshot, self._bindings, begins, COLUMN)
        return query[1]


def history_of_run(run: Run) -> ValueHistory | None:
    """The history of the accounts of a run in memory; None where the pack's value follows no ledger."""
    series = Series.of(run.checked, run.checked.pack.value, run.snapshot.ledgers)
    if series is None:
        return None
    return ValueHistory(series, run.bindings, run.snapshot.connection, lambda: FactsOfRun(run.snapshot))


def history_of_kept(
    folder: Path, record: RunRecord, checked: CheckedPack, bindings: Bindings, connection: DuckDBPyConnection
) -> ValueHistory | None:
    """The history of the accounts of a kept run; None where the pack's value follows no ledger that it had.

    Args:
        folder: of the workspace, which is opened when the history is first asked for.
        record: the run.
        checked: its pack.
        bindings: its parameters and its date.
        connection: the database in which the history is computed; tables and views are made in it.
    """
    series = Series.of(checked, checked.pack.value, record.ledgers)
    if series is None:
        return None

    def facts() -> Facts:
        from kamengine.api.runs.facts_of_some import (
            FactsOfKept,  # in the thread that reads, since loading takes a moment
        )

        return FactsOfKept(folder, record, connection, series)

    return ValueHistory(series, bindings, connection, facts)


class FactsOfRun:
    """The facts of a run in memory."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take those of all accounts."""
        self._snapshot = snapshot

    def ready(self, accounts: Sequence[str]) -> Callable[[DuckDBPyConnection], Snapshot]:
        """The facts of all accounts, out of which some can be chosen."""
        del accounts
        return lambda connection: replace(self._snapshot, connection=connection)

    def first_day(self, ledger: str, day: str) -> date | None:
        """The first date in a ledger, of all accounts; None where there is none."""
        table = self._snapshot.ledgers[ledger]
        return first_date(self._snapshot.connection, identifier(table.name), day) if day in table.columns else None


def first_date(connection: DuckDBPyConnection, relation: str, day: str) -> date | None:
    """The first date in a column of a relation; None where there is none."""
    found = beside(connection).execute(f"SELECT min({identifier(day)}) FROM {relation}").fetchone()
    return found[0] if found else None


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
