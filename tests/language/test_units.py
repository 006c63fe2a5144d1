"""Units multiply and divide like quantities do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.language.units import RATIO, Unit
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack
from tests.language.made import typed, wrong

WORDS = ("CNY", "month", "day", "person", "单")
units = st.dictionaries(st.sampled_from(WORDS), st.integers(-2, 2).filter(bool)).map(
    lambda powers: Unit(tuple(powers.items()))
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("CNY/month", "CNY/month"),
        ("CNY / month", "CNY/month"),
        ("day", "day"),
        ("days", "day"),
        ("months", "month"),
        ("ratio", "ratio"),
        ("1", "ratio"),
        ("1/month", "1/month"),
        ("CNY*month/day", "CNY*month/day"),
        ("CNY/month/person", "CNY/month/person"),
        ("CNY/CNY", "ratio"),
        ("m*m", "m*m"),
        ("元/月", "元/月"),
        ("ratio/day", "1/day"),
    ],
)
def test_reading(text, written):
    assert str(Unit.parse(text)) == written


@pytest.mark.parametrize(
    "text", ["", " ", "/", "CNY/", "*day", "CNY//day", "CNY^2", "5", "CNY/5", "2*day", "CNY+day", "-", "%"]
)
def test_texts_that_are_no_units(text):
    assert Unit.parse(text) is None


def test_words_may_stand_for_others():
    assert str(Unit.parse("currency/month", {"currency": "USD"})) == "USD/month"


@given(units)
def test_a_unit_is_read_as_it_is_written(unit):
    assert Unit.parse(str(unit)).same_as(unit)  # type: ignore[union-attr]


@given(units, units)
def test_dividing_undoes_multiplying(a, b):
    assert a.times(b).times(b, -1).same_as(a)
    assert a.times(b, -1).times(b).same_as(a)


@given(units, units)
def test_products_do_not_depend_on_the_order(a, b):
    assert a.times(b).same_as(b.times(a))


@given(units, units, units)
def test_products_do_not_depend_on_the_grouping(a, b, c):
    assert a.times(b).times(c).same_as(a.times(b.times(c)))


@given(units)
def test_a_ratio_changes_nothing_and_a_unit_over_itself_is_a_ratio(unit):
    assert unit.times(RATIO).same_as(unit)
    assert unit.times(unit, -1) == RATIO


@given(units, units)
def test_being_the_same_does_not_depend_on_the_order_of_words(a, b):
    assert a.same_as(b) == (dict(a.powers) == dict(b.powers))
    assert Unit(tuple(reversed(a.powers))).same_as(a)


UNITS = [
    # expression, the unit that comes out
    ("spend * months_between(joined, as_of)", "CNY"),
    ("spend * months_between(joined, as_of) / debt", "ratio"),
    ("debt / months_between(joined, as_of)", "CNY/month"),
    ("debt / days_between(joined, as_of)", "CNY/day"),
    ("debt / spend", "month"),
    ("1 / spend", "month/CNY"),
    ("12 * spend", "CNY/month"),
    ("spend * size", "CNY/month"),  # a quantity without a unit counts as a bare number
    ("size * spend", "CNY/month"),
    ("size / spend", "month/CNY"),
    ("size * people", "None"),
    ("growth * spend", "CNY/month"),
    ("growth * growth", "ratio"),
    ("spend / debt / age", "1/month/day"),
    ("spend * age * age / debt", "day*day/month"),
    ("spend / key_spend - 1", "ratio"),
    ("(spend - key_spend) / key_spend * 100", "ratio"),
    ("spend - debt / months_between(joined, as_of)", "CNY/month"),
    ("-spend", "CNY/month"),
    ("abs(debt / age)", "CNY/day"),
    ("round(spend / 3, 2)", "CNY/month"),
    ("least(debt / months_between(joined, as_of), spend, 5)", "CNY/month"),
    ("coalesce(spend, debt / months_between(joined, as_of))", "CNY/month"),
    ("case when vip then spend else 0 end * months_between(joined, as_of)", "CNY"),
    ("case when vip then age else days_between(joined, as_of) end", "day"),
    ("lookup(lines, region) * spend", "CNY/month"),
    ("share_of_total(spend)", "ratio"),
    ("cumulative_share(spend, 'before') - growth", "ratio"),
    ("percentile_of(debt) * debt", "CNY"),
    ("top_share(spend, share_line)", "ratio"),
    ("gini(spend)", "ratio"),
    ("rank_of(spend)", "None"),
    ("portfolio_count()", "None"),
    ("rank_of(spend) / portfolio_count()", "None"),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_what_comes_out_of_an_expression(text, unit):
    assert str(typed(text).type.unit) == unit


SLIPS = [
    ("spend * months_between(joined, as_of) > spend", "CNY and CNY/month are different units"),
    ("debt / age > spend", "CNY/day and CNY/month are different units"),
    ("debt / spend + age > 1", "month and day are different units"),
    ("spend * age - debt > 1", "CNY*day/month and CNY are different units"),
    ("spend / key_spend between 1 and spend", "ratio and CNY/month are different units"),
    ("1 / spend < key_spend", "month/CNY and CNY/month are different units"),
    ("coalesce(spend, debt) > 1", "CNY/month and CNY are different units"),
    ("spend in (key_spend, 5) and debt in (1, key_spend)", "CNY and CNY/month are different units"),
    ("percentile_of(spend) > spend", "ratio and CNY/month are different units"),
    ("growth > days_between(joined, as_of)", "ratio and day are different units"),
    ("top_share(spend, key_spend) > 0.5", "ratio and CNY/month are different units"),
    ("case when vip then spend * 2 else age end > 1", "CNY/month and day are different units"),
]


@pytest.mark.parametrize(("text", "message"), SLIPS)
def test_what_does_not_go_together(text, message):
    assert wrong(text) == message


INDICATORS = [
    # value and other keys, the unit that comes out or what is wrong
    ('value = "spend * contract"\nunit = "CNY"', "CNY"),
    ('value = "spend * contract"', "CNY"),
    ('value = "spend * contract"\nunit = "CNY/month*month"', "CNY"),
    ('value = "spend * contract"\nunit = "CNY/month"', "the value is in CNY, not in CNY/month"),
    ('value = "spend / line"', "ratio"),
    ('value = "spend / line"\nunit = "CNY"', "the value is in ratio, not in CNY"),
    ('value = "spend / line * 100"\nunit = "%"', '"%" is not a unit'),
    ('value = "heads"\nunit = "person"', "person"),  # what has no unit takes the one declared
    ('value = "spend / heads"\nunit = "CNY/month/person"', "the value is in CNY/month, not in CNY/month/person"),
    ('from = "bills"\nvalue = "sum(amount)"', "CNY"),
    ('from = "bills"\nvalue = "sum(amount)"\nwindow = "3 months"\nper = "month"', "CNY/month"),
    ('from = "bills"\nvalue = "sum(amount) / count()"', "CNY"),
    ('from = "bills"\nvalue = "count()"\nunit = "order"', "order"),
    ('from = "bills"\nvalue = "sum(amount) / longest_gap()"\nunit = "CNY/day"', "CNY/day"),
    ('from = "bills"\nvalue = "trend(amount)"\nunit = "CNY"', "the value is in CNY/month, not in CNY"),
    ('from = "bills"\nvalue = "max(amount) - days_since_last()"', "CNY and day are different units"),
    (
        'from = "bills"\nvalue = "max(date)"\nunit = "day"',
        "indicators.found.unit: only numbers have a unit — leave it out",
    ),
    ('value = "heads"\n[fields.city]\nunit = "CNY"', "fields.city.unit: only numbers have a unit"),
    ('value = "heads"\n[fields.joined]\ntype = "date"\nunit = "day"', "fields.joined.unit: only numbers have a unit"),
    (
        'value = "heads"\n[params.home]\nvalue = "east"\nunit = "CNY"\nsource = "s"',
        "params.home.unit: only numbers have a unit",
    ),
    (
        'value = "heads"\n[tables.t]\nunit = "CNY"\nkeys = ["k"]\nrows = [{ key = 1, value = "x", source = "s" }]',
        "tables.t.unit: only numbers have a unit",
    ),
]
PACK = """
[pack]
id = "units"
version = "1"
[fields]
spend = { type = "money", unit = "CNY/month" }
contract = { type = "number", unit = "months" }
heads = { type = "integer" }
[ledgers.bills.fields]
date = { type = "date" }
amount = { type = "money", unit = "CNY" }
[params.line]
value = 5
unit = "CNY/month"
source = "assumption"
[[tiers]]
id = "all"
[indicators.found]
"""


@pytest.mark.parametrize(("keys", "outcome"), INDICATORS)
def test_the_unit_of_an_indicator_is_inferred_and_compared_with_the_declared_one(keys, outcome):
    pack, _ = read_pack("units.toml", (PACK + keys).encode())
    assert pack is not None
    checked, problems = check_pack(pack, {})

    if checked is not None:
        assert str(checked.indicators["found"].type.unit) == outcome
    else:
        assert outcome in problems[0].text()
