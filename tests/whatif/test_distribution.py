"""How values are spread: every bin, line and point of the curve as counted by hand."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from kamengine.language.portfolio_functions import gini, top_share
from kamengine.pack.bind import bind
from kamengine.problems import KamError
from kamengine.whatif.distribution import distribution
from kamengine.whatif.lines import lines_through, measures
from tests.examples import holds_for
from tests.whatif.made import TODAY, kept, pack, spends

TIERS = {"top": "spend >= 500", "key": "spend >= line and size > other", "others": None}
REST = """
[criteria.middling]
when = "size between 2 and other"
[criteria.low]
when = "-line > spend or 250.5 <= spend"
[indicators.double]
value = "spend * 2"
[score]
[[score.parts]]
id = "money"
indicator = "spend"
weight = 100
bands = [ { points = 0 }, { from = "line", points = 60 }, { from = 900, points = 100 } ]
"""
PACK = pack(TIERS, REST)
AMOUNTS = st.lists(st.none() | st.decimals("-50", "5000", places=2), min_size=1, max_size=40)


def spread_of(accounts, name="spend", sets=None, **how):
    with kept(PACK, accounts) as resident:
        return distribution(resident.step(resident.bindings), name, **how)


def amounts(values):
    return [{"spend": value, "size": None} for value in values]


@holds_for(AMOUNTS, st.integers(2, 60), st.sampled_from([None, "even", "powers"]), few=10, many=100)
def test_every_value_is_counted_once_in_the_bin_that_it_belongs_to(values, bins, scale):
    spread, known = spread_of(amounts(values), bins=bins, scale=scale), [v for v in values if v is not None]
    assert (spread.known, spread.unknown) == (len(known), len(values) - len(known))
    assert (spread.least, spread.greatest) == (min(known, default=None), max(known, default=None))
    assert spread.median == (sorted(known)[(len(known) - 1) // 2] if known else None)
    for bin in spread.bins:
        inside = [v for v in known if (bin.low is None or v >= bin.low) and (bin.high is None or v < bin.high)]
        assert bin.accounts == len(inside)
    assert sum(bin.accounts for bin in spread.bins) == len(known)
    ends = [(bin.low, bin.high) for bin in spread.bins]
    assert all(high == low for (_, high), (low, _) in pairwise(ends)), "without a gap"
    assert len(spread.bins) <= bins


@holds_for(AMOUNTS, few=6, many=100)
def test_the_lines_of_the_pack_cut_off_as_many_as_lie_at_them_or_above(values):
    spread, known = spread_of(amounts(values)), [v for v in values if v is not None]
    for each in spread.lines:
        above = [v for v in known if v >= each.line.value]
        assert each.at_or_above == len(above)
        if each.held is not None:
            assert each.held == pytest.approx(float(sum(above)) / float(sum(known)))


@holds_for(st.lists(st.decimals("0", "5000", places=2), min_size=1, max_size=30), few=6, many=100)
def test_the_curve_is_what_the_largest_hold(values):
    spread, total = spread_of(amounts(values)), sum(values)
    if not total:
        assert spread.curve == () and spread.gini is None and spread.top_fifth is None
        return
    ordered = sorted(values, reverse=True)
    for point in spread.curve:
        rank = round(point.accounts * len(values))
        assert point.held == pytest.approx(float(sum(ordered[:rank])) / float(total))
    shares = [point.accounts for point in spread.curve]
    assert shares[0] == 0 and shares[-1] == 1 and shares == sorted(set(shares))
    assert spread.gini == pytest.approx(gini(values)[0])
    assert spread.top_fifth == pytest.approx(top_share(values, [Decimal("0.2")])[0])
    assert math.ceil(len(values) / 5) in {round(point.accounts * len(values)) for point in spread.curve}


def test_the_lines_are_found_wherever_a_number_is_compared():
    with kept(PACK, spends(1)) as resident:
        found = lines_through(PACK, resident.bindings, "spend")
        other = lines_through(PACK, resident.bindings, "size")
        score = lines_through(PACK, resident.bindings, "score")
    assert [(str(line.value), line.parameters, set(line.used_by)) for line in found] == [
        ("-100", ("line",), {"low"}),
        ("100", ("line",), {"key", "points.money"}),
        ("250.5", (), {"low"}),
        ("500", (), {"top"}),
        ("900", (), {"points.money"}),
    ]
    assert [(str(line.value), line.parameters) for line in other] == [("2", ()), ("10", ("other",))]
    assert score == ()
    assert measures(PACK) == ("score", "double", "spend", "size")


def test_the_score_is_counted_where_it_is_one_number():
    scored = pack({"top": "score >= 50", "others": None}, REST)
    with kept(scored, spends(50, 150, 950, None)) as resident:
        spread = distribution(resident.step(resident.bindings), "score")
    assert (spread.known, spread.unknown, [spread.least, spread.greatest]) == (3, 1, [Decimal(0), Decimal(100)])
    assert [(str(each.line.value), each.at_or_above) for each in spread.lines] == [("50", 2)]
    assert spread.curve == (), "scores are no parts of a whole"


def test_values_after_a_step_are_looked_at_with_its_lines():
    with kept(PACK, spends(50, 150)) as resident:
        spread = distribution(resident.step(bind(PACK, TODAY, {"line": "60"})), "spend")
    assert [each.line.value for each in spread.lines][:2] == [-60, 60]


def test_whole_numbers_are_not_torn_apart():
    spread = spread_of([{"spend": None, "size": float(n % 4)} for n in range(20)], "size")
    assert [(bin.low, bin.accounts) for bin in spread.bins] == [(0, 5), (1, 5), (2, 5), (3, 5)]


def test_values_that_differ_by_orders_are_counted_by_powers_of_ten():
    spread = spread_of(amounts([Decimal(10) ** power for power in range(-1, 4)] * 9 + [Decimal("0.01")] * 9))
    assert spread.scale == "powers"
    assert spread_of(amounts([Decimal(-1), Decimal(1), Decimal(5000)])).scale == "even", "some are below 0"


def test_nobody_and_nothing_known_have_no_bins():
    nobody: list[dict[str, Decimal | None]] = []
    for accounts in (nobody, amounts([None, None])):
        spread = spread_of(accounts)
        assert (spread.known, spread.bins, spread.curve) == (0, (), ())
        assert {each.at_or_above for each in spread.lines} == {0}


@pytest.mark.parametrize("name", ["spnd", "joined", "middling", "line", ""])
def test_what_has_no_numbers_is_refused_by_name(name):
    with pytest.raises(KamError, match="not an indicator or a field with numbers"):
        spread_of(spends(1), name)
