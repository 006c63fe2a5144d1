"""Numbers are short, and never shown on the wrong side of the line beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.locale.figures import enough, figure, score_figure, written_out


@pytest.mark.parametrize(
    ("value", "unit", "beside", "expected"),
    [
        (12300, None, None, "12,300"),
        (12300.0, "CNY/month", None, "12,300 CNY/month"),
        (1 / 3, None, None, "0.333"),
        (100 / 3, None, None, "33.33"),
        (0.00012345, None, None, "0.000123"),
        (0, None, None, "0"),
        (-0.001, None, None, "-0.001"),
        (1 / 3, "ratio", None, "33.33 %"),
        (0.85, "ratio", None, "85 %"),
        # near a line
        (Decimal("9999.996"), None, 10000, "9,999.996"),
        (Decimal("9999.996"), None, 9999, "10,000"),
        (9999.9999999, None, 10000, "9,999.9999999"),
        (10000, None, Decimal("10000.004"), "10,000"),
        (0.119999, "ratio", Decimal("0.12"), "11.9999 %"),
        (1.008, None, 1.012, "1.008"),
        (1.012, None, 1.008, "1.012"),
        (1e300, None, None, "1.000000e+300"),
        (1e-300, None, 0, "1.000e-300"),
    ],
)
def test_figures(value: float, unit: str | None, beside: float | None, expected: str):
    assert figure(value, unit, "en", beside=beside) == expected


@pytest.mark.parametrize(
    ("score", "beside", "expected"),
    [
        (84.9974, None, "84.9"),
        (84.9974, 85, "84.9"),
        (84.9974, 70, "84.9"),
        (84.9974, 84.95, "84.99"),
        (84.9974, 84.9974, "84.9974"),
        (85.0, 85, "85.0"),
        (99.999999, None, "99.9"),
        (100.0, None, "100.0"),
        (0.0, Decimal("1e-300"), "0"),
    ],
)
def test_a_score_is_never_shown_as_reaching_what_it_does_not(score: float, beside: float | None, expected: str):
    assert score_figure(score, "en", beside=beside) == expected
    assert Decimal(expected) <= Decimal(repr(score))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Decimal("0.123456789"), None, "0.123456789"),
        (Decimal("10000"), "CNY", "10,000 CNY"),
        (Decimal("1E+4"), None, "10,000"),
        (Decimal("0.12345678"), "ratio", "12.345678 %"),
        (Decimal("0.850"), "ratio", "85 %"),
    ],
)
def test_lines_are_written_out(value: Decimal, unit: str | None, expected: str):
    assert written_out(value, unit, "en") == expected


numbers = st.one_of(
    st.decimals(-(10**6), 10**6, places=4),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 12)),
    st.integers(-100, 100),
)


@given(numbers, numbers)
def test_what_is_shown_stands_to_the_line_as_the_value_does(value: float, line: float):
    shown = Decimal(figure(value, None, "en", beside=line).replace(",", ""))
    exact, beside = (n if isinstance(n, Decimal) else Decimal(repr(n)) for n in (value, line))

    assert (shown > beside, shown == beside) == (exact > beside, exact == beside)


@pytest.mark.parametrize(
    ("before", "after", "unit", "expected"),
    [
        (Decimal("1415130.22"), Decimal("1336762.6"), None, ("1,415,130.22", "1,336,762.60")),
        (Decimal("0.026"), Decimal("0.0749"), "ratio", ("2.60 %", "7.49 %")),
        (30456413, Decimal("5.5"), None, ("30,456,413.0", "5.5")),
        (9000, 12000, "CNY", ("9,000 CNY", "12,000 CNY")),
        (120, Decimal("119.9999999"), None, ("120", "119.9999999")),
    ],
)
def test_the_two_sides_of_an_arrow_have_as_many_decimals(before, after, unit, expected):
    assert (
        figure(before, unit, "en", beside=after, aligned=True),
        figure(after, unit, "en", beside=before, aligned=True),
    ) == expected


@pytest.mark.parametrize(
    ("end", "unit", "at_least", "expected"),
    [
        (Decimal("6475186.6805"), "CNY", True, "6,475,186.69 CNY"),
        (Decimal("6475186.6805"), "CNY", False, "6,475,186.68 CNY"),
        (Decimal("10000"), "CNY", True, "10,000 CNY"),
        (Decimal("0.123456"), "ratio", True, "12.35 %"),
        (Decimal("0.000123456"), None, True, "0.000124"),
        (Decimal("-10.001"), None, True, "-10"),
    ],
)
def test_an_amount_to_aim_at_is_short_and_enough(end, unit, at_least, expected):
    assert enough(end, unit, "en", at_least=at_least) == expected


@given(numbers, st.booleans())
def test_an_amount_to_aim_at_is_within_the_range(end: float, at_least: bool):
    exact = end if isinstance(end, Decimal) else Decimal(repr(end))
    shown = Decimal(enough(end, None, "en", at_least=at_least).replace(",", ""))
    assert shown >= exact if at_least else shown <= exact


@given(numbers, numbers)
def test_two_facts_that_differ_are_shown_differently(value: float, other: float):
    exact, beside = (n if isinstance(n, Decimal) else Decimal(repr(n)) for n in (value, other))
    texts = figure(value, None, "en", beside=other), figure(other, None, "en", beside=value)

    assert (texts[0] == texts[1]) == (exact == beside)
