"""A pack for one account, with what the rest of the portfolio decides put in as constants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.rewriting import rebuilt
from kamengine.pack.checked import CheckedPack


def portfolio_calls(checked: CheckedPack) -> list[node.Call]:
    """Every call of a function over the portfolio that indicators, criteria or tiers make, each once."""
    found = (part for expr in _over_accounts(checked) for part in node.walk(expr))
    return list(dict.fromkeys(p for p in found if isinstance(p, node.Call) and p.function.scope == "portfolio"))


def frozen(checked: CheckedPack, values: Mapping[node.Call, Any]) -> CheckedPack:
    """The pack with each of these calls replaced by its value; None is unknown."""
    if not values:
        return checked
    indicators = {
        name: replace(indicator, expr=_with(indicator.expr, values)) for name, indicator in checked.indicators.items()
    }
    criteria = {name: _with(expr, values) for name, expr in checked.criteria.items()}
    tiers = tuple(
        replace(tier, when=_with(tier.when, values)) if tier.when is not None else tier for tier in checked.tiers
    )
    return replace(checked, indicators=indicators, criteria=criteria, tiers=tiers)


def _over_accounts(checked: CheckedPack) -> Iterator[Expr]:
    yield from (i.expr for i in checked.indicators.values() if i.indicator.ledger is None)
    yield from checked.criteria.values()
    yield from (tier.when for tier in checked.tiers if tier.when is not None)


def _with(expr: Expr, values: Mapping[node.Call, Any]) -> Expr:
    """An expression with the calls in it replaced."""

    def constant(part: Expr) -> Expr | None:
        if not isinstance(part, node.Call) or part not in values:
            return None
        value = values[part]
        return node.Constant(part.type, Decimal(repr(value)) if isinstance(value, float) else value)

    return rebuilt(expr, constant)
