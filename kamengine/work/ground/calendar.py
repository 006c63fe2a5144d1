"""Working days: weekends, public holidays, and the weekends that are worked to make up for them (调休).

What is a holiday is the word of the library ``holidays``, China's adjusted weekends included. Days are dates without a
zone, so that no change of clocks can move one.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.pack.playbooks import OnHoliday, Span
from kamengine.problems import KamError, Message, Place, did_you_mean, say

if TYPE_CHECKING:
    from holidays import HolidayBase

    from kamengine.workspace import Workspace

    Library = Callable[[Iterable[int], str | None], HolidayBase]
    """What gives the holidays of some years, named in a language; None for that of the country."""

WEEKDAYS = "weekdays"
"""The calendar of those who have no holidays: Monday to Friday."""

_FIRST_ADJUSTED = 2000  # no library knows adjusted weekends from before
_AMERICAN_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True)
class _Year:
    """The working days of a year, in order."""

    days: tuple[dt.date, ...]
    known: frozenset[dt.date]


class Calendar:
    """Which days are worked in a country. Years are looked up when they are first asked for.

    Attributes:
        name: the country, with its region if there is one: ``CN``, ``DE-BY``; or ``weekdays``.
        source: where its holidays come from, with the version: ``CN, holidays 0.109``.
    """

    def __init__(self, name: str, source: str, library: Library | None) -> None:
        """Take the name, the source, and what gives the holidays of some years; None when there are none."""
        self.name, self.source = name, source
        self._library = library
        self._years: dict[int, _Year] = {}
        self._last_adjusted: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, country: str = "CN") -> Calendar:
        """The calendar of a country by its code of ISO 3166, with a region behind a hyphen; or ``weekdays``.

        Raises:
            KamError: the library knows no such country or region.
        """
        if country.casefold() == WEEKDAYS:
            return cls(WEEKDAYS, WEEKDAYS, None)
        import holidays
        from holidays.version import __version__

        code, region = _place_of(country, holidays.list_supported_countries(include_aliases=True))

        def library(years: Iterable[int], language: str | None) -> HolidayBase:
            return holidays.country_holidays(code, subdiv=region, years=years, language=language)

        name = f"{code}-{region}" if region else code
        return cls(name, f"{name}, holidays {__version__}", library)

    def is_working_day(self, day: dt.date) -> bool:
        """Whether people work on a day."""
        return day in self._year(day.year).known

    def holiday(self, day: dt.date, language: str) -> str:
        """What a day off is called, in a language (``zh`` or ``en``) or else in that of the country.

        Empty for working days, for ordinary weekends and for years that the library does not know.
        """
        if self._library is None or self.is_working_day(day):
            return ""
        spoken = self._library([day.year], None).supported_languages
        wanted = [each for each in (f"{language}_CN", f"{language}_US", "en_US") if each in spoken]
        name = self._library([day.year], wanted[0] if wanted else None).get(day, "")
        return _AMERICAN_DATE.sub(r"\3-\1-\2", name)

    def working_days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The working days from one day to another, both included."""
        return [day for year in range(first.year, last.year + 1) for day in self._within(year, first, last)]

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The day after so many working days, or before them when the count is negative.

        With 0 it is the day itself, or the next working day when it is none.

        Raises:
            KamError: that is beyond the years that dates can have.
        """
        days = self._year(day.year).days
        if count < 0:
            return self._at(day.year, bisect_left(days, day) + count)
        return self._at(day.year, (bisect_right(days, day) + count - 1) if count else bisect_left(days, day))

    def shift(self, day: dt.date, on_holiday: OnHoliday = "after") -> dt.date:
        """The day itself when people work on it or it may stay; else the next working day, or the one before.

        Raises:
            KamError: that is beyond the years that dates can have.
        """
        if on_holiday == "stay" or self.is_working_day(day):
            return day
        return self.add_working_days(day, 1 if on_holiday == "after" else -1)

    def after(self, day: dt.date, span: Span, on_holiday: OnHoliday = "after") -> dt.date:
        """The day a span after another one, moved off holidays.

        A month after the 31st is the last day of a shorter month; a year after 29 February is 28 February.

        Raises:
            KamError: that is beyond the years that dates can have.
        """
        return self.shift(self._counted(day, span), on_holiday)

    def occurrence(
        self, begin: dt.date, due: Span, every: Span, number: int, on_holiday: OnHoliday = "after"
    ) -> dt.date:
        """The day of a thing that is due a span after a beginning and then again and again.

        Every occurrence is counted from the beginning and only then moved off holidays, so that neither a short month
        nor a holiday moves those that follow: from 31 January monthly comes 28 February, 31 March, 30 April.

        Args:
            begin: the day when the reason began.
            due: how long after it the first one is due.
            every: how long from one to the next.
            number: which one; 0 is the first.
            on_holiday: what becomes of a day on which nobody works.

        Raises:
            KamError: that is beyond the years that dates can have.
        """
        if due.unit in _MONTHS and every.unit in _MONTHS:
            months = due.count * _MONTHS[due.unit] + number * every.count * _MONTHS[every.unit]
            return self.after(begin, Span(months, "month"), on_holiday)
        return self.after(self._counted(begin, due), Span(every.count * number, every.unit), on_holiday)

    def notes(self, years: Iterable[int]) -> list[Message]:
        """What this calendar does not know of some years, and what counts instead; nothing when it knows all.

        Adjusted weekends are announced a year ahead at most, in China in November for the year that follows.
        """
        asked = sorted(set(years))
        if self._library is None or not asked:
            return []
        library = self._library([asked[-1]], None)
        beyond = [year for year in asked if not library.start_year <= year <= library.end_year]
        last = self._last_adjusted_year(min(asked[-1], library.end_year))
        unannounced = [year for year in asked if last and last < year <= library.end_year]
        return [
            *([self._unannounced(unannounced, last)] if unannounced else []),
            *([self._no_holidays(beyond)] if beyond else []),
        ]

    def _unannounced(self, years: Iterable[int], last: int) -> Message:
        return say(
            "the calendar {calendar} knows worked weekends until {last}, not yet those of {years}; "
            "weekends and the public holidays of the law count there",
            calendar=self.name,
            last=last,
            years=", ".join(map(str, years)),
        )

    def _no_holidays(self, years: Iterable[int]) -> Message:
        return say(
            "the calendar {calendar} knows no holidays of {years}; only weekends are free there",
            calendar=self.name,
            years=", ".join(map(str, years)),
        )

    def _last_adjusted_year(self, until: int) -> int:
        """The last year, at most that one, of which worked weekends are known; 0 when there is none."""
        if self._last_adjusted[0] < until and self._library is not None:
            known = self._library(range(min(_FIRST_ADJUSTED, until), until + 1), None).weekend_workdays
            self._last_adjusted = until, max((day.year for day in known), default=0)
        return self._last_adjusted[1]

    def _counted(self, day: dt.date, span: Span) -> dt.date:
        """The day a span after another one, on a holiday or not."""
        from dateutil.relativedelta import relativedelta

        if span.unit == "working day":
            return self.add_working_days(day, span.count) if span.count else day
        try:
            if span.unit in _MONTHS:
                return day + relativedelta(months=span.count * _MONTHS[span.unit])
            return day + dt.timedelta(days=span.count * _DAYS[span.unit])
        except (OverflowError, ValueError) as error:
            raise _beyond() from error

    def _at(self, year: int, place: int) -> dt.date:
        """The working day at a place among those of a year; places beyond its ends are in the years around."""
        while place < 0:
            year -= 1
            place += len(self._year(year).days)
        while place >= len(days := self._year(year).days):
            place -= len(days)
            year += 1
        return days[place]

    def _within(self, year: int, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
        days = self._year(year).days
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            if not dt.MINYEAR <= year <= dt.MAXYEAR:
                raise _beyond()
            worked = self._worked(year)
            first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
            days = tuple(day for day in map(dt.date.fromordinal, range(first, last + 1)) if worked(day))
            self._years[year] = _Year(days, frozenset(days))
        return self._years[year]

    def _worked(self, year: int) -> Callable[[dt.date], bool]:
        """What tells of a day in a year whether it is worked; the years around it may have a say in its first days."""
        if self._library is None:
            return _on_weekdays
        library = self._library(range(year - 1, year + 2), None)
        return library.is_working_day if library.start_year <= year <= library.end_year else _on_weekdays


def calendar_of(workspace: Workspace) -> Calendar:
    """The calendar that the settings of a workspace name.

    Raises:
        KamError: there is no such calendar.
    """
    try:
        return Calendar.of(workspace.settings.calendar)
    except KamError as error:
        problem = error.problems[0]
        place = Place(str(workspace.paths.settings), key="calendar")
        raise KamError.of(problem.what, problem.remedy, place=place) from error


def _on_weekdays(day: dt.date) -> bool:
    return day.weekday() < 5


def _place_of(country: str, regions: Mapping[str, Sequence[str]]) -> tuple[str, str | None]:
    """The code of a country and of its region, as the library writes them.

    Raises:
        KamError: it knows no such country or region.
    """
    code, _, region = country.strip().upper().partition("-")
    if code not in regions:
        remedy = did_you_mean(code, regions) or say("write a code such as CN, DE-BY or US, or weekdays")
        raise KamError.of(say("no calendar is known for {country}", country=country[:20]), remedy)
    by_fold = {known.upper(): known for known in regions[code]}
    if region and region not in by_fold:
        what = say("the calendar {calendar} has no region {region}", calendar=code, region=region[:20])
        raise KamError.of(what, did_you_mean(region, by_fold))
    return code, by_fold.get(region)


def _beyond() -> KamError:
    return KamError.of(say("the day is beyond the year {last}", last=dt.MAXYEAR), say("count fewer days"))
