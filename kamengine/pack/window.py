"""Windows of time seen from the as-of date: ``3 months``, ``last year``, ``3 full months, 12 months ago``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

Per = Literal["day", "week", "month", "quarter", "year"]
PERS: tuple[Per, ...] = ("day", "week", "month", "quarter", "year")
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WINDOW = re.compile(
    r"(?:(?P<which>this|last) year|(?P<n>[1-9]\d{0,3}) (?P<full>full )?(?P<unit>day|week|month|quarter|year)s?)"
    r"(?:, (?P<ago>[1-9]\d{0,3}) (?P<ago_unit>day|week|month|quarter|year)s? ago)?"
)


@dataclass(frozen=True)
class Window:
    """Which dates count.

    Attributes:
        text: as written.
        kind: ``rolling`` back from the as-of date, ``full`` calendar months, ``this year`` or ``last year``.
        count: how many units.
        unit: of `count`.
        ago: how far the as-of date is moved back first, in `ago_unit`.
        ago_unit: of `ago`.
    """

    text: str
    kind: Literal["rolling", "full", "this year", "last year"]
    count: int
    unit: Per
    ago: int = 0
    ago_unit: Per = "month"

    @classmethod
    def parse(cls, text: str) -> Window | None:
        """The window that a text names, or None."""
        match = _WINDOW.fullmatch(" ".join(text.split()))
        if match is None:
            return None
        found = match.groupdict()
        ago, ago_unit = int(found["ago"] or 0), found["ago_unit"] or "month"
        if found["which"]:
            kind = "this year" if found["which"] == "this" else "last year"
            return cls(text, kind, 1, "year", ago, ago_unit)  # type: ignore[arg-type]  # the pattern lists the units
        unit, full = found["unit"], bool(found["full"])
        if full and unit in _DAYS:
            return None
        return cls(text, "full" if full else "rolling", int(found["n"]), unit, ago, ago_unit)  # type: ignore[arg-type]

    def bounds(self, as_of: date) -> tuple[date, date]:
        """The first and the last day that count, both included.

        Windows of months are counted from the as-of date itself, however far they are moved back, so that a window and
        the one before it neither overlap nor leave a gap.
        """
        if self.ago_unit in _DAYS:
            as_of = _back(as_of, self.ago, self.ago_unit)
        shift = self.ago * _MONTHS.get(self.ago_unit, 0)
        last = _back(as_of, shift, "month")
        if self.kind == "this year":
            return date(last.year, 1, 1), last
        if self.kind == "last year":
            year = max(last.year - 1, date.min.year)
            return date(year, 1, 1), date(year, 12, 31)
        if self.kind == "full":  # the month of the as-of date counts on its last day
            complete = as_of if _ends_month(as_of) else _back(as_of.replace(day=1), 1, "day")
            end = _back(complete, shift, "month")
            return add_months(end.replace(day=1), 1 - self.count * _MONTHS[self.unit]), end
        if self.unit in _DAYS:
            return _back(last, self.count, self.unit) + timedelta(days=1), last
        return _back(as_of, shift + self.count * _MONTHS[self.unit], "month") + timedelta(days=1), last

    def length(self, per: Per, as_of: date) -> Fraction | None:
        """How many days, months … the window has, as an exact number; None when the two do not fit."""
        if self.kind == "this year":
            start, end = self.bounds(as_of)
            return {
                "day": Fraction((end - start).days + 1),
                "month": Fraction(end.month),
                "quarter": Fraction(end.month, 3),
            }.get(per)
        for sizes in (_DAYS, _MONTHS):
            if self.unit in sizes and per in sizes:
                return Fraction(self.count * sizes[self.unit], sizes[per])
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of that month when it has no such day.

    Before the first day of the calendar, that day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _back(day: date, count: int, unit: Per) -> date:
    """So long before a day; by months, the last day of a month goes to the last day of a month."""
    if unit in _DAYS:
        days = count * _DAYS[unit]
        return date.min if days > (day - date.min).days else day - timedelta(days=days)
    earlier = add_months(day, -count * _MONTHS[unit])
    if earlier == date.min or not _ends_month(day):
        return earlier
    return earlier.replace(day=calendar.monthrange(earlier.year, earlier.month)[1])


def _ends_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
