"""Goals: kept only when SMART, part of each other without circles, split exactly, closed by what is measured."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kamengine.problems import KamError
from kamengine.work.accounts.wallet import wallet_of
from kamengine.work.goals.breakdown import breakdown
from kamengine.work.goals.goals import add_goal, change_goal, close_goal, drop_goal, parts_of, split_goal
from kamengine.work.goals.smart import problems_of, progress, read_target
from kamengine.work.ground.calendar import Calendar
from kamengine.work.ground.things import find
from kamengine.work.model import Goal

SINCE, DUE = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def goal(**values: Any) -> Goal:
    usual = {"key": "", "account": "A", "title": "sell more", "pack": "p", "indicator": "spend", "owner": "li"}
    amounts = {"baseline": Decimal(100), "target": Decimal(200), "since": SINCE, "due": DUE}
    return Goal(**{**usual, **amounts, **values})


@pytest.fixture
def do(workspace):
    """Do something in one transaction, as Ann."""

    def run(function, *words: Any, **values: Any) -> Any:
        with workspace.transaction("Ann") as change:
            return function(workspace, change, *words, **values)

    return run


# --- SMART -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        ({"title": " "}, "money", "TEXT: the goal says nothing"),
        ({}, "text", "--indicator: spend is no quantity"),
        ({"target": Decimal("100.00")}, "money", "--target: the target is where the account stands: 100.00"),
        ({"target": Decimal("7.5")}, "integer", "--target: spend is counted in whole numbers"),
        ({"due": SINCE}, "money", "--due: 2026-01-01 is not after the day of the baseline, 2026-01-01"),
        ({"due": dt.date(2037, 1, 1)}, "money", "--due: the goal would take more than ten years"),
        ({"owner": ""}, "money", "--owner: nobody answers for the goal"),
    ],
)
def test_what_keeps_a_goal_from_being_smart_is_named(do, workspace, values, kind, said):
    with pytest.raises(KamError, match=said):
        do(add_goal, goal(**values), kind)
    assert workspace.work.dump() == b""


def test_everything_that_is_wrong_is_said_at_once():
    found = problems_of(goal(title="", target=Decimal(100), due=SINCE, owner=""), "date", None)
    assert [problem.place.key for problem in found] == ["TEXT", "--indicator", "--target", "--due", "--owner"]


def test_goals_of_a_year_are_long_term_ones(do):
    assert do(add_goal, goal(due=dt.date(2027, 1, 1)), "money").term == "long"
    assert do(add_goal, goal(), "money").term == "short"


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("120000", "money", "120000"),
        ("120,000.50", "money", "120000.50"),
        ("+10%", "money", "880.0"),
        ("-20%", "money", "640.0"),
        ("＋10％", "money", "880.0"),
        ("+50", "integer", "850"),
        ("-0.5", "number", "799.5"),
        ("35%", "ratio", "0.35"),
        ("0.35", "ratio", "0.35"),
        ("-0.05", "ratio", "799.95"),
        ("900万", "money", "9000000"),
        ("９，０００，０００", "money", "9000000"),
        ("+1.2k", "money", "2000"),
        ("−500", "money", "300"),
        ("－２０％", "money", "640"),
        ("¥900万", "money", "9000000"),
        ("＋¥0.05万", "money", "1300"),
        ("９０％", "ratio", "0.9"),
    ],
)
def test_targets_are_amounts_or_counted_from_the_baseline(text, kind, target):
    unit = "ratio" if kind == "ratio" else "CNY/year"
    assert read_target(text, kind, Decimal(800), unit) == Decimal(target)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("lots", "money", "lots is no target"),
        ("", "money", "is no target"),
        ("nan", "money", "nan is no target"),
        ("inf", "money", "inf is no target"),
        ("1_000", "money", "1_000 is no target"),
        ("$900", "money", "is no target"),
        ("1,00", "money", "1,00 is no target"),
        ("35%", "money", "35%: of what is not said"),
        ("+5%", "ratio", "could mean points or a part of the baseline"),
    ],
)
def test_targets_that_say_nothing_are_refused(text, kind, said):
    with pytest.raises(KamError, match=said):
        read_target(text, kind, Decimal(800))


def test_a_target_that_needs_a_baseline_is_not_counted_from_nothing():
    assert read_target("120", "money", None) == 120
    with pytest.raises(KamError, match="needs a baseline, and it is unknown"):
        read_target("+10%", "money", None)


# --- progress ----------------------------------------------------------------------------------------------------

LATER = dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "expected", "day", "share", "state"),
    [
        (100, 200, 150, 140, SINCE, "0.5", "on_track"),
        (100, 200, 130, 140, SINCE, "0.3", "behind"),
        (100, 200, 90, 100, SINCE, "-0.1", "behind"),
        (100, 200, 200, 140, SINCE, "1", "reached"),
        (100, 200, 199, 200, DUE, "0.99", "missed"),
        (100, 200, 250, 200, LATER, "1.5", "reached"),
        (100, 20, 60, 70, SINCE, "0.5", "on_track"),
        (100, 20, 80, 70, SINCE, "0.25", "behind"),
        (100, 20, 10, 70, SINCE, "1.125", "reached"),
        (100, 0, 0, 50, SINCE, "1", "reached"),
    ],
)
def test_progress_is_measured_up_and_down(baseline, target, value, expected, day, share, state):
    one = goal(baseline=Decimal(baseline), target=Decimal(target))
    found = progress(one, Decimal(value), Decimal(expected), day)
    assert (found.share, found.state) == (Decimal(share), state)


def test_what_is_unknown_is_neither_behind_nor_missed():
    assert progress(goal(), None, Decimal(200), LATER).state == "unknown"


# --- parts -------------------------------------------------------------------------------------------------------


def test_a_goal_may_be_part_of_another_of_the_account_that_is_due_no_earlier(do):
    do(add_goal, goal(), "money")
    do(add_goal, goal(account="B"), "money")
    assert do(add_goal, goal(parent="G1"), "money").parent == "g1"
    for values, said in (
        ({"parent": "g9"}, "there is no .* g9"),
        ({"parent": "g2"}, "g2 is a goal of B"),
        ({"parent": "g1", "due": LATER}, "2027-01-01 is after g1 is due, 2026-12-31"),
    ):
        with pytest.raises(KamError, match=said):
            do(add_goal, goal(**values), "money")


def test_goals_are_no_parts_of_each_other_in_a_circle(do):
    do(add_goal, goal(), "money")
    do(add_goal, goal(parent="g1"), "money")
    with pytest.raises(KamError, match="g1 → g2 → g1"):
        do(change_goal, "g1", {"parent": "g2"}, "money")
    with pytest.raises(KamError, match="g1 → g1"):
        do(change_goal, "g1", {"parent": "g1"}, "money")


def test_a_goal_ends_no_earlier_than_its_parts(do):
    do(add_goal, goal(), "money")
    do(add_goal, goal(parent="g1"), "money")
    with pytest.raises(KamError, match=r"parts of it are due later: g2"):
        do(change_goal, "g1", {"due": dt.date(2026, 6, 30)}, "money")


def test_a_goal_is_split_into_goals_that_follow_each_other_and_add_up(do, workspace):
    whole = do(add_goal, goal(target=Decimal("133.33")), "money")
    parts = breakdown(whole, "quarter", Calendar.of("weekdays"), Decimal("0.01"))
    made = do(split_goal, "g1", parts, "money")
    assert [one.title for one in made] == [f"sell more 2026-Q{number}" for number in (1, 2, 3, 4)]
    assert sum(one.target - one.baseline for one in made) == Decimal("33.33")
    assert [one.baseline for one in made[1:]] == [one.target for one in made[:-1]]
    assert [one.since for one in made[1:]] == [one.due for one in made[:-1]]
    assert (made[0].since, made[-1].due) == (whole.since, whole.due)
    assert parts_of(workspace, whole) == made
    with pytest.raises(KamError, match="g1 has parts already"):
        do(split_goal, "g1", parts, "money")


def test_parts_in_which_nothing_is_to_be_done_make_no_goals(do):
    whole = do(add_goal, goal(baseline=Decimal(0), target=Decimal(1), due=dt.date(2026, 1, 31)), "integer")
    made = do(split_goal, "g1", breakdown(whole, "week", Calendar.of("weekdays"), Decimal(1)), "integer")
    assert [(one.baseline, one.target) for one in made] == [(0, 1)]
    assert made[0].since == whole.since


# --- the end -----------------------------------------------------------------------------------------------------


def test_a_goal_that_is_closed_keeps_what_was_measured_and_is_never_changed_again(do, workspace):
    do(add_goal, goal(), "money")
    do(close_goal, "g1", reached=True, value=Decimal("200.10"), run="r1", result="sold")
    kept = find(workspace, Goal, "g1")
    assert kept is not None
    assert (kept.status, kept.outcome, kept.ended, kept.ended_run) == ("closed", "reached", Decimal("200.10"), "r1")
    with pytest.raises(KamError, match="g1 was closed by Ann"):
        do(change_goal, "g1", {"target": Decimal(300)}, "money")
    assert list(workspace.work.list("goal", open=True)) == []


def test_a_goal_is_not_given_up_without_a_reason(do):
    do(add_goal, goal(), "money")
    with pytest.raises(KamError, match="no reason is given"):
        do(drop_goal, "g1", " ")
    assert do(drop_goal, "g1", "the plant closed").status == "dropped"


# --- the share of wallet -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "share", "place", "contradicts"),
    [
        ((1000, 50, None), "0.05", "backup", False),
        ((1000, 100, None), "0.1", "one_of_several", False),
        ((1000, 600, None), "0.6", "one_of_several", False),
        ((1000, 601, None), "0.601", "strategic", False),
        ((None, None, "0.3"), "0.7", "strategic", False),
        ((1000, 300, "0.68"), "0.3", "one_of_several", False),
        ((1000, 300, "0.2"), "0.3", "one_of_several", True),
        ((0, 0, "0.2"), "0.8", "strategic", False),
        ((1000, 1200, None), None, None, False),
        ((1000, -5, "1.5"), None, None, False),
        ((None, 5, None), None, None, False),
    ],
)
def test_the_share_of_wallet(facts, share, place, contradicts):
    found = wallet_of(*(None if fact is None else Decimal(fact) for fact in facts))
    assert found.share == (None if share is None else Decimal(share))
    assert (found.place, found.contradicts) == (place, contradicts)
