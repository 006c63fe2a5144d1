from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import KINDS, Choice, Field
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.one_value import read_one
from kamengine.intake.values.options import value_options
from kamengine.intake.wording import change_of, reason
from tests.intake.taking import shared_connection
from tests.intake.values.cells import ENGLISH, read_column


def test_every_change_and_every_bad_cell_has_words():
    told = [str(change_of(mark)) for mark in Mark if mark.told]
    assert len(set(told)) == len(told)
    readings = [read_column(kind, ["?"]).reading for kind in KINDS]
    readings.append(read_column(Field("account_id", "text"), ["?"]).reading)
    readings.append(read_column(Field("x", "choice", choices=(Choice("a"),)), ["?"]).reading)
    for reading in readings:
        assert reading is not None
        assert all(str(reason(reading, mark)) for mark in Mark if mark.bad)


@settings(max_examples=15)
@given(cells=st.lists(st.text(max_size=20), min_size=1, max_size=50), kind=st.sampled_from(KINDS))
def test_whatever_stands_in_a_cell_is_a_value_or_bad_or_asked_about(cells, kind):
    read = read_column(kind, cells)
    assert read.problem is not None or len(read.values) == len(cells)
    assert all(value is None for value, mark in zip(read.values, read.marks, strict=True) if mark.bad)


@pytest.mark.parametrize(
    ("field", "text", "canonical", "mark"),
    [
        (Field("x", "money"), "¥1.2万", "12000.0000", Mark.SCALED),
        (Field("x", "ratio"), "85%", "0.85", Mark.PERCENT),
        (Field("x", "integer"), "12.0", "12", Mark.FINE),
        (Field("x", "date"), "2026年1月31日", "2026-01-31", Mark.FINE),
        (Field("x", "bool"), "是", "true", Mark.FINE),
        (Field("x", "choice", choices=(Choice("key", aliases=("重点",)),)), "重点", "key", Mark.TIDIED),
        (Field("x", "choice", choices=(Choice("none", aliases=("无",)),)), "无", "none", Mark.TIDIED),
        (Field("x", "choice", choices=(Choice("key"),)), "无", None, Mark.NO_VALUE),
        (Field("x", "text"), "it's", "it's", Mark.FINE),
        (Field("x", "number"), "", None, Mark.TIDIED),
    ],
)
def test_one_value_is_read_as_a_cell_and_its_canonical_text_again(field, text, canonical, mark):
    read = read_one(shared_connection(), field, text)
    assert (read.canonical, read.mark, read.problem) == (canonical, mark, None)
    if canonical is not None:
        again = read_one(shared_connection(), field, canonical)
        assert (again.value, again.mark) == (read.value, Mark.FINE)


def test_one_value_that_is_none_or_could_be_two_says_so():
    bad = read_one(shared_connection(), Field("x", "number"), "twelve")
    assert bad.problem is not None and (ENGLISH.text(bad.problem), bad.value) == ("not a number", None)
    unclear = read_one(shared_connection(), Field("x", "date"), "03/04/2026")
    assert unclear.problem is not None and unclear.meanings == ("2026-04-03", "2026-03-04")
    assert ENGLISH.text(unclear.problem) == "in 03/04/2026 day and month can be read in several orders"
    said = read_one(shared_connection(), Field("x", "date"), "03/04/2026", value_options(dates=["dmy"]))
    assert said.canonical == "2026-04-03"
