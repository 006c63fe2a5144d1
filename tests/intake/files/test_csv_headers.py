from __future__ import annotations

import pytest

from kamengine.intake.files.csv_header import named_delimiter, read_header
from kamengine.problems import KamError, Place

PLACE = Place("a.csv")
HEADERS = ("id", "name", "spend")

FOUND = {
    "comma": ("id,name,spend\nA,b,1\n", ",", (1,)),
    "semicolon": ("id;name;spend\nA;b;1,5\nB;c;2,5\n", ";", (1,)),
    "tab": ("id\tname\tspend\nA\tb, c\t1\n", "\t", (1,)),
    "pipe": ("id|name|spend\nA|b,c|1\nB|b;c|1\n", "|", (1,)),
    "one comma in each name": ("id;name;spend\nA;Müller, Anna;1\nB;Ray, Jo;2\n", ";", (1,)),
    "rows with more cells": ("id,name,spend\nA,b,1,2,3\nB,c,1\nC,d,2\n", ",", (1,)),
    "no rows": ("id,name,spend", ",", (1,)),
    "Excel's line": ("sep=;\nid;name;spend\nA,a,a;b,b;1\n", ";", (2,)),
    "Excel's line in quotes": ('"sep=|"\r\nid|name|spend\r\n', "|", (2,)),
    "blank lines": ("\n  \n\nid,name,spend\nA,b,1\n", ",", (4,)),
    "a title": ("All accounts\n\nid,name,spend\nA,b,1\nB,c,2\n", ",", (3,)),
    "a title with commas": ('"Accounts, all, of 2024"\nid;name;spend\nA;b;1\nB;c;2\n', ";", (2,)),
    "CR": ("id,name,spend\rA,b,1\r", ",", (1,)),
    "blanks and breaks in headers": ('" id ",name,"spend\n"\nA,b,1\n', ",", (1,)),
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.csv"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(("text", "delimiter", "lines"), FOUND.values(), ids=FOUND)
def test_delimiter_and_headers_are_found(file, text, delimiter, lines, mark):
    content = (mark + text).encode()
    file.write_bytes(content)
    header = read_header(file, PLACE)
    assert (header.names, header.delimiter, header.lines) == (HEADERS, delimiter, lines)
    assert content[: header.end].decode().rstrip("\r\n").endswith(("spend", 'spend\n"'))


def test_two_rows_of_headers_are_joined(file):
    file.write_text("客户,,联系人,\n编号,名称,电话,邮箱\nC1,a,13800000000,x@y\n", encoding="utf-8")
    header = read_header(file, PLACE)
    assert header.names == ("客户 编号", "客户 名称", "联系人 电话", "联系人 邮箱")
    assert (header.lines, header.next_line) == ((1, 2), 3)


def test_what_the_user_says_counts(file):
    file.write_bytes(b"x,y\n1;2\n\nid;name,first;spend\nA;b,c;1\n")
    assert read_header(file, PLACE, header_row=4).names == ("id", "name,first", "spend")
    assert read_header(file, PLACE, header_row=4, delimiter=",").names == ("id;name", "first;spend")
    assert read_header(file, PLACE, header_row=1).lines == (1,)


@pytest.mark.parametrize("row", [0, -1, 6])
def test_a_line_that_is_not_there(file, row):
    file.write_bytes(b"x,y\n1,2\n\n\n\n")
    with pytest.raises(KamError, match=f"there is no line {row} for the headers — name another line"):
        read_header(file, PLACE, header_row=row)


@pytest.mark.parametrize(
    ("given", "meant"),
    [("tab", "\t"), ("TAB", "\t"), ("\\t", "\t"), ("comma", ","), ("pipe", "|"), (":", ":"), (" ", " ")],
)
def test_names_of_delimiters(given, meant):
    assert named_delimiter(given, PLACE) == meant


@pytest.mark.parametrize("given", ["", '"', "a", "1", "客", "\n", ";;", "、"])
def test_what_cannot_separate_cells(given):
    with pytest.raises(KamError, match="cannot separate cells — name one character, or tab"):
        named_delimiter(given, PLACE)
