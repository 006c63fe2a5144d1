"""Weeks and months by dates: Monday to Sunday, named as ISO 8601 does, and months of the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kamengine.problems import KamError, say

_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.ASCII | re.IGNORECASE)
P = TypeVar("P", bound="Period")


@dataclass(frozen=True, order=True)
class Period:
    """Days in a row.

    Attributes:
        first: its first day.
        last: its last day, which belongs to it.
        name: ``2026-W53`` for a week, ``2026-12`` for a month.
    """

    first: dt.date
    last: dt.date
    name: str

    def __contains__(self, day: object) -> bool:
        """Whether a day lies in it."""
        return isinstance(day, dt.date) and self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class Week(Period):
    """Monday to Sunday. Weeks over New Year belong to the year that has four of their days or more."""


class Month(Period):
    """A month of the calendar."""


def week_of(day: dt.date) -> Week:
    """The week that a day lies in."""
    first = day.toordinal() - day.weekday()
    last = min(first + 6, dt.date.max.toordinal())
    year, number, _ = day.isocalendar()
    return Week(dt.date.fromordinal(first), dt.date.fromordinal(last), f"{year:04}-W{number:02}")


def month_of(day: dt.date) -> Month:
    """The month that a day lies in."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Month(day.replace(day=1), day.replace(day=last), f"{day.year:04}-{day.month:02}")


def week_named(name: str) -> Week:
    """The week of a name such as ``2026-W53``.

    Raises:
        KamError: the name is of no week, as ``2025-W53`` is not.
    """
    found = _WEEK.fullmatch(name.strip())
    try:
        if found is not None:
            return week_of(dt.date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    what = say("{name} is no week", name=name[:20])
    raise KamError.of(what, say("write the year and the number of the week, such as 2026-W01"))


def weeks_between(first: dt.date, last: dt.date) -> Iterator[Week]:
    """The weeks from the one of a day to the one of another, whole ones."""
    yield from _between(week_of(first), last, week_of)


def months_between(first: dt.date, last: dt.date) -> Iterator[Month]:
    """The months from the one of a day to the one of another, whole ones."""
    yield from _between(month_of(first), last, month_of)


def _between(period: P, last: dt.date, of: Callable[[dt.date], P]) -> Iterator[P]:
    while period.first <= last:
        yield period
        if period.last == dt.date.max:
            return
        period = of(period.last + dt.timedelta(days=1))
