"""Chooses how columns are read, by what the fields are and what the columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.declarations import Kind
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.intake.rows import KEY, shown
from kamengine.intake.scratch import Scratch
from kamengine.intake.side_by_side import side_by_side
from kamengine.intake.values.columns import ColumnToRead
from kamengine.intake.values.date_survey import survey_dates
from kamengine.intake.values.dates import date_cell, read_date
from kamengine.intake.values.decisions import ColumnDecisions
from kamengine.intake.values.header_units import HeaderUnit, counts_money, unit_of
from kamengine.intake.values.ids import has_fraction, read_id
from kamengine.intake.values.number_survey import Wrong, survey_numbers
from kamengine.intake.values.numbers import is_quick_number, read_number
from kamengine.intake.values.odd_cells import OddCells, odd_cells
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.readings import Cell, Reading, Steps, require
from kamengine.intake.values.spellings import read_bool, read_choice
from kamengine.intake.values.texts import read_text
from kamengine.intake.wording import wrong_column
from kamengine.problems import Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ColumnReadings", "ColumnToRead", "readings_of"]

_CLEANED = ("text", "whole", "float", "decimal")


@dataclass(frozen=True)
class ColumnReadings:
    """How the columns of a file are read.

    Attributes:
        readings: one for each column that can be read.
        odd: where the cells are that need more than a cast, by column and field.
        problems: those of each that cannot: no value of its type can be one of the field's, how its dates or numbers
            are written cannot be known, or they are of another currency.
    """

    readings: tuple[Reading, ...]
    odd: OddCells
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Rows:
    """Where the cells are, all of them and the odd ones, and what the user said of them."""

    connection: DuckDBPyConnection
    relation: str
    odd: OddCells
    options: ValueOptions

    def to_look_at(self, column: ColumnToRead) -> str:
        """The rows whose cell is to be looked at to decide on a column."""
        return self.odd.get(column.which) or self.relation


def readings_of(
    connection: DuckDBPyConnection,
    relation: str,
    columns: Sequence[ColumnToRead],
    options: ValueOptions | None = None,
    *,
    path: Path,
    scratch: Scratch | None = None,
) -> ColumnReadings:
    """How columns become fields. One scan finds the plain columns; only the others are looked at further.

    Args:
        connection: holds the rows.
        relation: what stands after ``FROM``, with the row number ``r`` and the columns ``c0``, ``c1``, …
        columns: all that are to be read.
        options: what the user said of how cells are written.
        path: the file, for problems.
        scratch: keeps the odd cells, so that they are not looked for again.
    """
    options = options or ValueOptions()
    rows = _Rows(connection, relation, odd_cells(connection, relation, columns, options, scratch), options)
    made = side_by_side(
        connection, enumerate(columns), lambda cursor, each: _read(replace(rows, connection=cursor), *each)
    )
    readings: list[Reading] = []
    problems: list[Problem] = []
    for column, found in zip(columns, made, strict=True):
        if isinstance(found, Reading):
            readings.append(found)
        elif found is None:
            problems.append(wrong_column(path, column.header, column.field.name, column.sql_type))
        else:
            problems += [Problem(Place(str(path), key=shown(column.header)), *wrong) for wrong in found]
    return ColumnReadings(tuple(readings), rows.odd, tuple(problems))


def _read(rows: _Rows, position: int, column: ColumnToRead) -> Reading | tuple[Wrong, ...] | None:
    """The reading of a column; all that keeps it from being decided; or None: its type does not fit."""
    plain = rows.odd.get(column.which, column) is None
    unit = unit_of(column.header, column.field, column.currency)
    if unit.power and column.family in _CLEANED:
        column, plain = replace(column, written=True), False
    decisions = ColumnDecisions(currency=unit.currency)
    if not plain and column.family in _CLEANED:
        decided = _decide(rows, column, unit)
        if not isinstance(decided, ColumnDecisions):
            return decided
        decisions = decided
        plain = _plain_after_all(rows, column, decisions)
    if foreign := _of_another_currency(column, decisions.currency):
        return foreign
    cell = Cell.of(column.column, position, column.raw)
    steps = _steps(rows, column, cell, decisions, plain=plain)
    if steps is None:
        return None
    field = column.field
    as_is = column.sql_type == SQL_TYPES[field.kind].replace(", ", ",")
    steps = require(steps, cell) if column.required else steps
    wanted = "id" if field.name == KEY else field.kind
    return Reading(field.name, column.header, cell, steps, wanted, field.choices, as_is, decisions)


def _decide(rows: _Rows, column: ColumnToRead, unit: HeaderUnit) -> ColumnDecisions | tuple[Wrong, ...]:
    """What holds for the column as a whole."""
    connection, odd, header = rows.connection, rows.to_look_at(column), column.header
    kind, text = column.field.kind, column.family == "text"
    if column.field.name == KEY:
        fraction = f"SELECT r FROM {odd} WHERE {has_fraction(f'CAST({column.raw} AS VARCHAR)')} LIMIT 1"
        return ColumnDecisions(whole_ids=connection.execute(fraction).fetchone() is None)
    if kind == "date":
        cell = date_cell(column.raw, column.family)
        dates = survey_dates(connection, odd, cell, rows.options.order_of(header), column.order_before)
        if dates.what and dates.remedy:
            return ((dates.what, dates.remedy),)
        return ColumnDecisions(dates=dates.order, serials=dates.serials, as_before=dates.as_before)
    if text and kind in ("integer", "number", "money", "ratio"):
        return _decide_on_numbers(rows, column, unit)
    return ColumnDecisions()


def _decide_on_numbers(rows: _Rows, column: ColumnToRead, unit: HeaderUnit) -> ColumnDecisions | tuple[Wrong, ...]:
    """The decimal sign and the currency of a column; when either is in doubt, everything that is wrong with both."""
    given = rows.options.sign_of(column.header) or ("point" if rows.options.native_numbers else None)
    kind, amounts = column.field.kind, counts_money(column.field)
    written: Kind = "money" if amounts and kind == "number" else kind
    odd = rows.to_look_at(column)
    asked = (written, given, column.currency, column.sign_before)
    numbers = survey_numbers(rows.connection, rows.relation, odd, column.raw, *asked)
    wrong = list(numbers.wrong)
    if numbers.currency and unit.currency and numbers.currency != unit.currency:
        what = say("the header names {one}, its cells {other}", one=unit.currency, other=numbers.currency)
        wrong.append((what, say("correct the header or the cells")))
    elif wrong:
        wrong += _of_another_currency(column, numbers.currency or unit.currency)
    return tuple(wrong) or ColumnDecisions(
        decimals=numbers.decimals,
        currency=numbers.currency or unit.currency,
        amounts=amounts,
        power=unit.power,
        as_before=numbers.as_before,
    )


def _of_another_currency(column: ColumnToRead, currency: str | None) -> tuple[Wrong, ...]:
    """That a column is in another currency than its field is kept in; nothing where it is not."""
    if currency is None or column.currency in (None, currency):
        return ()
    what = say(
        "{field} is kept in {one}, and these amounts are in {other}: amounts of several currencies cannot be compared",
        field=column.field.name,
        one=column.currency,
        other=currency,
    )
    own = f"{column.field.name}_{currency.lower()}:number"
    remedy = say(
        'bring the column to {currency}, or keep it apart with --map "{header}={own}"',
        currency=column.currency,
        header=shown(column.header),
        own=own,
    )
    return ((what, remedy),)


def _plain_after_all(rows: _Rows, column: ColumnToRead, decisions: ColumnDecisions) -> bool:
    """Whether the only odd cells were numbers such as ``1.234``, whose point is now known to part a fraction."""
    kind = column.field.kind
    if column.family != "text" or column.field.name == KEY or kind not in ("number", "money", "ratio"):
        return False
    if decisions.decimals != "point" or decisions.power:
        return False
    odd = f"SELECT r FROM {rows.to_look_at(column)} WHERE NOT {is_quick_number(column.raw, kind, 'point')} LIMIT 1"
    return rows.connection.execute(odd).fetchone() is None


def _steps(rows: _Rows, column: ColumnToRead, cell: Cell, decisions: ColumnDecisions, *, plain: bool) -> Steps | None:
    field, family = column.field, column.family
    if family == "no values":
        return None
    if field.name == KEY:
        return read_id(cell, family, decisions, plain=plain)
    if field.kind == "bool":
        return read_bool(rows.connection, rows.relation, cell, family)
    if field.kind == "choice" and field.choices:
        return read_choice(rows.connection, rows.relation, cell, family, field)
    if field.kind == "date":
        return read_date(cell, family, decisions, plain=plain)
    if field.kind in ("text", "choice"):
        return read_text(cell, family, plain=plain)
    return read_number(cell, family, field.kind, decisions, plain=plain)
