"""The cheapest change of one fact for every account at once, held against that of each account by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kamengine.changes import Change, what_must_change
from kamengine.changes.find import hypotheses_about
from kamengine.changes.to_next import COLUMNS, to_next
from kamengine.engine.run import Run
from tests.changes.made import checked_pack, run_over
from tests.changes.test_properties import run_of
from tests.engine.packs import Case, cases

LINEAR = """
[indicators.rate]
value = "spend / before - 1"
[indicators.margin]
value = "0.2 * spend - 3 * products"
decimals = 2
[indicators.days]
value = "days_between(joined, as_of)"
[score]
missing = "interval"
[[score.parts]]
indicator = "spend"
weight = 25
bands = [ { points = 10 }, { from = 100, points = 60 }, { from = 1000, points = 100 } ]
[[score.parts]]
indicator = "rate"
weight = 35
line = [ [-0.2, 0], [0, 40], [0.3, 100] ]
[[score.parts]]
indicator = "size"
weight = 40
line = [ [0, 100], [9, 0] ]
"""
CONDITIONS = {
    "best": "score >= 75 and spend > 1000",
    "key": "margin >= 40 or (rate >= 0.1 and days < 300) or score > 60",
    "good": "at_least(2, growth > 0.05, city in ('county', 'capital'), vip, 3 * products - 1 >= 2 + products)",
    "fair": "spend + before >= 500 or -size > -2 or products between 10 and 20",
}


def found(run: Run) -> dict[str, dict[str, Any]]:
    """What was added to each account that has a change."""
    names = ", ".join(("account_id", *COLUMNS))
    rows = run.snapshot.connection.execute(
        f'SELECT {names} FROM "{run.table}" WHERE to_next_fact IS NOT NULL'
    ).fetchall()
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in rows}


def alone(run: Run, account: str) -> Change | None:
    """The cheapest change of one fact of an account by itself."""
    changes = what_must_change(run, account, pairs=False)
    assert changes is not None
    return next((change for change in changes.cheapest_first() if len(change.moves) == 1), None)


def typed(old: Any, text: str) -> Any:
    """A value as it was before it became a text, by another value of the fact."""
    match old:
        case bool():
            return text == "true"
        case int() | float() | Decimal():
            return type(old)(text)
        case date():
            return date.fromisoformat(text)
    return text


def account(random: Random) -> dict[str, Any]:
    """Facts for the pack with straight lines only, some missing."""

    def some(value: Any) -> Any:
        return value if random.random() < 0.93 else None

    return {
        "spend": some(Decimal(random.choice((0, 100, 999, 1000, random.randrange(0, 3000))))),
        "before": some(Decimal(random.choice((100, 250, 1000))) + random.randrange(5)),
        "growth": some(random.choice((0.05, 0.0, -0.2, 0.1))),
        "size": some(random.choice((0.0, 2.0, 4.5, 8.999999, round(random.random() * 10, 3)))),
        "products": some(random.randrange(8)),
        "vip": some(random.random() < 0.3),
        "city": some(random.choice(("prefecture", "county", "capital"))),
        "joined": some(date(2024, 1, 1 + random.randrange(28))),
    }


@pytest.mark.slow
@settings(max_examples=6, phases=[Phase.generate])  # an example is told well enough as it is
@given(st.randoms(use_true_random=False))
def test_along_straight_lines_every_account_has_the_change_that_it_has_by_itself(random: Random):
    run = run_over(checked_pack(CONDITIONS, LINEAR), *(account(random) for _ in range(4)))
    bulk = found(to_next(run).run)

    for id in (f"A{index}" for index in range(4)):
        change, told = alone(run, id), bulk.get(id)
        assert (change is None) == (told is None), (id, change, told)
        if change is not None and told is not None:
            (move,) = change.moves
            assert (told["to_next_tier"], told["to_next_fact"]) == (change.tier, move.fact)
            assert typed(move.new, told["to_next_to"]) == move.new
            assert told["to_next_cost"] == pytest.approx(float(change.cost), rel=1e-12)


@pytest.mark.slow
@settings(max_examples=10, phases=[Phase.generate])
@given(cases())
def test_every_change_is_one_that_does_and_none_is_cheaper_than_the_smallest(case: Case):
    checked, as_of, portfolio = case.parts
    run = run_of(checked, as_of, portfolio)
    if run is None:
        return
    for id, told in found(to_next(run).run).items():
        about, changes = hypotheses_about(run, id), what_must_change(run, id, pairs=False)
        assert about is not None and changes is not None
        if told["to_next_fact"] in changes.stopped:
            continue
        same = [c for c in changes.found if [move.fact for move in c.moves] == [told["to_next_fact"]]]
        assert told["to_next_cost"] >= float(min(change.cost for change in same)) - 1e-12
        sample = same[0].moves[0].new
        assert about[0].tier({told["to_next_fact"]: typed(sample, told["to_next_to"])}) == told["to_next_tier"]
    run.snapshot.connection.close()


def test_no_account_is_told_a_value_beyond_the_declared_ends():
    more = """
[fields.limit]
type = "money"
least = 0
[fields.mark]
type = "number"
least = 1
most = 5
"""
    conditions = {"best": "limit < 0 or mark > 5", "key": "mark between 4.5 and 9", "good": "mark >= 0.5"}
    marks = (None, -2.0, 0.2, 1.0, 3.0, 4.5)
    facts = [{"limit": limit, "mark": mark} for limit in (None, Decimal(7)) for mark in marks]
    run = run_over(checked_pack(conditions, more), *facts)
    bulk = found(to_next(run).run)

    assert {told["to_next_to"] for told in bulk.values()} == {"1", "4.5"}
    for id in (f"A{index}" for index in range(len(facts))):
        change, told = alone(run, id), bulk.get(id)
        assert (change is None) == (told is None), (id, change, told)
        if change is not None and told is not None:
            (move,) = change.moves
            assert (change.tier, move.fact) == (told["to_next_tier"], told["to_next_fact"])
            assert move.new == typed(move.new, told["to_next_to"])


def test_the_columns_say_what_to_change():
    checked = checked_pack({"key": "spend >= line"})
    steps = to_next(run_over(checked, {"spend": Decimal(9200)}, {"spend": Decimal(10_000)}, {}))

    assert found(steps.run) == {
        "A0": {
            "to_next_tier": "key",
            "to_next_fact": "spend",
            "to_next_from": "9200",
            "to_next_to": "10000",
            "to_next_cost": pytest.approx(800 / 9200),
        },
        "A2": {
            "to_next_tier": "key",
            "to_next_fact": "spend",
            "to_next_from": None,
            "to_next_to": "10000",
            "to_next_cost": 1.0,
        },
    }
    assert (steps.accounts, steps.facts) == (2, {"spend": 2})
    assert steps.run.columns[-5:] == COLUMNS


def test_a_pack_whose_tiers_look_at_no_fact_has_nothing_to_change():
    steps = to_next(run_over(checked_pack({"key": "founded > 1990"}), {"founded": 1980}))

    assert (steps.accounts, steps.facts, found(steps.run)) == (0, {}, {})


def test_facts_that_move_the_whole_portfolio_are_not_looked_at():
    checked = checked_pack({"key": "share_of_total(spend) >= 0.5 or products >= 3"})
    steps = to_next(run_over(checked, {"spend": Decimal(1)}, {"spend": Decimal(99)}))

    assert "spend" in steps.left_out
