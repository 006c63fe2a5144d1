"""What a run says of the whole list: what only informs and is the same for every account.

Such as the share that the largest accounts hold, how uneven the list is, or that it is too short for quintiles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from kamengine.engine.run import DIALECT, Run
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import column

OF_THE_LIST = ("top_share", "gini", "portfolio_count")
"""Functions over all accounts that give every account the same."""

Figure = Decimal | float | int | bool | None


def figures_of_the_list(run: Run) -> Mapping[str, Figure]:
    """The value of each indicator that informs about the whole list, and of each criterion over such; None is unknown.

    One that a file brings ready-made, and not alike for all, is left out; so is every one when nobody is in scope.
    """
    names = [name for name, checked in run.checked.indicators.items() if _informs(run, name) and _is_same(checked.expr)]
    if not names:
        return {}
    names += [name for name, when in run.checked.criteria.items() if _is_over(when, names)]
    ends = ", ".join(f"MIN({_sql(name)}), MAX({_sql(name)}), COUNT({_sql(name)})" for name in names)
    row = run.snapshot.connection.execute(f'SELECT COUNT(*), {ends} FROM "{run.table}"').fetchone()
    assert row is not None
    accounts, *found = row
    figures = zip(names, zip(found[::3], found[1::3], found[2::3], strict=True), strict=True)
    return {name: low for name, (low, high, known) in figures if accounts and low == high and known in (0, accounts)}


def _informs(run: Run, name: str) -> bool:
    return run.checked.indicators[name].indicator.informative


def _is_same(expr: Expr) -> bool:
    """Whether a value cannot differ between accounts: facts stand only within functions of the whole list."""
    if isinstance(expr, node.Call) and expr.function.name in OF_THE_LIST:
        return True
    if isinstance(expr, node.Name):
        return expr.role in ("parameter", "as_of")
    if isinstance(expr, node.Call) and expr.function.scope != "account":
        return False
    return all(_is_same(part) for part in node.children(expr))


def _is_over(expr: Expr, figures: Collection[str]) -> bool:
    """Whether a condition looks at figures of the whole list, and at parameters, only."""
    looked_at = [part for part in node.walk(expr) if isinstance(part, node.Name) and part.role != "parameter"]
    return bool(looked_at) and all(part.name in figures for part in looked_at)


def _sql(name: str) -> str:
    return column(name).sql(DIALECT)
