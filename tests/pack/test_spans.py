"""Lengths of time: what may be written, and how long each can be on the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.pack.playbooks import Span
from kamengine.pack.spans import LONGEST_DAYS, least_days, most_days, read_span, span_words
from kamengine.pack.window import add_months


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5 working days", Span(5, "working day")),
        ("1 working day", Span(1, "working day")),
        ("3 workdays", Span(3, "working day")),
        ("0 days", Span(0, "day")),
        ("  10   Days ", Span(10, "day")),
        ("2 weeks", Span(2, "week")),
        ("1 month", Span(1, "month")),
        ("2 quarters", Span(6, "month")),
        ("1 year", Span(1, "year")),
        ("10 years", Span(10, "year")),
        ("5 work days", Span(5, "working day")),
        ("5 business days", Span(5, "working day")),
        ("5个工作日", Span(5, "working day")),
        ("５ 个工作日", Span(5, "working day")),
        ("10天", Span(10, "day")),
        ("2 周", Span(2, "week")),
        ("1个月", Span(1, "month")),
        ("1季度", Span(3, "month")),
        ("3年", Span(3, "year")),
    ],
)
def test_what_may_be_written(text, span):
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "days",
        "-1 days",
        "1.5 weeks",
        "5 workings",
        "one week",
        "5 个",
        "个月",
        "3 sdays",
        "1 month 2 days",
        "11 years",
        "9999 weeks",
    ],
)
def test_what_may_not(text):
    assert read_span(text) is None


SPANS = st.builds(Span, st.integers(0, 400), st.sampled_from(["working day", "day", "week", "month"]))


@given(SPANS)
def test_a_span_is_read_as_it_is_written(span):
    assert read_span(str(span_words(span))) == (span if least_days(span) <= LONGEST_DAYS else None)


@given(
    st.builds(Span, st.integers(0, 60), st.sampled_from(["day", "week", "month", "year"])),
    st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31)),
)
def test_the_calendar_stays_within_the_bounds(span, start):
    days = {"day": span.count, "week": 7 * span.count}.get(span.unit)
    months = span.count * (12 if span.unit == "year" else 1)
    end = start + dt.timedelta(days=days) if days is not None else add_months(start, months)

    assert least_days(span) <= (end - start).days <= most_days(span)
