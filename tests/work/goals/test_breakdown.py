"""Goals broken down: the parts add up exactly, in days, weeks, months and quarters alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from kamengine.work.goals.breakdown import BY, Part, as_goal_sees, breakdown, expected, rounded, smallest
from kamengine.work.ground.calendar import Calendar
from kamengine.work.model import Goal
from tests.examples import holds_for

CHINA, WEEKDAYS = Calendar.of("CN"), Calendar.of("weekdays")


def goal(baseline: str, target: str, since: str = "2025-12-31", due: str = "2026-12-31") -> Goal:
    return Goal(
        key="g1",
        account="A",
        title="x",
        pack="p",
        indicator="spend",
        baseline=Decimal(baseline),
        target=Decimal(target),
        owner="li",
        since=dt.date.fromisoformat(since),
        due=dt.date.fromisoformat(due),
    )


def amounts(parts: tuple[Part, ...]) -> dict[str, str]:
    return {part.name: format(part.amount, "f") for part in parts}


def test_months_get_as_much_as_they_have_working_days():
    parts = breakdown(goal("0", "248"), "month", CHINA, Decimal(1))
    assert [(part.name, part.working_days, int(part.amount)) for part in parts][:3] == [
        ("2026-01", 21, 21),
        ("2026-02", 16, 16),  # Spring Festival
        ("2026-03", 22, 22),
    ]
    assert sum(part.working_days for part in parts) == 248, "the working days of 2026 in China, 调休 counted"


def test_what_cannot_be_divided_is_rounded_and_still_adds_up():
    parts = breakdown(goal("0", "100", due="2026-03-31"), "month", WEEKDAYS, Decimal("0.01"))
    assert amounts(parts) == {"2026-01": "34.38", "2026-02": "31.24", "2026-03": "34.38"}


def test_weeks_over_new_year_stay_whole_and_are_named_by_their_own_year():
    parts = breakdown(goal("0", "10", "2026-12-23", "2027-01-06"), "week", WEEKDAYS, Decimal(1))
    assert [(part.name, part.first.isoformat(), part.last.isoformat()) for part in parts] == [
        ("2026-W52", "2026-12-24", "2026-12-27"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-W01", "2027-01-04", "2027-01-06"),
    ]


def test_a_leap_day_counts():
    parts = breakdown(goal("0", "29", "2024-01-31", "2024-02-29"), "day", WEEKDAYS, Decimal(1))
    assert (parts[-1].name, len(parts)) == ("2024-02-29", 29)


def test_days_without_work_have_nothing_to_be_done():
    parts = breakdown(goal("0", "5", "2026-02-14", "2026-02-27"), "day", CHINA, Decimal(1))
    assert {part.name for part in parts if part.working_days} == {
        *("2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27"),  # Spring Festival is over on the 23rd
    }
    assert all(not part.amount for part in parts if not part.working_days)


def test_where_nobody_works_all_days_count():
    parts = breakdown(goal("0", "2", "2026-11-20", "2026-11-22"), "day", WEEKDAYS, Decimal(1))
    assert amounts(parts) == {"2026-11-21": "1", "2026-11-22": "1"}


_values = st.one_of([st.decimals(-(10**12), 10**12, places=places) for places in (0, 2, 4)])


@holds_for(
    _values,
    _values,
    st.dates(dt.date(2023, 12, 1), dt.date(2025, 3, 1)),
    st.integers(1, 800),
    st.sampled_from(["integer", "money", "ratio"]),
    few=15,
    many=200,
)
def test_the_parts_add_up_exactly_and_agree_with_each_other(baseline, target, since, days, kind):
    if baseline == target:
        return
    one = goal(str(baseline), str(target), since.isoformat(), (since + dt.timedelta(days=days)).isoformat())
    found = {by: breakdown(one, by, WEEKDAYS, smallest(one, kind)) for by in BY}
    way = one.target - one.baseline
    for by, parts in found.items():
        assert sum(part.amount for part in parts) == way, by
        assert parts[-1].by_then == one.target
        assert [part.first for part in parts[1:]] == [part.last + dt.timedelta(days=1) for part in parts[:-1]]
        assert parts[0].first == one.since + dt.timedelta(days=1)
        assert parts[-1].last == one.due
        assert all(part.amount * way >= 0 for part in parts), "no part leads the wrong way"
    at_ends = {part.last: part.by_then for part in found["day"]}
    for by in ("week", "month", "quarter"):
        assert all(at_ends[part.last] == part.by_then for part in found[by]), by


@holds_for(st.integers(1, 400), st.integers(-10, 420), few=15, many=200)
def test_what_is_expected_is_what_the_days_say(days, after):
    since = dt.date(2026, 1, 1)
    one = goal("100", "350.55", since.isoformat(), (since + dt.timedelta(days=days)).isoformat())
    step, day = Decimal("0.01"), since + dt.timedelta(days=after)
    by_then = {part.last: part.by_then for part in breakdown(one, "day", WEEKDAYS, step)}
    wanted = one.baseline if day <= since else by_then.get(day, one.target)
    assert expected(one, day, WEEKDAYS, step) == wanted


@pytest.mark.parametrize(
    ("kind", "baseline", "step"),
    [("money", "1.5", "0.01"), ("money", "1.2345", "0.0001"), ("integer", "7", "1"), ("ratio", "0.5", "0.0001")],
)
def test_parts_are_as_fine_as_the_kind_or_the_numbers_of_the_goal(kind, baseline, step):
    assert smallest(goal(baseline, "2"), kind) == Decimal(step)


def test_what_is_measured_is_compared_as_finely_as_it_is_shown():
    assert rounded(Decimal("10538.1767"), "money") == Decimal("10538.18")
    assert as_goal_sees(goal("10538.18", "11592"), "money", Decimal("10538.1767")) == Decimal("10538.18")
