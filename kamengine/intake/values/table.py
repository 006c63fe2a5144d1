"""Rows become a table of values and marks: plain cells are cast, and only the odd ones go through the steps.

The steps take many times longer than a cast, and DuckDB runs through all of them for every row; so the odd cells of a
column are read apart, and joined with the others by the number of their row, a stretch of rows at a time: all odd cells
of a stretch are in memory at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.intake.scratch import Scratch
from kamengine.intake.side_by_side import side_by_side
from kamengine.intake.values.odd_cells import Odd, OddCells
from kamengine.intake.values.readings import Reading, layered

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_AT_ONCE = 1_000_000
"""About so many odd cells are in memory at a time, some 50 MB."""

_LEAST_ROWS = 122_880  # what DuckDB keeps together


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
    apart = _read_all_apart(scratch, readings, odd)
    tables = {reading.which: table for reading, table, _ in apart}
    together = layered(relation, [reading for reading in readings if reading.which not in tables])
    columns = [_value(reading, tables.get(reading.which)) for reading in readings]
    columns += [_mark(reading, tables.get(reading.which)) for reading in readings if not reading.spotless]
    made = scratch.name("values")
    for first, last in _stretches(rows, sum(count for *_, count in apart)):
        here = f"r BETWEEN {first} AND {last}"
        joins = "".join(f" LEFT JOIN (FROM {name} WHERE {here}) AS {name} USING (r)" for name in tables.values())
        source = f"(FROM {together} WHERE {here}) AS rows{joins}"
        begin = f"CREATE TABLE {made} AS" if first == rows.start else f"INSERT INTO {made}"
        scratch.connection.execute(f"{begin} SELECT {', '.join(['rows.r AS r', *columns])} FROM {source}")
    for name in {*tables.values(), *(name for each in odd.values() if each for name in each.tables)}:
        scratch.connection.execute(f"DROP TABLE {name}")
    return made


def _stretches(rows: range, odd: int) -> list[tuple[int, int]]:
    """The first and the last row of each stretch; at least one."""
    length = max(_LEAST_ROWS, len(rows) * _AT_ONCE // max(odd, 1))
    starts = range(rows.start, max(rows.stop, rows.start + 1), length)
    return [(start, min(start + length, rows.stop) - 1) for start in starts]


def _read_all_apart(scratch: Scratch, readings: Sequence[Reading], odd: OddCells) -> list[tuple[Reading, str, int]]:
    """A table of the values and marks of the odd cells of each column that has any, and how many these are."""
    to_read = [(reading, scratch.name("read"), cells) for reading in readings if (cells := _cells_of(reading, odd))]
    counts = side_by_side(scratch.connection, to_read, _read_apart)
    return [(reading, name, count) for (reading, name, _), count in zip(to_read, counts, strict=True)]


def _cells_of(reading: Reading, odd: OddCells) -> Odd | None:
    """Where the odd cells of a column are; None when all of its cells are read together."""
    return odd.get(reading.which) if reading.steps.plain else None


def _read_apart(connection: DuckDBPyConnection, what: tuple[Reading, str, Odd]) -> int:
    """Make a table of the values and marks of the odd cells of a column, each spelling read once; how many cells."""
    reading, name, odd = what
    cell, raw = reading.cell, reading.cell.column
    read = f"(SELECT {raw} AS spelling, {cell.value}, {cell.mark} FROM {layered(odd.spellings, [reading])})"
    query = f"SELECT r, {cell.value}, {cell.mark} FROM {odd.cells} JOIN {read} ON {raw} IS NOT DISTINCT FROM spelling"
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
