"""The cells that are no values as they stand: one scan over the text columns of a file finds the columns without any.

Whatever is to be decided for a column is decided by its odd cells, and only they need cleaning, each spelling once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamengine.declarations import Kind
from kamengine.intake.rows import KEY
from kamengine.intake.scratch import Scratch
from kamengine.intake.values.columns import ColumnToRead, Which
from kamengine.intake.values.dates import date_cell, is_quick_date
from kamengine.intake.values.ids import is_plain_id
from kamengine.intake.values.numbers import is_quick_number
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.texts import is_plain_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OddCells = Mapping[Which, str | None]
"""Where the odd cells of columns are, as `odd_cells` gives it."""

_START = 10_000  # so many rows show most columns that are not plain, and spare them the scan
_NUMBERS: frozenset[Kind] = frozenset({"integer", "number", "money", "ratio"})


def odd_cells(
    connection: DuckDBPyConnection,
    relation: str,
    columns: Sequence[ColumnToRead],
    options: ValueOptions,
    scratch: Scratch | None = None,
) -> OddCells:
    """Where the odd cells of each column are.

    Args:
        connection: holds the rows.
        relation: what stands after ``FROM``, with the row number ``r`` and the columns ``c0``, ``c1``, …
        columns: all that are to be read.
        options: what the user said of how cells are written.
        scratch: keeps them in tables, each spelling once; without it they are found again by each query.

    Returns:
        by column and field what stands after ``FROM`` for ``r`` and the odd cells, blank ones among them where
        these are bad; in a table, only the first of those that are spelled alike. None when every cell is plain, so
        that casting it is all that is to be done. Columns that are read by another way are left out.
    """
    tests = {column.which: test for column in columns if (test := _plain_test(column, options)) is not None}
    if not tests:
        return {}
    plain, rows = _all_plain(connection, f"(SELECT * FROM {relation} LIMIT {_START})", tests)
    if plain and rows == _START:  # there may be more
        plain, _ = _all_plain(connection, relation, {which: tests[which] for which in plain})
    odd = {
        column.which: _odd(column, relation, tests[column.which])
        for column in columns
        if column.which in tests and column.which not in plain
    }
    kept = {which: _kept(scratch, which, query) if scratch else f"({query})" for which, query in odd.items()}
    return {**dict.fromkeys(plain), **kept}


def _odd(column: ColumnToRead, relation: str, test: str) -> str:
    blank = f" OR {column.raw} IS NULL" if column.required else ""
    return f"SELECT r, c{column.column} FROM {relation} WHERE NOT ({test}){blank}"


def _kept(scratch: Scratch, which: Which, query: str) -> str:
    name, cell = scratch.name("odd"), which[0]
    scratch.connection.execute(f"CREATE TABLE {name} AS SELECT min(r) AS r, {cell} FROM ({query}) GROUP BY {cell}")
    return name


def _all_plain(
    connection: DuckDBPyConnection, relation: str, tests: Mapping[Which, str]
) -> tuple[frozenset[Which], int]:
    """The fields in whose column every cell passes its test, and how many rows there are."""
    asked = ["count(*)", *(f"bool_and({test})" for test in tests.values())]
    found = connection.execute(f"SELECT {', '.join(asked)} FROM {relation}").fetchone()
    assert found is not None
    rows, *passed = found
    return frozenset(which for which, plain in zip(tests, passed, strict=True) if plain is not False), rows


def _plain_test(column: ColumnToRead, options: ValueOptions) -> str | None:
    """Whether a cell is plain, as an expression; None when the column is read by another way."""
    if column.family != "text":
        return None
    field = column.field
    if field.name == KEY:
        return is_plain_id(column.raw)
    if field.kind in _NUMBERS:
        decimals = options.sign_of(column.header) or ("point" if options.native_numbers else None)
        return is_quick_number(column.raw, field.kind, decimals)
    if field.kind == "date":
        return is_quick_date(date_cell(column.raw, column.family))
    if field.kind == "text" or (field.kind == "choice" and not field.choices):
        return is_plain_text(column.raw)
    return None
