from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.locale import display

NUMBERS = [
    # value, decimals, text
    (12300.0, None, "12,300"),
    (12300, None, "12,300"),
    (Decimal("12300.10"), None, "12,300.1"),
    (Decimal("12300.10"), 2, "12,300.10"),
    (Decimal("1E+3"), None, "1,000"),
    (0.1 + 0.2, None, "0.3"),
    (100, None, "100"),
    (1000000, None, "1,000,000"),
    (-1234.5, None, "-1,234.5"),
    (2.5, 0, "3"),
    (-2.5, 0, "-3"),
    (1.0000005, None, "1.000001"),
    (Decimal("0.00000049"), None, "0"),
    (-0.0000001, None, "0"),
    (-0.0, None, "0"),
    (Decimal("123456789012345678.1234"), None, "123,456,789,012,345,678.1234"),
    (1e22, None, "1.000000e+22"),
]


@pytest.mark.parametrize(("value", "decimals", "text"), NUMBERS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_are_set_off_in_thousands_without_noise(value, decimals, text, language):
    assert display.number(value, language, decimals=decimals) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_not_a_finite_number_is_unknown(value):
    assert display.number(value, "en") == "unknown"
    assert display.quantity(value, "ratio", "zh") == "未知"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6))
def test_a_number_of_six_decimals_reads_back_as_itself(value):
    assert Decimal(display.number(value, "en").replace(",", "")) == value


QUANTITIES = [
    # value, unit, English, Chinese
    (12300, "CNY/month", "12,300 CNY/month", "12,300 元/月"),
    (99.5, "USD", "99.5 USD", "99.5 美元"),
    (1, "day", "1 day", "1 天"),
    (30, "day", "30 days", "30 天"),
    (30, "days", "30 days", "30 天"),
    (2, "week", "2 weeks", "2 周"),
    (3, "month", "3 months", "3 个月"),
    (4, "quarter", "4 quarters", "4 个季度"),
    (5, "CNY/quarter", "5 CNY/quarter", "5 元/季度"),
    (5, "CNY / year", "5 CNY/year", "5 元/年"),
    (8, "person", "8 people", "8 人"),
    (2, "CNY*day", "2 CNY·days", "2 元·天"),
    (7, "furlong/fortnight", "7 furlong/fortnight", "7 furlong/fortnight"),
    (5, "票/月", "5 票/月", "5 票/月"),
    (5, "1/month", "5 1/month", "5 1/月"),
    (5, None, "5", "5"),
    (5, "", "5", "5"),
    (0.12, "ratio", "12 %", "12%"),
    (Decimal("0.123456"), "ratio", "12.35 %", "12.35%"),
    (-0.5, "ratio", "-50 %", "-50%"),
    (0, "ratio", "0 %", "0%"),
    (12.5, "ratio", "1,250 %", "1,250%"),
]


@pytest.mark.parametrize(("value", "unit", "english", "chinese"), QUANTITIES)
def test_quantities_carry_their_unit(value, unit, english, chinese):
    assert display.quantity(value, unit, "en") == english
    assert display.quantity(value, unit, "zh") == chinese


def test_a_quantity_may_be_given_its_decimals():
    assert display.quantity(12300, "CNY", "en", decimals=2) == "12,300.00 CNY"
    assert display.quantity(Decimal("0.12"), "ratio", "en", decimals=1) == "12.0 %"


def test_beside_a_line_a_percentage_hides_nothing():
    almost = Decimal("0.119999")

    assert display.quantity(almost, "ratio", "en") == "12 %"
    assert display.quantity(almost, "ratio", "en", exact=True) == "11.9999 %"


def test_dates_and_yes_and_no():
    day = dt.date(2026, 1, 31)

    assert (display.date(day, "en"), display.date(day, "zh")) == ("2026-01-31", "2026年1月31日")
    assert display.date(dt.date(26, 1, 31), "en") == "0026-01-31"
    assert [display.boolean(value, language) for value in (True, False) for language in ("en", "zh")] == [
        *("yes", "是"),
        *("no", "否"),
    ]


DURATIONS = [
    (-1, "0 ms", "0 毫秒"),
    (0.35, "350 ms", "350 毫秒"),
    (0.9999, "1.0 s", "1.0 秒"),
    (1.234, "1.2 s", "1.2 秒"),
    (9.97, "10 s", "10 秒"),
    (59.6, "1 min", "1 分"),
    (185, "3 min 5 s", "3 分 5 秒"),
    (dt.timedelta(hours=2, minutes=10, seconds=5), "2 h 10 min", "2 小时 10 分"),
    (dt.timedelta(days=2), "48 h", "48 小时"),
]


@pytest.mark.parametrize(("value", "english", "chinese"), DURATIONS)
def test_durations_say_the_units_that_matter(value, english, chinese):
    assert (display.duration(value, "en"), display.duration(value, "zh")) == (english, chinese)


VALUES = [
    (None, "CNY", "unknown", "未知"),
    (True, None, "yes", "是"),
    (0, "day", "0 days", "0 天"),
    (Decimal("12300"), "CNY/month", "12,300 CNY/month", "12,300 元/月"),
    (dt.date(2026, 1, 31), None, "2026-01-31", "2026年1月31日"),
    (dt.datetime(2026, 1, 31, 8), None, "2026-01-31", "2026年1月31日"),
    ("a\x1b[31mb", None, "a␛[31mb", "a␛[31mb"),
]


@pytest.mark.parametrize(("fact", "unit", "english", "chinese"), VALUES)
def test_any_value_is_shown_by_its_type(fact, unit, english, chinese):
    assert (display.value(fact, "en", unit=unit), display.value(fact, "zh", unit=unit)) == (english, chinese)
