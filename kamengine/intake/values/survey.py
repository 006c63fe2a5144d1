"""One scan over the text columns of a file: which of them hold nothing but plain cells, and need no cleaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamengine.declarations import Kind
from kamengine.intake.rows import KEY
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.dates import date_cell, is_quick_date
from kamengine.intake.values.ids import is_plain_id
from kamengine.intake.values.numbers import is_quick_number
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.texts import is_plain_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_START = 10_000  # so many rows show most columns that are not plain, and spare them the scan
_NUMBERS: frozenset[Kind] = frozenset({"integer", "number", "money", "ratio"})


def plain_columns(
    connection: DuckDBPyConnection, relation: str, columns: Sequence[ColumnToRead], options: ValueOptions
) -> frozenset[int]:
    """The columns, by number, in which every cell is plain, so that casting it is all that is to be done.

    Args:
        connection: holds the rows.
        relation: what stands after ``FROM``.
        columns: all that are to be read.
        options: what the user said of how cells are written.
    """
    tests = {column.column: test for column in columns if (test := plain_test(column, options)) is not None}
    if not tests:
        return frozenset()
    start = f"(SELECT * FROM {relation} LIMIT {_START})"
    at_the_start = _all_plain(connection, start, tests)
    return _all_plain(connection, relation, {number: tests[number] for number in at_the_start})


def _all_plain(connection: DuckDBPyConnection, relation: str, tests: Mapping[int, str]) -> frozenset[int]:
    """The columns in which every cell passes its test."""
    if not tests:
        return frozenset()
    found = connection.execute(
        f"SELECT {', '.join(f'bool_and({test})' for test in tests.values())} FROM {relation}"
    ).fetchone()
    assert found is not None
    return frozenset(number for number, plain in zip(tests, found, strict=True) if plain is not False)


def plain_test(column: ColumnToRead, options: ValueOptions) -> str | None:
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
