from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from kamengine.locale.terminal import fit, plain, table, width, with_both_ends

TURNS_DIRECTION = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
HOSTILE = "\x00\x07\x1b\x9b\x7f\t\n\r\u2028\u2029\u061c\u200b\u200d\u200e\u202e\u2066\ufeff\ufe0f\u0301\u0903\U000e0041"
WIDE = "客户🇨🇳👨🏽가\u1100\u1161\u3000１क्"
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(HOSTILE + WIDE + "\ud800a "))) | st.text(st.characters())


def misbehaves(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in TURNS_DIRECTION
    )


@given(TEXTS, st.integers(0, 30))
@example("e" + "\u0301" * 10_000, 10)
@example("\u1161" * 10_000, 10)
@example("क्" * 10_000, 10)
@example("👨" + "🏽" * 10_000, 10)
@example("a" + "\ufe0f" * 10_000 + "b", 2)
def test_plain_text_never_misbehaves_and_never_takes_more_room(text, limit):
    shown = plain(text, limit)

    assert not [character for character in shown if misbehaves(character)]
    assert 0 <= wcswidth(shown) <= limit
    assert len(shown) <= 4 * limit + 1
    assert width(shown) == wcswidth(shown)


@given(TEXTS)
def test_plain_text_stays_as_it_is(text):
    once = plain(text, None)

    assert plain(once, None) == once
    assert plain(once, width(once) + 1) == plain(text, width(once) + 1)


@given(TEXTS, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
@example("00\uaa7b00", 4, "left")
def test_fit_is_exactly_as_wide_as_asked(text, cells, align):
    assert width(fit(text, cells, align)) == cells


@given(TEXTS, st.integers(0, 30))
@example("00\uaa7b00", 4)
def test_a_text_with_both_ends_is_never_wider_than_asked(text, cells):
    short = with_both_ends(text, cells)

    assert width(short) <= cells
    assert plain(short, None) == short
    assert width(plain(text, None)) > cells or short == plain(text, None)


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("bills-2026-06.csv", 17, "bills-2026-06.csv"),
        ("bills of June 2026-06.csv", 17, "bills of…6-06.csv"),
        ("北京电信客户月租2026-06.xlsx", 18, "北京电信…-06.xlsx"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_the_middle_of_a_long_name_gives_way(text, cells, shown):
    assert with_both_ends(text, cells) == shown


PLAIN = [
    ("中国移动 (北京)", "中国移动 (北京)"),
    ("Đặng Thị Ngọc Ánh", "Đặng Thị Ngọc Ánh"),
    ("[A] Corp x[/]y", "[A] Corp x[/]y"),
    ("a\x1b[31mb", "a␛[31mb"),
    ("a\r\n\tb\x00\x7f", "a␍␤␉b␀␡"),
    ("a\x9bb", r"a\x9bb"),
    ("moc\u202e.exe", r"moc\u202e.exe"),
    ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
    ("a\u2028b", r"a\u2028b"),
    ("a\ud800b", r"a\ud800b"),
    ("a\U000e0041b", r"a\U000e0041b"),
    ("\u0378", r"\u0378"),  # unassigned
    ("\u3164", r"\u3164"),  # a letter that shows nothing
    ("❤\ufe0f", "❤"),
    ("葛\U000e0100", "葛"),
    ("café 👩\u200d👩\u200d👧 店", "café 👩👩👧 店"),
    ("👩🏽\u200d❤\ufe0f\u200d👩", "👩❤👩"),
    ("A\u200d1", r"A\u200d1"),  # between letters it hides
    ("\u200d👩", r"\u200d👩"),
    ("n\u0303", "n\u0303"),
    ("\ue000", "\ue000"),  # private use: rare characters in Chinese names
    ("z\u0301\u0301\u0301\u0301", "z\u0301\u0301\u0301" + r"\u0301"),
    ("\u0301x", r"\u0301x"),
]


@pytest.mark.parametrize(("text", "shown"), PLAIN)
def test_plain_text_shows_what_it_hides(text, shown):
    assert plain(text) == shown


CLIPPED = [
    ("abcdef", 6, "abcdef"),
    ("abcdef", 5, "abcd…"),
    ("客户名称", 8, "客户名称"),
    ("客户名称", 7, "客户名…"),
    ("客户名称", 6, "客户…"),
    ("ab cdef", 4, "ab…"),
    ("客户", 1, "…"),
    ("客户", 0, ""),
    ("x" * 10_000, 120, "x" * 119 + "…"),
]


@pytest.mark.parametrize(("text", "limit", "shown"), CLIPPED)
def test_long_text_is_clipped_by_cells(text, limit, shown):
    assert plain(text, limit) == shown


FITTED = [
    ("客户", 7, "left", "客户   "),
    ("客户", 7, "right", "   客户"),
    ("客户", 7, "center", " 客户  "),
    ("客户名称", 6, "right", " 客户…"),
    ("e\u0301", 3, "left", "e\u0301  "),
]


@pytest.mark.parametrize(("text", "cells", "align", "shown"), FITTED)
def test_fit_pads_by_cells(text, cells, align, shown):
    assert fit(text, cells, align) == shown


def test_a_table_lines_up_in_chinese():
    rows = [["中国移动", "12,300"], ["[A] Corp\nx", "3"]]

    assert table(rows, ["客户", "月均消费"], ["left", "right"]).splitlines() == [
        "客户          月均消费",
        "----------  ----------",
        "中国移动        12,300",
        "[A] Corp␤x           3",
    ]


def test_a_table_leaves_texts_that_look_like_numbers_alone():
    assert "007  1e5" in table([["007", "1e5"]], ["a", "b"])


def test_a_table_without_rows_still_has_its_headers():
    assert table([], ["客户", "tier"]).splitlines()[0] == "客户    tier"


def test_a_table_clips_its_cells():
    assert table([["客" * 50]], ["a"], limit=9).splitlines()[-1] == "客客客客…"
