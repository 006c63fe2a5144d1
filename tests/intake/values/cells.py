"""Columns made of a few cells, and what the readings make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamengine.declarations import Field, Kind
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.reading_of import readings_of
from kamengine.intake.values.readings import Reading, layered
from kamengine.locale import Messages
from tests.intake.taking import shared_connection

ENGLISH = Messages.of("en")
BAD = "bad"


@dataclass(frozen=True)
class ReadColumn:
    """The values, each with its mark; or what was said of the column as a whole."""

    values: list[Any]
    marks: list[Mark]
    reading: Reading | None = None
    problem: str | None = None

    @property
    def outcomes(self) -> list[Any]:
        """The values, with ``bad`` for the bad ones."""
        return [BAD if mark.bad else value for value, mark in zip(self.values, self.marks, strict=True)]


def read_column(
    field: Field | Kind,
    cells: Sequence[Any],
    options: ValueOptions | None = None,
    *,
    header: str = "Header",
    sql_type: str = "VARCHAR",
    required: bool = False,
) -> ReadColumn:
    """Read the cells of one column; a field may be given by its kind."""
    field = Field("x", field) if isinstance(field, str) else field
    connection = shared_connection()
    connection.execute(
        f"CREATE OR REPLACE TABLE cells AS SELECT unnest(range(1, ? + 1)) AS r, unnest(?::{sql_type}[]) AS c0",
        [len(cells), list(cells)],
    )
    column = ColumnToRead(field, 0, header, sql_type, required)
    found = readings_of(connection, "cells", [column], options, path=Path("a.csv"))
    if found.problems:
        (problem,) = found.problems
        return ReadColumn([], [], problem=problem.text(ENGLISH))
    (reading,) = found.readings
    rows = connection.execute(f"SELECT v0, m0 FROM {layered('cells', [reading])} ORDER BY r").fetchall()
    return ReadColumn([value for value, _ in rows], [Mark(mark) for _, mark in rows], reading)
