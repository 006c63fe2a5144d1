"""Values that look as if they were in another unit: a thousand times what is usual.

The method: of the logarithm (base 10) of each value but zero the distance to the median, of the values of the same
account where a ledger has at least `_LEAST_ROWS` of them, else of the column. A value stands out when its distance is
at least `_FACTOR` (500 times more or less) and at least five robust standard deviations, 1.4826 times the median
absolute deviation (Rousseeuw and Croux 1993), so that columns whose values spread widely by nature stay quiet. Beside a
column small counts do not stand out: 1 is no thousandth of 1,000, but a few of something.
"""

from __future__ import annotations

import math
from typing import Literal

from kamengine.declarations import Field
from kamengine.intake.imports.drafting import ROW
from kamengine.intake.imports.policies import Rows
from kamengine.intake.rows import KEY
from kamengine.intake.sql_text import identifier
from kamengine.intake.wording import without_zeros

_FACTOR = math.log10(500)
_SPREADS = 5 * 1.4826
_LEAST_ROWS = 5
_MOST_DIGITS = 300
_ENOUGH_ROWS = 100_000  # so many rows of a column say what is usual in it

Whom = Literal["account", "column"]


def outliers(rows: Rows, field: Field, most: int, *, accounts: bool) -> tuple[Whom, list[tuple[int, str]], int]:
    """The values of a column that stand out.

    Args:
        rows: those that are taken.
        field: a number.
        most: how many are wanted.
        accounts: there is one row for each account.

    Returns:
        compared with what, the first ones (number of the row, value as text), and how many there are.
    """
    name = identifier(field.name)
    if not accounts and _many_rows_each(rows, name):
        return "account", *_found(rows, _beside_the_account(rows, name), most)
    odd = _beside_the_column(rows, name, fractional=field.kind != "integer")
    return "column", *(_found(rows, odd, most) if odd else ([], 0))


def _found(rows: Rows, odd: str, most: int) -> tuple[list[tuple[int, str]], int]:
    query = f"SELECT r, CAST(value AS VARCHAR), count(*) OVER () FROM ({odd}) ORDER BY r LIMIT {most}"
    found = rows.connection.execute(query).fetchall()
    return [(row, without_zeros(text)) for row, text, _ in found], found[0][2] if found else 0


def _beside_the_account(rows: Rows, name: str) -> str:
    """A query for the values that are unlike the others of their account."""
    log = f"log10(abs(CAST({name} AS DOUBLE)))"
    logs = f"(SELECT {ROW} AS r, {KEY}, {name} AS value, {log} AS l FROM {rows.good} WHERE {name} <> 0)"
    usual = f"(SELECT {KEY}, median(l) AS usual FROM {logs} GROUP BY 1 HAVING count(*) >= {_LEAST_ROWS})"
    spread = (
        f"(SELECT {KEY}, any_value(usual) AS usual, median(abs(l - usual)) AS spread FROM {logs} "
        f"JOIN {usual} USING ({KEY}) GROUP BY 1)"
    )
    far = f"abs(l - usual) >= greatest({_FACTOR}, {_SPREADS} * spread)"
    return f"SELECT r, value FROM {logs} JOIN {spread} USING ({KEY}) WHERE {far}"


def _beside_the_column(rows: Rows, name: str, *, fractional: bool) -> str | None:
    """A query for the values that are unlike the others of the column; None when there are too few to tell."""
    read = sum(drafted.staged.read for drafted in rows.drafts)
    every = f"{ROW} % {1 + read // _ENOUGH_ROWS} = 0"
    logs = f"(SELECT log10(abs(CAST({name} AS DOUBLE))) AS l FROM {rows.good} WHERE {name} <> 0 AND {every})"
    found = rows.connection.execute(f"SELECT median(l), mad(l), count(*) FROM {logs}").fetchone()
    if not found or not found[2] or found[2] < _LEAST_ROWS:
        return None
    usual, far = found[0], max(_FACTOR, _SPREADS * found[1])
    if abs(usual) + far > _MOST_DIGITS:  # beyond what any column holds
        return None
    value = f"abs(CAST({name} AS DOUBLE))"
    small = f" OR {value} <= {10 ** (usual - far)!r}" if fractional else ""
    odd = f"{name} <> 0 AND ({value} >= {10 ** (usual + far)!r}{small})"
    return f"SELECT {ROW} AS r, {name} AS value FROM {rows.good} WHERE {odd}"


def _many_rows_each(rows: Rows, name: str) -> bool:
    """Whether half of the accounts or more have enough rows to tell what is usual for them."""
    enough, all_of_them = rows.one(
        f"SELECT count(*) FILTER (n >= {_LEAST_ROWS}), count(*) FROM "
        f"(SELECT count(*) AS n FROM {rows.good} WHERE {name} <> 0 GROUP BY {KEY})"
    )
    return enough * 2 >= all_of_them > 0
