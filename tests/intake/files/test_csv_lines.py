from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.intake.files.csv_lines import Layout
from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from tests.intake.taking import shared_connection

ROWS = {
    "empty lines": (b"A\n\nB\n\n\nC", [(1, "A\n", ""), (3, "B\n", ""), (6, "C", "")]),
    "CR LF": (b"A,1\r\n\r\nB,2\r\n", [(1, "A,1\r\n", ""), (3, "B,2\r\n", "")]),
    "CR": (b"A,1\r\rB,2", [(1, "A,1\r", ""), (3, "B,2", "")]),
    "a break in quotes": (b'A,"\n\n"\n\nB,1\n', [(1, 'A,"\n\n"\n', ""), (5, "B,1\n", "")]),
    "quotes in quotes": (b'A, "say ""\n\n""", 1\n"\n",\n', [(1, 'A, "say ""\n\n""", 1\n', ""), (4, '"\n",\n', "")]),
    "a quote within a cell": (b'A,12" pipe\n\nB,1\n', [(1, 'A,12" pipe\n', ""), (3, "B,1\n", "")]),
    "two quotes within a cell": (b'A,1"2"3,"\n"\nB', [(1, 'A,1"2"3,"\n"\n', ""), (3, "B", "")]),
    "a delimiter in quotes": (b'A,"x,\n""y"\nB', [(1, 'A,"x,\n""y"\n', ""), (3, "B", "")]),
    "quotes that hold only quotes": (
        b'A,""\nB,""""\nC,"""\n"\n',
        [(1, 'A,""\n', ""), (2, 'B,""""\n', ""), (3, 'C,"""\n"\n', "")],
    ),
    "several cells of several lines": (b'A,"x\n","y\nz","\n"\nB', [(1, 'A,"x\n","y\nz","\n"\n', ""), (5, "B", "")]),
    "an open quote": (b'A\nB,"x\ny\n', [(1, "A\n", ""), (2, 'B,"x\ny\n', "open quote")]),
    "text after a quote": (b'A,"x"y\nB', [(1, 'A,"x"y\n', "text after quote"), (2, "B", "")]),
    "text after a quote of two lines": (b'A,"x\n"y\nB', [(1, 'A,"x\n"y\n', "text after quote"), (3, "B", "")]),
}


@pytest.mark.parametrize(("content", "found"), ROWS.values(), ids=ROWS)
def test_lines_that_belong_together(tmp_path, content, found):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert [tuple(row) for row in Layout(",", 2).rows(path, 0, 1)] == found


def test_in_a_file_of_one_column_an_empty_line_is_a_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"A\n\nB\n")
    assert [row.line for row in Layout(",", 1).rows(path, 0, 1)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "delimiter", "count"),
    [
        ("a,b\n", ",", 2),
        ("", ",", 1),
        (",", ",", 2),
        ('"a,b",c', ",", 2),
        ('a, "b,""c,", "\n,"', ",", 3),
        ('1" ,2",3', ",", 3),
        ('"a|b"|"c|"', "|", 2),
        ("a,b", "|", 1),
    ],
)
def test_how_many_cells_a_row_has(text, delimiter, count):
    assert Layout(delimiter, 2).cells(text) == count


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "faults"),
    [
        (b'"\nB,1\n', [(1, "too long"), (3_000_002, "")]),
        (b"", [(1, "open quote")]),
        (b'B,"2"\n', [(1, "text after quote")]),
    ],
)
def test_a_row_of_more_than_two_megabytes_is_long_only_when_its_quote_is_closed(tmp_path, end, faults):
    path = tmp_path / "a.csv"
    path.write_bytes(b'A,"' + b"x" * 99 + b"\n" * 3_000_000 + end)
    found = list(Layout(",", 2).rows(path, 0, 1))
    assert [(row.line, row.fault) for row in found] == faults
    assert len(found[0].text) < 2_100_000


cells = st.text(st.sampled_from('ab",;\n 客'), max_size=4)
rows = st.lists(cells, min_size=1, max_size=3)
TITLES = ["", "Report\n\n", "sep=,\n", "\n\n"]


def as_line(cells: list[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n') else cell for cell in cells)


@settings(max_examples=60)
@given(
    table=st.lists(rows, max_size=6),
    gaps=st.lists(st.integers(0, 2), min_size=7, max_size=7),
    before=st.sampled_from(TITLES),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
def test_every_row_is_found_on_its_line(tmp_path_factory, table, gaps, before, end, encoding):
    text, lines = before + "编号,客户名称,城市\n甲,某公司,上海\n", {1: 2 + before.count("\n")}
    numbered = [["乙", "\n"], *table]
    for number, (gap, row) in enumerate(zip(gaps, numbered, strict=False), start=2):
        text += "\n" * gap
        lines[number] = text.count("\n") + 1
        text += as_line(row) + "\n"
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    scratch = Scratch(shared_connection())
    file = open_file(path, scratch.connection)
    taken = file.read(scratch, range(3))
    good = scratch.connection.execute(f"SELECT r FROM {taken.relation}").fetchall()
    ragged = scratch.connection.execute(f"SELECT r FROM {taken.ragged}").fetchall() if taken.ragged else []
    scratch.drop()
    assert file.lines_of(range(1, 9)) == dict(zip(range(1, 9), kept(lines, numbered), strict=False))
    assert taken.count + taken.ragged_count + taken.blank == len(kept(lines, numbered))
    assert all(number <= len(kept(lines, numbered)) for (number,) in good + ragged)
    if taken.first_line is not None:
        assert file.lines_of(range(1, 9)) == {r: taken.first_line + r - 1 for r in file.lines_of(range(1, 9))}


def kept(lines: dict[int, int], table: list[list[str]]) -> list[int]:
    """The lines of the rows, without those that are empty lines."""
    return [line for number, line in lines.items() if number == 1 or table[number - 2] != [""]]
