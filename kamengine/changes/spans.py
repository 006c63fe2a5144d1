"""Sets of values of one expression: what it may be while facts move within a range, each an outer bound.

Arithmetic in double precision and in decimals never swaps two results that are in order, and neither does rounding;
so the results at the ends of a range hold every result between them, to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from kamengine.language.numbers import LARGEST


class Span(NamedTuple):
    """Numbers or dates from `low` to `high`, both included; no known value at all when these are None.

    Attributes:
        low: the smallest.
        high: the largest.
        unknown: whether the value may be unknown too.
    """

    low: Any
    high: Any
    unknown: bool = False


NOTHING = Span(None, None, True)
"""Certainly unknown."""

ANY_TEXT = object()
"""Stands in a set for every text that there is."""

EVERYTHING = Span(-math.inf, math.inf, True)

Some = Span | frozenset[Any]
"""What an expression may be: a span, or each single value of a truth, text or choice (None: unknown)."""

UNKNOWN: frozenset[Any] = frozenset({None})


def single(value: Any) -> Some:
    """The set of one value; None is unknown."""
    if isinstance(value, bool | str):
        return frozenset({value})
    return NOTHING if value is None else Span(value, value)


def is_single(some: Some) -> bool:
    """Whether there is exactly one value, or certainly none."""
    if isinstance(some, frozenset):
        return len(some) == 1
    return some.low is None or (some.low == some.high and not some.unknown)


def value_of(some: Some) -> Any:
    """The value of a set with exactly one."""
    if isinstance(some, frozenset):
        (value,) = some
        return value
    return some.low


def known(some: Some) -> bool:
    """Whether some known value is possible."""
    return bool(some - UNKNOWN) if isinstance(some, frozenset) else some.low is not None


def may_be_unknown(some: Some) -> bool:
    """Whether unknown is possible."""
    return None in some if isinstance(some, frozenset) else some.unknown


def union(several: Iterable[Some]) -> Some:
    """Everything that any of several sets holds; of spans, also what lies between them."""
    listed: frozenset[Any] = frozenset()
    low = high = None
    unknown = False
    for some in several:
        if isinstance(some, frozenset):
            listed |= some
            continue
        unknown = unknown or some.unknown
        if some.low is not None:
            low = some.low if low is None else min(low, some.low)
            high = some.high if high is None else max(high, some.high)
    if not listed:
        return Span(low, high, unknown)
    return listed | UNKNOWN if unknown else listed


def without_unknown(some: Some) -> Some:
    """The known values only."""
    return some - UNKNOWN if isinstance(some, frozenset) else Span(some.low, some.high)


def rising(function: Callable[[Any], Any], span: Span) -> Span:
    """A function that never falls, over a span."""
    if span.low is None:
        return span
    return Span(function(span.low), function(span.high), span.unknown)


def clipped(span: Span, largest: float = LARGEST) -> Span:
    """Without the numbers beyond the largest, which are unknown."""
    if span.low is None or (span.low >= -largest and span.high <= largest):
        return span
    most = Decimal(largest) if isinstance(span.low, Decimal) else largest
    low, high = max(span.low, -most), min(span.high, most)
    return Span(low, high, True) if low <= high else NOTHING


def calculated(op: str, left: Span, right: Span) -> Span:
    """``left op right``, with op one of ``+ - * /``; a division by zero is unknown."""
    if left.low is None or right.low is None:
        return NOTHING
    unknown = left.unknown or right.unknown
    match op:
        case "+":
            ends = [left.low + right.low, left.high + right.high]
        case "-":
            ends = [left.low - right.high, left.high - right.low]
        case "*":
            ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        case _:
            return _quotient(left, right, unknown)
    return _over(ends, unknown)


def _quotient(left: Span, right: Span, unknown: bool) -> Span:
    if right.low == right.high == 0:
        return NOTHING
    if not right.low <= 0 <= right.high:
        ends = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
        return _over(ends, unknown)
    if right.low < 0 < right.high:
        return EVERYTHING
    far = right.high if right.low == 0 else right.low
    ends = [end / far for end in (left.low, left.high)]
    ends += [math.copysign(math.inf, end) * math.copysign(1, far) if end else 0.0 for end in (left.low, left.high)]
    return Span(min(ends), max(ends), True)


def _over(ends: list[Any], unknown: bool) -> Span:
    """From the smallest to the largest of some results; anything where one of them is no number."""
    if any(isinstance(end, float) and math.isnan(end) for end in ends):
        return EVERYTHING
    return Span(min(ends), max(ends), unknown)
