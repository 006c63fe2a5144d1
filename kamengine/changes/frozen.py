"""A pack for one account, with what the rest of the portfolio decides put in as constants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
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
    if isinstance(expr, node.Call) and expr in values:
        value = values[expr]
        return node.Constant(expr.type, Decimal(repr(value)) if isinstance(value, float) else value)

    def put(part: Expr) -> Expr:
        return _with(part, values)

    match expr:
        case node.Compare(left=left, right=right):
            return replace(expr, left=put(left), right=put(right))
        case node.Between(item=item, low=low, high=high):
            return replace(expr, item=put(item), low=put(low), high=put(high))
        case node.In(item=item, options=options):
            return replace(expr, item=put(item), options=tuple(map(put, options)))
        case node.Like(item=item) | node.IsNull(item=item) | node.Not(item=item) | node.Negative(item=item):
            return replace(expr, item=put(item))
        case node.Logic(items=items):
            return replace(expr, items=tuple(map(put, items)))
        case node.Arithmetic(first=first, rest=rest):
            return replace(expr, first=put(first), rest=tuple((op, put(part)) for op, part in rest))
        case node.Case(branches=branches, default=default):
            pairs = tuple((put(condition), put(value)) for condition, value in branches)
            return replace(expr, branches=pairs, default=None if default is None else put(default))
        case node.Call(arguments=arguments):
            return replace(expr, arguments=tuple(map(put, arguments)))
    return expr
