"""Staged rows become values: each column read as its field, every cell with its mark, nothing decided yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from pathlib import Path

from kamengine.declarations import Field
from kamengine.intake.checks import Checked, all_differ, check
from kamengine.intake.imports.skipped import Skipped
from kamengine.intake.imports.stage import Staged
from kamengine.intake.rows import KEY, shown
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import identifier
from kamengine.intake.values.options import ValueOptions
from kamengine.intake.values.reading_of import ColumnReadings, ColumnToRead, readings_of
from kamengine.intake.values.readings import Reading
from kamengine.intake.values.table import table_of_values
from kamengine.problems import Message, say

ROW = '"#"'
"""The column for the number of a row, beside fields; none can be called so."""


@dataclass(frozen=True)
class Columns:
    """Which columns of a stage are taken.

    Attributes:
        key: the column of the account's id; None: the number of the row is the id.
        fields: the others, each with its column.
        required: names of the fields in which a blank is a bad value.
        currencies: the ISO 4217 codes of the currencies in which amounts are kept, by field.
        before: how cells are written, as it was said when files with these headers were imported before.
    """

    key: int | None
    fields: tuple[tuple[Field, int], ...]
    required: frozenset[str] = frozenset()
    currencies: Mapping[str, str] = attribute(default_factory=dict)
    before: ValueOptions = attribute(default_factory=ValueOptions)


@dataclass(frozen=True)
class Drafted:
    """Staged rows that were read and checked.

    Attributes:
        staged: the rows as they stand in the files, without what is no data.
        skipped: what is no data.
        columns: which columns are taken.
        readings: how; that of the id first when there is one.
        table: ``r``, and of each reading its value, and its mark if any cell can have one.
        checked: what was found in the cells.
    """

    staged: Staged
    skipped: Skipped
    columns: Columns
    readings: tuple[Reading, ...]
    table: str
    checked: Checked

    @property
    def key(self) -> Reading | None:
        """How the account's id is read; None when it is the number of the row."""
        return self.readings[0] if self.columns.key is not None else None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that come in, without the id."""
        return tuple(field for field, _ in self.columns.fields)

    @property
    def values(self) -> str:
        """A query for the number of the row (`ROW`), the id, and a column named after each field."""
        id = self.key.cell.value if self.key else "CAST(r AS VARCHAR)"
        rest = "".join(f", {each.cell.value} AS {identifier(each.field)}" for each in self.readings if each != self.key)
        return f"SELECT r AS {ROW}, {id} AS {KEY}{rest} FROM {self.table}"

    @property
    def not_taken(self) -> dict[str, int]:
        """The columns that are neither the id nor a field: header to position."""
        taken = {self.columns.key, *(column for _, column in self.columns.fields)}
        return {header: at for at, header in enumerate(self.staged.headers) if at not in taken}


def as_before(drafts: Iterable[Drafted]) -> list[Message]:
    """A note on the columns that are read as it was said at an earlier import, since their cells leave it open."""
    readings = [reading for drafted in drafts for reading in drafted.readings if reading.decisions.as_before]
    said = [
        f'--dates "{shown(each.header)}={each.decisions.dates}"'
        if each.wanted == "date"
        else f'--decimal "{shown(each.header)}={each.decisions.decimals}"'
        for each in readings
    ]
    if not said:
        return []
    return [
        say("read as it was said when such a file was imported before: {options}", options=list(dict.fromkeys(said)))
    ]


def draft_values(
    scratch: Scratch, staged: Staged, skipped: Skipped, columns: Columns, read: ColumnReadings, *, accounts: bool
) -> Drafted:
    """Read every cell of the columns.

    Args:
        scratch: where the values go.
        staged: the rows, without what is no data.
        skipped: what that was.
        columns: what is taken.
        read: how each of them is read (`read_columns`).
        accounts: ids must be unique.
    """
    readings = read.readings
    table = table_of_values(scratch, staged.relation, staged.numbers, readings, read.odd)
    marked = [reading for reading in readings if not reading.spotless]
    found = check(scratch.connection, table, marked, None)
    unique = not accounts or columns.key is None or all_differ(scratch.connection, table, readings[0])
    return Drafted(staged, skipped, columns, readings, table, Checked(found.marks, unique))


def read_columns(
    scratch: Scratch, staged: Staged, columns: Columns, options: ValueOptions, *, accounts: bool
) -> ColumnReadings:
    """How each column is read, the id first.

    Args:
        scratch: where the rows are.
        staged: the rows, without what is no data.
        columns: what is taken.
        options: how cells are written where they can be read in several ways.
        accounts: ids must be there.

    Returns:
        the readings, with the problems of columns that hold something that their field can never be, or that cannot be
        read in one way only.
    """
    required = columns.required | ({KEY} if accounts else set())
    wanted = list(columns.fields)
    if columns.key is not None:
        wanted.insert(0, (Field(KEY, "text"), columns.key))
    to_read = [
        ColumnToRead(
            field,
            column,
            staged.headers[column],
            staged.types[column],
            required=field.name in required,
            currency=columns.currencies.get(field.name),
            order_before=columns.before.order_of(staged.headers[column]),
            sign_before=columns.before.sign_of(staged.headers[column]),
        )
        for field, column in wanted
    ]
    name = Path(staged.parts[0].opened.source.name)
    native = all(part.opened.file.native_numbers for part in staged.parts)
    options = replace(options, native_numbers=options.native_numbers or native)
    return readings_of(scratch.connection, staged.relation, to_read, options, path=name, scratch=scratch)
