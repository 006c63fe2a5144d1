"""Rows become a table of values and marks: plain cells are cast, and only the odd ones go through the steps.

The steps take many times longer than a cast, and DuckDB runs through all of them for every row; so the odd cells of a
column are read apart, and joined with the others by the number of their row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.intake.scratch import Scratch
from kamengine.intake.side_by_side import side_by_side
from kamengine.intake.values.odd_cells import OddCells
from kamengine.intake.values.readings import Reading, layered

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def table_of_values(scratch: Scratch, relation: str, readings: Sequence[Reading], odd: OddCells) -> str:
    """Make a table of what the cells of a file are.

    Args:
        scratch: where the table goes.
        relation: what stands after ``FROM``, with the row number ``r`` and the columns ``c0``, ``c1``, …
        readings: how its columns are read.
        odd: where the odd cells of columns are, by column and field; dropped in the end.

    Returns:
        the table: ``r``, the value of each reading, and its mark if any cell can have one.
    """
    odd_ones = [(reading, scratch.name("read"), cells) for reading in readings if (cells := _cells_of(reading, odd))]
    side_by_side(scratch.connection, odd_ones, _read_apart)
    apart = {reading.which: name for reading, name, _ in odd_ones}
    together = [reading for reading in readings if reading.which not in apart]
    columns = [_value(reading, apart.get(reading.which)) for reading in readings]
    columns += [_mark(reading, apart.get(reading.which)) for reading in readings if not reading.spotless]
    joins = "".join(f" LEFT JOIN {name} ON {name}.r = rows.r" for name in apart.values())
    source = f"{layered(relation, together)} AS rows{joins}"
    table = scratch.name("values")
    scratch.connection.execute(f"CREATE TABLE {table} AS SELECT {', '.join(['rows.r AS r', *columns])} FROM {source}")
    for name in {*apart.values(), *filter(None, odd.values())}:
        scratch.connection.execute(f"DROP TABLE {name}")
    return table


def _cells_of(reading: Reading, odd: OddCells) -> str | None:
    """Where the odd cells of a column are; None when all of its cells are read together."""
    return odd.get(reading.which) if reading.steps.plain else None


def _read_apart(connection: DuckDBPyConnection, what: tuple[Reading, str, str]) -> None:
    """Make a table of the values and marks of the odd cells of a column."""
    reading, name, cells = what
    query = f"SELECT r, {reading.cell.value}, {reading.cell.mark} FROM {layered(cells, [reading])}"
    connection.execute(f"CREATE TABLE {name} AS {query}")


def _value(reading: Reading, apart: str | None) -> str:
    name = reading.cell.value
    if apart is None:
        return f"rows.{name}"
    return f"CASE WHEN {apart}.r IS NULL THEN {reading.steps.plain} ELSE {apart}.{name} END AS {name}"


def _mark(reading: Reading, apart: str | None) -> str:
    name = reading.cell.mark
    return f"rows.{name}" if apart is None else f"coalesce({apart}.{name}, 0::UTINYINT) AS {name}"
