"""Working days: China's adjusted weekends, month ends, leap days, and what a calendar does not know."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest
from hypothesis import strategies as st

from kamengine.pack.playbooks import OnHoliday, Span, Unit
from kamengine.problems import KamError
from kamengine.work.ground.calendar import Calendar, calendar_of
from kamengine.workspace import Workspace
from tests.examples import holds_for

CHINA = Calendar.of("CN")
WEEKDAYS = Calendar.of("weekdays")

days = st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 31))
calendars = st.sampled_from([CHINA, WEEKDAYS, Calendar.of("DE-BY"), Calendar.of("AE")])


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- which days are worked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2004, 2027))
def test_china_agrees_with_the_notices_of_the_state_council_as_another_library_has_them(year):
    known_to_differ = {dt.date(2005, 12, 31)}  # worked for New Year 2006; only one of the two has it
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    every = map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    expected = [one for one in every if chinese_calendar.is_workday(one) and one not in known_to_differ]
    assert [one for one in CHINA.working_days(first, last) if one not in known_to_differ] == expected


@pytest.mark.parametrize(
    ("date", "worked", "why"),
    [
        ("2026-02-13", True, "an ordinary Friday"),
        ("2026-02-14", True, "a Saturday that makes up for Spring Festival"),
        ("2026-02-16", False, "the day before Chinese New Year"),
        ("2026-02-23", False, "the last day of the festival"),
        ("2026-02-28", True, "the second Saturday that is worked for it"),
        ("2026-10-10", True, "the Saturday that makes up for National Day"),
        ("2026-01-04", True, "a Sunday, worked for New Year"),
        ("2025-10-06", False, "Mid-Autumn inside National Day"),
        ("2026-11-21", False, "an ordinary Saturday"),
    ],
)
def test_holidays_and_the_weekends_that_are_worked_for_them(date, worked, why):
    assert CHINA.is_working_day(day(date)) is worked, why


@pytest.mark.parametrize(
    ("country", "date", "worked"),
    [
        ("DE-BY", "2026-01-06", False),  # Epiphany is a holiday in Bavaria
        ("DE", "2026-01-06", True),  # and not in all of Germany
        ("US", "2021-12-31", False),  # New Year's Day 2022, observed in the year before
        ("AE", "2026-01-03", False),  # Saturday
        ("SA", "2026-01-02", False),  # Friday is weekend there
        ("SA", "2026-01-04", True),  # and Sunday is not
        ("weekdays", "2026-10-01", True),
        ("weekdays", "2026-10-10", False),
        ("cn", "2026-10-10", True),
        ("CHN", "2026-10-10", True),
    ],
)
def test_other_countries_and_regions(country, date, worked):
    assert Calendar.of(country).is_working_day(day(date)) is worked


@pytest.mark.parametrize(
    ("country", "date", "language", "name"),
    [
        ("CN", "2026-10-01", "en", "National Day"),
        ("CN", "2026-10-01", "zh", "国庆节"),
        ("CN", "2026-02-20", "en", "Day off (substituted from 2026-02-14)"),
        ("CN", "2026-02-20", "zh", "休息日（由 2026-02-14 调休）"),
        ("DE", "2026-10-03", "zh", "German Unity Day"),  # a Saturday; there is no Chinese name
        ("CN", "2026-11-21", "en", ""),  # a Saturday
        ("CN", "2026-02-14", "en", ""),  # worked
        ("CN", "2101-10-02", "en", ""),  # beyond what is known
        ("weekdays", "2026-10-01", "en", ""),
    ],
)
def test_what_a_day_off_is_called(country, date, language, name):
    assert Calendar.of(country).holiday(day(date), language) == name


# --- counting ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-02-13", 0, "2026-02-13"),
        ("2026-02-16", 0, "2026-02-24"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-01-04", -1, "2026-12-31"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 3, "2026-10-12"),  # Friday, the worked Saturday, Monday
    ],
)
def test_working_days_are_counted_over_festivals_and_new_year(start, count, expected):
    assert CHINA.add_working_days(day(start), count) == day(expected)


@holds_for(calendars, days, st.integers(1, 400), st.integers(1, 400), few=15, many=200)
def test_days_that_are_counted_one_by_one_add_up(calendar, start, some, more):
    assert calendar.add_working_days(calendar.add_working_days(start, some), more) == calendar.add_working_days(
        start, some + more
    )


@holds_for(calendars, days, st.integers(1, 600), few=15, many=200)
def test_so_many_working_days_lie_after_the_start_up_to_the_day_that_was_counted_to(calendar, start, count):
    found = calendar.add_working_days(start, count)
    assert calendar.is_working_day(found)
    assert len(calendar.working_days(start + dt.timedelta(days=1), found)) == count
    assert calendar.add_working_days(found, -count) <= start


@holds_for(calendars, days, few=15, many=200)
def test_a_day_off_moves_to_the_nearest_working_day_on_the_side_that_was_asked_for(calendar, start):
    later, sooner = calendar.shift(start, "after"), calendar.shift(start, "before")
    assert calendar.shift(start, "stay") == start
    assert calendar.working_days(sooner, later) == sorted({sooner, later})
    assert (later == start) == (sooner == start) == calendar.is_working_day(start)


# --- spans -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        ("2026-01-31", 1, "month", "2026-02-28"),  # a Saturday
        ("2026-03-31", 1, "month", "2026-04-30"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-29", 4, "year", "2028-02-29"),
        ("2024-02-29", 12, "month", "2025-02-28"),
        ("2026-02-28", 1, "month", "2026-03-28"),
        ("2026-11-30", 3, "month", "2027-02-28"),
        ("2026-12-28", 1, "week", "2027-01-04"),
        ("2026-12-31", 10, "day", "2027-01-10"),
        ("2026-02-13", 3, "working day", "2026-02-25"),
    ],
)
def test_spans_know_month_ends_and_leap_days(start, count, unit, expected):
    assert CHINA.after(day(start), Span(count, unit), "stay") == day(expected)


def test_what_falls_on_a_festival_comes_after_it_before_it_or_stays():
    new_year = Span(3, "day")  # from 13 February to the 16th
    assert CHINA.after(day("2026-02-13"), new_year) == day("2026-02-24")
    assert CHINA.after(day("2026-02-13"), new_year, "before") == day("2026-02-14")
    assert CHINA.after(day("2026-02-13"), new_year, "stay") == day("2026-02-16")


@holds_for(
    calendars,
    days,
    st.integers(0, 40),
    st.sampled_from(["working day", "day", "week", "month", "year"]),
    st.sampled_from(["after", "before"]),
    few=15,
    many=200,
)
def test_no_due_day_is_a_holiday_unless_asked_for(calendar, start, count, unit: Unit, on_holiday: OnHoliday):
    assert calendar.is_working_day(calendar.after(start, Span(count, unit), on_holiday))


def test_monthly_from_the_31st_keeps_to_month_ends_and_no_holiday_moves_those_that_follow():
    found = [CHINA.occurrence(day("2025-12-31"), Span(1, "month"), Span(1, "month"), n, "stay") for n in range(5)]
    assert found == [day("2026-01-31"), day("2026-02-28"), day("2026-03-31"), day("2026-04-30"), day("2026-05-31")]

    weekly = [CHINA.occurrence(day("2026-09-24"), Span(1, "week"), Span(1, "week"), n) for n in range(3)]
    assert weekly == [day("2026-10-08"), day("2026-10-08"), day("2026-10-15")], "the 1st is a holiday, the 15th is not"


@holds_for(days, st.integers(1, 12), st.integers(1, 3), st.integers(0, 24), few=15, many=200)
def test_the_day_of_the_month_is_lost_only_where_a_month_is_too_short(start, due, every, number):
    months = due + every * number
    found = WEEKDAYS.occurrence(start, Span(due, "month"), Span(every, "month"), number, "stay")
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    last_of_month = (found + dt.timedelta(days=1)).month != found.month
    assert found.day == start.day or (last_of_month and found.day < start.day)


@holds_for(
    calendars,
    days,
    st.sampled_from(["working day", "day", "week", "month", "year"]),
    st.integers(1, 6),
    few=15,
    many=200,
)
def test_occurrences_never_go_back(calendar, start, unit: Unit, count):
    found = [calendar.occurrence(start, Span(5, "working day"), Span(count, unit), n) for n in range(6)]
    assert found == sorted(found)


# --- zones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai", "Pacific/Apia"])
def test_clocks_that_change_move_no_day(in_zone, zone):
    """New York skips an hour on 8 March 2026, and Apia once skipped 30 December 2011."""
    in_zone(zone)
    calendar = Calendar.of("weekdays")
    assert calendar.after(day("2026-03-07"), Span(1, "day"), "stay") == day("2026-03-08")
    assert calendar.after(day("2011-12-29"), Span(1, "day")) == day("2011-12-30")


# --- what is not known -------------------------------------------------------------------------------------------


def test_a_year_whose_adjusted_weekends_are_not_announced_is_said_and_its_law_counts():
    (note,) = CHINA.notes([2026, 2090, 2091])
    assert str(note) == (
        f"the calendar CN knows worked weekends until {note.arguments['last']}, not yet those of 2090, 2091; "
        "weekends and the public holidays of the law count there"
    )
    assert CHINA.is_working_day(day("2090-10-01")) is False
    assert CHINA.is_working_day(day("2090-10-10")) is True  # a Tuesday


def test_a_year_beyond_the_library_is_said_and_only_weekends_count():
    (note, beyond) = CHINA.notes([2099, 2101])
    assert "2099" in str(note) and "2101" not in str(note)
    assert str(beyond) == "the calendar CN knows no holidays of 2101; only weekends are free there"
    assert CHINA.is_working_day(day("2101-10-03")) is True  # National Day, a Monday
    assert CHINA.is_working_day(day("2101-10-08")) is False  # a Saturday


@pytest.mark.parametrize(
    ("country", "years"), [("CN", range(2004, 2027)), ("DE", range(2000, 2100)), ("weekdays", [1])]
)
def test_nothing_is_said_of_years_that_are_known(country, years):
    assert Calendar.of(country).notes(years) == []


def test_no_year_is_asked_about():
    assert CHINA.notes([]) == []


@pytest.mark.parametrize(
    ("country", "problem"),
    [
        ("XX", "no calendar is known for XX"),
        ("CHI", "did you mean"),
        ("", "write a code such as CN, DE-BY or US, or weekdays"),
        ("DE-BX", "the calendar DE has no region BX"),
        ("CN-11", "the calendar CN has no region 11"),
        ("\x1b[31m" * 9, "no calendar is known for"),
    ],
)
def test_a_calendar_that_is_not_there(country, problem):
    with pytest.raises(KamError, match=problem):
        Calendar.of(country)


@pytest.mark.parametrize(
    ("start", "span"),
    [
        (dt.date.max, Span(1, "day")),
        (dt.date.max, Span(1, "working day")),
        (dt.date.max, Span(1, "month")),
        (day("2026-01-01"), Span(9999, "year")),
        (day("2026-01-01"), Span(10**12, "week")),
    ],
)
def test_days_beyond_all_years_are_refused(start, span):
    with pytest.raises(KamError, match="beyond the year 9999"):
        WEEKDAYS.after(start, span)


def test_the_settings_of_a_workspace_name_its_calendar(tmp_path):
    with Workspace.init(tmp_path / "acme", name="Acme") as workspace:
        assert calendar_of(workspace).name == "CN"
        path = workspace.paths.settings
        text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('calendar = "CN"', 'calendar = "DE-BY"'), encoding="utf-8")
    with Workspace.open(tmp_path / "acme") as workspace:
        assert calendar_of(workspace).source.startswith("DE-BY, holidays ")
    path.write_text(text.replace('calendar = "CN"', 'calendar = "DE-XX"'), encoding="utf-8")
    with (
        Workspace.open(tmp_path / "acme") as workspace,
        pytest.raises(KamError, match=r"workspace\.toml: calendar: the calendar DE has no region XX"),
    ):
        calendar_of(workspace)
