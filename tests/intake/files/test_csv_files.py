from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake import IntakeOptions
from tests.intake.taking import notes_of, refusal, rows_of, shared_connection, take

X = Field("x", "text")
ROWS = [("A", "1"), ("B", "2")]


def written(tmp_path, content: bytes, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


TAKEN = {
    "plain": b"id,x\nA,1\nB,2\n",
    "without a break at the end": b"id,x\nA,1\nB,2",
    "byte order mark": b"\xef\xbb\xbfid,x\nA,1\nB,2\n",
    "semicolons": b"id;x\nA;1\nB;2\n",
    "tabs": b"id\tx\nA\t1\nB\t2\n",
    "CR LF": b"id,x\r\nA,1\r\nB,2\r\n",
    "CR": b"id,x\rA,1\rB,2\r",
    "CR, with LF in quotes": b'id,x,"y\n"\rA,1,\rB,2,\r',
    "CR LF, then LF": b"id,x\r\nA,1\nB,2\r\n",
    "LF, then CR LF": b"id,x\nA,1\r\nB,2\n",
    "CR CR LF": b"id,x\r\r\nA,1\r\r\nB,2\r\r\n",
    "a stray CR": b"id,x\nA,1\r\nB,2\r",
    "quotes": b'"id","x"\n"A","1"\n"B","2"\n',
    "blanks before quotes": b'id,x\nA, "1"\nB,"2" \n',
    "a header of two lines in a file of CR LF": b'id,"x",",\n"\r\nA,1,\r\nB,2,\r\n',
    "blank lines before the headers": b"\n \r\n\nid,x\nA,1\nB,2\n",
    "empty lines": b"id,x\n\nA,1\n\n\nB,2\n\n",
    "a delimiter at the end of rows": b"id,x\nA,1,\nB,2,,\n",
    "a column without a header": b"id,x,\nA,1,y\nB,2,\n",
    "more commas in a header than semicolons": b'id;x;"a,b,c,d"\nA;1;\nB;2;\n',
}


@pytest.mark.parametrize("content", TAKEN.values(), ids=TAKEN)
def test_every_usual_way_to_write_the_same_rows(connection, tmp_path, content):
    assert rows_of(take(connection, written(tmp_path, content), X)) == ROWS


TEXTS = {
    b'id,x\nA,"one, two"\n': "one, two",
    b'id,x\nA,"say ""hi"""\n': 'say "hi"',
    b'id,x\nA,12" pipe\n': '12" pipe',
    b'id;x\nA;"one; two"\n': "one; two",
    b'id,x\nA,"two\r\nlines"\n': "two lines",
    b"id,x\nA,#1\n": "#1",
    b'id,x\nA,""\n': None,
}


@pytest.mark.parametrize(("content", "text"), TEXTS.items(), ids=range(len(TEXTS)))
def test_quotes_keep_a_cell_together(connection, tmp_path, content, text):
    ((_, read),) = rows_of(take(connection, written(tmp_path, content), X))
    assert " ".join(read.split()) == text if read else read is text


@pytest.mark.parametrize(
    "name", ["[1].csv", "*.csv", "?.csv", "~a.csv", "it's.csv", "客户 名单.CSV", "k=1.csv", "a.tsv"]
)
def test_names_of_files_are_no_patterns(connection, tmp_path, name):
    written(tmp_path, b"id,x\nZ,0\n", "1.csv")
    assert rows_of(take(connection, written(tmp_path, b"id,x\nA,1\nB,2\n", name), X)) == ROWS


def test_blank_rows_are_left_out_and_counted(connection, tmp_path):
    blank = [",", ",,", "  ", " ,\t", "\u3000,", "\u00a0\u3000, \u00a0", '"",""', '" "', ","]
    content = "\n".join(["id,x", *blank[:3], "A,1", *blank[3:], "B,2"]) + "\n"
    intake = take(connection, written(tmp_path, content.encode()), X)
    assert (rows_of(intake), notes_of(intake, tmp_path)) == (ROWS, [f"a.csv: blank rows left out: {len(blank)}"])


@pytest.mark.parametrize("first", [" A", "\u3000A", "\u00a0A", "!", "", "\t"])
def test_a_row_that_begins_with_a_blank_is_no_blank_row(connection, tmp_path, first):
    file = written(tmp_path, f"id,x\nA,1\nB,{first}x\n".encode())
    found = take(connection, written(tmp_path, f"x,id\n1,A\n{first},B\n".encode()), X)
    assert [id for id, _ in rows_of(found)] == ["A", "B"] == [id for id, _ in rows_of(take(connection, file, X))]


REFUSED = {
    "empty": (b"", ["a.csv: the file is empty"]),
    "blank": (b"\xef\xbb\xbf \n\n", ["a.csv: the file holds nothing but blanks"]),
    "headers only": (b"id,x\n", ["a.csv: there are no rows, only headers — export the file again"]),
    "headers and blank rows": (b"id,x\n,\n\n", ["a.csv: there are no rows, only headers — export the file again"]),
    "too few cells": (
        b"id,x\nA,1\nB\nC,3\n",
        ["a.csv:3: data row 2 has 1 cells, the header has 2 — {correct}"],
    ),
    "too many cells": (
        b"id,x\nA,1\nB,2,3,4\nC,3\n",
        ["a.csv:3: data row 2 has 4 cells, the header has 2 — {correct}"],
    ),
    "ragged after a cell of two lines": (
        b'id,x\nA,"1\n1"\nB\nC,3\n',
        ["a.csv:4: data row 2 has 1 cells, the header has 2 — {correct}"],
    ),
    "ragged after empty lines": (
        b"id,x\n\n\nA,1\n\nB\nC,3\nD\n",
        [
            "a.csv:6: data row 2 has 1 cells, the header has 2 — {correct}",
            "a.csv:8: data row 4 has 1 cells, the header has 2 — {correct}",
        ],
    ),
    "a quote that is not closed": (
        b'id,x\nA,1\nB,"2\nC,3\n',
        [
            "a.csv:3: a quote that is opened here is not closed — "
            "close the quote; a quote inside a cell is written twice"
        ],
    ),
    "text after a closing quote": (
        b'id,x\nA,1\nB,"2"x\nC,3\n',
        ["a.csv:3: text follows a closing quote — close the quote; a quote inside a cell is written twice"],
    ),
    "a header whose quote is not closed": (
        b'id,"x\nA,1\n',
        [
            "a.csv:1: the headers cannot be read: a quote is not closed, or text follows a closing quote — "
            "correct the line, or name that of the headers with --header-row"
        ],
    ),
    "a cell of three million characters": (
        b'id,x\nA,"' + b"x" * 3_000_000 + b'"\n',
        ["a.csv:2: this line is longer than 2097152 bytes — export the file again"],
    ),
    "cut in a character": (
        "id,x\nA,客户，地址\nB,上海客".encode()[:-1],
        ["a.csv:3: byte 32 does not fit utf-8 — {meant}"],
    ),
    "binary": (
        b"id,x\nA,\x00\n",
        ["a.csv:2: the file holds binary data (a zero byte at byte 8) — save it as UTF-8 (in Excel: CSV UTF-8)"],
    ),
    "duplicate ids": (
        b"id,x\nA,1\nB,2\n A ,3\nB,4\nC,5\n",
        [
            f"a.csv:{2 + n}: id: the id {id} stands in data rows {n + 1}, {n + 3} — {{one_row}}"
            for n, id in enumerate("AB")
        ],
    ),
    "the same id seven times, and six other twice": (
        b"id,x\n" + b"A,\n" * 7 + b"".join(b"B%d,\n" % n for n in range(6)) * 2,
        [
            "a.csv:2: id: the id A stands in data rows 1, 2, 3, 4, 5 and 2 more — {one_row}",
            *(f"a.csv:{9 + n}: id: the id B{n} stands in data rows {8 + n}, {14 + n} — {{one_row}}" for n in range(4)),
            "a.csv: id: 2 more ids stand in several rows — {one_row}",
        ],
    ),
    "blank ids": (
        "id,x\n,1\nB,2\n\u3000,3\n".encode(),
        [f"a.csv:{n + 1}: id: the cell in data row {n} is blank — {{correct}}" for n in (1, 3)],
    ),
}
WORDS = {
    "correct": "correct it, or leave such rows out with --on-error quarantine",
    "meant": "write what was meant there, or name another encoding with --encoding",
    "one_row": "keep one row for each account, or leave all of these out with --on-error quarantine",
}


@pytest.mark.parametrize(("content", "problems"), REFUSED.values(), ids=REFUSED)
def test_files_that_cannot_be_taken(connection, tmp_path, content, problems):
    assert refusal(connection, written(tmp_path, content), X) == [problem.format(**WORDS) for problem in problems]
    assert connection.sql("SHOW ALL TABLES").fetchall() == []


def test_many_ragged_rows_are_counted(connection, tmp_path):
    problems = refusal(connection, written(tmp_path, b"id,x\nA,1\n" + b"B\n" * 9), X)
    assert len(problems) == 6
    assert problems[-1].startswith("a.csv: 4 more rows have too many or too few cells — ")


def test_everything_wrong_is_said_at_once(connection, tmp_path):
    file = written(tmp_path, b"id,x,x\nA,ten,1\nA,2,1\n,3,1\nB\n")
    problems = refusal(connection, file, Field("x", "number"), needed=["x", "y"])
    assert [problem.split(" — ")[0] for problem in problems] == [
        "a.csv: the header x stands in columns B, C",
        "a.csv: the pack needs a column for y, and there is none",
        "a.csv:5: data row 4 has 1 cells, the header has 3",
        "a.csv:4: id: the cell in data row 3 is blank",
        "a.csv:2: x: 'ten' in data row 1 is not a number",
        "a.csv:2: id: the id A stands in data rows 1, 2",
    ]


def test_no_file_a_folder_and_a_kind_that_is_not_known(connection, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    cases = {
        tmp_path / "none.csv": "none.csv: there is no such file — check the path",
        tmp_path / "folder.csv": "folder.csv: this is a directory, not a file — name one file in it",
        written(tmp_path, b"x", "a.doc"): (
            "a.doc: files of the kind .doc are not read — save it as one of csv, tsv, xlsx, xls, ods, parquet, jsonl"
        ),
        tmp_path / ("x" * 300): f"{'x' * 300}: the file cannot be read: File name too long",
    }
    assert {path: refusal(connection, path, X) for path in cases} == {path: [line] for path, line in cases.items()}


cells = st.text(st.sampled_from("ab\",;\t\r\n é客\\'#"), max_size=5)


@settings(max_examples=50)
@example(table=[["", ";;;a"]], delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL)  # not headers parted by semicolons
@example(table=[["", ";;;;;"]], delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL)
@example(table=[["\t", "\t;\t;"], ["\t", "\t\t"]], delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL)  # nor by tabs
@given(
    table=st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_rows_are_those_that_plain_python_reads(tmp_path_factory, table, delimiter, end, quoting):
    text = io.StringIO(newline="")
    rows = [[f"A{number}", *row] for number, row in enumerate(table)]
    if any(mark in cell for row in table for cell in row for mark in "\r\n"):
        quoting = csv.QUOTE_ALL  # else Python quotes only the break that ends its lines
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([["id", "x", "y"], *rows])
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    taken = rows_of(take(shared_connection(), path, X, Field("y", "text")))
    assert taken == [(id, *(cell.strip(" ") or None for cell in map(harmless, row))) for id, *row in rows]


def harmless(cell: str) -> str:
    return re.sub(r"\r+\n", "\n", cell).replace("\r", " ").replace("\n", " ").replace("\t", " ")


@pytest.mark.slow
def test_half_a_million_ragged_rows_hide_no_other(connection, tmp_path):
    rows = 1_000_000  # DuckDB 2.0.0 lost most rows after the first buffer when it collected so many in parallel
    file = tmp_path / "a.csv"
    with file.open("w") as opened:
        opened.write("id,x\n")
        opened.writelines(f"A{n},{n}\n" if n % 2 else f"A{n}\n" for n in range(rows))
    options = IntakeOptions(on_error="quarantine", quarantine=tmp_path / "q.csv")
    intake = take(connection, file, Field("x", "integer"), options=options)
    found = connection.execute(f"SELECT count(*), min(x), max(x) FROM {intake.snapshot.accounts.name}").fetchone()
    assert found == (rows // 2, 1, rows - 1)
    assert notes_of(intake, tmp_path) == [f"a.csv: rows left out and written to q.csv: {rows // 2}"]


@pytest.mark.slow
@pytest.mark.parametrize("where", [1_000, 300_000, 599_999])
def test_an_open_quote_in_a_large_file_is_found(connection, tmp_path, where):
    file = tmp_path / "a.csv"
    with file.open("w") as opened:
        opened.write("id,x\n")
        opened.writelines(f'A{n},"text {n}{"" if n == where else chr(34)}\n' for n in range(600_000))
    (problem,) = refusal(connection, file, X)
    assert problem.startswith(f"a.csv:{where + 2}: a quote that is opened here is not closed")
