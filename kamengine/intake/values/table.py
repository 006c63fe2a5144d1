"""Rows become a table of values and marks: plain cells are cast, and only the odd ones go through the steps.

The steps take many times longer than a cast, and DuckDB runs through all of them for every row; so the odd cells of a
column are read apart, and joined with the others by the number of their row.
"""

from __future__ import annotations

from collections.abc import Sequence

from kamengine.intake.scratch import Scratch
from kamengine.intake.values.columns import Which
from kamengine.intake.values.odd_cells import OddCells
from kamengine.intake.values.readings import Reading, layered


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
    apart: dict[Which, str] = {}
    for reading in readings:
        cells = odd.get(reading.which)
        if cells and reading.steps.plain:
            apart[reading.which] = _read_apart(scratch, cells, reading)
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


def _read_apart(scratch: Scratch, cells: str, reading: Reading) -> str:
    """A table of the values and marks of the odd cells of a column."""
    name, cell = scratch.name("read"), reading.cell
    query = f"SELECT r, {cell.value}, {cell.mark} FROM {layered(cells, [reading])}"
    scratch.connection.execute(f"CREATE TABLE {name} AS {query}")
    return name


def _value(reading: Reading, apart: str | None) -> str:
    name = reading.cell.value
    if apart is None:
        return f"rows.{name}"
    return f"CASE WHEN {apart}.r IS NULL THEN {reading.steps.plain} ELSE {apart}.{name} END AS {name}"


def _mark(reading: Reading, apart: str | None) -> str:
    name = reading.cell.mark
    return f"rows.{name}" if apart is None else f"coalesce({apart}.{name}, 0::UTINYINT) AS {name}"
