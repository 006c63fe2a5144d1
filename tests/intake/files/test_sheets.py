from __future__ import annotations

import datetime as dt
import gc
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.intake.files.opening import open_file
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.sheets import SheetFile
from kamengine.intake.scratch import Scratch
from kamengine.locale import Messages
from kamengine.problems import KamError
from tests.spreadsheets.writing import raw_cell, write_ods, write_raw_xlsx, write_xls, write_xlsx

ENGLISH = Messages.of("en")
ROWS = list[list[Any]]
TITLED: ROWS = [
    ["客户清单"],
    [],
    ["编号", "联系人", None, None],
    [None, "姓名", "电话"],
    ["C1", "张三", "1"],
    ["C2", "李四", "2"],
]
TABLE: ROWS = [
    ["id", "名称", "spend", "since", "active"],
    ["001", "客户", 12.5, dt.date(2024, 1, 31), True],
    ["A", None, 7, None, False],
]
TABLE_AS_TEXT = [["001", "客户", "12.5", "2024-01-31", "true"], ["A", None, "7", None, "false"]]


def opened(connection, path, **options):
    return open_file(path, connection, ReadOptions(**options))


def cells_of(connection, file):
    """All cells as text, row by row."""
    rows = file.read(Scratch(connection), range(len(file.headers)))
    columns = ", ".join(f"c{index}" for index in range(len(file.headers)))
    return [list(row) for row in connection.execute(f"SELECT {columns} FROM {rows.relation} ORDER BY r").fetchall()]


def refused(connection, path, **options):
    with pytest.raises(KamError) as error:
        opened(connection, path, **options)
    return [problem.text(ENGLISH).replace(f"{path.parent}/", "") for problem in error.value.problems]


