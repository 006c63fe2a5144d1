"""Weeks and months by dates, over New Year too."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.work.ground.periods import month_of, months_between, week_named, week_of, weeks_between


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "first", "last", "name"),
    [
        ("2026-12-31", "2026-12-28", "2027-01-03", "2026-W53"),
        ("2027-01-01", "2026-12-28", "2027-01-03", "2026-W53"),
        ("2024-12-30", "2024-12-30", "2025-01-05", "2025-W01"),
        ("2026-02-14", "2026-02-09", "2026-02-15", "2026-W07"),  # a Saturday that is worked stays in its week
        ("0001-01-01", "0001-01-01", "0001-01-07", "0001-W01"),
        ("9999-12-31", "9999-12-27", "9999-12-31", "9999-W52"),
    ],
)
def test_a_week_is_monday_to_sunday_and_named_by_its_thursday(date, first, last, name):
    week = week_of(day(date))
    assert (week.first, week.last, week.name) == (day(first), day(last), name)


@given(st.dates(max_value=dt.date(9999, 12, 26)))
def test_every_day_lies_in_its_week_and_month(date):
    week, month = week_of(date), month_of(date)
    assert date in week and date in month
    assert (week.days, week.first.weekday()) == (7, 0)
    assert week_named(week.name) == week
    assert month.name == f"{date:%Y-%m}".zfill(7)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 800))
def test_weeks_and_months_follow_each_other_without_a_gap(first, length):
    last = first + dt.timedelta(days=length)
    for periods in (list(weeks_between(first, last)), list(months_between(first, last))):
        assert first in periods[0] and last in periods[-1]
        assert all(b.first - a.last == dt.timedelta(days=1) for a, b in pairwise(periods))


def test_the_last_days_of_all():
    assert [one.name for one in weeks_between(day("9999-12-20"), dt.date.max)] == ["9999-W51", "9999-W52"]
    assert [one.name for one in months_between(day("9999-11-20"), dt.date.max)] == ["9999-11", "9999-12"]
    assert list(weeks_between(day("2026-01-05"), day("2026-01-04"))) == []


@pytest.mark.parametrize("name", ["2025-W53", "2026-W00", "2026-W54", "2026-07", "", "0000-W01", "2026-W７", "W07"])
def test_what_is_no_week(name):
    with pytest.raises(KamError, match="is no week — write the year and the number of the week"):
        week_named(name)


def test_a_week_by_name_as_people_write_it():
    assert week_named("2026w07") == week_named(" 2026-W07 ") == week_of(day("2026-02-14"))
