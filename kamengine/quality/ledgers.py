"""How fresh and how whole the ledgers are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamengine.engine.sql_text import identifier
from kamengine.quality.model import LedgerQuality
from kamengine.workspace import WorkspaceTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def ledger_quality(connection: DuckDBPyConnection, name: str, ledger: WorkspaceTable, accounts: str) -> LedgerQuality:
    """What is in a ledger, counted.

    Args:
        connection: holds the tables.
        name: of the ledger.
        ledger: its rows that count.
        accounts: what stands after ``FROM`` for all accounts.
    """
    day = _date_of(ledger)
    ends = f"min({identifier(day)}), max({identifier(day)})" if day is not None else "NULL, NULL"
    known = f"account_id IN (SELECT account_id FROM {accounts})"
    query = (
        f"SELECT count(*), count(DISTINCT account_id) FILTER (WHERE {known}), "
        f"count(*) FILTER (({known}) IS NOT TRUE), {ends} FROM {ledger.relation}"
    )
    rows, with_rows, strangers, first, last = connection.execute(query).fetchall()[0]
    columns = ("account_id", *(column.field for column in ledger.columns))
    alike = ", ".join(map(identifier, columns))
    repeated = connection.execute(
        f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM {ledger.relation} GROUP BY {alike})"
    ).fetchall()[0][0]
    return LedgerQuality(
        name=name,
        rows=rows,
        accounts=with_rows,
        of_no_account=strangers,
        repeated=int(repeated),
        columns=columns,
        first=_day(first),
        last=_day(last),
        imported=ledger.imports[-1].when,
        imports=len(ledger.imports),
    )


def _date_of(ledger: WorkspaceTable) -> str | None:
    """The field by which the rows are dated: as the newest import says, if its column is a date."""
    dates = {column.field for column in ledger.columns if column.kind == "date"}
    told = [record.date for record in reversed(ledger.imports) if record.date in dates]
    return told[0] if told else min(dates, default=None)


def _day(value: object) -> date | None:
    assert value is None or isinstance(value, date)
    return value
