"""Chooses how a column is read, by what the field is and what the column holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.declarations import Field
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.intake.files.families import family_of
from kamengine.intake.values.dates import read_date
from kamengine.intake.values.numbers import read_number
from kamengine.intake.values.readings import Cell, Reading, Steps, require
from kamengine.intake.values.spellings import read_bool, read_choice
from kamengine.intake.values.texts import read_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def reading_of(
    connection: DuckDBPyConnection,
    relation: str,
    field: Field,
    column: int,
    position: int,
    *,
    header: str,
    sql_type: str,
    required: bool,
) -> Reading | None:
    """How a column becomes a field; None when no value of the column's type can be one of the field's."""
    cell = Cell.of(column, position, _raw(f"c{column}", sql_type))
    steps = _steps(connection, relation, field, cell, sql_type)
    if steps is None:
        return None
    as_is = sql_type == SQL_TYPES[field.kind].replace(", ", ",")
    steps = require(steps, cell) if required else steps
    return Reading(field.name, header, cell, steps, field.kind, tuple(choice.id for choice in field.choices), as_is)


def _raw(column: str, sql_type: str) -> str:
    """The cell in one of the types that the readings know."""
    if sql_type == "FLOAT":  # by way of text single precision is the decimal that was meant: 0.1, not 0.10000000149
        return f"CAST(CAST({column} AS VARCHAR) AS DOUBLE)"
    if family_of(sql_type) == "text" and sql_type != "VARCHAR":
        return f"CAST({column} AS VARCHAR)"
    return column


def _steps(connection: DuckDBPyConnection, relation: str, field: Field, cell: Cell, sql_type: str) -> Steps | None:
    family = family_of(sql_type)
    if family == "no values":
        return None
    if field.kind == "bool":
        return read_bool(connection, relation, cell, family)
    if field.kind == "choice" and field.choices:
        return read_choice(connection, relation, cell, family, field)
    if field.kind == "date":
        return read_date(cell, family)
    if field.kind in ("text", "choice"):
        return read_text(cell, family)
    return read_number(cell, family, field.kind)
