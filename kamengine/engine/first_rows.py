"""The first accounts of an order, found where the results lie, before anything is held in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kamengine.engine.database import beside
from kamengine.engine.held import PENDING
from kamengine.engine.results import ID, Results
from kamengine.engine.selection import sort_key
from kamengine.engine.sql_text import identifier

Row = tuple[Any, ...]


def first_rows(
    results: Results, columns: Sequence[str], by: str, descending: bool, limit: int
) -> tuple[int, list[Row]]:
    """How many accounts there are, and the first of them.

    Args:
        results: of the accounts.
        columns: what each row has, ``account_id`` among them; `PENDING` stands for extra ones.
        by: the column of the results that they are sorted by; equal ones go by account, unknown ones come last.
        descending: largest first.
        limit: at most so many.
    """
    cursor = beside(results.connection)
    counted = cursor.execute(f"SELECT count(*) FROM {results.table}").fetchone()
    assert counted is not None
    computed = [name for name in columns if name in results.computed]
    order = f"{sort_key(results, by)} {'DESC' if descending else 'ASC'} NULLS LAST, {identifier(ID)}"
    chosen = ", ".join(map(identifier, computed))
    rows = cursor.execute(f"SELECT {chosen} FROM {results.table} ORDER BY {order} LIMIT {int(limit)}").fetchall()
    found = [dict(zip(computed, row, strict=True)) for row in rows]
    facts = _facts_of(results, cursor, columns, [row[ID] for row in found])
    unread = {name: PENDING for name in columns if name in results.further}
    whole = ({**unread, **facts.get(row[ID], {}), **row} for row in found)
    return int(counted[0]), [tuple(row.get(name) for name in columns) for row in whole]


def _facts_of(
    results: Results, cursor: Any, columns: Sequence[str], accounts: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """What is known of a few accounts, by account and column."""
    known = [name for name in columns if name in results.types and name not in results.computed]
    if not known:
        return {}
    cells = ", ".join(map(identifier, (ID, *known)))
    query = f"SELECT {cells} FROM {results.facts} WHERE {identifier(ID)} IN (SELECT unnest(?::TEXT[]))"
    rows = cursor.execute(query, [list(accounts)]).fetchall()
    return {row[0]: dict(zip(known, row[1:], strict=True)) for row in rows}
