"""Turning a knob: round steps that suit it, within its range."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kamengine.declarations import Label
from kamengine.whatif.knobs import Knob
from kamengine.whatif.turning import share_of_range, step_of, turned


def knob(value, low=None, high=None, name="line", unit=None):
    ends = (None if end is None else Decimal(str(end)) for end in (low, high))
    return Knob(name, Label("Line"), unit, Decimal(str(value)), *ends)


NUMBERS = st.decimals("-1e9", "1e9", places=3)


@pytest.mark.parametrize(
    ("value", "low", "high", "step"),
    [
        (10000, 1000, 100000, "500"),
        (5000, 500, 100000, "200"),
        ("0.15", 0, 1, "0.005"),
        (36, 6, 120, "1"),
        (2, 1, 3, "1"),
        (80, 0, 100, "1"),
        ("-0.3", -1, "-0.01", "0.005"),
        (0, 0, 10, "1"),
        (100, None, None, "5"),
        (0, None, None, "1"),
    ],
)
def test_a_step_is_one_two_or_five_times_a_power_of_ten_and_suits_range_and_value(value, low, high, step):
    assert step_of(knob(value, low, high)) == Decimal(step)


def test_a_weight_goes_by_points():
    assert step_of(knob("12.5", 0, 100, name="weights.money")) == 1


def test_steps_go_through_round_values_wherever_one_begins():
    line = knob(17655, 1000, 200000)
    assert turned(line, Decimal(17655), 1) == 18000
    assert turned(line, Decimal(17655), -1) == 17500
    assert turned(line, Decimal(18000), 10) == 23000


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(-50, 50))
def test_a_turn_stays_in_the_range_and_goes_the_way_it_is_turned(one, other, value, steps):
    low, high = sorted((one, other))
    assume(low < high and low <= value <= high)
    it = Knob("line", Label("Line"), None, value, low, high)
    there = turned(it, value, steps)
    assert isinstance(there, Decimal)
    assert low <= there <= high
    assert there == value if steps == 0 else (there - value) * steps >= 0
    if there not in (low, high, value):
        assert there % step_of(it) == 0
    assert (there != value) == (steps != 0 and value != (high if steps > 0 else low))


@given(NUMBERS, st.integers(1, 30))
def test_so_many_steps_up_and_down_lead_back_to_a_round_value(value, steps):
    it = Knob("line", Label("Line"), None, value, None, None)
    begun = turned(it, value, 1)
    assert turned(it, turned(it, begun, steps), -steps) == begun


def test_texts_go_through_their_choices_and_dates_by_days():
    word = Knob("mode", Label("Mode"), None, "b", None, None)
    assert turned(word, "b", 1, ("a", "b", "c")) == "c"
    assert turned(word, "c", 5, ("a", "b", "c")) == "c"
    assert turned(word, "b", 1) == "b", "without choices it stays"
    day = Knob("started", Label("Started"), None, date(2024, 1, 1), None, None)
    assert turned(day, date(2024, 1, 1), -1) == date(2023, 12, 31)
    assert turned(day, date.min, -1) == date.min
    assert turned(day, date.max, 1) == date.max


def test_a_wide_range_is_measured_in_powers_of_ten():
    assert share_of_range(knob(10, 0, 20), Decimal(10)) == 0.5
    assert share_of_range(knob(1000, 1, 1_000_000), Decimal(1000)) == pytest.approx(0.5)
    assert share_of_range(knob(5), Decimal(5)) is None


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_place_in_the_range_is_between_its_ends(one, other, value):
    low, high = sorted((one, other))
    assume(low < high)
    it = Knob("line", Label("Line"), None, low, low, high)
    found = share_of_range(it, value)
    assert found is not None and 0 <= found <= 1
    assert share_of_range(it, low) == 0 and share_of_range(it, high) == 1
