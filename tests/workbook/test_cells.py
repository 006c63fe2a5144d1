"""What a cell shows for a value, and what a cell means: no digit, no letter and no kind is lost or guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.workbook.cells import Misfit, from_cell, to_cell

SHOWN = [
    (Decimal("0.1"), "any", 0.1),
    (12000, "number", 12000),
    (Decimal("1E+3"), "any", 1000),
    (Decimal("123456789012.345"), "any", 123456789012.345),
    (Decimal("1234567890123.456"), "any", "1234567890123.456"),  # sixteen digits: a double would lose some
    (999999999999999, "any", 999999999999999),
    (date(2026, 1, 31), "day", date(2026, 1, 31)),
    (date(1900, 2, 28), "day", "1900-02-28"),  # spreadsheets know a 29 February 1900
    (True, "truth", True),
    ("key_spend", "any", "key_spend"),
    ("unknown", "any", "unknown"),
    ("", "text", '""'),
    ("007", "any", '"007"'),
    ("007", "text", "007"),
    ("12,000", "any", '"12,000"'),
    ("１２", "any", '"１２"'),
    ("2026-01-31", "any", '"2026-01-31"'),
    ("2026年1月31日", "any", '"2026年1月31日"'),
    ("TRUE", "any", '"TRUE"'),
    ("=1+1", "text", '"=1+1"'),
    ("+a", "text", '"+a"'),
    ("-a", "text", '"-a"'),
    ("@x", "text", '"@x"'),
    ("'east' = region", "text", "\"'east' = region\""),
    ('"', "text", '"\\""'),
    (" x", "text", '" x"'),
    ("two\nlines", "text", "two\nlines"),
    ("a\r\nb", "text", '"a\\r\\nb"'),
    ("bell\a", "text", '"bell\\u0007"'),
    ("_x0041_", "text", '"\\u005Fx0041_"'),  # spreadsheets read it as A
    (["a", "b"], "words", "a; b"),
    (["a;b", "c；d", "=e"], "words", '"a;b"; "c；d"; "=e"'),
    ([], "words", "[]"),
    ([0, Decimal("40.5")], "any", "[0, 40.5]"),
    ({"from": 1000, "to": 5000}, "any", "{ from = 1000, to = 5000 }"),
]


@pytest.mark.parametrize(("value", "kind", "cell"), SHOWN)
def test_what_a_cell_shows_means_the_value(value, kind, cell):
    shown = to_cell(value, kind)

    assert (shown, type(shown)) == (cell, type(cell))
    meant = from_cell(shown, kind)
    assert meant == value
    assert isinstance(meant, bool) == isinstance(value, bool)


@pytest.mark.parametrize("cell", [None, "", "  ", "\n"])
@pytest.mark.parametrize("kind", ["text", "words", "truth", "number", "day", "any"])
def test_an_empty_cell_means_nothing(cell, kind):
    assert from_cell(cell, kind) is None


def test_lists_may_be_typed_in_chinese_and_with_spare_separators():
    assert from_cell("地级市；市 ;; 州", "words") == ["地级市", "市", "州"]


def test_blanks_around_a_text_are_none_of_it():
    assert from_cell(" key_spend ", "any") == "key_spend"


SLIPS = [
    ("12000", "any", '12000 is a number typed as a text — … if a text is meant: "12000"'),
    ("12,000", "number", "12,000 is a number typed as a text — type it into a cell that is not formatted as text"),
    ("50 %", "number", "50 % is a number typed as a text — …"),
    ("2026-01-31", "day", "2026-01-31 is a date typed as a text — …"),
    ("2026/1/31", "any", "2026/1/31 is a date typed as a text — …"),
    ("true", "truth", "true is true or false typed as a text — …"),
    ("soon", "day", "soon is not a date"),
    ("ja", "truth", "ja is not true or false"),
    (5, "text", 'must be a text, not a number — make the cell a text; or put the text in quotes: "5"'),
    (5, "day", "must be a date, not a number"),
    (True, "number", "must be a number, not true or false"),
    (date(2026, 1, 31), "number", "must be a number, not a date"),
    (datetime(2026, 1, 31, 12), "day", "must be a date, not a date with a time"),
    (float("inf"), "any", "inf is not a number that a pack may have"),
    (time(12, 30), "any", "must be a value, not a time"),
    (timedelta(hours=30), "day", "must be a date, not a time"),
    ('"open', "text", '"open is not TOML — a text that begins with ", [ or { must be written as in TOML, in quotes'),
    ('"a" b', "words", '…'),
    ("[0, 40", "any", "[0, 40 is not TOML — …"),
    ('"a"\nb = "c"', "text", '…'),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "kind", "said"), SLIPS)
def test_a_slip_is_never_guessed_at(cell, kind, said):
    with pytest.raises(Misfit) as caught:
        from_cell(cell, kind)

    what = str(caught.value.what)
    line = f"{what} — {caught.value.remedy}" if caught.value.remedy else what
    for part in said.split("…"):
        assert part.strip() in line


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.from_regex(
    r"[-+0-9=.,;；\"'\\/_x\n ]{1,12}"
)
numbers = st.decimals(-(10**15) + 1, 10**15 - 1, places=10).map(lambda number: number.normalize()) | st.integers(
    -(10**15) + 1, 10**15 - 1
)
values = texts | numbers | st.dates() | st.booleans() | st.lists(numbers, max_size=2)


@given(values)
def test_any_value_of_a_pack(value):
    meant = from_cell(to_cell(value, "any"), "any")

    assert meant == value
    assert isinstance(meant, bool) == isinstance(value, bool)


@given(texts)
def test_any_text(text):
    assert from_cell(to_cell(text, "text"), "text") == text


@given(st.lists(texts.filter(str.strip), max_size=4))
def test_any_list_of_texts(items):
    assert from_cell(to_cell(items, "words"), "words") == items


@given(values)
def test_nothing_is_ever_shown_as_a_formula(value):
    shown = to_cell(value, "any")

    assert not isinstance(shown, str) or shown[:1] not in ("=", "+", "@", "'") or shown == ""
