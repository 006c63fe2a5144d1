"""Counts what is wrong with the cells of a table, in one scan, and finds the first examples of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.intake.values.readings import Mark, Reading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_EXAMPLES = 5
"""So many bad values of one column, or rows of one kind, are named; the others are counted."""


@dataclass(frozen=True)
class Example:
    """A bad cell: its row, its text (None when blank) and its mark."""

    row: int
    text: str | None
    mark: Mark


@dataclass(frozen=True)
class Duplicate:
    """An account's id that several rows have: the id, the first of these rows, and how many they are."""

    id: str
    rows: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Checked:
    """What was found in the cells of a table.

    Attributes:
        marks: for each field how many cells bear which mark; fields without any mark are left out.
        unique: whether every id stands in one row only; blank ids do not count.
    """

    marks: Mapping[str, Mapping[Mark, int]]
    unique: bool

    def bad(self, reading: Reading) -> int:
        """How many cells of a column are bad."""
        return sum(count for mark, count in self.marks.get(reading.field, {}).items() if mark >= Mark.WRONG)

    def clean(self, reading: Reading) -> bool:
        """Whether no cell of the column bears any mark."""
        return reading.field not in self.marks


def check(connection: DuckDBPyConnection, source: str, readings: Sequence[Reading], key: Reading | None) -> Checked:
    """Count the marks; only the columns that have any are looked at a second time.

    Args:
        connection: holds the table.
        source: the table, with the values and marks of all readings.
        readings: all of them.
        key: the one whose values must be unique; None when they need not be.
    """
    if not readings:
        return Checked({}, True)
    greatest = ", ".join(f"max({reading.cell.mark})" for reading in readings)
    found = connection.execute(f"SELECT {greatest} FROM {source}").fetchone()
    assert found is not None
    marked = [reading for reading, mark in zip(readings, found, strict=True) if mark]
    unique = key is None or all_differ(connection, source, key)
    return Checked({reading.field: _count(connection, source, reading) for reading in marked}, unique)


def all_differ(connection: DuckDBPyConnection, source: str, key: Reading) -> bool:
    """Whether every id stands in one row only; blank ones do not count.

    Groups go to the disk where the memory does not hold them; a count of distinct values does not.
    """
    id = key.cell.value
    twice = f"SELECT {id} FROM {source} WHERE {id} IS NOT NULL GROUP BY {id} HAVING count(*) > 1 LIMIT 1"
    return connection.execute(twice).fetchone() is None


def examples(connection: DuckDBPyConnection, layers: str, reading: Reading) -> list[Example]:
    """The first bad cells of a column, by row."""
    cell = reading.cell
    found = connection.execute(
        f"SELECT r, CAST({cell.column} AS VARCHAR), {cell.mark} FROM {layers} "
        f"WHERE {cell.mark} >= {Mark.WRONG.value} ORDER BY r LIMIT {MOST_EXAMPLES}"
    ).fetchall()
    return [Example(row, text, Mark(mark)) for row, text, mark in found]


def duplicates(connection: DuckDBPyConnection, source: str, key: Reading) -> tuple[list[Duplicate], int]:
    """The first ids that several rows have, by row, and how many such ids there are."""
    id = key.cell.value
    found = connection.execute(
        f"SELECT {id}, list(r ORDER BY r)[:{MOST_EXAMPLES}] AS rows, count(*), count(*) OVER () FROM {source} "
        f"WHERE {id} IS NOT NULL GROUP BY {id} HAVING count(*) > 1 ORDER BY rows[1] LIMIT {MOST_EXAMPLES}"
    ).fetchall()
    return [Duplicate(text, tuple(rows), count) for text, rows, count, _ in found], found[0][3] if found else 0


def _count(connection: DuckDBPyConnection, source: str, reading: Reading) -> dict[Mark, int]:
    mark = reading.cell.mark
    found = connection.execute(
        f"SELECT {mark}, count(*) FROM {source} WHERE {mark} > 0 GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return {Mark(number): count for number, count in found}
