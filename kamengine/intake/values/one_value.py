"""One value that a person typed, read as the cells of files are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from kamengine.declarations import Field
from kamengine.intake.sql_text import literal
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.decisions import DateOrder, DecimalSign
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
        meanings: where the text can be read in several ways, each of them as text that can be read in one only.
    """

    value: object
    canonical: str | None
    mark: Mark
    problem: Message | None = None
    meanings: tuple[str, ...] = ()


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
        meanings = _meanings(connection, field, text) if options is None else ()
        return OneValue(None, None, Mark.WRONG, undecided.what, meanings)
    (reading,) = found.readings
    cell = reading.cell
    row = connection.execute(
        f"SELECT {cell.value}, CAST({cell.value} AS VARCHAR), {cell.mark} FROM {layered(relation, [reading])}"
    ).fetchone()
    assert row is not None
    mark = Mark(row[2])
    return OneValue(row[0], row[1], mark, reason(reading, mark) if mark.bad else None)


def _meanings(connection: DuckDBPyConnection, field: Field, text: str) -> tuple[str, ...]:
    """What a text means in each order of day and month and with each decimal sign."""
    ways = [ValueOptions(dates={"": order}) for order in get_args(DateOrder)]
    ways += [ValueOptions(decimals={"": sign}) for sign in get_args(DecimalSign)]
    read = [read_one(connection, field, text, way).canonical for way in ways]
    return tuple(dict.fromkeys(_clear(connection, field, meaning) for meaning in read if meaning is not None))


def _clear(connection: DuckDBPyConnection, field: Field, canonical: str) -> str:
    """A value as text that nobody reads otherwise: ``1.234`` may be 1,234, ``1.2340`` may not."""
    short = re.sub(r"\.?0+$", "", canonical) if "." in canonical else canonical
    return short if read_one(connection, field, short, ValueOptions()).problem is None else f"{short}0"
