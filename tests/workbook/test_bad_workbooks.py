"""What people do to a workbook: every slip is named with its sheet and cell, all at once."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from kamengine.workbook.opened import MAX_UNPACKED
from kamengine.workbook.sheet_reader import MAX_ROWS
from kamengine.workbook.sheets import SHEETS
from tests.workbook.made import problems, said, workbook


def test_an_unchanged_workbook_is_sound():
    assert said(workbook()) == []


# ── sheets and columns ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_renamed_sheet():
    def rename(book):
        book["Parameters"].title = "Params"

    assert problems(rename) == [
        "made.xlsx: Params!A1: no pack has a sheet Params — did you mean Parameters?",
        "made.xlsx: Parameters!A1: the sheet Parameters is missing — "
        "rename it back, or add an empty one of this name with its headings",
    ]


def test_the_names_of_sheets_may_be_chinese():
    def translate(book):
        for sheet in SHEETS:
            book[sheet.name].title = sheet.zh
        book["参数"]["G2"] = "=1"
        book["分档"]["A2"] = "biled"

    assert problems(translate) == [
        "made.xlsx: 参数!G2: =1 is a formula — replace it by its value",
        "made.xlsx: 分档!A2: biled is not on the sheet 评分项 — did you mean billed?",
    ]


def test_a_sheet_in_both_languages():
    assert problems(lambda book: book.create_sheet("等级")) == [
        "made.xlsx: Tiers!A1: this is the sheet 等级 once more — delete one of them",
        "made.xlsx: 等级!A1: the headings are missing — they stand in the first row",
    ]


def test_a_missing_sheet():
    assert problems(lambda book: book.remove(book["Table rows"])) == [
        "made.xlsx: 'Table rows'!A1: the sheet Table rows is missing — "
        "rename it back, or add an empty one of this name with its headings"
    ]


def test_a_further_sheet():
    assert problems(lambda book: book.create_sheet("Bob's notes")) == [
        "made.xlsx: 'Bob''s notes'!A1: no pack has a sheet Bob's notes — delete it, or move it to another workbook"
    ]


def test_a_hidden_sheet():
    def hide(book):
        book["Tiers"].sheet_state = "hidden"

    assert problems(hide) == ["made.xlsx: Tiers!A1: the sheet is hidden — show it, and look what it says"]


def test_a_renamed_column():
    def rename(book):
        book["Parameters"]["I1"] = "sources"

    assert problems(rename) == [
        "made.xlsx: Parameters!I1: no column of the sheet is called sources — did you mean source?",
        "made.xlsx: Parameters!A1: the column source is missing — rename it back, or add an empty one",
    ]


def test_a_column_that_is_there_twice_or_has_no_heading():
    def spoil(book):
        book["Criteria"]["F1"] = "条件"
        book["Criteria"]["G2"] = "a note"

    assert problems(spoil) == [
        "made.xlsx: Criteria!F1: the column when is there twice — delete one of them",
        "made.xlsx: Criteria!G2: the column has no heading — empty the cell, or name the column",
    ]


def test_headings_in_one_language_and_in_another_order_do():
    def rearrange(book):
        page = book["Tiers"]
        page.move_range("A1:A3", cols=6)
        page["G1"], page["D1"] = "编号", "When"
        page.delete_cols(1)

    assert problems(rearrange) == []


def test_no_headings():
    assert problems(lambda book: book["Tiers"].insert_rows(1)) == [
        "made.xlsx: Tiers!A1: the headings are missing — they stand in the first row"
    ]


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_formula():
    def compute(book):
        book["Parameters"]["G2"] = "=G3*1.1"

    assert problems(compute) == ["made.xlsx: Parameters!G2: =G3*1.1 is a formula — replace it by its value"]


def test_an_error_of_the_spreadsheet():
    def break_reference(book):
        book["Parameters"]["G2"] = "#REF!"

    assert problems(break_reference) == [
        "made.xlsx: Parameters!G2: #REF! is an error of the spreadsheet — type the value"
    ]


def test_a_date_typed_as_a_text():
    def type_date(book):
        book["Parameters"]["H2"] = "2024-01-01"

    assert problems(type_date) == [
        "made.xlsx: Parameters!H2: 2024-01-01 is a date typed as a text — "
        "type it into a cell that is not formatted as text"
    ]


def test_a_number_typed_as_a_text():
    def type_number(book):
        book["Parameters"]["G2"] = "12,000"

    assert problems(type_number) == [
        "made.xlsx: Parameters!G2: 12,000 is a number typed as a text — type it into a cell that is not formatted as "
        'text; if a text is meant: "12,000"'
    ]


def test_a_number_where_a_text_belongs():
    def type_number(book):
        book["Pack"]["B3"] = 2026.1

    assert problems(type_number) == [
        'made.xlsx: Pack!B3: must be a text, not a number — make the cell a text; or put the text in quotes: "2026.1"'
    ]


def test_merged_cells():
    assert problems(lambda book: book["Parameters"].merge_cells("B2:C3")) == [
        "made.xlsx: Parameters!B2:C3: the cells are merged — split them, and fill in each cell"
    ]


def test_an_empty_row_in_the_middle():
    assert problems(lambda book: book["Bands"].insert_rows(3)) == [
        "made.xlsx: Bands!A3: the row is empty, and rows below it are not — delete the row"
    ]


# ── rows that do not fit together ────────────────────────────────────────────────────────────────────────────────────


def test_two_rows_with_one_name():
    assert problems(lambda book: book["Criteria"].append(["big", None, None, "spend > 1"])) == [
        "made.xlsx: Criteria!A3: big is there already, in row 2 — rename or delete one of the rows"
    ]


def test_two_values_from_one_day():
    def same_day(book):
        book["Parameters"]["H3"] = date(2024, 1, 1)

    assert problems(same_day) == ["made.xlsx: Parameters!A2: two values start on the same day"]


def test_a_second_row_of_a_parameter_that_contradicts_the_first():
    def contradict(book):
        book["Parameters"]["D3"] = "CNY/year"

    assert problems(contradict) == [
        "made.xlsx: Parameters!D3: says something else than row 2 of the same name — "
        "change the first row, and leave this cell empty"
    ]


def test_half_a_range():
    def forget(book):
        book["Parameters"]["F2"] = None

    assert problems(forget) == ["made.xlsx: Parameters!F2: is empty — give both ends of the range, or none"]


def test_rows_about_what_is_not_there():
    def misspell(book):
        book["Bands"]["A2"] = "biled"
        book["Table rows"]["A2"] = "line"
        book["Spellings"]["C2"] = "prefektur"
        book["Test rows"]["A2"] = "at the lien"
        book["Ledger columns"]["A2"] = None

    assert problems(misspell) == [
        "made.xlsx: Spellings!C2: prefektur is not a choice of city — did you mean prefecture?",
        "made.xlsx: 'Ledger columns'!A2: is empty — say what this row is about, or delete the row",
        "made.xlsx: 'Table rows'!A2: line is not on the sheet Tables — did you mean lines?",
        "made.xlsx: Bands!A2: biled is not on the sheet Score — did you mean billed?",
        "made.xlsx: 'Test rows'!A2: at the lien is not on the sheet Tests — did you mean at the line?",
    ]


# ── the checks of the pack itself ────────────────────────────────────────────────────────────────────────────────────


def test_what_kam_check_would_say_is_said_of_the_cell():
    def spoil(book):
        book["Parameters"]["G2"] = 5
        book["Parameters"]["I4"] = None
        book["Tiers"]["D2"] = "bigg"
        book["Bands"]["C3"] = 180
        book["Indicators"]["H2"] = "three months"
        book["Tests"]["I2"] = "kye"

    assert sorted(problems(spoil)) == [
        "made.xlsx: Bands!C3: points are 0 to 100, not 180",
        'made.xlsx: Indicators!H2: "three months" is not a window — '
        'write "3 months", "3 full months", "90 days", "last year" or "3 months, 12 months ago"',
        "made.xlsx: Indicators!I2: per needs a window to divide by",
        "made.xlsx: Parameters!G2: 5 is outside the range 1000 to 100000.5",
        'made.xlsx: Parameters!I4: the value has no source — say who vouches for it, or source = "assumption"',
        "made.xlsx: Tests!I2: there is no tier kye — did you mean key?",
        "made.xlsx: Tiers!D2: unknown name bigg — did you mean big?",
    ]


def test_all_problems_come_at_once():
    def spoil(book):
        book["Parameters"]["G2"] = "=1"
        book["Parameters"]["H2"] = "soon"
        book["Criteria"].append(["big", None, None, "true"])
        book["Bands"].merge_cells("A2:A3")
        book["Indicators"]["H2"] = "three months"

    assert [problem.split(": ")[1] for problem in problems(spoil)] == [
        "Parameters!G2",
        "Parameters!H2",
        "Bands!A2:A3",
        "Criteria!A3",
        "Indicators!H2",
    ]


# ── files that are no workbook of a pack ─────────────────────────────────────────────────────────────────────────────

LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 64


def zipped(name: str, content: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "this is not an .xlsx workbook — save it as .xlsx"),
        (b"name,value\nkey_spend,1\n", "this is not an .xlsx workbook — save it as .xlsx"),
        (LOCKED, "the workbook has a password — save it without one"),
        (LOCKED[:256], "this is not an .xlsx workbook — save it as .xlsx"),
        (zipped("content.xml", b"<office/>"), "this is not an .xlsx workbook — save it as .xlsx"),
    ],
    ids=["empty", "csv", "password", "xls", "ods"],
)
def test_not_a_workbook(content, what):
    assert said(content) == [f"made.xlsx: {what}"]


@pytest.mark.parametrize(
    "content",
    [zipped("xl/workbook.xml", b"<workbook"), workbook()[:-300], workbook().replace(b"PK\x03\x04", b"PK??", 5)],
)
def test_a_damaged_workbook(content):
    (problem,) = said(content)
    assert problem.startswith("made.xlsx: the workbook is damaged: ")
    assert problem.endswith(" — open it in a spreadsheet program and save it again")


def test_a_workbook_that_unpacks_to_a_mountain_is_not_unpacked():
    (problem,) = said(zipped("xl/workbook.xml", b" " * (MAX_UNPACKED + 1)))
    assert problem.startswith("made.xlsx: the workbook is too large: unpacked at most")


def test_more_rows_than_any_pack_has_are_not_even_read():
    content = BytesIO(workbook())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet99.xml", "<row />" * 1_000_000)

    (problem,) = said(content.getvalue())

    assert problem.startswith("made.xlsx: the workbook has 1000")
    assert problem.endswith(" rows; at most 50000 — delete rows and pictures that belong to no pack")


def test_rows_that_only_look_empty_far_below():
    def touch(book):
        book["Tiers"].cell(1_048_576, 2).value = " "

    assert problems(touch) == [
        f"made.xlsx: Tiers!A1: the sheet goes to row 1048576 and column 4; at most {MAX_ROWS} and 1000 — "
        "delete the rows and columns that only look empty"
    ]


def test_another_workbook_altogether():
    book, saved = Workbook(), BytesIO()
    book.save(saved)
    found = said(saved.getvalue())
    assert found[0].startswith("made.xlsx: Sheet!A1: no pack has a sheet Sheet")
    assert len(found) == 1 + len(SHEETS)


def test_a_pack_without_tiers_is_said_of_their_sheet():
    assert problems(lambda book: book["Tiers"].delete_rows(2, 2)) == [
        "made.xlsx: Tiers!A1: the pack has no tiers — add at least one [[tiers]]",
        "made.xlsx: Tests!I2: there is no tier key",
        "made.xlsx: Tests!J2: there is no tier key",
        "made.xlsx: Visits!B2: the pack has no tier key",
        "made.xlsx: Visits!B3: the pack has no tier others",
        "made.xlsx: Playbooks!B3: the pack has no tier key",
    ]
