"""Functions of the language over sets of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, Protocol

from kamengine.changes import truths
from kamengine.changes.spans import (
    ANY_TEXT,
    NOTHING,
    UNKNOWN,
    Some,
    Span,
    is_single,
    known,
    may_be_unknown,
    rising,
    single,
    union,
    value_of,
    without_unknown,
)
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type
from kamengine.language.numbers import LARGEST
from kamengine.language.tables import Key, Range
from kamengine.reference.expressions import as_held, exactly, like

_MOST_COMBINATIONS = 64
_DOUBLE = Type("number")


class Evaluates(Protocol):
    """What a function asks about its arguments."""

    def value(self, expr: Expr) -> Some:
        """What an expression may be."""
        ...

    def number(self, expr: Expr) -> Span:
        """What it may be in double precision."""
        ...

    def represented(self, expr: Expr, type: Type) -> Some:
        """What it may be, held as values of a type are."""
        ...

    def compared(self, expr: Expr) -> Some:
        """What it may be where a table compares it with its keys."""
        ...


def called(outlook: Evaluates, expr: node.Call | node.Like) -> Some:
    """What a call may give."""
    if isinstance(expr, node.Like):
        return _like(outlook.value(expr.item), expr.pattern)
    given = [_argument(outlook, expr, argument) for argument in expr.arguments]
    over_sets = _OVER_SETS.get(expr.function.name)
    if over_sets is not None:
        return _as_held(over_sets(given), expr.type)
    if expr.function.unknown != "own" and not all(known(some) for some in given):
        return NOTHING
    function = _BY_ENDS.get(expr.function.name)
    if function is not None:
        some = _as_held(function([some for some in given if isinstance(some, Span)]), expr.type)
        unknown = any(may_be_unknown(one) for one in given)
        return some._replace(unknown=some.unknown or unknown) if isinstance(some, Span) else some
    return _each(expr, given)


def _like(some: Some, pattern: str) -> Some:
    values = some if isinstance(some, frozenset) else UNKNOWN
    if ANY_TEXT in values:
        return frozenset({True, False}) | (values & UNKNOWN)
    return frozenset(like(value, pattern) for value in values)


def _argument(outlook: Evaluates, call: node.Call, expr: Expr) -> Some:
    """An argument in the form that the function asks for."""
    if not expr.type.numeric or (isinstance(expr, node.Name) and expr.role == "table"):
        return outlook.value(expr)
    if call.function.numbers == "float":
        return outlook.number(expr)
    if call.function.numbers == "compared":
        return outlook.compared(expr)
    together = _together(call)
    return outlook.represented(expr, _shared(together)) if any(a is expr for a in together) else outlook.value(expr)


def _together(call: node.Call) -> list[Expr]:
    """The numbers that a call compares or chooses from: not keys of a table, not settings such as places."""
    placed = [(call.function.parameter(index), argument) for index, argument in enumerate(call.arguments)]
    if any(p is not None and "table" in p.kinds for p, _ in placed):
        return []
    return [argument for p, argument in placed if argument.type.numeric and p is not None and not p.constant]


def _shared(numbers: Sequence[Expr]) -> Type:
    types = [number.type for number in numbers]
    same = all(type.kind == "integer" for type in types) or all(type.decimal for type in types)
    return types[0] if same else _DOUBLE


def _as_held(some: Some, type: Type) -> Some:
    return rising(lambda value: as_held(value, type), some) if isinstance(some, Span) else some


# ── functions that decide on the unknown themselves ──────────────────────────────────────────────────────────────────


def _coalesce(given: Sequence[Some]) -> Some:
    possible: list[Some] = []
    for some in given:
        if known(some):
            possible.append(without_unknown(some))
        if not may_be_unknown(some):
            return union(possible)
    return union([*possible, NOTHING])


def _at_least(given: Sequence[Some]) -> Some:
    needed, *conditions = given
    return truths.at_least(value_of(needed), [c if isinstance(c, frozenset) else UNKNOWN for c in conditions])


def _lookup(given: Sequence[Some]) -> Some:
    """The values of the rows that may hold the keys, up to the first that surely does; unknown where none does."""
    table, *keys = given
    possible: list[Some] = [NOTHING] if any(may_be_unknown(some) for some in keys) else []
    for row, value in value_of(table).items():
        held = [_holds(part, some) for part, some in zip(row, keys, strict=True)]
        if all(True in one for one in held):
            possible.append(single(value))
            if all(one == {True} for one in held):
                return union(possible)
    return union([*possible, NOTHING])


def _holds(part: Key, some: Some) -> frozenset[bool]:
    """Whether a part of a key may hold the known values of a set, and whether it may not."""
    if isinstance(some, frozenset):
        return frozenset(value is ANY_TEXT or value == part for value in some - UNKNOWN) | (
            frozenset({False}) if ANY_TEXT in some else frozenset()
        )
    if some.low is None:
        return frozenset({False})
    if not isinstance(part, Range):
        met = some.low <= part <= some.high
        return frozenset({True} if met and some.low == some.high else {True, False} if met else {False})
    if part.holds(some.low) and part.holds(some.high):
        return frozenset({True})
    below = part.end is not None and not Range(None, part.end).holds(some.low)
    above = part.start is not None and not Range(part.start, None).holds(some.high)
    return frozenset({False} if below or above else {True, False})


_OVER_SETS: Mapping[str, Callable[[Sequence[Some]], Some]] = {
    "coalesce": _coalesce,
    "at_least": _at_least,
    "lookup": _lookup,
}


# ── functions that never fall, or never rise, in each argument ───────────────────────────────────────────────────────


def _abs(given: Sequence[Span]) -> Span:
    (span,) = given
    ends = [abs(span.low), abs(span.high)]
    return Span(0 if span.low <= 0 <= span.high else min(ends), max(ends))


def _of_ends(function: Callable[..., Any]) -> Callable[[Sequence[Span]], Span]:
    """A function that rises in every argument."""
    return lambda given: Span(function(*(s.low for s in given)), function(*(s.high for s in given)))


def _between(function: Callable[..., Any]) -> Callable[[Sequence[Span]], Span]:
    """A function that falls in its first argument and rises in its second."""
    return lambda given: Span(function(given[0].high, given[1].low), function(given[0].low, given[1].high))


def _by_ends() -> dict[str, Callable[[Sequence[Span]], Span]]:
    from kamengine.language import meanings

    return {
        "abs": _abs,
        "least": _of_ends(min),
        "greatest": _of_ends(max),
        "round": _of_ends(meanings.round_number),
        "days_between": _between(meanings.days_between),
        "months_between": _between(meanings.months_between),
    }


_BY_ENDS = _by_ends()


# ── all other functions ──────────────────────────────────────────────────────────────────────────────────────────────


def _each(call: node.Call, given: Sequence[Some]) -> Some:
    """Any other function: value by value where these can be counted, else anything."""
    lists = [_listed(some) for some in given]
    count = 1
    for one in lists:
        count *= len(one) if one is not None else _MOST_COMBINATIONS + 1
    if count > _MOST_COMBINATIONS:
        return _anything(call.type)
    with exactly():
        return union([_of_values(call, values) for values in product(*(one or () for one in lists))])


def _of_values(call: node.Call, values: Sequence[Any]) -> Some:
    if call.function.unknown != "own" and None in values:
        return NOTHING
    return single(as_held(call.function.reference(*values), call.type))


def _listed(some: Some) -> list[Any] | None:
    """The values of a set, where they can be listed."""
    if isinstance(some, frozenset):
        return list(some)
    if is_single(some):
        return [some.low]
    return [some.low, None] if some.low == some.high else None


def _anything(type: Type) -> Some:
    if type.kind == "bool":
        return frozenset({True, False, None})
    if type.kind == "date":
        return Span(date.min, date.max, True)
    if not type.numeric:
        return frozenset({ANY_TEXT, None})
    most = int(LARGEST) if type.kind == "integer" else Decimal(LARGEST) if type.decimal else LARGEST
    return Span(-most, most, True)
