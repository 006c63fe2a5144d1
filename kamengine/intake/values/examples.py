"""Examples of what was done to the cells of a column: ``¥1.2万`` became 12000, in row 7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.values.marks import Mark
from kamengine.intake.values.readings import Reading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class ChangeExample:
    """A cell that was taken otherwise than it stands.

    Attributes:
        mark: what was done.
        row: the data row, from 1.
        raw: the cell as it stands in the file.
        value: what it became, as text; None: unknown.
    """

    mark: Mark
    row: int
    raw: str
    value: str | None


def examples_of(
    connection: DuckDBPyConnection, layers: str, reading: Reading, most: int = 3
) -> tuple[ChangeExample, ...]:
    """The first cells of each kind of change in a column, by kind, then by row; equal cells are shown once.

    Args:
        connection: holds the rows.
        layers: what `kamengine.intake.values.readings.layered` made.
        reading: of the column.
        most: so many of each kind.
    """
    if reading.spotless:
        return ()
    cell = reading.cell
    cells = (
        f"SELECT {cell.mark} AS mark, r, CAST({cell.column} AS VARCHAR) AS raw, CAST({cell.value} AS VARCHAR) AS value "
        f"FROM {layers} WHERE {cell.mark} > {Mark.TIDIED.value} AND {cell.mark} < {Mark.WRONG.value}"
    )
    distinct = f"SELECT mark, min(r) AS row, raw, value FROM ({cells}) GROUP BY mark, raw, value"
    found = connection.execute(
        f"SELECT mark, row, raw, value FROM ({distinct}) "
        f"QUALIFY row_number() OVER (PARTITION BY mark ORDER BY row) <= {int(most)} ORDER BY mark, row"
    ).fetchall()
    return tuple(ChangeExample(Mark(mark), row, raw, value) for mark, row, raw, value in found)
