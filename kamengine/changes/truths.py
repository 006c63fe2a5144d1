"""Three-valued logic over sets of truths: what a condition may come to, given what its parts may come to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from kamengine.changes.spans import ANY_TEXT, UNKNOWN, Some, Span, may_be_unknown

Truths = frozenset[Any]
"""Any of True, False and None (unknown)."""

_MOST_PAIRS = 400


def of(*, met: bool, missed: bool, unknown: bool) -> Truths:
    """The set of the truths that are possible."""
    return frozenset(truth for truth, may in ((True, met), (False, missed), (None, unknown)) if may)


def negated(truths: Truths) -> Truths:
    """Kleene's not."""
    return frozenset(None if truth is None else not truth for truth in truths)


def all_of(parts: Sequence[Truths]) -> Truths:
    """Kleene's and."""
    open_ = all(part != {False} for part in parts) and all(True in part or None in part for part in parts)
    return of(
        met=all(True in part for part in parts),
        missed=any(False in part for part in parts),
        unknown=open_ and any(None in part for part in parts),
    )


def any_of(parts: Sequence[Truths]) -> Truths:
    """Kleene's or."""
    return negated(all_of([negated(part) for part in parts]))


def at_least(needed: Any, parts: Sequence[Truths]) -> Truths:
    """Three-valued k of n."""
    surely_met = sum(part == {True} for part in parts)
    surely_open = sum(False not in part for part in parts)
    may_be_open = sum(part != {False} for part in parts)
    return of(
        met=sum(True in part for part in parts) >= needed,
        missed=surely_open < needed,
        unknown=surely_met < needed <= may_be_open and any(None in part for part in parts),
    )


def compared(op: str, left: Some, right: Some) -> Truths:
    """``left op right``, with op one of ``= <> < <= > >=``."""
    if op == "<>":
        return negated(compared("=", left, right))
    unknown = may_be_unknown(left) or may_be_unknown(right)
    if isinstance(left, Span) and isinstance(right, Span):
        if left.low is None or right.low is None:
            return of(met=False, missed=False, unknown=True)
        met, missed = _ordered(op, left, right)
        return of(met=met, missed=missed, unknown=unknown)
    if isinstance(left, Span) or isinstance(right, Span):  # a text beside one that is certainly unknown
        return of(met=False, missed=False, unknown=True)
    return _equal(left, right)


def compared_interval(op: str, low: Span, high: Span, bound: Span) -> Truths:
    """A score from somewhere in `low` to somewhere in `high` beside a bound; see `compare_interval` of the judge."""
    if bound.low is None:
        return of(met=False, missed=False, unknown=True)
    if op == "<>":
        return negated(compared_interval("=", low, high, bound))
    if op == "=":
        met = low.low <= bound.high and bound.low <= low.high and high.low <= bound.high and bound.low <= high.high
        missed = low.high > bound.low or high.low < bound.high
        certain = low == high and low.low == low.high
        inside = not certain and low.low <= bound.high and high.high >= bound.low
        return of(met=met, missed=missed, unknown=inside or bound.unknown)
    first, last = (low, high) if op in (">=", ">") else (high, low)
    surely, never = compared(op, first, bound), compared(op, last, bound)
    between = False in surely and True in never and not (first == last and first.low == first.high)
    return of(met=True in surely, missed=False in never, unknown=between or bound.unknown)


def _ordered(op: str, left: Span, right: Span) -> tuple[bool, bool]:
    """Whether a comparison of known values may hold, and whether it may not."""
    match op:
        case ">=":
            return left.high >= right.low, left.low < right.high
        case ">":
            return left.high > right.low, left.low <= right.high
        case "<=":
            return left.low <= right.high, left.high > right.low
        case "<":
            return left.low < right.high, left.high >= right.low
    met = left.low <= right.high and right.low <= left.high
    return met, not (left.low == left.high == right.low == right.high)


def _equal(left: frozenset[Any], right: frozenset[Any]) -> Truths:
    if len(left) * len(right) > _MOST_PAIRS or ANY_TEXT in left | right:
        return frozenset({True, False}) | ((left | right) & UNKNOWN)
    return frozenset(None if a is None or b is None else a == b for a, b in product(left, right))
