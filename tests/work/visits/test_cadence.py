"""Whose visit is due: counted from the last one, by the tier, on working days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.pack.playbooks import Span
from kamengine.work.ground.calendar import Calendar
from kamengine.work.model import Visit
from kamengine.work.visits.cadence import Cadence, cadences, unrecorded

CHINA = Calendar.of("CN")
TODAY = dt.date(2026, 11, 23)
EVERY = {"key": Span(1, "month"), "weekly": Span(1, "week")}


def visit(day: str, status: str = "done", account: str = "A", key: str = "v1") -> Visit:
    return Visit(key=key, account=account, owner="li", day=dt.date.fromisoformat(day), status=status)  # type: ignore[arg-type]


def of(*visits: Visit, tier: str = "key", today: dt.date = TODAY) -> Cadence:
    (found,) = cadences({"A": tier}, EVERY, visits, CHINA, today)
    return found


def test_an_account_that_was_never_visited_is_due_at_once():
    found = of()
    assert (found.state, found.last, found.due, found.days_over) == ("never", None, None, 0)


@pytest.mark.parametrize(
    ("last", "tier", "due", "state", "over"),
    [
        ("2026-10-23", "key", "2026-11-23", "due", 0),
        ("2026-10-22", "key", "2026-11-23", "due", 0),  # the 22nd is a Sunday
        ("2026-10-20", "key", "2026-11-20", "overdue", 3),
        ("2026-10-24", "key", "2026-11-24", "later", 0),
        ("2026-01-31", "key", "2026-02-28", "overdue", 268),  # a month end, and a Saturday that is worked
        ("2026-09-24", "weekly", "2026-10-08", "overdue", 46),  # a week later is National Day
        ("2026-12-31", "key", None, "never", 0),  # that is still to come
    ],
)
def test_the_next_visit_is_due_a_span_after_the_last_one_on_a_working_day(last, tier, due, state, over):
    found = of(visit(last), tier=tier)
    assert (found.due and found.due.isoformat(), found.state, found.days_over) == (due, state, over)


def test_the_last_visit_that_was_held_counts():
    found = of(visit("2026-11-02"), visit("2026-10-01"), visit("2026-11-20", "dropped"), visit("2026-11-19", "planned"))
    assert found.last == dt.date(2026, 11, 2)


def test_the_next_visit_that_is_planned_stands_beside_and_changes_nothing():
    found = of(visit("2026-12-01", "ready", key="v2"), visit("2026-11-30", "planned", key="v3"), visit("2026-09-01"))
    assert (found.planned and found.planned.key, found.state) == ("v3", "overdue")
    assert of(visit("2026-11-20", "planned")).planned is None, "it is past"


def test_tiers_without_a_cadence_are_not_due():
    assert list(cadences({"A": "key", "B": "standard"}, EVERY, [], CHINA, TODAY)) == [of()]


def test_visits_that_were_to_be_and_are_not_recorded():
    found = unrecorded(
        [
            visit("2026-11-22", "planned", key="v10"),
            visit("2026-11-22", "ready", key="v9"),
            visit("2026-11-02", "planned", key="v3"),
            visit("2026-11-23", "planned", key="v4"),
            visit("2026-11-01", "done", key="v5"),
            visit("2026-11-01", "dropped", key="v6"),
        ],
        TODAY,
    )
    assert [one.key for one in found] == ["v3", "v9", "v10"]


@settings(max_examples=60)
@given(
    st.dates(dt.date(2005, 1, 1), dt.date(2026, 12, 1)),
    st.integers(0, 900),
    st.integers(1, 5),
    st.sampled_from(["working day", "day", "week", "month", "year"]),
)
def test_an_account_is_overdue_from_the_day_after_it_was_due(last, passed, count, unit):
    every = {"key": Span(count, unit)}
    today = last + dt.timedelta(days=passed)
    (found,) = cadences({"A": "key"}, every, [visit(last.isoformat())], CHINA, today)
    assert found.due is not None and found.due > last and CHINA.is_working_day(found.due)
    assert (found.state == "overdue") == (found.days_over > 0) == (today > found.due)
    assert (found.state == "due") == (today == found.due)
