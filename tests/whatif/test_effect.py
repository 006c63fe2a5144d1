"""Following a line as it moves: counts and movers without a table of moves, and the same numbers as with one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.whatif.effect import effect, movers
from kamengine.whatif.step import what_if
from tests.examples import holds_for
from tests.whatif.made import kept, pack, spends

TIERS = {"top": "spend >= 500", "key": "spend >= line and (size > 3 or spend > 200)", "others": None}
SCORED = """
[score]
[[score.parts]]
id = "money"
indicator = "spend"
weight = 60
bands = [ { points = 0 }, { from = "line", points = 100 } ]
[[score.parts]]
id = "size"
indicator = "size"
weight = 40
line = [ [0, 0], [10, 100] ]
"""
PACKS = {
    "lines": pack(TIERS),
    "scope": pack({"key": "spend >= 300", "others": None}, head='scope = "spend >= line or size > 4"'),
    "score": pack({"top": "score >= 80", "key": "score >= 50 or spend >= line", "others": None}, SCORED),
    "whole": pack(
        {"key": "share >= 0.2", "others": None},
        "[indicators.share]\nvalue = 'share_of_total(case when spend >= line then spend else 0 end)'\n",
    ),
}
ACCOUNTS = st.lists(
    st.fixed_dictionaries(
        {
            "spend": st.none() | st.integers(0, 1000).map(Decimal),
            "size": st.none() | st.integers(0, 10).map(float),
        }
    ),
    max_size=12,
)


@holds_for(st.sampled_from(sorted(PACKS)), ACCOUNTS, st.integers(0, 1000), few=10, many=80)
def test_counts_and_movers_are_those_of_the_table_of_moves(name, accounts, line):
    with kept(PACKS[name], accounts) as resident:
        found, whole = effect(resident, {"line": Decimal(line)}), what_if(resident, {"line": Decimal(line)})
        moving = movers(found.step, 100)
        table = whole.migration
        moved = resident.snapshot.connection.execute(table.movers("account_id", "from", "to", "value")).fetchall()
    assert (found.moved, found.up, found.down) == (table.moved, table.up, table.down)
    assert {k: dict(row) for k, row in found.matrix.items()} == {k: dict(row) for k, row in table.matrix.items()}
    assert (found.before, found.after, found.knobs) == (whole.before, whole.after, whole.moved)
    by_worth = sorted(moved, key=lambda row: (row[3] is None, -(row[3] or 0), row[0]))
    assert [(each.account_id, each.was, each.now, each.value) for each in moving.first] == by_worth
    assert (moving.value or 0) == (table.value_moved or 0)


def test_a_weight_moves_accounts_and_lets_the_others_share_the_rest():
    with kept(PACKS["score"], [{"spend": Decimal(150), "size": 4.0}, {"spend": Decimal(10), "size": 9.0}]) as resident:
        found = effect(resident, {"weights.size": Decimal(70)})
    assert {one.knob.name: one.value for one in found.knobs} == {"weights.money": 30, "weights.size": 70}
    assert (found.before.tiers, found.after.tiers) == (
        {"top": 0, "key": 1, "others": 1, None: 0},
        {"top": 0, "key": 2, "others": 0, None: 0},
    )


def test_those_who_are_worth_most_come_first_and_the_sum_is_of_all():
    with kept(PACKS["lines"], spends(450, 300, 400, 220)) as resident:
        found = effect(resident, {"line": Decimal(430)})
        some = movers(found.step, 2)
    assert found.moved == 3 and [each.value for each in some.first] == [400, 300]
    assert some.value == 920


def test_a_knob_that_no_tier_hangs_on_moves_nobody():
    with kept(PACKS["lines"], spends(450, 300)) as resident:
        found = effect(resident, {"free": Decimal(9)})
        assert found.moved == 0 and not movers(found.step, 10).first
        assert [one.knob.name for one in found.knobs] == ["free"]


def test_what_the_pack_refuses_is_refused():
    unique = pack({"key": "spend >= line", "small": "spend < 100"}, head='hit = "unique"')
    with kept(unique, spends(50, 150)) as resident:
        with pytest.raises(KamError, match="outside the range"):
            effect(resident, {"line": Decimal(5000)})
        with pytest.raises(KamError, match="1 accounts certainly meet two"):
            effect(resident, {"line": Decimal(20)})
