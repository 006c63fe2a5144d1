from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from tests.spreadsheets.writing import write_ods, write_xls, write_xlsx

TABLE: list[list[Any]] = [
    ["客户编号", "名称", "地址", "月租"],
    ["001", "武汉长江通信有限公司", "湖北省武汉市，洪山区 8 号", "12,400.00"],
    ["002", 'Acme "Best" GmbH', "Main Street 5, Berlin", None],
    ["003", None, "第一行\n第二行", "1.2万"],
]


def as_csv(encoding, mark=b""):
    def write(path, table):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(table)
        path.write_bytes(mark + text.getvalue().encode(encoding))
        return path

    return write


WRITERS = {
    "utf-8.csv": as_csv("utf-8"),
    "bom.csv": as_csv("utf-8-sig"),
    "utf-16.csv": as_csv("utf-16"),
    "gb18030.csv": as_csv("gb18030"),
    "a.xlsx": write_xlsx,
    "a.ods": write_ods,
    "a.xls": write_xls,
}


def content(connection, path):
    """Headers and all cells."""
    file = open_file(path, connection)
    rows = file.read(Scratch(connection), range(len(file.headers)))
    columns = ", ".join(f"c{index}" for index in range(len(file.headers)))
    cells = connection.execute(f"SELECT r, {columns} FROM {rows.relation} ORDER BY r").fetchall()
    return file.headers, cells, file.header_lines, rows.count


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_of_texts_is_the_same_whatever_it_was_saved_as(connection, tmp_path, name):
    headers, cells, lines, count = content(connection, WRITERS[name](tmp_path / name, TABLE))

    assert list(headers) == TABLE[0]
    assert [list(row[1:]) for row in cells] == TABLE[1:]
    assert (lines, count) == ((1,), 3)


TEXTS = st.none() | st.text("ab甲 ,;'\"=-1.é", min_size=1, max_size=4).filter(lambda text: text.strip() == text)


@given(st.lists(st.tuples(st.sampled_from(["A", "甲", "x1"]), TEXTS, TEXTS), min_size=1, max_size=5))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sheets_and_text_hold_the_same_rows(connection, tmp_path, rows):
    table = [["id", "name", "note"], *rows]

    text = content(connection, WRITERS["utf-8.csv"](tmp_path / "a.csv", table))
    sheet = content(connection, write_xls(tmp_path / "a.xls", table))

    assert sheet == text
