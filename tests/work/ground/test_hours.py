"""Hours are typed like any other number, and are what they say or are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.problems import KamError, Place
from kamengine.work.ground.hours import MOST_OF_A_TASK, OF_A_TASK, hours_typed


@pytest.mark.parametrize(
    ("text", "hours"),
    [("32", "32"), ("37.5", "37.5"), (" 0.25 ", "0.25"), ("1,000", "1000"), ("３７．５", "37.5"), ("0.1万", "1000")],
)
def test_hours_are_read_as_numbers_are_anywhere(text, hours):
    assert hours_typed(text, OF_A_TASK) == Decimal(hours)


@pytest.mark.parametrize("text", ["", "a lot", "-1", "(5)", "NaN", "7.125", "10001", "1e30", "5%", "¥5", "1_000"])
def test_what_is_no_number_of_hours_is_refused_where_it_was_typed(text):
    with pytest.raises(KamError) as error:
        hours_typed(text, OF_A_TASK, most=MOST_OF_A_TASK, place=Place(key="--effort"))
    (problem,) = error.value.problems
    assert problem.place.key == "--effort" and problem.remedy == OF_A_TASK


@given(st.decimals(0, MOST_OF_A_TASK, places=2))
def test_hours_that_are_written_down_are_read_back(hours):
    assert hours_typed(format(hours, "f"), OF_A_TASK) == hours
