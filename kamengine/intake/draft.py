"""One file on its way in: opened, laid out, read and checked, before its table is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.declarations import Field
from kamengine.intake.checks import MOST_EXAMPLES, Checked, Duplicate, check, duplicates, examples
from kamengine.intake.files.opening import open_file
from kamengine.intake.headers.columns import ROW_NUMBER
from kamengine.intake.headers.layout import Layout, has_column, lay_out
from kamengine.intake.rows import KEY, DataFile, Rows, Spots
from kamengine.intake.scratch import Scratch
from kamengine.intake.values.reading_of import ColumnToRead, readings_of
from kamengine.intake.values.readings import Cell, Reading, Steps, layered
from kamengine.intake.wanted import IntakeOptions, WantedTable
from kamengine.intake.wording import bad_values, duplicate_ids, ragged_rows
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Draft:
    """A file that was read and checked.

    Attributes:
        file: the file.
        rows: its rows.
        layout: which columns are which fields.
        key: how the account's id is read; None when there is no column for it.
        readings: how all columns are read, the key among them.
        layers: what stands after ``FROM`` for the rows with all steps of the readings.
        source: the same with values and marks only: a table, or the layers themselves when nothing was copied.
        checked: what was found in the cells.
        problems: everything that keeps the file from being used.
    """

    file: DataFile
    rows: Rows
    layout: Layout
    key: Reading | None
    readings: tuple[Reading, ...]
    layers: str
    source: str
    checked: Checked
    problems: tuple[Problem, ...] = ()


def draft(
    scratch: Scratch, source: Path | DataFile, wanted: WantedTable, options: IntakeOptions, *, accounts: bool
) -> Draft:
    """Read and check a file; what is wrong with its content is among the draft's problems.

    Args:
        scratch: where the rows go.
        source: the file by its path, or opened already.
        wanted: what the pack would like from it.
        options: what the user asked for.
        accounts: every row must have an id of its own; else (a ledger) rows without an id are fine here.

    Raises:
        KamError: the file cannot be read at all.
    """
    from duckdb import Error

    file = open_file(source, scratch.connection, options.reading) if isinstance(source, Path) else source
    path = file.path
    if options.key is not None and not accounts and not has_column(file.headers, options.key):
        options = replace(options, key=None)
    two_rows = len(file.header_lines) == 2
    layout = lay_out(file.headers, wanted, options, Place(str(path)), accounts=accounts, two_rows=two_rows)
    try:
        rows = file.read(scratch, _columns(file, layout, options))
        made = _checked(scratch, file, rows, layout, wanted, options, accounts=accounts)
        wrong = [] if options.on_error == "quarantine" else _wrong_rows(scratch.connection, made, accounts=accounts)
    except KamError as error:
        raise KamError([*layout.problems, *error.problems]) from error
    except Error as error:
        what = say("the file cannot be read to its end: {reason}", reason=str(error).split("\n")[0])
        raise KamError([*layout.problems, Problem(Place(str(path)), what)]) from error
    return replace(made, problems=(*layout.problems, *made.problems, *wrong))


def _columns(file: DataFile, layout: Layout, options: IntakeOptions) -> set[int]:
    """The columns to read: those in use; all of them when bad rows are to be written out whole."""
    if options.on_error == "quarantine":
        return set(range(len(file.headers)))
    return {*layout.fields.values(), *([] if layout.key is None else [layout.key])}


def _checked(
    scratch: Scratch,
    file: DataFile,
    rows: Rows,
    layout: Layout,
    wanted: WantedTable,
    options: IntakeOptions,
    *,
    accounts: bool,
) -> Draft:
    """Decide how each column is read, bring the rows into memory if they are not read from the file, and check them."""
    if not rows.count and not rows.ragged:
        what = say("there are no rows, only headers")
        raise KamError.of(what, say("export the file again"), place=Place(str(file.path)))
    required = wanted.required | {KEY} if accounts else wanted.required
    fields = [(field, layout.fields[field.name]) for field in wanted.fields if field.name in layout.fields]
    if layout.key is not None:
        fields.insert(0, (Field(KEY, "text"), layout.key))
    columns = [
        ColumnToRead(field, column, file.headers[column], file.types[column], required=field.name in required)
        for field, column in fields
    ]
    readings, problems = _readings(scratch, file, rows, columns, options)
    if layout.numbered:
        readings = (_row_number(), *readings)
    layers = layered(rows.relation, readings)
    source = layers if rows.streamed else _in_memory(scratch, layers, readings)
    key = readings[0] if readings and readings[0].field == KEY else None
    checked = check(scratch.connection, source, readings, key if accounts and not layout.numbered else None)
    return Draft(file, rows, layout, key, readings, layers, source, checked, problems)


def _readings(
    scratch: Scratch, file: DataFile, rows: Rows, columns: Sequence[ColumnToRead], options: IntakeOptions
) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """How the columns are read, and what keeps some of them from it."""
    values = replace(options.values, native_numbers=options.values.native_numbers or file.native_numbers)
    found = readings_of(scratch.connection, rows.relation, columns, values, path=file.path)
    return found.readings, found.problems


def _row_number() -> Reading:
    """The number of the data row as the account's id."""
    cell = Cell("r", "CAST(r AS VARCHAR)", "row_text", "row_id", "row_mark")
    return Reading(KEY, ROW_NUMBER, cell, Steps(cell.raw, cell.clean, "0", spotless=True), "id")


def _in_memory(scratch: Scratch, layers: str, readings: Sequence[Reading]) -> str:
    """A table of the values and marks."""
    name = scratch.name("values")
    cells = "".join(f", {reading.cell.value}, {reading.cell.mark}" for reading in readings)
    scratch.connection.execute(f"CREATE TABLE {name} AS SELECT r{cells} FROM {layers}")
    return name


def _wrong_rows(connection: DuckDBPyConnection, made: Draft, *, accounts: bool) -> list[Problem]:
    """A problem for the first rows of each kind that cannot be used, and counts of the others."""
    ragged = _ragged(connection, made.rows)
    bad = [
        (reading, examples(connection, made.layers, reading), count)
        for reading in made.readings
        if (count := made.checked.bad(reading))
    ]
    twice: tuple[list[Duplicate], int] = ([], 0)
    if accounts and made.key is not None and not made.checked.unique:
        twice = duplicates(connection, made.source, made.key)
    numbers = {row for row, *_ in ragged} | {example.row for _, found, _ in bad for example in found}
    numbers |= {duplicate.rows[0] for duplicate in twice[0]}
    spots = Spots.of(made.file, made.rows, numbers)
    problems = ragged_rows(spots, len(made.file.headers), ragged, made.rows.ragged_count)
    for reading, found, count in bad:
        problems += bad_values(spots, reading, found, count)
    if made.key is not None:
        problems += duplicate_ids(spots, made.key.header, *twice)
    return problems


def _ragged(connection: DuckDBPyConnection, rows: Rows) -> list[tuple[int, int]]:
    """The first rows with too many or too few cells, and how many these are."""
    if not rows.ragged:
        return []
    return connection.execute(f"SELECT r, cells FROM {rows.ragged} ORDER BY r LIMIT {MOST_EXAMPLES}").fetchall()
