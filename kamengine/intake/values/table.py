"""Rows become a table of values and marks: plain cells are cast, and only the odd ones go through the steps.

The steps take many times longer than a cast, and DuckDB runs through all of them for every row; so the odd cells of a
column are read apart, each spelling once, and joined with the others: by the spelling where there are not too many of
them to be in memory, else by the number of the row, a stretch of rows at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.scratch import Scratch
from kamengine.intake.side_by_side import side_by_side
from kamengine.intake.values.odd_cells import OddCells
from kamengine.intake.values.readings import Reading, layered

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_AT_ONCE = 1_000_000
"""About so many odd cells are in memory at a time, some 100 MB."""

_LEAST_ROWS = 122_880  # what DuckDB keeps together


@dataclass(frozen=True)
class _Apart:
    """The values and marks of the odd cells of a column.

    Attributes:
        reading: how the column is read.
        table: ``r`` or ``spelling``, value, and mark.
        count: how many rows it has.
        by_row: whether there is one for each odd cell, else for each spelling.
    """

    reading: Reading
    table: str
    count: int
    by_row: bool = False

    def join(self, here: str) -> str:
        """Joins them to the rows of a stretch."""
        if self.by_row:
            return f" LEFT JOIN (FROM {self.table} WHERE {here}) AS {self.table} ON {self.table}.r = rows.r"
        same = f"{self.table}.spelling IS NOT DISTINCT FROM rows.{self.reading.cell.column}"
        return f" LEFT JOIN {self.table} ON {same}"


def table_of_values(scratch: Scratch, relation: str, rows: range, readings: Sequence[Reading], odd: OddCells) -> str:
    """Make a table of what the cells of a file are.

    Args:
        scratch: where the table goes.
        relation: what stands after ``FROM``, with the row number ``r`` and the columns ``c0``, ``c1``, …
        rows: where the numbers of its rows lie.
        readings: how its columns are read.
        odd: where the odd cells of columns are, by column and field; dropped in the end.

    Returns:
        the table: ``r``, the value of each reading, and its mark if any cell can have one.
    """
    apart = _read_all_apart(scratch, relation, readings, odd)
    tables = {each.reading.which: each.table for each in apart}
    together = layered(relation, [reading for reading in readings if reading.which not in tables])
    columns = [_value(reading, tables.get(reading.which)) for reading in readings]
    columns += [_mark(reading, tables.get(reading.which)) for reading in readings if not reading.spotless]
    made = scratch.name("values")
    for first, last in _stretches(rows, sum(each.count for each in apart if each.by_row)):
        here = f"r BETWEEN {first} AND {last}"
        source = f"(FROM {together} WHERE {here}) AS rows{''.join(each.join(here) for each in apart)}"
        begin = f"CREATE TABLE {made} AS" if first == rows.start else f"INSERT INTO {made}"
        scratch.connection.execute(f"{begin} SELECT {', '.join(['rows.r AS r', *columns])} FROM {source}")
    for name in {*tables.values(), *filter(None, odd.values())}:
        scratch.connection.execute(f"DROP TABLE {name}")
    return made


def _stretches(rows: range, odd: int) -> list[tuple[int, int]]:
    """The first and the last row of each stretch; at least one."""
    length = max(_LEAST_ROWS, len(rows) * _AT_ONCE // max(odd, 1))
    starts = range(rows.start, max(rows.stop, rows.start + 1), length)
    return [(start, min(start + length, rows.stop) - 1) for start in starts]


def _read_all_apart(scratch: Scratch, relation: str, readings: Sequence[Reading], odd: OddCells) -> list[_Apart]:
    """The odd cells of each column that has any and whose plain ones are only cast."""
    to_read = [(reading, scratch.name("read"), cells) for reading in readings if (cells := _cells_of(reading, odd))]
    apart = side_by_side(scratch.connection, to_read, _read_apart)
    if sum(each.count for each in apart) <= _AT_ONCE:
        return apart
    return [_by_row(scratch, relation, each) for each in apart]


def _cells_of(reading: Reading, odd: OddCells) -> str | None:
    """Where the odd cells of a column are; None when all of its cells are read together."""
    return odd.get(reading.which) if reading.steps.plain else None


def _read_apart(connection: DuckDBPyConnection, what: tuple[Reading, str, str]) -> _Apart:
    """Make a table of the values and marks of the odd cells of a column, by spelling."""
    reading, name, cells = what
    cell = reading.cell
    query = f"SELECT {cell.column} AS spelling, {cell.value}, {cell.mark} FROM {layered(cells, [reading])}"
    return _Apart(reading, name, _made(connection, name, query))


def _by_row(scratch: Scratch, relation: str, apart: _Apart) -> _Apart:
    """The same by row; the table by spelling is dropped."""
    cell, name = apart.reading.cell, scratch.name("read")
    same = f"spelling IS NOT DISTINCT FROM {cell.column}"
    query = f"SELECT r, {cell.value}, {cell.mark} FROM {relation} JOIN {apart.table} ON {same}"
    count = _made(scratch.connection, name, query)
    scratch.connection.execute(f"DROP TABLE {apart.table}")
    return _Apart(apart.reading, name, count, by_row=True)


def _made(connection: DuckDBPyConnection, name: str, query: str) -> int:
    """Make a table of what a query gives; how many rows these are."""
    found = connection.execute(f"CREATE TABLE {name} AS {query}").fetchone()
    assert found is not None
    return int(found[0])


def _value(reading: Reading, apart: str | None) -> str:
    name = reading.cell.value
    if apart is None:
        return f"rows.{name}"
    return f"CASE WHEN {apart}.{reading.cell.mark} IS NULL THEN {reading.steps.plain} ELSE {apart}.{name} END AS {name}"


def _mark(reading: Reading, apart: str | None) -> str:
    name = reading.cell.mark
    return f"rows.{name}" if apart is None else f"coalesce({apart}.{name}, 0::UTINYINT) AS {name}"