def book(path, **sheets):
    """Write a workbook of several sheets; the name of a hidden one ends in an underscore."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.removesuffix("_"))
        sheet.sheet_state = "hidden" if name.endswith("_") else "visible"
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


VALUES = {
    "a text": ("Acme 公司", "Acme 公司"),
    "digits that are text": ("001", "001"),
    "blanks around": ("  a ", "  a "),
    "two lines": ("one\ntwo", "one\ntwo"),
    "a quote and a comma": ('say "a", b', 'say "a", b'),
    "a formula as text": ("'=1+1", "'=1+1"),
    "a whole number": (12400, "12400"),
    "an id that Excel made a number": (17850.0, "17850"),
    "a fraction": (0.1, "0.1"),
    "a large number": (1e22, "1E+22"),
    "a small number": (-1.5e-7, "-0.00000015"),
    "nothing below zero": (-0.0, "0"),
    "a truth": (True, "true"),
    "a day": (dt.date(2024, 3, 5), "2024-03-05"),
    "midnight": (dt.datetime(2024, 3, 5), "2024-03-05"),
    "a moment": (dt.datetime(2024, 3, 5, 13, 30, 15), "2024-03-05 13:30:15"),
}


def test_cells_become_the_text_that_names_their_value(connection, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["id", "x"], *([key, value] for key, (value, _) in VALUES.items())])

    file = opened(connection, path)

    assert (file.headers, file.types, file.encoding, file.header_lines) == (("id", "x"), ("VARCHAR",) * 2, "", (1,))
    assert cells_of(connection, file) == [[key, text] for key, (_, text) in VALUES.items()]


def test_a_format_changes_how_a_number_looks_and_not_what_it_is(connection, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["id", "x"], ["share", 0.85], ["money", 1234.5], ["day", 45356]])
    made = openpyxl.load_workbook(path)
    for place, code in {"B2": "0%", "B3": '"¥"#,##0.00', "B4": 'yyyy"年"m"月"d"日"'}.items():
        made.worksheets[0][place].number_format = code
    made.save(path)

    assert [row[1] for row in cells_of(connection, opened(connection, path))] == ["0.85", "1234.5", "2024-03-05"]


def test_a_formula_is_its_value_an_error_its_text_and_one_never_calculated_is_counted(connection, tmp_path):
    head = f"<row>{raw_cell('A1', 'id')}{raw_cell('B1', 'x')}</row>"
    kept = f'<row>{raw_cell("A2", "kept")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
    text = f'<row>{raw_cell("A3", "text")}<c r="B3" t="str"><f>A1</f><v></v></c></row>'
    error = f'<row>{raw_cell("A4", "error")}<c r="B4" s="0" t="e"><f>NA()</f><v>#N/A</v></c></row>'
    never = f'<row>{raw_cell("A5", "never")}<c r="B5"><f>1+1</f></c></row>'
    shared = f'<row>{raw_cell("A6", "never")}<c r="B6"><f t="shared" si="0"/><v/></c></row>'
    path = write_raw_xlsx(tmp_path / "a.xlsx", [head, kept, text, error, never, shared])

    file = opened(connection, path)

    assert [row[1] for row in cells_of(connection, file)] == ["2", None, "#N/A", None, None]
    assert isinstance(file, SheetFile) and file.uncalculated == 2


def test_errors_stand_where_they_are_also_at_the_edges(connection, tmp_path):
    head = f'<row r="1">{raw_cell("B1", "id")}{raw_cell("C1", "x")}</row>'
    error = f'<row r="3">{raw_cell("B3", "#DIV/0!", "e")}</row><row r="9">{raw_cell("E9", "#REF!", "e")}</row>'

    file = opened(connection, write_raw_xlsx(tmp_path / "a.xlsx", [head, error]))

    assert file.headers == ("id", "x", "column E")
    assert cells_of(connection, file) == [["#DIV/0!", None, None], [None, None, "#REF!"]]
    assert file.lines_of([1, 2]) == {1: 3, 2: 9}


def test_a_number_is_the_shortest_decimal_that_names_it_however_many_digits_are_stored(connection, tmp_path):
    stored = ["29.850000000000001", "1.0000000000000001E-3", "12345678901234", "1E+2"]
    cells = [raw_cell(f"A{row}", number, "n") for row, number in enumerate(stored, start=2)]
    path = write_raw_xlsx(tmp_path / "a.xlsx", [f"<row>{cell}</row>" for cell in [raw_cell("A1", "id"), *cells]])

    assert cells_of(connection, opened(connection, path)) == [["29.85"], ["0.001"], ["12345678901234"], ["100"]]


def test_cells_without_a_place_stand_one_after_the_other(connection, tmp_path):
    head = '<row><c t="str"><v>id</v></c><c t="str"><v>x</v></c></row>'
    rows = [head, '<row><c t="e"><v>#REF!</v></c><c><v>1</v></c></row>']

    file = opened(connection, write_raw_xlsx(tmp_path / "a.xlsx", rows))

    assert (file.headers, cells_of(connection, file)) == (("id", "x"), [["#REF!", "1"]])


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls"])
def test_the_same_table_in_every_kind_of_spreadsheet_is_the_same_text(connection, tmp_path, name):
    path = tmp_path / name
    rows = TABLE
    if name == "a.xls":  # our writer of that kind knows no dates
        rows = [[value.isoformat() if isinstance(value, dt.date) else value for value in row] for row in TABLE]
    {".xlsx": write_xlsx, ".ods": write_ods, ".xls": write_xls}[path.suffix](path, rows)

    file = opened(connection, path)

    assert file.headers == tuple(TABLE[0])
    assert cells_of(connection, file) == TABLE_AS_TEXT


def test_a_spreadsheet_is_known_by_its_bytes_and_text_under_its_name_is_text(connection, tmp_path):
    workbook = write_xlsx(tmp_path / "a.csv", TABLE)
    text = tmp_path / "b.xls"
    text.write_text("id\tx\nA\t1\n")

    assert opened(connection, workbook).headers == tuple(TABLE[0])
    assert opened(connection, text).headers == ("id", "x")


def test_titles_are_passed_over_and_two_rows_of_headers_joined(connection, tmp_path):
    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", TITLED, ["A1:C1", "A3:A4", "B3:C3"]))

    assert file.headers == ("编号", "联系人 姓名", "联系人 电话")
    assert file.header_lines == (3, 4)
    assert cells_of(connection, file) == [["C1", "张三", "1"], ["C2", "李四", "2"]]
    assert file.lines_of([1, 2, 3]) == {1: 5, 2: 6}


def test_the_user_names_the_row_of_the_headers(connection, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", TITLED)

    file = opened(connection, path, header_row=4)

    assert (file.headers, file.header_lines) == (("column A", "姓名", "电话"), (4,))
    assert refused(connection, path, header_row=2) == [
        "a.xlsx:2: row 2 holds no headers — name another one with --header-row"
    ]
    assert refused(connection, path, header_row=99)[0].startswith("a.xlsx:99: row 99 holds no headers")


def test_headers_far_below_are_found_and_can_be_named(connection, tmp_path):
    notes: ROWS = [["note"] * 3, *[["x", "y", "z"]] * 70]
    path = write_xlsx(tmp_path / "a.xlsx", [*[[]] * 99, *notes, ["id", "a", "b"], ["1", "2", "3"]])

    assert opened(connection, path).header_lines == (100,)
    named = opened(connection, path, header_row=171)
    assert (named.headers, cells_of(connection, named)) == (("id", "a", "b"), [["1", "2", "3"]])


def test_a_table_away_from_the_corner_keeps_the_letters_of_its_columns(connection, tmp_path):
    rows: ROWS = [[], [None, None, "id", None, "x"], [None, None, "A", None, 1], [], [None, None, "B", "unnamed", 2]]

    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", rows))

    assert file.headers == ("id", "column D", "x")
    assert cells_of(connection, file) == [["A", None, "1"], ["B", "unnamed", "2"]]


def test_columns_without_header_and_content_are_no_columns(connection, tmp_path):
    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", [["id", None, "x", " "], ["A", None, 1], ["B", "  ", 2]]))

    assert file.headers == ("id", "x")


def test_blank_rows_are_counted_and_rows_know_where_they_stand(connection, tmp_path):
    rows: ROWS = [["id", "x"], ["A", 1], [], [None, "  "], ["B", 2], ["C", 3], []]
    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", rows))

    found = file.read(Scratch(connection), [1])

    assert (found.count, found.blank, found.first_line, found.ragged) == (3, 2, None, None)
    assert connection.execute(f"SELECT r, c1 FROM {found.relation}").fetchall() == [(1, "1"), (2, "2"), (3, "3")]
    assert file.lines_of([3, 1, 2, 4, 0]) == {1: 2, 2: 5, 3: 6}


@given(st.lists(st.booleans(), max_size=12), st.integers(0, 3))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_a_row_of_the_table_or_blank(connection, tmp_path, filled, above):
    below = [[f"row {number}", 1] if there else [] for number, there in enumerate(filled, 2)]
    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", [*[[]] * above, ["id", "x"], *below]))

    found = file.read(Scratch(connection), [0])
    lines = file.lines_of(range(1, found.count + 1))

    ids = connection.execute(f"SELECT r, c0 FROM {found.relation}").fetchall()
    assert {r: int(text.split()[1]) + above for r, text in ids} == lines
    last = max((number for number, there in enumerate(filled, 2) if there), default=1)
    assert found.count == sum(filled) and found.blank == last - 1 - found.count
    if found.first_line is not None:
        assert lines == {r: found.first_line + r - 1 for r in lines}


def test_a_table_without_rows(connection, tmp_path):
    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", [["id", "x"]]))

    found = file.read(Scratch(connection), [0, 1])

    assert (found.count, found.blank, file.lines_of([1])) == (0, 0, {})


def test_the_only_visible_sheet_with_anything_in_it_is_read(connection, tmp_path):
    path = book(tmp_path / "a.xlsx", empty=[], hidden_=[["no"]], data=[["id"], ["A"]])

    assert opened(connection, path).headers == ("id",)


def test_several_sheets_with_data_must_be_chosen_from_by_name_or_number(connection, tmp_path):
    path = book(tmp_path / "a.xlsx", 说明=[["read me"]], hidden_=[["secret"]], Data=[["id", "x"], ["A", 1]])

    assert refused(connection, path) == [
        "a.xlsx: several sheets hold data: 说明 (1 rows, 1 columns), Data (2 rows, 2 columns) — name one with --sheet"
    ]
    for sheet in ("Data", " data ", "3"):
        assert opened(connection, path, sheet=sheet).headers == ("id", "x")
    assert opened(connection, path, sheet="hidden").headers == ("secret",)
    assert refused(connection, path, sheet="other") == [
        "a.xlsx: there is no such sheet; the sheets are 说明, hidden, Data — name one with --sheet, or give its number"
    ]


def test_a_name_that_is_a_number_comes_before_the_number(connection, tmp_path):
    path = book(tmp_path / "a.xlsx", **{"first": [["id"]], "1": [["x"]]})

    assert opened(connection, path, sheet="1").headers == ("x",)


def test_a_workbook_with_nothing_in_it(connection, tmp_path):
    empty = book(tmp_path / "a.xlsx", one=[], two=[])
    hidden = book(tmp_path / "b.xlsx", one=[], two_=[["id"]])

    assert refused(connection, empty) == ["a.xlsx: no sheet holds anything — check the file"]
    assert refused(connection, hidden) == [
        "b.xlsx: no visible sheet holds anything; hidden are two — name a sheet with --sheet, or check the file"
    ]
    assert refused(connection, empty, sheet="one") == ["a.xlsx: the sheet is empty"]


def test_one_opened_file_can_be_read_again_and_its_rows_go_with_it(connection, tmp_path):
    file = opened(connection, write_xlsx(tmp_path / "a.xlsx", TABLE), folder=tmp_path)
    assert cells_of(connection, file) == cells_of(connection, file)
    assert len(list(tmp_path.glob("kamengine-*"))) == 1

    del file
    gc.collect()
    assert not list(tmp_path.glob("kamengine-*"))
