"""The pack's own checks stand on the cells, so that a spreadsheet refuses what the pack would."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.workbook.made import workbook

BOOK = load_workbook(BytesIO(workbook()))


def checks(sheet: str, cell: str) -> list[tuple[str, str | None, str | None]]:
    """The checks on a cell."""
    return [
        (check.type, check.formula1, check.formula2)
        for check in BOOK[sheet].data_validations.dataValidation
        if any(cell in area for area in check.sqref.ranges)
    ]


@pytest.mark.parametrize(
    ("sheet", "cell", "check"),
    [
        ("Parameters", "G2", ("decimal", "1000", "100000.5")),  # the range of the parameter
        ("Parameters", "G3", ("decimal", "1000", "100000.5")),  # for each of its values
        ("Parameters", "G4", ("list", '"east,west"', None)),  # the choices of the parameter
        ("Parameters", "H9", ("date", "1", None)),
        ("Fields", "B2", ("list", '"bool,integer,number,money,ratio,text,choice,date"', None)),
        ("Fields", "H2", ("list", '"TRUE,FALSE"', None)),
        ("Bands", "C2", ("custom", "OR(ISTEXT(C2),AND(ISNUMBER(C2),C2>=0,C2<=100))", None)),
        ("Score", "E2", ("custom", "OR(ISTEXT(E2),AND(ISNUMBER(E2),E2>=0,E2<=100))", None)),
        ("Indicators", "K2", ("whole", "0", "10")),
        ("Indicators", "I2", ("list", '"day,week,month,quarter,year"', None)),
        ("Table rows", "A2", ("list", "'Tables'!$A$2:$A$502", None)),
        ("Test rows", "A2", ("list", "'Tests'!$A$2:$A$502", None)),
        ("Tests", "G2", ("list", '"prefecture,county"', None)),  # given.city: the choices of the field
        ("Tests", "I2", ("list", '"key,others,none"', None)),  # expect.tier
        ("Tests", "M2", ("list", '"TRUE,FALSE,unknown"', None)),  # expect.criteria.big
    ],
)
def test_checks(sheet, cell, check):
    assert checks(sheet, cell) == [check]


def test_hit_and_missing_are_lists():
    page = BOOK["Pack"]
    rows = {page.cell(row, 1).value: f"B{row}" for row in range(2, page.max_row + 1)}
    assert checks("Pack", rows["hit"]) == [("list", '"first,unique"', None)]
    assert checks("Pack", rows["score.missing"]) == [("list", '"interval,zero,renormalise"', None)]


def test_a_check_says_in_both_languages_what_is_wanted():
    said = [check.error for check in BOOK["Parameters"].data_validations.dataValidation]
    assert "A number from 1000 to 100000.5. 1000 到 100000.5 之间的数字。" in said


def test_headings_are_in_both_languages_and_stay_in_view():
    for page in BOOK.worksheets:
        assert page.freeze_panes is not None
    assert BOOK["Parameters"]["A1"].value == "name\n名称"
    assert BOOK["Tests"]["F1"].value == "given.spend"
    assert BOOK["Table rows"]["B1"].value == "key 1\n键 1"
