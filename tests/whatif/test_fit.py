"""The line for a wanted count: held against a look at every line there is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.problems import KamError
from kamengine.whatif.fit import Fit, fit
from kamengine.whatif.settings import Goal, Search
from kamengine.whatif.span import Span
from tests.whatif.made import full_count, kept, pack, spends

KEY = pack({"key": "spend >= line", "others": None})


def goal(count: int, tier: str = "key") -> Goal:
    return Goal(tier, "count", Decimal(count))


def line_for(accounts, count: int, checked=KEY, along: Search | None = None) -> Fit:
    with kept(checked, accounts) as resident:
        return fit(resident, goal(count), along)


# ── known answers ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_line_for_two_of_four_is_the_roundest_between_the_second_and_the_third():
    found = line_for(spends(50, "87.13", "412.5", 900), 2)
    assert found.value == 100 and (found.count, found.present) == (2, 2)
    assert found.span == Span(Decimal("87.13"), Decimal("412.5"), low_included=False)
    assert found.proved and found.steady and found.others is None


def test_a_line_that_must_move_moves_to_the_nearest_round_one():
    found = line_for(spends(50, "87.13", "412.5", 900), 1)
    assert found.value == 500 and found.count == 1
    assert found.span == Span(Decimal("412.5"), Decimal(900), low_included=False)


def test_equal_accounts_move_together_and_both_sides_are_told():
    found = line_for(spends(300, 300, 300, 50), 2)
    assert found.count == 3 and found.others is not None
    assert {found.count, found.others.count} == {3, 0} or {found.count, found.others.count} == {3, 4}
    found = line_for(spends(300, 300, 300), 1)
    assert found.count == 0 and found.value == 400 and found.others is not None and found.others.count == 3


def test_the_end_of_the_range_is_the_end():
    found = line_for(spends(2000, 3000, 50), 0)
    assert (found.count, found.wanted) == (2, 0) and found.others is None
    assert found.span.high == 1000


def test_accounts_of_unknown_spend_are_not_certainly_in():
    found = line_for(spends(None, None, 70), 3)
    assert found.count == 1


def test_sensitivity_is_what_a_percent_more_and_less_does():
    found = line_for(spends("99.5", "100.5", "100.9", "101.5", 50), 3)
    assert found.value == 100 and found.below is not None and found.above is not None
    assert found.below.value == 99 and found.below.count == 4
    assert found.above.value == 101 and found.above.count == 1


def test_a_share_is_of_the_accounts_in_scope_rounded_to_whole_accounts():
    with kept(KEY, spends(*range(10, 110, 10))) as resident:
        found = fit(resident, Goal("key", "share", Decimal("0.25")))
    assert (found.wanted, found.count) == (3, 3)


def test_a_tier_below_may_grow_and_shrink_along_the_line_and_every_line_is_still_looked_at():
    checked = pack({"top": "spend >= line", "middle": "spend >= 30 and spend < other or spend > 500", "rest": None})
    with kept(checked, spends(10, 35, 40, 600, 700)) as resident:
        found = fit(resident, goal(1, "middle"), Search("line"))
    assert found.count == 1 and found.proved and 600 < found.value <= 700


@pytest.mark.slow
def test_a_weight_can_be_fitted():
    parts = """
