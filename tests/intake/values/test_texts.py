from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake.values.marks import Mark
from tests.intake.values.cells import BAD, read_column

ID = Field("account_id", "text")

TEXTS = {
    "plain": ("plain", Mark.FINE),
    "two  words": ("two  words", Mark.FINE),
    " padded\t": ("padded", Mark.TIDIED),
    "\u3000客户 有限公司\u00a0": ("客户 有限公司", Mark.TIDIED),
    "two\r\nlines": ("two lines", Mark.TIDIED),
    "line\u2028separator": ("line separator", Mark.TIDIED),
    "Cafe\u0301": ("Café", Mark.TIDIED),
    "": (None, Mark.TIDIED),
    " \u3000\u00a0\t": (None, Mark.TIDIED),
    # what cannot be seen is left out
    "\ufeffmarked\u200b": ("marked", Mark.INVISIBLE),
    "in\u200bvisible": ("invisible", Mark.INVISIBLE),
    "red\x1b[31m alert": ("red[31m alert", Mark.INVISIBLE),
    "bell\x07": ("bell", Mark.INVISIBLE),
    "\x1b": (None, Mark.INVISIBLE),
    "c1\x9bcontrol": ("c1control", Mark.INVISIBLE),
    "back\u202ewards": ("backwards", Mark.INVISIBLE),
    "soft\u00adhyphen": ("softhyphen", Mark.INVISIBLE),
    # what stands there stays
    "한글": ("한글", Mark.FINE),
    "Ångström": ("Ångström", Mark.FINE),
    "x[/]y [A] Corp": ("x[/]y [A] Corp", Mark.FINE),
    'O\'Brien "&amp;" \\ %s {x}': ('O\'Brien "&amp;" \\ %s {x}', Mark.FINE),
    "=cmd|' /C calc'!A0": ("=cmd|' /C calc'!A0", Mark.FINE),
    "17850.0": ("17850.0", Mark.FINE),
    "１２": ("１２", Mark.FINE),
    "👩\u200d👩\u200d👧": ("👩\u200d👩\u200d👧", Mark.FINE),
    "x" * 10_000: ("x" * 10_000, Mark.FINE),
    # words for nothing; not those that may be a name or an answer
    **{word: (None, Mark.NO_VALUE) for word in ["NULL", "null", "N/A", "#N/A", "#REF!", "-", "—", "(blank)", r"\N"]},
    **{word: (None, Mark.NO_VALUE) for word in ["未知", "暂无", "Unknown", " N/A "]},
    **{word: (word, Mark.FINE) for word in ["NA", "None", "Null", "nil", "无", "nan", "NULL and void"]},
}


def test_texts_are_harmless_and_in_one_form():
    read = read_column("text", list(TEXTS))
    assert dict(zip(TEXTS, zip(read.values, read.marks, strict=True), strict=True)) == TEXTS


IDS = {
    "A1": ("A1", Mark.FINE),
    "客户 1": ("客户 1", Mark.FINE),
    "0012": ("0012", Mark.FINE),
    "a@b.com": ("a@b.com", Mark.FINE),
    "C-0.5/x": ("C-0.5/x", Mark.FINE),
    " A1\u3000": ("A1", Mark.TIDIED),
    "ＡＢ－１２": ("AB-12", Mark.FULL_WIDTH),
    "００１２３": ("00123", Mark.FULL_WIDTH),
    "3.201021990010112E+17": (BAD, Mark.LOST_DIGITS),
    "Cafe\u0301": ("Café", Mark.TIDIED),
    "A\n1": ("A 1", Mark.TIDIED),
    "A\u200b1": ("A1", Mark.INVISIBLE),
    "A\u200d1": ("A1", Mark.TIDIED),
    "A\x1b1": ("A1", Mark.INVISIBLE),
    "17850.0": ("17850", Mark.WHOLE_ID),
    "007.00": ("007", Mark.WHOLE_ID),
    "１７.０": ("17", Mark.WHOLE_ID),
    "17850.0.1": ("17850.0.1", Mark.FINE),
    "1.23457E+11": (BAD, Mark.LOST_DIGITS),
    "5E+12": (BAD, Mark.LOST_DIGITS),
    "1E5": ("1E5", Mark.FINE),
    "": (None, Mark.TIDIED),
    **{word: (None, Mark.NO_VALUE) for word in ["NULL", "N/A", "-", "未知"]},
    "NA": ("NA", Mark.FINE),
    "none": ("none", Mark.FINE),
}


def test_ids_are_the_same_wherever_they_stand():
    read = read_column(ID, list(IDS))
    assert dict(zip(IDS, zip(read.outcomes, read.marks, strict=True), strict=True)) == IDS


def test_ids_with_fractions_are_left_as_they_are():
    assert read_column(ID, ["1.0", "1.1", "2.0"]).values == ["1.0", "1.1", "2.0"]


def test_a_blank_id_is_bad_where_one_is_required():
    assert read_column(ID, ["A", "", " ", "N/A", "B"], required=True).marks == [
        *(Mark.FINE, Mark.BLANK, Mark.BLANK, Mark.BLANK, Mark.FINE)
    ]


@pytest.mark.parametrize(
    ("sql_type", "cells", "ids"),
    [
        ("BIGINT", [12, None], ["12", None]),
        ("DOUBLE", [17850.0, 1e15, None], ["17850", "1000000000000000", None]),
        ("DOUBLE", [1e16], [BAD]),
        ("DECIMAL(9,2)", [17850], ["17850"]),
        ("DECIMAL(9,1)", [1.5, 2], ["1.5", "2"]),
    ],
)
def test_ids_may_be_numbers(sql_type, cells, ids):
    assert read_column(ID, cells, sql_type=sql_type).outcomes == ids


anything = st.text(max_size=12) | st.text("ＡＢ１２ab12.0-\u200b\u3000\u0301e é\x1b\n\u202e", max_size=8)


@settings(max_examples=25)
@given(cells=st.lists(anything, min_size=1, max_size=30), field=st.sampled_from([Field("x", "text"), ID]))
def test_what_was_made_clean_is_clean(cells, field):
    values = [value for value in read_column(field, cells).values if value is not None]
    again = read_column(field, values)
    assert again.values == values
    assert not any(mark.told or mark.bad for mark in again.marks)
    for value in values:
        assert value == value.strip() == unicodedata.normalize("NFC", value) != ""
        assert not any(unicodedata.category(character) == "Cc" for character in value)
