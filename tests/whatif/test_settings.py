"""What is asked for is read exactly, and refused with a way out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.whatif.settings import (
    MOST_STEPS,
    Goal,
    Search,
    combined,
    parse_goal,
    parse_search,
    parse_sweep,
    parse_weights,
)


def refused(function, *arguments) -> str:
    with pytest.raises(KamError) as error:
        function(*arguments)
    return str(error.value)


# ── sweeps ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("key_spend=5000:20000:500", "5000", "20000", 31),
        ("line=0.1:0.3:0.1", "0.1", "0.3", 3),
        ("line = -1 : 1 : 0.5", "-1", "1", 5),
        ("line=0:10:4", "0", "8", 3),
        ("line=7:7:1", "7", "7", 1),
        ("weights.spend=0:100:0.1001", "0", "99.9999", 1000),
        ("门槛=1:2:1", "1", "2", 2),
    ],
)
def test_a_sweep_has_both_ends_and_exact_steps(text, first, last, count):
    values = parse_sweep(text).values
    assert (str(values[0]), str(values[-1]), len(values)) == (first, last, count) or (
        values[0] == Decimal(first) and values[-1] == Decimal(last) and len(values) == count
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key_spend", "key_spend is not of the form NAME=FIRST:LAST:STEP"),
        ("key_spend=1:2", "is not of the form NAME=FIRST:LAST:STEP"),
        ("=1:2:3", "is not of the form NAME=FIRST:LAST:STEP"),
        ("a=1:2:3:4", "is not of the form NAME=FIRST:LAST:STEP"),
        ("a=one:2:1", "--sweep: one is not a number"),
        ("a=1:2:1_0", "--sweep: 1_0 is not a number"),
        ("a=1:nan:1", "--sweep: nan is not a number"),
        ("a=1:2:0", "--sweep a: the step 0 leads nowhere — give a step above 0"),
        ("a=1:2:-1", "--sweep a: the step -1 leads nowhere"),
        ("a=20000:5000:500", "20000 is above 5000; a sweep goes upwards — write a=5000:20000:500"),
        ("a=0:10000000:1", "this sweep has 10,000,001 steps; at most 1,000 are done — a step of 20000 fits"),
        ("a=0:1:0.0001", "this sweep has 10,001 steps; at most 1,000 are done — a step of 0.002 fits"),
    ],
)
def test_sweeps_that_cannot_be(text, message):
    assert message in refused(parse_sweep, text)


@given(st.decimals("-1e6", "1e6", places=2), st.decimals("0", "1e6", places=2), st.decimals("0.0001", "0.01", places=4))
def test_the_step_that_is_proposed_fits(first, span, by):
    try:
        sweep = parse_sweep(f"a={first}:{first + span}:{by}")
    except KamError as error:
        remedy = str(error).split("a step of ")[1].split(" ")[0]
        sweep = parse_sweep(f"a={first}:{first + span}:{remedy}")
    values = sweep.values
    assert len(values) <= MOST_STEPS
    assert values[0] == first and first + span - sweep.by < values[-1] <= first + span


# ── goals and knobs ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("texts", "goal"),
    [
        (("tier=key", "count=40"), Goal("key", "count", Decimal(40))),
        (("share=5%", "tier=key"), Goal("key", "share", Decimal("0.05"))),
        (("tier=key", "share=12.5 %"), Goal("key", "share", Decimal("0.125"))),
        (("tier=key", "share=5％"), Goal("key", "share", Decimal("0.05"))),
        (("tier=key", "share=0.05"), Goal("key", "share", Decimal("0.05"))),
        (("tier=key", "count=0"), Goal("key", "count", Decimal(0))),
    ],
)
def test_a_goal_is_a_count_or_a_share(texts, goal):
    assert parse_goal(texts) == goal


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (("tier=key", "many"), "tier=key many is not of the form tier=TIER count=NUMBER"),
        (("count=3", "share=5%"), "is not of the form tier=TIER count=NUMBER"),
        (("tier=key", "count=some"), "--fit count: some is not a whole number"),
        (("tier=key", "count=2.5"), "--fit count: 2.5 is not a whole number"),
        (("tier=key", "count=-1"), "--fit count: -1 is not a whole number"),
        (("tier=key", "count=5%"), "--fit count: 5% is not a whole number"),
        (("tier=key", "share=5"), "--fit share: 5 is more than all accounts — write a share as 5% or 0.05"),
        (("tier=key", "share=x%"), "--fit share: x% is not a share, such as 5% or 0.05"),
    ],
)
def test_goals_that_cannot_be(texts, message):
    assert message in refused(parse_goal, texts)


def test_a_knob_may_come_with_the_values_to_look_between():
    assert parse_search("line") == Search("line")
    assert parse_search("line=1:2.5") == Search("line", Decimal(1), Decimal("2.5"))
    assert "line=5 is not of the form NAME or NAME=LOW:HIGH" in refused(parse_search, "line=5")
    assert "--knob line: 5 is not below 5" in refused(parse_search, "line=5:5")
    assert "--knob: low is not a number" in refused(parse_search, "line=low:5")


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_weights_are_named_pairs():
    assert parse_weights("spend=50, growth = 20") == {"spend": "50", "growth": "20"}
    assert parse_weights("消费=50，增长=20") == {"消费": "50", "增长": "20"}
    assert parse_weights("spend=50,spend=50.0") == {"spend": "50.0"}


@pytest.mark.parametrize("text", ["spend", "spend=", "=5", "spend=50,", ""])
def test_weights_that_are_not_pairs(text):
    assert "is not of the form PART=WEIGHT,PART=WEIGHT" in refused(parse_weights, text)


def test_the_same_thing_said_twice_and_differently_is_contradictory():
    message = "weights.spend: contradictory: weights.spend is set to 40 and to 50 — keep one of them"
    assert message in refused(parse_weights, "spend=40,spend=50")
    assert message in refused(combined, {"weights.spend": "40"}, {"spend": "50"})
    assert combined({"weights.spend": "50", "line": "1"}, {"spend": "50.00"}) == {
        "weights.spend": "50.00",
        "line": "1",
    }