[score]
[[score.parts]]
id = "a"
indicator = "spend"
weight = 50
line = [ [0, 0], [100, 100] ]
[[score.parts]]
id = "b"
indicator = "size"
weight = 50
line = [ [0, 0], [100, 100] ]
"""
    checked = pack({"key": "score >= 60", "others": None}, parts)
    accounts = [{"spend": Decimal(100 - 10 * n), "size": float(10 * n)} for n in range(11)]
    with kept(checked, accounts) as resident:
        found = fit(resident, goal(2), Search("weights.a"))
        assert full_count(resident, "key", {"weights.a": found.value}) == found.count == 2
    assert not found.proved and found.below is not None and found.below.value == found.value - 1


# ── against every line ───────────────────────────────────────────────────────────────────────────────────────────────

Decides = Callable[[Decimal, Decimal], bool]
"""Whether an account that spends so much is in, with the line there."""

DIRECT: dict[str, Decides] = {
    "spend >= line": lambda spend, line: spend >= line,
    "spend > line": lambda spend, line: spend > line,
    "line > spend": lambda spend, line: spend < line,
    "line >= spend": lambda spend, line: spend <= line,
    "spend between line and 700": lambda spend, line: line <= spend <= 700,
    "spend not between 50 and line": lambda spend, line: not 50 <= spend <= line,
    "size >= line": lambda spend, line: spend >= line,
    "not size < line and size < 700": lambda spend, line: line <= spend < 700,
}
SEARCHED: dict[str, Decides] = {
    "spend * 2 >= line + other": lambda spend, line: 2 * spend >= line + 10,
    "spend >= line or size / 2 > line": lambda spend, line: spend >= line,
}
money = st.decimals("0", "1200", places=2)
some_spends = st.lists(st.none() | money | st.sampled_from([Decimal(100), Decimal(1000), Decimal(0)]), max_size=9)
LARGE = settings(suppress_health_check=list(HealthCheck), deadline=None)


def demand_best(when: str, decides: Decides, values: list[Decimal | None], wanted: int) -> Fit:
    """Fit, and hold it against every line at which the count may change, and between those."""
    accounts = [{"spend": v, "size": None if v is None else float(v)} for v in values]
    known = [v for v in values if v is not None]

    def count(line: Decimal) -> int:
        return sum(spend <= 900 and decides(spend, line) for spend in known)

    checked = pack({"best": "spend > 900", "key": when, "others": None})
    with kept(checked, accounts) as resident:
        found = fit(resident, goal(min(wanted, len(values))), Search("line"))
        assert full_count(resident, "key", {"line": found.value}) == found.count == count(found.value)
    ends = sorted(
        {Decimal(0), Decimal(1000), *(v for spend in known for v in (spend, 2 * spend - 10) if 0 <= v <= 1000)}
    )
    lines = sorted([*ends, *((low + high) / 2 for low, high in pairwise(ends))])
    assert abs(found.count - found.wanted) == min(abs(count(line) - found.wanted) for line in lines)
    assert found.value in found.span
    assert all(count(line) == found.count for line in lines if line in found.span)
    return found


@settings(LARGE, max_examples=8)
@given(when=st.sampled_from(list(DIRECT)), values=some_spends, wanted=st.integers(0, 9))
def test_where_one_fact_decides_the_best_line_of_all_is_found(when, values, wanted):
    assert demand_best(when, DIRECT[when], values, wanted).proved


@pytest.mark.slow
@pytest.mark.parametrize("when", DIRECT)
@settings(LARGE, max_examples=20)
@given(values=some_spends, wanted=st.integers(0, 9))
def test_the_best_line_of_all_is_found_for_many_more(when, values, wanted):
    assert demand_best(when, DIRECT[when], values, wanted).proved


@pytest.mark.slow
def test_a_search_finds_the_best_line_where_the_count_goes_one_way():
    when, decides = next(iter(SEARCHED.items()))
    spends = [None, *(Decimal(text) for text in ("55.5", "130", "130", "260.25", "900"))]
    found = demand_best(when, decides, spends, 2)
    assert not found.proved and found.steady


@pytest.mark.slow
@pytest.mark.parametrize("when", SEARCHED)
@settings(LARGE, max_examples=5)
@given(values=some_spends, wanted=st.integers(0, 9))
def test_a_search_finds_the_best_line_of_any_accounts(when, values, wanted):
    found = demand_best(when, SEARCHED[when], [v for v in values if v is None or v <= 900], wanted)
    assert not found.proved and found.steady


def test_a_pack_that_refuses_some_lines_is_asked_only_where_it_does_not():
    parts = """
[score]
[[score.parts]]
indicator = "spend"
weight = 100
bands = [ { from = "other", points = 20 }, { from = "line", points = 60 }, { from = 500, points = 100 } ]
"""
    checked = pack({"key": "score >= 60", "others": None}, parts)
    with kept(checked, spends(5, 20, 60, 300, 450, 600)) as resident:
        found = fit(resident, goal(1), Search("line"))
    assert (found.count, found.proved) == (1, True) and 450 < found.value < 500
    assert found.span.low == 450 and 499 < found.span.high < 500


# ── what cannot be asked ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tier", "along", "message"),
    [
        ("kez", None, "--fit tier: kez is not a tier of the pack lines — did you mean key?"),
        (
            "key",
            Search("lime"),
            "--knob: lime is neither a parameter nor a weight of the pack lines — did you mean line?",
        ),
        ("key", Search("started"), "--knob: started is not a number"),
        ("key", Search("free"), "the pack gives no range for free — say between which values to look: --knob free=LOW"),
        ("key", Search("line", Decimal(0), Decimal(2000)), "--knob line: 2000 is outside the range 0 to 1000"),
        ("others", None, "no parameter and no weight decides who is in the tier others"),
    ],
)
def test_questions_that_have_no_answer(tier, along, message):
    with kept(KEY, spends(1)) as resident, pytest.raises(KamError) as error:
        fit(resident, goal(0, tier), along)
    assert message in str(error.value)


def test_more_accounts_than_there_are():
    with pytest.raises(KamError, match="4 accounts are wanted, but only 3 are in scope"):
        line_for(spends(1, 2, 3), 4)


def test_a_tier_that_depends_on_several_knobs_asks_which():
    checked = pack({"key": "spend >= line and size >= other", "others": None})
    with pytest.raises(KamError) as error:
        line_for(spends(1), 1, checked)
    assert "the tier key depends on 2 knobs: line, other — choose one: --knob line" in str(error.value).replace(
        "['line', 'other']", "line, other"
    )


def test_a_knob_without_a_range_is_looked_at_where_it_is_said():
    checked = pack({"key": "staff >= free", "others": None})
    with kept(checked, [{"staff": n} for n in range(10)]) as resident:
        found = fit(resident, goal(3), Search("free", Decimal(0), Decimal(20)))
    assert found.count == 3 and found.value == 7
