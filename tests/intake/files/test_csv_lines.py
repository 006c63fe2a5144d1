from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.intake.files.csv_lines import spans
from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from tests.intake.taking import shared_connection

SPANS = {
    "empty lines": (b"A\n\nB\n\n\nC", ",", [(1, 0, True), (2, 2, False), (3, 3, True), (4, 5, False), (5, 6, False)]),
    "CR LF": (b"A,1\r\n\r\nB,2\r\n", ",", [(1, 0, True), (2, 5, False), (3, 7, True)]),
    "CR": (b"A,1\r\rB,2", ",", [(1, 0, True), (2, 4, False), (3, 5, True)]),
    "a break in quotes": (b'A,"\n\n"\n\nB,1\n', ",", [(1, 0, True), (4, 7, False), (5, 8, True)]),
    "quotes in quotes": (b'A, "say ""\n\n""", 1\n\n"\n\n",\n', ",", [(1, 0, True), (4, 19, False), (5, 20, True)]),
    "a quote within a cell": (b'A,12" pipe\n\nB,1\n', ",", [(1, 0, True), (2, 11, False), (3, 12, True)]),
    "two quotes within a cell, then a break": (b'A,1"2"3,"\n"\nB', ",", [(1, 0, True), (3, 12, True)]),
    "a delimiter in quotes": (b'A,"x,\n""y"\nB', ",", [(1, 0, True), (3, 11, True)]),
    "another delimiter": (b'A|"x\n"\nB,"x|\n', "|", [(1, 0, True), (3, 7, True)]),
    "an open quote": (b'A\nB,"x\ny\n', ",", [(1, 0, True), (2, 2, True)]),
}


@pytest.mark.parametrize(("content", "delimiter", "found"), SPANS.values(), ids=SPANS)
def test_lines_that_belong_together(tmp_path, content, delimiter, found):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert [tuple(span) for span in spans(path, 0, 1, delimiter, 2)][: len(found)] == found


def test_in_a_file_of_one_column_an_empty_line_is_a_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"A\n\nB\n")
    assert [tuple(span) for span in spans(path, 0, 1, ",", 1)] == [(1, 0, True), (2, 2, True), (3, 3, True)]


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
    text, lines = before + "编号,客户名称\n甲,上海\n", {1: 2 + before.count("\n")}
    numbered = [["乙", "\n"], *table]
    for number, (gap, row) in enumerate(zip(gaps, numbered, strict=False), start=2):
        text += "\n" * gap
        lines[number] = text.count("\n") + 1
        text += as_line(row) + "\n"
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    # a row of one cell that is blank is a blank line: an empty one is no row
    scratch = Scratch(shared_connection())
    file = open_file(path, scratch.connection)
    taken = file.read(scratch, range(2))
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
