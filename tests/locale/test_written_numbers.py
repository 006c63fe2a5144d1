"""A number is read the same way wherever somebody writes it: in a file, as a fact, as a line of a rule pack."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake.values.one_value import read_one
from kamengine.intake.values.options import ValueOptions
from kamengine.locale.number_words import CURRENCIES, SCALES
from kamengine.locale.written_numbers import number_as_typed, number_written

LARGEST = Decimal("1e14")  # money in a file is smaller
AS_TYPED = ValueOptions(decimals={"": "point"})


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("9000000", None, "9000000"),
        ("900万", "CNY/month", "9000000"),
        ("９００萬", None, "9000000"),
        ("9,000,000", None, "9000000"),
        ("9 000 000", None, "9000000"),
        ("¥900万元", "CNY", "9000000"),
        ("$12.5k", "USD/year", "12500"),
        ("1.5亿", None, "150000000"),
        ("1e3", None, "1000"),
        (" −7.50 ", None, "-7.5"),
        ("(5)", None, "-5"),
        ("90%", "ratio", "0.9"),
        ("９０ ％", "ratio", "0.9"),
        (".5", "ratio", "0.5"),
    ],
)
def test_a_number_as_people_type_it(text, unit, number):
    assert number_written(text, unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *((text, None) for text in ("", "many", "1_000", "0x1f", "nan", "inf", "12m", "1,00", "1.2.3", "--5", "٣")),
        ("90%", "CNY"),
        ("90%", None),
        ("¥5", "ratio"),
        ("$5", "CNY/month"),
        ("¥5", None),
        ("5 accounts", "accounts"),
    ],
)
def test_what_only_looks_like_one_is_none(text, unit):
    assert number_written(text, unit) is None


@given(
    st.sampled_from(["", "-", "+", "("]),
    st.sampled_from(["", *(word for code in ("CNY", "USD") for word in CURRENCIES[code])]),
    st.one_of(
        st.integers(0, 10**9).map(lambda number: f"{number:,}"),
        st.decimals(0, 10**6, places=2).map(str),
        st.text("0123456789,. '", min_size=1, max_size=8),
    ),
    st.sampled_from(["", "e2", " ", *SCALES]),
    st.sampled_from(["", "元", "$", "%", ")", "-"]),
)
@settings(max_examples=30, deadline=None)
def test_it_is_the_number_that_a_cell_of_a_file_is(connection, sign, currency, digits, scale, end):
    text = f"{sign}{currency}{digits}{scale}{end}"
    cell = read_one(connection, Field("amount", "money", unit="CNY"), text, AS_TYPED)
    number = number_written(text, "CNY")
    if number is not None and abs(number) >= LARGEST:
        assert cell.value is None
    elif number is not None:
        assert cell.problem is None and cell.value == round(number, 4)
    elif cell.value is not None:
        assert "$" in text or any(word in text for word in CURRENCIES["USD"]), "another currency"


@pytest.mark.parametrize(
    ("number", "text"),
    [("12000000.0000", "12000000"), ("0.8500", "0.85"), ("1E+3", "1000"), ("1.2340", "1.2340"), ("0.125", "0.125")],
)
def test_a_number_comes_back_as_somebody_would_type_it(number, text):
    assert number_as_typed(Decimal(number)) == text


@given(st.decimals(-(10**9), 10**9, places=4))
@settings(max_examples=25, deadline=None)
def test_what_comes_back_is_read_as_the_same_fact(connection, number):
    assert read_one(connection, Field("amount", "money", unit="CNY"), number_as_typed(number)).value == number
