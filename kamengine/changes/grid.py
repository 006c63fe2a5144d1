"""The values that a fact may be given, numbered in order, and how far each is from the one it has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kamengine.changes.spans import Span

Cost = tuple[Fraction, Fraction]
"""What a change costs, then how far it goes in steps of the grid: of two that cost the same the shorter comes first."""

_ONE, _NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Steps:
    """Numbers at equal distances, or days.

    Attributes:
        name: of the fact.
        kind: how its values are held.
        old: the value that it has; None is unknown.
        step: from one value to the next; 1 for days, which are numbered as the calendar does.
        first: index of the smallest.
        last: index of the largest.
        origin: index to start from where `old` is unknown.
        ends: the indices at which declared ends lie, each the first on the upper side.
    """

    name: str
    kind: str
    old: Any
    step: Decimal
    first: int
    last: int
    origin: int = 0
    ends: tuple[int, ...] = ()

    @property
    def home(self) -> int:
        """The index of the value that it has, or of the next below it; of the origin where that is unknown."""
        if self.old is None:
            return self.origin
        if isinstance(self.old, date):
            return self.old.toordinal()
        return math.floor(exact(self.old) / Fraction(self.step))

    def value(self, index: int) -> Any:
        """The value with an index, as the engine holds it."""
        match self.kind:
            case "integer":
                return index
            case "date":
                return date.fromordinal(index)
        number = index * self.step
        return number if self.kind == "money" else float(number)

    def within(self, low: int, high: int) -> Span:
        """Every value from one index to another."""
        return Span(self.value(low), self.value(high))

    def cost(self, low: int, high: int) -> Cost:
        """The least cost of a value from one index to another; none where the value that it has lies between them.

        A share of the value that it has; 1 for a date, and where it has none or is 0.
        """
        if self.old is None:
            return _ONE, Fraction(max(low - self.origin, self.origin - high, 0))
        here = Fraction(self.home) if isinstance(self.old, date) else exact(self.old) / Fraction(self.step)
        steps = max(low - here, here - high, _NONE)
        if not steps:
            return _NONE, _NONE
        share = steps / abs(here) if here and self.kind != "date" else _ONE
        return share, steps


@dataclass(frozen=True)
class Listed:
    """Single values: of a truth, a choice or a text; the one that it has is not among them.

    Attributes:
        name: of the fact.
        old: the value that it has; None is unknown.
        values: the others, in order of preference.
    """

    name: str
    old: Any
    values: Sequence[Any]
    first: int = 0
    home: int = -1

    @property
    def last(self) -> int:
        """Index of the last value."""
        return len(self.values) - 1

    def value(self, index: int) -> Any:
        """The value with an index."""
        return self.values[index]

    def within(self, low: int, high: int) -> frozenset[Any]:
        """The values from one index to another."""
        return frozenset(self.values[low : high + 1])

    def cost(self, low: int, high: int) -> Cost:
        """The least cost of a value from one index to another: every change costs 1; the first comes first."""
        return _ONE, Fraction(low)


Grid = Steps | Listed
"""The values of one fact by index, from `first` to `last`; `home` is where its old value stands."""


def exact(number: Any) -> Fraction:
    """A number as it is held; of a double the shortest decimal that names it."""
    return Fraction(Decimal(repr(number))) if isinstance(number, float) else Fraction(number)
