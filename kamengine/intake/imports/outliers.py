"""Values that look as if they were in another unit: a thousand times what is usual.

The method: of the logarithm (base 10) of each value but zero the distance to the median, of the values of the same
account where a ledger has at least `_LEAST_ROWS` of them, else of the column. A value stands out when its distance is
at least `_FACTOR` (500 times more or less) and at least five robust standard deviations, 1.4826 times the median
absolute deviation (Rousseeuw and Croux 1993), so that columns whose values spread widely by nature stay quiet.
"""

from __future__ import annotations

import math
from typing import Literal

from kamengine.intake.imports.drafting import ROW
from kamengine.intake.imports.policies import Rows
from kamengine.intake.rows import KEY
from kamengine.intake.sql_text import identifier

_FACTOR = math.log10(500)
_SPREADS = 5 * 1.4826
_LEAST_ROWS = 5
_MOST_ROWS = 2_000_000

Whom = Literal["account", "column"]


def outliers(rows: Rows, field: str, most: int, *, accounts: bool) -> tuple[Whom, list[tuple[int, str]], int]:
    """The values of a column that stand out.

    Args:
        rows: those that are taken.
        field: a number.
        most: how many are wanted.
        accounts: there is one row for each account.

    Returns:
        compared with what, the first ones (number of the row, value as text), and how many there are.
    """
    name = identifier(field)
    logs = f"SELECT {ROW} AS r, {KEY} AS id, {name} AS value, log10(abs(CAST({name} AS DOUBLE))) AS l FROM {rows.good} "
    logs += f"WHERE {name} <> 0"
    by_account = not accounts and _many_rows_each(rows, name)
    group = (
        "GROUP BY id HAVING count(*) >= " + str(_LEAST_ROWS) if by_account else "HAVING count(*) >= " + str(_LEAST_ROWS)
    )
    key = "id, " if by_account else ""
    join = "JOIN {0} USING (id)" if by_account else "CROSS JOIN {0}"
    sample = f"({logs} AND {ROW} % {_every(rows)} = 0)"
    usual = f"(SELECT {key}median(l) AS usual FROM {sample} {group})"
    spread = (
        f"(SELECT {key}any_value(usual) AS usual, median(abs(l - usual)) AS spread FROM {sample} {join.format(usual)} "
        f"{'GROUP BY id' if by_account else 'HAVING count(*) > 0'})"
    )
    odd = f"abs(l - usual) >= greatest({_FACTOR}, {_SPREADS} * spread)"
    found = rows.connection.execute(
        f"SELECT r, CAST(value AS VARCHAR), count(*) OVER () FROM ({logs}) {join.format(spread)} WHERE {odd} "
        f"ORDER BY r LIMIT {most}"
    ).fetchall()
    return "account" if by_account else "column", [(row, text) for row, text, _ in found], found[0][2] if found else 0


def _many_rows_each(rows: Rows, name: str) -> bool:
    """Whether half of the accounts or more have enough rows to tell what is usual for them."""
    enough, all_of_them = rows.one(
        f"SELECT count_if(n >= {_LEAST_ROWS}), count(*) FROM "
        f"(SELECT count(*) AS n FROM {rows.good} WHERE {name} <> 0 GROUP BY {KEY})"
    )
    return enough * 2 >= all_of_them > 0


def _every(rows: Rows) -> int:
    """Which share of the rows says what is usual: one in so many, when there are very many."""
    read = sum(drafted.staged.read for drafted in rows.drafts)
    return 1 + read // _MOST_ROWS
