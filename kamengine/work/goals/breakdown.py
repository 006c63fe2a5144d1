"""A goal broken down to months, weeks and days, so that the parts add up to it exactly (domain row 49: 量化到月周日).

The way from the baseline to the target is walked on working days, in equal strides: after n of N working days it is the
n-th part of the way, rounded to the smallest amount of the unit. A part is the difference between two such points, so
whatever days it takes together (days, weeks, months, quarters), the parts add up to the way exactly, none differs from
its exact share by more than one smallest amount, and weeks, months and days never contradict each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Literal

from kamengine.declarations import Kind
from kamengine.work.ground.calendar import Calendar
from kamengine.work.ground.periods import month_of, week_of
from kamengine.work.model import Goal

By = Literal["day", "week", "month", "quarter"]
BY: tuple[By, ...] = ("quarter", "month", "week", "day")

_ROOM = Context(prec=60, rounding=ROUND_HALF_EVEN)  # holds every product of an amount and a number of days
_SMALLEST: Mapping[str, Decimal] = {
    "money": Decimal("0.01"),
    "integer": Decimal(1),
    "ratio": Decimal("0.0001"),
    "number": Decimal("0.01"),
}


@dataclass(frozen=True)
class Part:
    """What is to be done of a goal in some days.

    Attributes:
        name: ``2026-12-03``, ``2026-W49``, ``2026-12`` or ``2026-Q4``.
        first: its first day within the goal.
        last: its last day within the goal.
        working_days: how many days of it are worked.
        amount: by how much the indicator is to move.
        by_then: where it is to be at the end of the last day.
    """

    name: str
    first: dt.date
    last: dt.date
    working_days: int
    amount: Decimal
    by_then: Decimal


def smallest(goal: Goal, kind: Kind | str) -> Decimal:
    """The amount to which parts are rounded: as fine as the kind of the indicator, or the goal's own numbers, are."""
    finest = min(Decimal(1).scaleb(min(0, _exponent(value))) for value in (goal.baseline, goal.target))
    return min(_SMALLEST.get(kind, Decimal("0.01")), finest)


def rounded(value: Decimal, kind: Kind | str) -> Decimal:
    """A measured value as goals keep it: rounded to the smallest amount of its kind, half to even."""
    step = _SMALLEST.get(kind, Decimal("0.01"))
    return _ROOM.multiply(_ROOM.divide(value, step).to_integral_value(ROUND_HALF_EVEN), step)


def as_goal_sees(goal: Goal, kind: Kind | str, value: Decimal) -> Decimal:
    """A measured value, as fine as the amounts of a goal are, so that what is shown is what is compared."""
    step = smallest(goal, kind)
    return _ROOM.multiply(_ROOM.divide(value, step).to_integral_value(ROUND_HALF_EVEN), step)


def breakdown(goal: Goal, by: By, calendar: Calendar, step: Decimal) -> tuple[Part, ...]:
    """A goal broken down.

    Args:
        goal: from its baseline on the day ``since`` to its target on the day ``due``; the first day that counts is the
            one after ``since``.
        by: what one part is.
        calendar: says which days are worked; where none is, all days count.
        step: the smallest amount, see `smallest`.

    Returns:
        the parts in order; parts without a working day are there, with nothing to be done.
    """
    first = goal.since + dt.timedelta(days=1)
    worked = calendar.working_days(first, goal.due)
    every = [first + dt.timedelta(days=number) for number in range((goal.due - first).days + 1)]
    parts, done, counted = [], goal.baseline, 0
    days = set(worked or every)
    for name, within in _grouped(every, _NAMES[by]):
        counted += (here := sum(day in days for day in within))
        by_then = point(goal, counted, len(days), step)
        parts.append(Part(name, within[0], within[-1], here, _ROOM.subtract(by_then, done), by_then))
        done = by_then
    return tuple(parts)


def point(goal: Goal, done: int, of: int, step: Decimal) -> Decimal:
    """Where the indicator is to be after so many of all working days; at the end it is the target itself."""
    if done >= of:
        return goal.target
    way = _ROOM.subtract(goal.target, goal.baseline)
    share = _ROOM.divide(_ROOM.multiply(way, Decimal(done)), Decimal(of))
    strides = _ROOM.divide(share, step).to_integral_value(ROUND_HALF_EVEN)
    return _ROOM.add(goal.baseline, _ROOM.multiply(strides, step))


def expected(goal: Goal, day: dt.date, calendar: Calendar, step: Decimal) -> Decimal:
    """Where the indicator is to be at the end of a day: the baseline before it begins, the target when it is due."""
    if day <= goal.since:
        return goal.baseline
    first = goal.since + dt.timedelta(days=1)
    worked = calendar.working_days(first, goal.due)
    if not worked:
        return point(goal, (day - goal.since).days, (goal.due - goal.since).days, step)
    return point(goal, sum(one <= day for one in worked), len(worked), step)


def _grouped(days: Sequence[dt.date], name: Callable[[dt.date], str]) -> list[tuple[str, list[dt.date]]]:
    found: dict[str, list[dt.date]] = {}
    for day in days:
        found.setdefault(name(day), []).append(day)
    return list(found.items())


def _quarter(day: dt.date) -> str:
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


_NAMES: Mapping[By, Callable[[dt.date], str]] = {
    "day": dt.date.isoformat,
    "week": lambda day: week_of(day).name,
    "month": lambda day: month_of(day).name,
    "quarter": _quarter,
}
