"""Stretches of a line, and the roundest number in them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kamengine.whatif.span import Span, resolution

numbers = st.decimals("-1e6", "1e6", places=4)


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("span", "near", "roundest"),
    [
        (Span(d("11987.33"), d("12411")), "10000", "12000"),
        (Span(d("9999.5"), d("10000.5")), "8000", "10000"),
        (Span(d("10000"), d("20000"), low_included=False), "10000", "20000"),
        (Span(d("300"), d("1000"), low_included=False), "100", "400"),
        (Span(d("10000"), d("20000"), low_included=False, high_included=False), "10000", "11000"),
        (Span(d("0.121"), d("0.129")), "0", "0.121"),
        (Span(d("0.1213"), d("0.1349")), "0", "0.13"),
        (Span(d("-3.2"), d("4")), "100", "4"),
        (Span(d("-3.2"), d("4")), "-0.3", "-0.3"),
        (Span(d("7"), d("7")), "0", "7"),
        (Span(d("1234.5678"), d("1234.5679")), "0", "1234.5678"),
        (Span(d("-12411"), d("-11987")), "0", "-12000"),
    ],
)
def test_the_roundest_number_is_the_one_a_consultant_would_write(span, near, roundest):
    assert str(span.roundest(d(near))) == roundest


def test_a_span_without_any_number_of_ten_places_has_none():
    assert Span(d("1"), d("1"), low_included=False).roundest(d("1")) is None


@given(numbers, numbers, st.booleans(), st.booleans(), numbers)
def test_the_roundest_number_lies_in_the_span(low, high, low_included, high_included, near):
    assume(low < high)
    span = Span(low, high, low_included, high_included)
    found = span.roundest(near)
    assert found is not None and found in span


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**4), st.integers(-(10**6), 10**6))
def test_no_whole_number_of_the_span_has_fewer_digits(low, length, near):
    found = Span(Decimal(low), Decimal(low + length)).roundest(Decimal(near))
    assert found is not None
    digits = [len(str(abs(number)).rstrip("0") or "0") for number in range(low, low + length + 1)]
    assert len(str(abs(int(found))).rstrip("0") or "0") == min(digits)


@pytest.mark.parametrize(
    ("low", "high", "fine"),
    [("1000", "100000", "0.01"), ("0", "1", "0.000001"), ("6", "120", "0.0001"), ("0", "100", "0.0001")],
)
def test_what_is_small_beside_a_span(low, high, fine):
    assert resolution(Span(d(low), d(high))) == d(fine)
