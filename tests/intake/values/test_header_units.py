from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.declarations import Field
from kamengine.intake.values.header_units import HeaderUnit, currency_of, unit_of, without_unit
from kamengine.intake.values.marks import Mark
from kamengine.locale.number_words import code_of
from tests.intake.values.cells import BAD, read_column

MONEY, RATIO = Field("x", "money"), Field("x", "ratio")


@pytest.mark.parametrize(
    ("header", "unit", "name"),
    [
        ("年收入（万元）", HeaderUnit(4, "CNY"), "年收入"),
        ("年收入(单位：亿元)", HeaderUnit(8, "CNY"), "年收入"),
        ("Revenue (k USD)", HeaderUnit(3, "USD"), "Revenue"),
        ("Revenue [in million]", HeaderUnit(6), "Revenue"),
        ("月租（元）", HeaderUnit(0, "CNY"), "月租"),
        ("月租", HeaderUnit(), "月租"),
        ("Revenue (2024)", HeaderUnit(), "Revenue (2024)"),
        ("Spend (m)", HeaderUnit(), "Spend (m)"),
        ("(万元) 年收入", HeaderUnit(), "(万元) 年收入"),
    ],
)
def test_the_brackets_at_the_end_of_a_header_name_a_unit(header, unit, name):
    assert (unit_of(header, MONEY), without_unit(header)) == (unit, name)


@pytest.mark.parametrize(
    ("field", "header"),
    [
        (Field("x", "money", unit="万元"), "年收入（万元）"),
        (Field("x", "ratio", unit="%"), "占比(%)"),
        (Field("x", "number"), "占比(%)"),
        (Field("x", "ratio"), "占比(万)"),
        (Field("x", "text"), "收入(万元)"),
    ],
)
def test_it_multiplies_nothing_where_the_field_counts_so_or_cannot(field, header):
    assert unit_of(header, field).power == 0


def test_every_cell_is_multiplied_and_marked():
    read = read_column(MONEY, ["12.5", "¥1,200", "", "N/A", "1.2万", "(3)"], header="年收入（万元）")
    assert read.outcomes == [Decimal(125_000), Decimal(12_000_000), None, None, BAD, Decimal(-30_000)]
    assert read.marks == [Mark.SCALED, Mark.SCALED, Mark.TIDIED, Mark.NO_VALUE, Mark.TWO_UNITS, Mark.SCALED]
    assert read.reading is not None and read.reading.decisions.currency == "CNY"


def test_a_header_and_cells_of_two_currencies_are_refused():
    assert read_column(MONEY, ["5", "$6"], header="Rent (CNY)").problem == (
        "a.csv: Rent (CNY): the header names CNY, its cells USD — correct the header or the cells"
    )


def test_a_header_in_percent_makes_shares():
    read = read_column(RATIO, ["85", "12.5%", "0.5"], header="占比（%）")
    assert (read.values, read.marks) == ([0.85, 0.125, 0.005], [Mark.PERCENT] * 3)


@pytest.mark.parametrize(("sql_type", "cells"), [("DOUBLE", [12.5, None]), ("DECIMAL(9,2)", [12.5, None])])
def test_numbers_of_a_typed_column_are_multiplied_too(sql_type, cells):
    read = read_column(MONEY, cells, header="年收入（万元）", sql_type=sql_type)
    assert (read.values, read.marks) == ([Decimal(125_000), None], [Mark.SCALED, Mark.FINE])


@pytest.mark.parametrize(
    ("kind", "unit", "currency"),
    [
        ("money", None, "AUD"),
        ("money", "currency", "AUD"),
        ("number", "currency/month", "AUD"),
        ("number", "CNY/month", "CNY"),
        ("integer", "万元", "CNY"),
        ("money", "k USD", "USD"),
        ("number", "$", "AUD"),
        ("number", "person", None),
        ("number", "%", None),
        ("number", None, None),
        ("text", "currency", None),
    ],
)
def test_a_unit_says_the_currency_of_amounts(kind, unit, currency):
    assert currency_of(Field("f", kind, unit=unit), "AUD") == currency


@pytest.mark.parametrize(
    ("word", "kept_in", "code"),
    [
        ("$", None, "USD"),
        ("$", "AUD", "AUD"),
        ("usd", "AUD", "USD"),
        ("$", "CNY", "USD"),
        ("¥", "JPY", "JPY"),
        ("¥", "USD", "CNY"),
    ],
)
def test_a_sign_that_currencies_share_means_the_one_that_amounts_are_kept_in(word, kept_in, code):
    assert code_of(word, kept_in) == code


def test_a_percentage_is_no_amount_of_money():
    """Also where amounts are numbers, as indicators that packs compute are."""
    spend = read_column(Field("monthly_spend", "number", unit="CNY/month"), ["85%", "3000", "¥5"])
    assert (spend.outcomes, spend.marks[1:]) == ([BAD, 3000, 5], [Mark.FINE, Mark.CURRENCY])
    assert read_column(Field("growth", "number"), ["85%"]).outcomes == [0.85]
