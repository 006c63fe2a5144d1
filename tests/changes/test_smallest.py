"""The smallest change of one fact, and of two together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kamengine.changes import Interval, what_must_change
from tests.changes.made import changes_of, checked_pack, run_over, told

CENT = Decimal("0.0001")


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("spend >= line", {"spend": Decimal(9200)}, {"spend": Decimal(10_000)}),
        ("spend > line", {"spend": Decimal(9200)}, {"spend": 10_000 + CENT}),
        ("spend <= line", {"spend": Decimal(12_000)}, {"spend": Decimal(10_000)}),
        ("spend < line", {"spend": Decimal(12_000)}, {"spend": 10_000 - CENT}),
        ("spend = line", {"spend": Decimal(12_000)}, {"spend": Decimal(10_000)}),
        ("spend <> line", {"spend": Decimal(10_000)}, {"spend": 10_000 + CENT}),
        ("spend between 10 and 20", {"spend": Decimal(25)}, {"spend": Decimal(20)}),
        ("products in (3, 12)", {"products": 8}, {"products": 12}),
        ("products > 3.5", {"products": 1}, {"products": 4}),
        ("size >= 0.3", {"size": 0.1}, {"size": 0.3}),
        ("size * size >= 2", {"size": 1.0}, {"size": 1.414214}),
        ("round(size) >= 3", {"size": 1.0}, {"size": 2.5}),
        ("least(size, 7) >= 3", {"size": 1.0}, {"size": 3.0}),
        ("joined <= date '2024-02-29'", {"joined": date(2025, 1, 1)}, {"joined": date(2024, 2, 29)}),
        ("months_between(joined, as_of) >= 24", {"joined": date(2025, 1, 1)}, {"joined": date(2024, 6, 30)}),
        ("vip", {"vip": False}, {"vip": True}),
        ("city = 'capital'", {"city": "county"}, {"city": "capital"}),
        ("region in ('east', 'west')", {"region": "north"}, {"region": "east"}),
        ("not (spend < line)", {"spend": Decimal(1)}, {"spend": Decimal(10_000)}),
        ("case when products >= 3 then vip else false end", {"products": 1, "vip": True}, {"products": 3}),
    ],
)
def test_a_line_is_met_exactly(condition: str, facts: dict, expected: dict):
    (change,) = changes_of(checked_pack({"key": condition}), facts).found

    assert {move.fact: move.new for move in change.moves} == expected


def test_an_indicator_follows_the_facts_that_it_is_computed_from():
    more = '[indicators.rate]\nvalue = "spend / before - 1"\n'
    changes = changes_of(checked_pack({"key": "rate >= 0.1"}, more), {"spend": Decimal(1000), "before": Decimal(1000)})

    # indicators have six decimals: 0.0999996 is the line of 0.1 already
    assert told(changes) == [("key", {"before": Decimal("909.0913")}), ("key", {"spend": Decimal("1099.9996")})]


def test_the_cost_is_a_share_of_what_is_there():
    (change,) = changes_of(checked_pack({"key": "spend >= line"}), {"spend": Decimal(9200)}).found

    assert change.cost == Fraction(800, 9200)


@pytest.mark.parametrize("facts", [{"spend": Decimal(0)}, {}, {"spend": None}])
def test_what_is_zero_or_unknown_costs_one(facts: dict):
    (change,) = changes_of(checked_pack({"key": "spend >= line"}), facts).found

    assert change.cost == 1


def test_each_better_tier_has_its_own_change():
    checked = checked_pack({"best": "spend >= 20000", "key": "spend >= line", "fair": "spend >= 100"})

    assert told(changes_of(checked, {"spend": Decimal(5000)})) == [
        ("best", {"spend": Decimal(20_000)}),
        ("key", {"spend": Decimal(10_000)}),
    ]


def test_a_change_that_skips_a_tier_is_told_once():
    checked = checked_pack({"best": "spend >= 100", "key": "spend >= 100"})

    assert told(changes_of(checked, {"spend": Decimal(5)})) == [("best", {"spend": Decimal(100)})]


def test_the_best_tier_needs_no_change():
    assert changes_of(checked_pack({"key": "spend >= line"}), {"spend": Decimal(10_000)}).better == ()


def test_facts_that_nothing_changes_are_left_alone():
    changes = changes_of(
        checked_pack({"key": "founded <= 1990 or spend >= line"}), {"founded": 2001, "spend": Decimal(1)}
    )

    assert told(changes) == [("key", {"spend": Decimal(10_000)})]


ENDS = """
[fields.limit]
type = "money"
least = 0
[fields.share]
type = "ratio"
least = 0
most = 1
[fields.mark]
type = "number"
least = 1
most = 5
"""


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("limit < 0", {"limit": Decimal(3)}, []),
        ("limit < 0", {}, []),
        ("limit < 1", {"limit": Decimal(3)}, [Decimal("0.9999")]),
        ("share < 0 or share > 1", {"share": 0.3}, []),
        ("share <= 0", {"share": 0.3}, [0.0]),
        ("share > 0.999999", {"share": 0.3}, [1.0]),
        ("mark >= 0.5", {}, [1.0]),
        ("mark < 6", {"mark": 7.0}, [5.0]),
        ("mark > 0.5", {"mark": 0.0}, [1.0]),
        ("share + mark >= 5.5", {"share": 0.3, "mark": 2.0}, []),
    ],
)
def test_no_value_beyond_the_declared_ends_is_proposed(condition: str, facts: dict, expected: list):
    found = changes_of(checked_pack({"key": condition}, ENDS), facts).found

    assert [change.moves[0].new for change in found if len(change.moves) == 1] == expected


def test_two_facts_together_keep_to_their_ends_and_the_search_is_complete():
    changes = changes_of(checked_pack({"key": "share + mark >= 5.5"}, ENDS), {"share": 0.3, "mark": 2.0})

    assert told(changes) == [("key", {"share": 0.5, "mark": 5.0})]
    assert not changes.stopped and not changes.pairs_stopped


def test_an_indicator_keeps_to_its_ends_too():
    more = ENDS + (
        "[ledgers.bills]\n[ledgers.bills.fields.amount]\ntype = 'money'\n"
        "[indicators.bills_seen]\nfrom = 'bills'\nvalue = 'count()'\nwhen_empty = 0\nleast = 0\n"
    )
    changes = changes_of(checked_pack({"best": "bills_seen < 0", "key": "bills_seen >= 2"}, more), {})

    assert told(changes) == [("key", {"bills_seen": 2})]


def test_what_would_do_of_an_unknown_fact_lies_within_its_ends():
    (change,) = changes_of(checked_pack({"key": "limit < 100 or limit > 200"}, ENDS), {}).found

    assert (change.moves[0].new, change.moves[0].would_do) == (0, Interval(None, Decimal("99.9999")))
    assert change.moves[0].others  # from 200.0001 on, and nothing below 0


def test_two_facts_together_where_neither_does_alone():
    checked = checked_pack({"key": "spend >= line and products >= 3"})

    assert told(changes_of(checked, {"spend": Decimal(9000), "products": 2})) == [
        ("key", {"spend": Decimal(10_000), "products": 3})
    ]


def test_of_two_facts_together_the_cheapest_way_is_told():
    checked = checked_pack({"key": "products >= 3 and spend + before >= 100"})
    changes = changes_of(checked, {"spend": Decimal(40), "before": Decimal(50), "products": 2})

    assert told(changes) == [
        ("key", {"before": Decimal(60), "products": 3}),
        ("key", {"spend": Decimal(50), "products": 3}),
    ]


def test_an_unknown_fact_is_told_with_every_value_that_would_do():
    (change,) = changes_of(checked_pack({"key": "spend >= line"}), {}).found

    assert (change.moves[0].new, change.moves[0].would_do) == (Decimal(10_000), Interval(Decimal(10_000), None))


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("products <= 4", Interval(None, 4)),
        ("products between 2 and 4", Interval(2, 4)),
        ("city <> 'county'", ("prefecture", "capital")),
        ("vip is not null", (True, False)),
    ],
)
def test_the_values_that_would_do(condition: str, values: object):
    changes = changes_of(checked_pack({"key": condition}), {})

    assert changes.found[0].moves[0].would_do == values


def test_values_elsewhere_are_mentioned():
    (change,) = changes_of(checked_pack({"key": "products = 2 or products >= 10"}), {}).found

    assert (change.moves[0].new, change.moves[0].would_do, change.moves[0].others) == (2, Interval(2, 2), True)


def test_an_account_never_leaves_the_scope():
    checked = checked_pack({"key": "spend >= line"}, head='scope = "spend < 10000"')

    assert told(changes_of(checked, {"spend": Decimal(1)})) == []


def test_under_unique_no_change_makes_two_tiers_certain():
    checked = checked_pack({"best": "spend >= 100", "key": "spend between 50 and 120"}, head='hit = "unique"')

    assert told(changes_of(checked, {"spend": Decimal(20)})) == [
        ("best", {"spend": 120 + CENT}),
        ("key", {"spend": Decimal(50)}),
    ]


def test_facts_that_move_the_whole_portfolio_are_not_looked_at():
    checked = checked_pack({"key": "share_of_total(spend) >= 0.5 or products >= 3"})
    changes = changes_of(checked, {"spend": Decimal(1), "products": 1}, {"spend": Decimal(99)})

    assert changes.left_out == ("spend",)
    assert told(changes) == [("key", {"products": 3})]


def test_the_share_of_the_portfolio_stays_as_it_is_while_other_facts_move():
    checked = checked_pack({"key": "share_of_total(spend) >= 0.5 and products >= 3"})
    changes = changes_of(checked, {"spend": Decimal(60), "products": 1}, {"spend": Decimal(40)})

    assert told(changes) == [("key", {"products": 3})]


def test_a_score_along_a_line_is_reached_to_the_last_step():
    score = """
[score]
missing = "interval"
[[score.parts]]
indicator = "spend"
weight = 40
bands = [ { points = 0 }, { from = 100, points = 50 }, { from = 1000, points = 100 } ]
[[score.parts]]
indicator = "growth"
weight = 60
line = [ [-0.5, 0], [0.0, 50], [0.5, 100] ]
"""
    checked = checked_pack({"key": "score >= 80", "fair": "score >= 60"}, score)

    assert told(changes_of(checked, {"spend": Decimal(500), "growth": 0.1})) == [
        ("key", {"growth": 0.5}),
        ("fair", {"growth": 0.166667}),
        ("fair", {"spend": Decimal(1000)}),
    ]


def test_there_is_nothing_to_say_of_an_account_that_is_not_there():
    assert what_must_change(run_over(checked_pack({"key": "vip"}), {}), "nobody") is None
