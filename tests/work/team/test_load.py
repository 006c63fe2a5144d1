"""Planned hours against working hours: what counts for whom, in which week, and how many hours a week has."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.work.ground.calendar import Calendar
from kamengine.work.ground.periods import week_of
from kamengine.work.model import Person, Task, TaskStatus, Visit
from kamengine.work.people.people import Team
from kamengine.work.team.load import Load, capacity_of, loads, weeks_from

CHINA = Calendar.of("CN")
MONDAY = dt.date(2026, 3, 2)
LI = Person(key="Li", hours=Decimal(40))


def capacity(monday: dt.date, today: dt.date | None = None, hours: str = "40") -> Decimal | None:
    return capacity_of(LI.with_(hours=Decimal(hours)), CHINA, week_of(monday), today or monday)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (dt.date(2026, 3, 2), 40),  # a usual week
        (dt.date(2026, 2, 9), 48),  # its Saturday is worked, for Spring Festival
        (dt.date(2026, 2, 16), 0),  # Spring Festival
        (dt.date(2025, 12, 29), 32),  # over New Year: 1 and 2 January are off, Sunday the 4th is worked
        (dt.date(2025, 9, 29), 16),  # 1 to 8 October are off
    ],
)
def test_holidays_take_hours_away_and_worked_weekends_add_some(day, hours):
    assert capacity(day) == hours


def test_of_the_current_week_only_the_days_that_are_left_count():
    assert capacity(MONDAY, MONDAY + dt.timedelta(days=3), "32.5") == Decimal(13)  # Thursday and Friday
    assert capacity(MONDAY, MONDAY + dt.timedelta(days=6)) == 0  # Sunday
    assert capacity(MONDAY, MONDAY + dt.timedelta(days=7)) == 0  # over


def test_nobody_knows_the_capacity_of_who_has_no_hours():
    assert capacity_of(LI.with_(hours=None), CHINA, week_of(MONDAY), MONDAY) is None
    assert capacity_of(None, CHINA, week_of(MONDAY), MONDAY) is None


@given(st.dates(dt.date(2007, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 53))
def test_weeks_are_in_a_row_from_that_of_the_day(day, count):
    weeks = weeks_from(day, count)
    assert len(weeks) == count
    assert day in weeks[0]
    assert all(a.last + dt.timedelta(days=1) == b.first for a, b in pairwise(weeks))


@pytest.fixture
def load(workspace):
    """What everybody has in two weeks, seen on the Wednesday of the first."""

    def seen(person: str = "") -> dict[str, tuple[Load, ...]]:
        today = MONDAY + dt.timedelta(days=2)
        return loads(workspace, Team.of(workspace), CHINA, weeks_from(today, 2), today, person)

    return seen


def day(offset: int) -> dt.date:
    return MONDAY + dt.timedelta(days=offset)


def task(key: str, who: str, due: int | None, hours: str | None, status: TaskStatus = "open") -> Task:
    given_day = None if due is None else day(due)
    effort = None if hours is None else Decimal(hours)
    return Task(key=key, account="A", title="Call", responsible=who, due=given_day, effort=effort, status=status)


def test_what_is_late_counts_in_the_first_week_and_what_is_done_or_far_off_not_at_all(kept, load):
    kept(
        LI,
        task("t1", "Li", 1, "1"),  # late: Tuesday
        task("t2", "Li", -30, "2"),  # very late
        task("t3", "Li", 6, "4"),
        task("t4", "Li", 7, "8"),
        task("t5", "Li", 14, "100"),
        task("t6", "Li", 3, "100", status="done"),
        task("t7", "Li", 3, None),
        task("t8", "Li", None, "100"),
    )
    first, second = load()["Li"]
    assert (first.planned, first.late, first.tasks, first.without_hours) == (7, 3, 4, 1)
    assert (second.planned, second.late, second.tasks, second.without_hours) == (8, 0, 1, 0)
    assert first.capacity == 24
    assert first.share == Decimal(7) / 24


def test_a_visit_takes_the_time_of_everybody_who_goes(kept, load):
    kept(
        LI,
        Person(key="Mei", aliases=("小梅",)),
        Visit(key="v1", account="A", owner="Li", day=day(3), minutes=90, goers=("Mei", "Li")),
        Visit(key="v2", account="A", owner="Mei", day=day(4)),
        Visit(key="v3", account="A", owner="Mei", day=day(4), minutes=60, status="done"),
    )
    (li, _), (mei, _) = load()["Li"], load()["Mei"]
    assert (li.planned, li.visits, li.without_hours) == (Decimal("1.5"), 1, 0)
    assert (mei.planned, mei.visits, mei.without_hours) == (Decimal("1.5"), 2, 1)


def test_work_of_who_has_left_is_the_successors_and_nobodys_comes_last(kept, load):
    kept(LI, Person(key="Old", left=True, successor="Li"), task("t1", "Old", 3, "2"), task("t2", "", 3, "5"))
    found = load()
    assert [*found] == ["Li", ""]
    assert (found["Li"][0].planned, found[""][0].planned, found[""][0].capacity) == (2, 5, None)


def test_one_person_has_the_same_alone_as_among_all(kept, load):
    kept(LI, task("t1", "Li", 3, "2"), task("t2", "Mei", 3, "5"), Visit(key="v1", account="A", owner="Li", day=day(4)))
    assert load("Li") == {"Li": load()["Li"]}


def test_too_much_is_more_than_there_is_time_for():
    usual = Load("Li", week_of(MONDAY), Decimal(32), Decimal(32), Decimal(0), 1, 0, 0)
    assert not usual.is_too_much
    assert Load("Li", week_of(MONDAY), Decimal(0), Decimal(1), Decimal(0), 1, 0, 0).is_too_much  # a week of holidays
    assert Load("Li", week_of(MONDAY), Decimal(0), Decimal(1), Decimal(0), 1, 0, 0).share is None
    assert not Load("Li", week_of(MONDAY), None, Decimal(99), Decimal(0), 1, 0, 0).is_too_much
