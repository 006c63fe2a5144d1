"""How files are read is asked with what holds now: leaving every answer as it stands changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.intake.files.options import ReadOptions
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.values.decisions import DateOrder, DecimalSign
from kamengine.intake.values.options import ValueOptions
from kamengine.tui.dialogs.form import Form
from kamengine.tui.imports.mapping import MappingScreen
from kamengine.tui.imports.reading_form import asked_of_reading, request_so
from kamengine.tui.screens.page import PageScreen
from tests.tui.driving import WIDE, opened

HEADERS = st.sampled_from(["", "betrag", "datum"])
VALUES = st.builds(
    ValueOptions,
    dates=st.dictionaries(HEADERS, st.sampled_from(get_args(DateOrder))),
    decimals=st.dictionaries(HEADERS, st.sampled_from(get_args(DecimalSign))),
)
REQUESTS = st.builds(
    ImportRequest,
    mode=st.sampled_from([None, "replace", "merge"]),
    key=st.sampled_from([None, "#", "code"]),
    accept=st.booleans(),
    values=VALUES,
    reading=st.builds(ReadOptions, encoding=st.sampled_from([None, "gb18030"]), header_row=st.sampled_from([None, 3])),
    duplicate_ids=st.sampled_from(["quarantine", "first", "last"]),
)


@given(REQUESTS)
def test_answers_that_are_left_as_they_stand_change_nothing(request):
    answers = {each.name: each.value for each in asked_of_reading(request, None)}
    assert request_so(request, answers) == request


@given(REQUESTS, st.sampled_from(get_args(DateOrder)))
def test_an_answer_for_all_columns_leaves_what_was_said_of_single_ones(request, order):
    answers = {each.name: each.value for each in asked_of_reading(request, None)} | {"dates": order}
    so = request_so(request, answers)
    assert so.values.dates == {**request.values.dates, "": order}
    assert replace(so, values=request.values) == request


@pytest.mark.parametrize("taken", [False, True], ids=["asked again", "the next time"])
async def test_the_form_shows_what_was_answered_and_what_holds_without_an_answer(
    telecom, english, office, tmp_path, taken
):
    path = tmp_path / "dated.csv"
    path.write_text("客户编号,客户名称,Since\nX1,甲,03/04/2026\n", encoding="utf-8")
    async with opened([telecom], english, WIDE, office=office) as kam:
        await bring(kam, path)
        await kam.press("o")
        assert "else merge" in kam.text and "found out: utf-8" in kam.text and "dmy" not in kam.text
        kam.assert_exact()
        await kam.press("tab", "tab", "tab")
        await kam.write("dmy")
        await kam.press("ctrl+s")
        if taken:
            await kam.press("w")
            await kam.until(lambda: isinstance(kam.screen, PageScreen))
            await kam.press("escape")
            path.write_text("客户编号,客户名称,Since\nX2,乙,05/06/2026\n", encoding="utf-8")
            await bring(kam, path)
        await kam.press("o")
        assert isinstance(kam.screen, Form)
        shown = "else found out from the cells, or dmy as the last time" if taken else "dmy"
        assert shown in kam.text and ("as the last time" in kam.text) is taken


async def bring(kam, file):
    await kam.press("6", "i")
    await kam.write(str(file))
    await kam.press("ctrl+s")
    await kam.until(lambda: isinstance(kam.screen, MappingScreen))
