"""Odd cells are read apart from plain ones; nobody can tell from what comes out."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake.rows import KEY
from kamengine.intake.scratch import Scratch
from kamengine.intake.values import odd_cells, table
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.reading_of import ColumnToRead, readings_of
from kamengine.intake.values.readings import layered

FIELDS = (
    Field(KEY, "text"),
    Field("spend", "money"),
    Field("count", "integer"),
    Field("share", "ratio"),
    Field("rate", "number"),
    Field("day", "date"),
    Field("name", "text"),
    Field("name_again", "text"),
)
CELLS = st.none() | st.sampled_from(
    [
        *("", " ", "12", "1,234", "¥1,234.50", "1.2万", "(5)", "12%", "1_000", "0x1f", "abc", "N/A", "无", "17850.0"),
        *(
            "00123",
            "2026-01-31",
            "2026年1月31日",
            "31/1/2026",
            "46053",
            "1e3",
            "99999999999999999999",
            "+7",
            " 7 ",
            "７",
        ),
    ]
)
ROWS = st.lists(st.tuples(*[CELLS] * (len(FIELDS) - 1)), max_size=12)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


REQUIRED = st.sets(st.sampled_from([field.name for field in FIELDS]))


STRETCH = st.integers(1, 5)
AT_ONCE = st.sampled_from([1, 5, 1000])  # by row, by row or by spelling, by spelling


@settings(max_examples=5, derandomize=True)
@given(rows=ROWS, required=REQUIRED, stretch=STRETCH, at_once=AT_ONCE)
def test_values_and_marks_are_those_of_all_steps(connection, rows, required, stretch, at_once):
    demand_agreement(connection, rows, required, stretch, at_once)


@pytest.mark.slow
@settings(max_examples=60)
@given(rows=ROWS, required=REQUIRED, stretch=STRETCH, at_once=AT_ONCE)
def test_values_and_marks_of_many_more_are_those_of_all_steps(connection, rows, required, stretch, at_once):
    demand_agreement(connection, rows, required, stretch, at_once)


@pytest.mark.parametrize("at_once", [1, 1000], ids=["by row", "by spelling"])
def test_every_cell_of_a_spelling_has_its_value_and_its_mark(connection, at_once):
    names = ("-", " a", None, " a", "-", "b", " a")
    rows = [("A", "¥1,234.50", "1", "1%", "1", "2026-01-31", name) for name in names]
    demand_agreement(connection, rows, {"name"}, stretch=2, at_once=at_once)


def test_of_odd_cells_that_are_spelled_alike_the_first_is_kept(connection):
    connection.execute(
        "CREATE OR REPLACE TABLE cells AS SELECT unnest([1, 2, 3, 4, 5, 6]) AS r, "
        "unnest(['7', NULL, ' 7', '1,234', ' 7', NULL]) AS c0"
    )
    scratch = Scratch(connection)
    column = ColumnToRead(Field("count", "integer"), 0, "count", "VARCHAR", required=True)
    odd = odd_cells.odd_cells(connection, "cells", [column], ValueOptions(), scratch)
    kept = connection.execute(f"SELECT r, c0 FROM {odd[column.which]} ORDER BY r").fetchall()
    scratch.drop()
    assert kept == [(2, None), (3, " 7"), (4, "1,234")]


def demand_agreement(connection, rows, required, stretch, at_once):
    cells = ", ".join(f"c{n} VARCHAR" for n in range(len(FIELDS) - 1))
    connection.execute(f"CREATE OR REPLACE TABLE cells (r BIGINT, {cells})")
    for number, row in enumerate(rows, start=3):
        connection.execute(f"INSERT INTO cells VALUES ({number}{', ?' * len(row)})", list(row))
    columns = [  # the last column becomes two fields
        ColumnToRead(field, min(n, len(FIELDS) - 2), field.name, "VARCHAR", required=field.name in required)
        for n, field in enumerate(FIELDS)
    ]
    options = ValueOptions(dates={"day": "dmy"}, decimals={"spend": "point"})
    scratch = Scratch(connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(odd_cells, "_START", stretch)
        read = readings_of(connection, "cells", columns, options, path=Path("a.csv"), scratch=scratch)
    names = ["r", *(each.cell.value for each in read.readings)]
    names += [each.cell.mark for each in read.readings if not each.spotless]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_AT_ONCE", at_once)
        patch.setattr(table, "_LEAST_ROWS", stretch)
        made = table.table_of_values(scratch, "cells", range(3, len(rows) + 3), read.readings, read.odd)
    by_table = connection.execute(f"SELECT {', '.join(names)} FROM {made} ORDER BY r").fetchall()
    by_steps = connection.execute(f"SELECT {', '.join(names)} FROM {layered('cells', read.readings)} ORDER BY r")
    assert by_table == by_steps.fetchall()
    scratch.drop()
    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name <> 'cells'").fetchone() == (0,)
