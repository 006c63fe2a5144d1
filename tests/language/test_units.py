"""Units multiply and divide like quantities do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.language.units import RATIO, Unit

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
