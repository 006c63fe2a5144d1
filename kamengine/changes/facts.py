"""Which facts of an account may change, and the values that each may be given."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kamengine.changes.grid import Grid, Listed, Steps
from kamengine.declarations import Kind
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack

_KEYS = ("account_id", "name")
_MONEY_PLACES, _NUMBER_PLACES = 4, 6
_MOST_INTEGER = 2**63 - 1
_MOST_MONEY = 10**18 - 1  # DECIMAL(18, 4), in ten-thousandths
_MOST_NUMBER = Decimal(10) ** 15


def deciding(checked: CheckedPack, given: Collection[str]) -> list[str]:
    """The facts that the tiers depend on, in order of declaration: fields, then indicators.

    Args:
        checked: the pack.
        given: indicators that the account brings; what they are computed from does not matter.
    """
    used: set[str] = set()
    open_ = [name for tier in checked.tiers if tier.when is not None for name in node.names(tier.when)]
    while open_:
        name = open_.pop()
        if name not in used:
            used.add(name)
            open_ += () if name in given else checked.uses.get(name, ())
    return [name for name in (*checked.fields, *checked.indicators) if name in used and _is_fact(checked, name, given)]


def may_change(checked: CheckedPack, name: str) -> bool:
    """Whether something that a company does may change a fact."""
    if name in checked.fields:
        return name not in _KEYS and not checked.fields[name].immutable
    return not checked.indicators[name].indicator.immutable


def grid_of(checked: CheckedPack, bindings: Bindings, name: str, old: Any) -> Grid:
    """The values that a fact may be given.

    Args:
        checked: the pack.
        bindings: the as-of date and the parameters.
        name: of a field or an indicator.
        old: the value that it has; None is unknown.
    """
    kind, places = _held(checked, name)
    match kind:
        case "bool":
            return Listed(name, old, [value for value in (True, False) if value is not old])
        case "choice" | "text":
            listed = [choice.id for choice in checked.fields[name].choices] if kind == "choice" else None
            values = listed if listed is not None else list(_texts(checked, bindings, name))
            return Listed(name, old, [value for value in values if value != old])
        case "date":
            return Steps(name, kind, old, Decimal(1), 1, date.max.toordinal(), bindings.as_of.toordinal())
        case "integer":
            return _numbers(checked, name, old, Decimal(1), _MOST_INTEGER)
    step = Decimal(1).scaleb(-places)
    most = _MOST_MONEY // 10 ** (_MONEY_PLACES - places) if kind == "money" else int(_MOST_NUMBER / step)
    return _numbers(checked, name, old, step, most)


def _numbers(checked: CheckedPack, name: str, old: Any, step: Decimal, most: int) -> Steps:
    """The values of a number, up to a largest index either way, and within the ends that were declared for it."""
    declared = checked.fields[name] if name in checked.fields else checked.indicators[name].indicator
    low, high = declared.least, declared.most
    first = -most if low is None else max(-most, math.ceil(Fraction(low) / Fraction(step)))
    last = most if high is None else min(most, math.floor(Fraction(high) / Fraction(step)))
    kind, _ = _held(checked, name)
    ends = tuple(end for end, says in ((first, low), (last + 1, high)) if says is not None)
    return Steps(name, kind, old, step, first, last, max(first, min(0, last)), ends)


def _held(checked: CheckedPack, name: str) -> tuple[Kind, int]:
    """How the values of a fact are held, and with how many places."""
    if name in checked.fields:
        kind = checked.fields[name].kind
        return kind, _MONEY_PLACES if kind == "money" else _NUMBER_PLACES
    indicator = checked.indicators[name]
    decimals = indicator.indicator.decimals
    if indicator.type.decimal:
        return "money", min(decimals, _MONEY_PLACES)
    kind = indicator.type.kind if indicator.type.kind != "null" else "number"
    return kind, decimals


def _is_fact(checked: CheckedPack, name: str, given: Collection[str]) -> bool:
    return name in checked.fields or name in given


def _texts(checked: CheckedPack, bindings: Bindings, fact: str) -> Iterator[str]:
    """The texts that the pack compares a fact with, or looks it up by; each once, in order."""
    found: dict[str, None] = {}
    for expr in _expressions(checked):
        for part in node.walk(expr):
            if isinstance(part, node.Compare | node.In) and fact in node.names(part):
                found |= dict.fromkeys(_written(part, bindings))
            if isinstance(part, node.Call) and part.function.name == "lookup":
                found |= dict.fromkeys(_keys(part, bindings, fact))
    yield from found


def _written(expr: Expr, bindings: Bindings) -> Iterator[str]:
    """The texts and text parameters in an expression."""
    for part in node.walk(expr):
        value = part.value if isinstance(part, node.Constant) else None
        if isinstance(part, node.Name) and part.role == "parameter":
            value = bindings.parameters[part.name]
        if isinstance(value, str):
            yield value


def _keys(call: node.Call, bindings: Bindings, fact: str) -> Iterator[str]:
    """The keys of a table in the places where a fact is looked up."""
    table, *keys = call.arguments
    assert isinstance(table, node.Name)
    for row in bindings.tables[table.name]:
        for part, key in zip(row, keys, strict=True):
            if isinstance(part, str) and fact in node.names(key):
                yield part


def _expressions(checked: CheckedPack) -> Iterator[Expr]:
    yield from (indicator.expr for indicator in checked.indicators.values())
    yield from checked.criteria.values()
    yield from (tier.when for tier in checked.tiers if tier.when is not None)
