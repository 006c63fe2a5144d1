"""Money times a number is what it is on paper: to the last digit, in SQL and by the reference."""

from __future__ import annotations

from dataclasses import replace
from decimal import Context, Decimal
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.language.check import check
from kamengine.language.numbers import LARGEST_PRODUCT, money_times, round_float
from kamengine.language.vocabulary import Symbol, Vocabulary
from tests.language.made import FACTS, VOCABULARY, by_duckdb, by_reference, typed, value

MOST_MONEY = Decimal("99999999999999.9999")
ROOM = Context(prec=100)
money = st.decimals(-MOST_MONEY, MOST_MONEY, places=4)
prices = st.decimals(0, 1_000_000, places=4)
whole = st.integers(-1_000_000, 1_000_000)
any_whole = st.integers(-(2**63) + 1, 2**63 - 1)
quantities = st.decimals(-1_000_000, 1_000_000, places=6)
doubles = st.floats(-1e12, 1e12) | st.sampled_from([1 / 3, 0.1 + 0.2, 1e-9, 1e200, -1e300, 5e-324])

ROWS = Vocabulary.of(
    {
        **{name: replace(symbol) for name, symbol in VOCABULARY.symbols.items()},
        **{name: Symbol(name, "field", replace(type, in_row=True)) for name, type in FACTS.items()},
    }
)


def in_row(text, **facts):
    """What a text about a row of a ledger comes to; both ways must agree."""
    expr, findings = check(text, ROWS)
    assert not findings
    found, expected = by_duckdb(expr, facts), by_reference(expr, facts)
    assert found == expected, f"{text}: SQL says {found!r}, the reference {expected!r}"
    return found


def on_paper(*factors):
    """The exact product."""
    return reduce(ROOM.multiply, factors)


# ── whole numbers ────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=12)
@given(money, whole)
def test_money_times_a_whole_number_is_exact_to_four_places(amount, number):
    product = on_paper(amount, Decimal(number))
    expected = product if abs(product) <= LARGEST_PRODUCT else None

    assert value("debt * people", debt=amount, people=number) == expected
    assert value("people * debt", debt=amount, people=number) == expected


@settings(max_examples=8)
@given(money, any_whole)
def test_a_product_too_large_is_unknown_and_never_an_error(amount, number):
    product = on_paper(amount, Decimal(number))

    assert value("debt * people", debt=amount, people=number) == (product if abs(product) <= LARGEST_PRODUCT else None)


@settings(max_examples=8)
@given(prices, st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_several_whole_numbers_multiply_exactly_in_any_place(price, boxes, pieces):
    expected = on_paper(price, Decimal(boxes), Decimal(pieces))

    for text in ("debt * people * branches", "people * debt * branches", "people * branches * debt"):
        assert value(text, debt=price, people=boxes, branches=pieces) == expected


def test_a_product_of_seventeen_digits_keeps_its_last():
    assert value("debt * people = 29999999999999.9997", debt=Decimal("9999999999999.9999"), people=3) is True


# ── numbers of a row ─────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=12)
@given(prices, quantities)
def test_a_number_of_a_row_with_six_decimals_multiplies_exactly(price, quantity):
    expected = on_paper(price, quantity)

    assert in_row("size * debt", size=float(quantity), debt=price) == expected
    assert in_row("coalesce(cash, size * debt)", size=float(quantity), debt=price, cash=None) == expected


@settings(max_examples=12)
@given(money, doubles)
def test_any_other_number_multiplies_as_well_as_doubles_do(price, number):
    found = in_row("size * debt", size=number, debt=price)

    exact = on_paper(price, Decimal(number))
    if abs(exact) > LARGEST_PRODUCT * Decimal("1.000001"):
        assert found is None
    elif abs(exact) < LARGEST_PRODUCT:
        assert abs(found - exact) <= max(abs(exact) * Decimal(2) ** -50, Decimal("0.000001"), abs(price) / 10**6)


@settings(max_examples=30)
@given(st.decimals(-999_999_999, 999_999_999, places=6))
def test_every_decimal_with_six_places_is_told_from_its_double(written):
    assert round_float(float(written)) == float(written)
    assert money_times(Decimal("0.0001"), float(written)) == ROOM.multiply(Decimal("0.0001"), written)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("size * debt", {"size": 1.5, "debt": Decimal("2.5555")}, Decimal("3.83325")),
        ("debt * growth", {"growth": 0.1, "debt": Decimal("0.3")}, Decimal("0.03")),
        ("people * debt * size", {"people": 3, "size": 0.125, "debt": Decimal("0.0001")}, Decimal("0.0000375")),
        ("-(size * debt)", {"size": 0.1, "debt": Decimal(3)}, Decimal("-0.3")),
        ("size * debt + cash", {"size": 0.1, "debt": Decimal(3), "cash": Decimal("0.7")}, Decimal(1)),
        ("coalesce(cash, size * debt)", {"size": 0.1, "debt": Decimal(3), "cash": MOST_MONEY}, MOST_MONEY),
        ("coalesce(cash, size * debt)", {"size": None, "debt": Decimal(3), "cash": None}, None),
        ("coalesce(cash, 0.123456) * people", {"cash": None, "people": 10}, Decimal("1.235")),
        ("size * debt", {"size": 1e300, "debt": Decimal(0)}, 0),
        ("size * debt", {"size": 1e14, "debt": MOST_MONEY}, None),
    ],
)
def test_lines_of_an_invoice(text, facts, expected):
    assert in_row(text, **facts) == expected


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "money", "unit"),
    [
        ("debt * people", True, "CNY"),
        ("people * cash", True, None),
        ("size * debt", True, "CNY"),
        ("spend * age", True, "CNY*day/month"),
        ("people * size * debt", True, "CNY"),
        ("coalesce(cash, size * debt)", True, "CNY"),
        ("-(size * debt)", True, "CNY"),
        ("-size * debt", True, "CNY"),
        ("debt * -people", True, "CNY"),
        ("size * debt * people", True, "CNY"),
        ("(size * debt) * weight", False, "CNY"),
        ("size * weight * debt", False, "CNY"),
        ("debt * 2", False, "CNY"),
        ("debt * (1 - growth)", False, "CNY"),
        ("debt / people", False, "CNY"),
        ("debt * people / size", False, "CNY"),
        ("debt * cash", False, "CNY"),
    ],
)
def test_which_products_of_a_row_are_money(text, money, unit):
    expr, findings = check(text, ROWS)

    assert not findings
    assert (expr.type.kind == "money", expr.type.decimal) == (money, money)
    assert (str(expr.type.unit) if expr.type.unit else None) == unit


@pytest.mark.parametrize(("text", "money"), [("debt * people", True), ("debt * size", False), ("debt * growth", False)])
def test_of_an_account_only_whole_numbers_multiply_exactly(text, money):
    assert typed(text).type.decimal is money
