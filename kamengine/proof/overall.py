"""What looks at the whole portfolio: each call is a fact of its own, and what is computed from it is pinned."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, calls, walk
from kamengine.language.numbers import round_decimal, round_float
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.proof.expression_text import full_text
from kamengine.reference import Account
from kamengine.reference.expressions import Evaluator, as_held, exactly


def looks_at_portfolio(expr: Expr) -> bool:
    """Whether an expression calls a function of the whole portfolio."""
    return calls(expr, "portfolio")


def portfolio_calls(expr: Expr) -> dict[str, node.Call]:
    """The calls of functions over the whole portfolio in an expression, by their text."""
    found = (one for one in walk(expr) if isinstance(one, node.Call) and one.function.scope == "portfolio")
    return {full_text(call): call for call in found}


def pinned_names(checked: CheckedPack) -> tuple[str, ...]:
    """Indicators and criteria that call such a function, each after those it uses."""
    return tuple(
        name
        for name in checked.order
        if (name in checked.criteria and looks_at_portfolio(checked.criteria[name]))
        or (
            name in checked.indicators
            and checked.indicators[name].indicator.ledger is None
            and looks_at_portfolio(checked.indicators[name].expr)
        )
    )


def with_pinned(
    checked: CheckedPack, bindings: Bindings, facts: Mapping[str, Any], names: tuple[str, ...]
) -> dict[str, Any]:
    """The facts of an account with the values of what looks at the portfolio, from the values of the calls.

    Args:
        checked: the pack.
        bindings: the as-of date, parameters and tables.
        facts: fields and indicators by name, values of calls by their text.
        names: see `pinned_names`.
    """
    if not names:
        return dict(facts)
    found = {name: value for name, value in facts.items() if not name.endswith(")")}
    for name in names:
        account = Account(checked, bindings, found, names)
        evaluator = Evaluator(
            bindings,
            fact=lambda used, a=account: a.fact(used),  # type: ignore[misc]
            score=lambda a=account: a.score(),  # type: ignore[misc]
            portfolio=lambda call, a=account: _value(call, a, facts),  # type: ignore[misc]
        )
        with exactly():
            value = _evaluated(checked, evaluator, name)
        if value is not None:
            found[name] = value
    return found


def _evaluated(checked: CheckedPack, evaluator: Evaluator, name: str) -> Any:
    if name in checked.criteria:
        return evaluator.value(checked.criteria[name])
    one = checked.indicators[name]
    value = evaluator.represented(one.expr, one.type)
    if isinstance(value, Decimal):
        return round_decimal(value, one.indicator.decimals)
    return round_float(value, one.indicator.decimals) if isinstance(value, float) else value


def _value(call: node.Call, account: Account, facts: Mapping[str, Any]) -> Any:
    """The value of a call: unknown where its arguments are, and not at odds with them."""
    value = facts.get(full_text(call))
    own = account.value(call.arguments[0]) if call.arguments else True
    if value is None or (own is None and call.function.unknown != "own"):
        return None
    if call.function.name == "share_of_total" and not own:
        value = 0
    if call.function.name == "portfolio_count" and own is not None:
        value = max(value, 1)
    if call.function.name == "cumulative_share":
        value = min(value, facts.get(full_text(call).replace("'before'", "'including'"), value))
    return as_held(value, call.type)
