"""Who moves from which tier to which: counted in one query over a table of accounts before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

from sqlglot import exp

from kamengine.language.doubles import exact_decimal
from kamengine.language.json_values import json_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIALECT = "duckdb"
OUT_OF_SCOPE, ABSENT = "out of scope", "not in the file"
"""Stand in a table of moves for accounts that have no place in the pack; no tier can be called so, for its blanks."""

_NONE, _NO_TIER = "none", "no tier"
_ROOM = Context(prec=100)  # holds every digit of the largest sums; Python's own context holds 28
_Cell = TypeVar("_Cell", int, Decimal)
_MOVES = '"from" IS DISTINCT FROM "to"'


@dataclass(frozen=True)
class Migration:
    """How accounts move between tiers, and what they are worth.

    Attributes:
        table: the moves, a row per account: ``account_id``, ``from`` and ``to`` (id of a tier, NULL for no certain
            tier, `OUT_OF_SCOPE`, `ABSENT`), ``value`` and whatever else whoever made it wants to know.
        accounts: rows of the table.
        moved: those that go elsewhere.
        up: movers to a better tier, by the order of the tiers; having one is better than having none.
        down: movers to a worse tier. Movers into the scope or out of it, and those that come or go, are neither.
        matrix: accounts by where they come from and where they go. Every tier has a row and a column, best first; then
            those without a certain tier (``none``), out of scope and absent, where there are any.
        values: the sum of the values likewise; None when no value is asked for.
        value_moved: the sum over the movers; None when no value is asked for.
        value_unknown: movers whose value is unknown, and so not in `value_moved`.
    """

    table: str
    accounts: int
    moved: int
    up: int
    down: int
    matrix: Mapping[str, Mapping[str, int]]
    values: Mapping[str, Mapping[str, Decimal]] | None
    value_moved: Decimal | None
    value_unknown: int

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on; the sum of money as a number, None when no value is asked for."""
        return {
            "accounts": self.accounts,
            "moved": self.moved,
            "matrix": {old: dict(row) for old, row in self.matrix.items()},
            "value_moved": json_value(self.value_moved),
        }

    def movers(self, *columns: str) -> str:
        """The query for the rows of the movers, ordered by account; without names, every column."""
        chosen = ", ".join(_quoted(name) for name in columns) or "*"
        return f'SELECT {chosen} FROM {_quoted(self.table)} WHERE {_MOVES} ORDER BY "account_id"'


def migration(connection: DuckDBPyConnection, table: str, tiers: Sequence[str], *, value: bool) -> Migration:
    """Count the moves in a table.

    Args:
        connection: holds the table.
        table: see `Migration.table`; its ``value`` is a decimal (see `exact_value`).
        tiers: ids of the tiers before and after, best first (see `all_tiers`).
        value: whether the table has values.
    """
    sums = 'sum("value"), count(*) - count("value")' if value else "NULL, 0"
    query = f'SELECT "from", "to", count(*), {sums} FROM {_quoted(table)} GROUP BY ALL'
    rows = connection.execute(query).fetchall()
    rank = {tier: index for index, tier in enumerate([*tiers, None])}
    movers = [row for row in rows if row[0] != row[1]]
    ranked = [(rank[row[0]], rank[row[1]], row[2]) for row in movers if row[0] in rank and row[1] in rank]
    keys = matrix_keys(tiers, {place for row in rows for place in row[:2]})
    return Migration(
        table=table,
        accounts=sum(row[2] for row in rows),
        moved=sum(row[2] for row in movers),
        up=sum(count for old, new, count in ranked if new < old),
        down=sum(count for old, new, count in ranked if new > old),
        matrix=square(keys, {(row[0], row[1]): row[2] for row in rows}, 0),
        values=square(keys, {(row[0], row[1]): row[3] or Decimal(0) for row in rows}, Decimal(0)) if value else None,
        value_moved=reduce(_ROOM.add, (row[3] or Decimal(0) for row in movers), Decimal(0)) if value else None,
        value_unknown=sum(row[4] for row in movers),
    )


def all_tiers(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The tiers of two packs in one order, best first: those of the new one, each that is gone where it stood."""
    merged = list(new)
    for index, tier in enumerate(old):
        if tier not in merged:
            above = max((merged.index(other) for other in old[:index]), default=-1)
            merged.insert(above + 1, tier)
    return tuple(merged)


def exact_value(sql: exp.Expr) -> exp.Expr:
    """A number as a decimal with six places, so that its sum is exact; NULL where it is too large for that."""
    return exact_decimal(sql, sql.copy())


def matrix_keys(tiers: Sequence[str], places: set[str | None]) -> dict[str | None, str]:
    """The key of each place in a matrix of moves, in order: every tier, then what else there is among the places.

    Args:
        tiers: ids of the tiers, best first.
        places: where accounts come from or go; None for no certain tier.
    """
    keys: dict[str | None, str] = {tier: tier for tier in tiers}
    if None in places:
        keys[None] = _NO_TIER if _NONE in tiers else _NONE
    return keys | {place: place for place in (OUT_OF_SCOPE, ABSENT) if place in places}


def square(
    keys: Mapping[str | None, str], found: Mapping[tuple[str | None, str | None], _Cell], nothing: _Cell
) -> dict[str, dict[str, _Cell]]:
    """A matrix with a row and a column for each place; what was not found is nothing."""
    return {
        key_from: {key_to: found.get((old, new), nothing) for new, key_to in keys.items()}
        for old, key_from in keys.items()
    }


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql(DIALECT)
