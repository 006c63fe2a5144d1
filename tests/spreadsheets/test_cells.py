from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamengine.spreadsheets.cells import texts


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(9007199254740993.0)
@example(1e15)
@example(1e16)
@example(123456789012345678.0)
@example(5e-324)
def test_a_number_is_written_as_the_shortest_decimal_that_names_it(number):
    (text,) = texts([number])

    assert float(text) == number
    assert not set(text) - set("-.0123456789" if abs(number) < 1e15 else "-.0123456789E+")
    assert Decimal(text) == Decimal(repr(number))
    assert not text.endswith((".", ".0")) and text != "-0"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (320102199001011234.0, "3.2010219900101126E+17"),
        (1234567890123450.0, "1.23456789012345E+15"),
        (-1e15, "-1E+15"),
        (999999999999999.0, "999999999999999"),
    ],
)
def test_digits_that_a_spreadsheet_does_not_keep_are_not_written_as_if_it_did(number, text):
    assert texts([number]) == [text]


@given(st.integers(-(2**60), 2**60))
def test_whole_numbers_have_their_digits(number):
    assert texts([number]) == [str(number)]


@given(st.datetimes())
def test_a_moment_is_read_back_as_the_same(moment):
    (text,) = texts([moment])

    assert dt.datetime.fromisoformat(text) == moment
    assert (len(text) == len("2024-03-05")) == (moment.time() == dt.time())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        ("a\0b", "a\ufffdb"),
        (False, "false"),
        (dt.time(9, 5), "09:05:00"),
        (dt.timedelta(hours=30, minutes=5, seconds=7), "30:05:07"),
        (-dt.timedelta(minutes=90), "-1:30:00"),
        (dt.timedelta(seconds=1.5), "0:00:01.5"),
    ],
)
def test_other_cells(cell, text):
    assert texts([cell]) == [text]
