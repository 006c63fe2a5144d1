"""One value that a person typed, read as the cells of files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.declarations import Field
from kamengine.intake.sql_text import literal
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.reading_of import readings_of
from kamengine.intake.values.readings import layered
from kamengine.intake.wording import reason
from kamengine.problems import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class OneValue:
    """What a text means as a value of a field.

    Attributes:
        value: the value; None: unknown, or bad.
        canonical: the value as text that is read as the same value again; None when there is none.
        mark: what was done to read it.
        problem: why it is no value of the field: ``not a number``; None when it is one, or unknown.
        remedy: what to do about the problem, where that is not plain.
    """

    value: object
    canonical: str | None
    mark: Mark
    problem: Message | None = None
    remedy: Message | None = None


def read_one(connection: DuckDBPyConnection, field: Field, text: str, options: ValueOptions | None = None) -> OneValue:
    """Read one text as a cell of a file is read.

    Args:
        connection: any; nothing stays in it.
        field: what the value is for.
        text: as it was typed; nothing, or a word such as ``N/A``, is unknown.
        options: the order of day and month, the decimal sign.
    """
    relation = f"(SELECT 1::BIGINT AS r, {literal(text)} AS c0)"
    column = ColumnToRead(field, 0, field.name, "VARCHAR")
    found = readings_of(connection, relation, [column], options, path=Path(field.name))
    if found.problems:
        (undecided,) = found.problems
        return OneValue(None, None, Mark.WRONG, undecided.what, undecided.remedy)
    (reading,) = found.readings
    cell = reading.cell
    row = connection.execute(
        f"SELECT {cell.value}, CAST({cell.value} AS VARCHAR), {cell.mark} FROM {layered(relation, [reading])}"
    ).fetchone()
    assert row is not None
    mark = Mark(row[2])
    return OneValue(row[0], row[1], mark, reason(reading, mark) if mark.bad else None)
