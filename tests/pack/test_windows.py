"""Windows of time: which days count, seen from the as-of date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamengine.pack.window import PERS, Window

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def window(text: str) -> Window:
    found = Window.parse(text)
    assert found is not None, text
    return found


def bounds(text: str, as_of: date) -> tuple[date, date]:
    return window(text).bounds(as_of)


BOUNDS = [
    # window, as of, first day, last day
    ("3 months", "2026-06-15", "2026-03-16", "2026-06-15"),
    ("3 months", "2026-06-30", "2026-04-01", "2026-06-30"),
    ("3 months", "2026-05-31", "2026-03-01", "2026-05-31"),
    ("3 months", "2026-05-30", "2026-03-01", "2026-05-30"),
    ("3 months", "2024-05-29", "2024-03-01", "2024-05-29"),
    ("3 months", "2024-05-28", "2024-02-29", "2024-05-28"),
    ("1 month", "2026-03-01", "2026-02-02", "2026-03-01"),
    ("1 month", "2026-02-28", "2026-02-01", "2026-02-28"),
    ("1 month", "2024-02-28", "2024-01-29", "2024-02-28"),
    ("4 quarters", "2026-06-30", "2025-07-01", "2026-06-30"),
    ("2 years", "2024-02-29", "2022-03-01", "2024-02-29"),
    ("1 year", "2025-02-28", "2024-03-01", "2025-02-28"),
    ("90 days", "2026-06-30", "2026-04-02", "2026-06-30"),
    ("1 day", "2026-06-30", "2026-06-30", "2026-06-30"),
    ("2 weeks", "2026-06-30", "2026-06-17", "2026-06-30"),
    ("3 full months", "2026-06-30", "2026-04-01", "2026-06-30"),
    ("3 full months", "2026-06-29", "2026-03-01", "2026-05-31"),
    ("3 full months", "2026-07-01", "2026-04-01", "2026-06-30"),
    ("1 full month", "2024-02-29", "2024-02-01", "2024-02-29"),
    ("1 full month", "2024-02-28", "2024-01-01", "2024-01-31"),
    ("1 full month", "2026-01-01", "2025-12-01", "2025-12-31"),
    ("1 full quarter", "2026-06-15", "2026-03-01", "2026-05-31"),
    ("1 full year", "2026-06-15", "2025-06-01", "2026-05-31"),
    ("this year", "2026-06-15", "2026-01-01", "2026-06-15"),
    ("this year", "2026-01-01", "2026-01-01", "2026-01-01"),
    ("last year", "2026-06-15", "2025-01-01", "2025-12-31"),
    ("last year", "2026-01-01", "2025-01-01", "2025-12-31"),
    ("3 months, 12 months ago", "2026-06-15", "2025-03-16", "2025-06-15"),
    ("3 months, 1 year ago", "2024-02-29", "2022-12-01", "2023-02-28"),
    ("3 months, 1 year ago", "2024-02-28", "2022-11-29", "2023-02-28"),
    ("1 full month, 1 month ago", "2026-05-30", "2026-03-01", "2026-03-31"),
    ("1 full month, 12 months ago", "2024-02-28", "2023-01-01", "2023-01-31"),
    ("3 full months, 12 months ago", "2026-06-30", "2025-04-01", "2025-06-30"),
    ("this year, 1 year ago", "2026-06-15", "2025-01-01", "2025-06-15"),
    ("this year, 1 year ago", "2024-02-29", "2023-01-01", "2023-02-28"),
    ("last year, 1 year ago", "2026-06-15", "2024-01-01", "2024-12-31"),
    ("30 days, 1 week ago", "2026-06-30", "2026-05-25", "2026-06-23"),
    ("1 full month, 10 days ago", "2026-06-05", "2026-04-01", "2026-04-30"),
]


@pytest.mark.parametrize(("text", "as_of", "first", "last"), BOUNDS)
def test_which_days_count(text, as_of, first, last):
    assert bounds(text, date.fromisoformat(as_of)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        *("", "months", "0 months", "-3 months", "3", "03 months", "10000 days", "3.5 months", "3 moons", "month"),
        *("3 full days", "2 full weeks", "full months", "this month", "last month", "next year", "3 months ago"),
        *("3 months, ago", "3 months, 0 months ago", "3 months,12 months", "3  full  months extra", "last 3 months"),
        *("３ months", "3 Months", "this year, last year"),
    ],
)
def test_texts_that_are_no_windows(text):
    assert Window.parse(text) is None


def test_blanks_do_not_matter():
    assert bounds("  3   months,  12 months   ago ", date(2026, 6, 15)) == (date(2025, 3, 16), date(2025, 6, 15))


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(days, st.integers(1, 24), st.integers(0, 24))
@example(date(2026, 5, 30), 1, 0)
@example(date(2024, 2, 28), 1, 11)
def test_a_window_of_full_months_and_the_one_before_it_meet(as_of, count, ago):
    shift = f", {ago} months ago" if ago else ""
    later, earlier = (
        bounds(f"{count} full months{shift}", as_of),
        bounds(f"{count} full months, {ago + count} months ago", as_of),
    )

    assert earlier[1] + DAY == later[0]


@given(days, st.integers(1, 24), st.integers(0, 24))
@example(date(2026, 3, 30), 1, 1)
def test_a_rolling_window_of_months_and_the_one_before_it_meet(as_of, count, ago):
    shift = f", {ago} months ago" if ago else ""
    later, earlier = bounds(f"{count} months{shift}", as_of), bounds(f"{count} months, {ago + count} months ago", as_of)

    assert earlier[1] + DAY == later[0]


@given(days, st.integers(1, 24))
def test_full_months_are_whole_calendar_months_and_all_of_them_are_over(as_of, count):
    first, last = bounds(f"{count} full months", as_of)

    assert first.day == 1
    assert last.day == calendar.monthrange(last.year, last.month)[1]
    assert (last.year - first.year) * 12 + last.month - first.month + 1 == count
    assert last <= as_of < last + timedelta(days=31)


@given(days, st.integers(1, 500))
def test_a_rolling_window_of_days_has_that_many_days_and_ends_on_the_as_of_date(as_of, count):
    first, last = bounds(f"{count} days", as_of)

    assert last == as_of
    assert (last - first).days + 1 == count


@given(days, st.integers(1, 60))
def test_a_rolling_window_of_months_begins_after_the_same_day(as_of, count):
    first, last = bounds(f"{count} months", as_of)
    before = first - DAY

    assert last == as_of
    assert (as_of.year - before.year) * 12 + as_of.month - before.month == count
    assert before.day == as_of.day or before.day == calendar.monthrange(before.year, before.month)[1]


@given(st.integers(1, 24), st.integers(1990, 2040), st.integers(1, 12))
def test_bills_dated_at_month_ends_count_once_a_month(count, year, month):
    as_of = date(year, month, calendar.monthrange(year, month)[1])
    first, last = bounds(f"{count} months", as_of)
    ends = [day for day in (first + timedelta(n) for n in range((last - first).days + 1)) if (day + DAY).day == 1]

    assert len(ends) == count


@given(days, st.integers(1, 9))
def test_quarters_years_and_weeks_are_months_and_days(as_of, count):
    for kind in ("", "full "):
        assert bounds(f"{count} {kind}quarters", as_of) == bounds(f"{3 * count} {kind}months", as_of)
        assert bounds(f"{count} {kind}years", as_of) == bounds(f"{12 * count} {kind}months", as_of)
    assert bounds(f"{count} weeks", as_of) == bounds(f"{7 * count} days", as_of)


@given(days, st.sampled_from([text for text, *_ in BOUNDS]))
def test_no_window_looks_beyond_the_as_of_date(as_of, text):
    first, last = bounds(text, as_of)

    assert first <= last <= as_of


@pytest.mark.parametrize("as_of", [date.min, date(1, 1, 31), date(9999, 12, 31)])
@pytest.mark.parametrize(
    "text", ["9999 years", "9999 days", "9999 full months", "last year", "1 month, 9999 years ago"]
)
def test_the_ends_of_the_calendar_do_no_harm(as_of, text):
    first, last = bounds(text, as_of)

    assert first <= max(last, date.min + DAY)


# ── per ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "per", "length"),
    [
        ("3 months", "month", 3),
        ("3 months", "quarter", 1),
        ("1 month", "quarter", Fraction(1, 3)),
        ("2 years", "month", 24),
        ("2 full quarters", "month", 6),
        ("90 days", "day", 90),
        ("90 days", "week", Fraction(90, 7)),
        ("2 weeks", "day", 14),
        ("last year", "month", 12),
        ("last year", "quarter", 4),
        ("this year", "month", 6),
        ("this year", "quarter", 2),
        ("this year", "day", 166),
        ("3 months", "day", None),
        ("90 days", "month", None),
        ("this year", "week", None),
        ("this year", "year", None),
    ],
)
def test_how_long_a_window_is(text, per, length):
    assert window(text).length(per, date(2026, 6, 15)) == length


@given(days, st.sampled_from([text for text, *_ in BOUNDS]), st.sampled_from(PERS))
def test_a_length_is_never_zero(as_of, text, per):
    length = window(text).length(per, as_of)

    assert length is None or length > 0
