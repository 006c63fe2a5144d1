"""The counts along a line are those of full runs, and what the pack refuses is left out with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.run import classify
from kamengine.problems import KamError
from kamengine.whatif.sweep import sweep
from tests.whatif.made import TODAY, kept, pack, spends

SCORED = """
[score]
[[score.parts]]
id = "spend"
indicator = "spend"
weight = 60
bands = [ { from = "other", points = 20 }, { from = "line", points = 60 }, { from = 500, points = 100 } ]
[[score.parts]]
id = "size"
indicator = "size"
weight = 40
line = [ [0, 0], [100, 100] ]
"""
PACK = pack({"key": "score >= 60", "near": "spend >= line - 20 or score > 50", "others": None}, SCORED)
amounts = st.none() | st.decimals("0", "600", places=2)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(amounts, st.none() | st.floats(0, 100)), min_size=1, max_size=8),
    st.sampled_from(["line", "other", "weights.size"]),
)
def test_every_step_is_a_full_run(facts, knob):
    values = [Decimal(value) for value in (11, 60, "99.99")]
    with kept(PACK, [{"spend": spend, "size": size} for spend, size in facts]) as resident:
        for step in sweep(resident, knob, values):
            assert step.counts is not None
            summary = classify(PACK, resident.snapshot, TODAY, {knob: step.value}).summary()
            assert {tier: n for tier, n in step.counts.tiers.items() if tier is not None} == summary.tiers
            assert step.counts.undecided == summary.undecided


def test_values_at_which_bands_do_not_ascend_are_left_out_with_the_reason():
    with kept(PACK, spends(50, 550)) as resident:
        steps = sweep(resident, "line", [Decimal(value) for value in (10, 250, 500)])
    assert [step.counts is None for step in steps] == [True, False, True]
    assert [str(step.refused) for step in steps if step.refused] == [
        "bands must ascend: 10 comes before 10",
        "bands must ascend: 500 comes before 500",
    ]


def test_a_sweep_of_which_nothing_is_left_says_why():
    with kept(PACK, spends(50)) as resident, pytest.raises(KamError, match="bands must ascend: 600 comes before 500"):
        sweep(resident, "line", [Decimal(600), Decimal(700)])


def test_what_else_is_set_holds_at_every_step():
    checked = pack({"key": "spend >= line and spend < other", "others": None})
    with kept(checked, spends(150, 250, 350), {"other": "300"}) as resident:
        steps = sweep(resident, "line", [Decimal(100), Decimal(200)], {"other": "300"})
    assert [step.counts.tiers["key"] for step in steps if step.counts] == [2, 1]
    assert [step.moved for step in steps] == [0, 1]
