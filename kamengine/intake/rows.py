"""The rows of one opened file, as the rest of intake sees them, whatever the file was."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from kamengine.intake.scratch import Scratch
from kamengine.locale.terminal import plain
from kamengine.problems import Message, Place, say

KEY = "account_id"
"""The name of the account's id in every table of a snapshot."""

_LONGEST_SHOWN = 40


def shown(text: object) -> str:
    """A header or a value as problems show it: harmless and short."""
    return plain(str(text), _LONGEST_SHOWN)


class NoRow(IntEnum):
    """Why a line of JSON can be no row; stands in the place of the number of its cells."""

    NO_OBJECT = -1
    KEY_TWICE = -2
    HALF_CHARACTER = -3

    @property
    def why(self) -> Message:
        """The same in words."""
        return _WHY[self]


_WHY = {
    NoRow.NO_OBJECT: say("not one object of JSON"),
    NoRow.KEY_TWICE: say("an object of JSON with one key twice"),
    NoRow.HALF_CHARACTER: say("half a character, or a zero, in a text of JSON"),
}


@dataclass(frozen=True)
class Rows:
    """Rows that DuckDB can select from.

    Attributes:
        relation: what stands after ``FROM``: columns ``r`` (number of the data row, from 1)
            and ``c0``, ``c1``, … as far as they were asked for.
        count: how many rows.
        first_line: the line of the file on which row 1 stands, when every row is one line; else None.
        streamed: the rows are read from the file again by each query, in their own types; else they are text in
            memory.
        ragged: the rows with too many or too few cells: ``r``, ``text`` of the whole row, how many ``cells`` (of a line
            of JSON that can be none, a `NoRow`); None when there are none.
        ragged_count: how many these are.
        blank: how many rows without any content were left out.
    """

    relation: str
    count: int
    first_line: int | None = None
    streamed: bool = False
    ragged: str | None = None
    ragged_count: int = 0
    blank: int = 0


class DataFile(Protocol):
    """A file that was opened: its headers are known, its rows are not read yet."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in the order of the columns; never empty, but not always unique."""
        ...

    @property
    def types(self) -> tuple[str, ...]:
        """DuckDB's type of each column."""
        ...

    @property
    def encoding(self) -> str:
        """The encoding of a text file (``utf-8``, ``utf-16-le``, ``gb18030``); empty for binary kinds."""
        ...

    @property
    def header_lines(self) -> tuple[int, ...]:
        """The lines or sheet rows of the headers, from 1: two where two rows were joined, none in a binary file."""
        ...

    @property
    def native_numbers(self) -> bool:
        """Whether numbers are written as programs write them, so that a point is always the decimal point."""
        ...

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows, with at least these columns.

        Raises:
            KamError: the file cannot be read to its end.
        """
        ...

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """Where data rows stand.

        Args:
            rows: numbers of rows, from 1, as `Rows` has them in ``r``; also ragged ones.

        Returns:
            for each the line of a text file, or the row of a sheet, on which it begins, from 1; rows that have no such
            place are left out.
        """
        ...


@dataclass(frozen=True)
class Spots:
    """Where some rows of a file stand.

    Attributes:
        path: the file.
        lines: the line, or row of a sheet, of each row that has one.
    """

    path: Path
    lines: Mapping[int, int]

    @classmethod
    def of(cls, file: DataFile, rows: Rows, numbers: Collection[int]) -> Spots:
        """The places of these rows."""
        if rows.first_line is not None:
            return cls(file.path, {row: rows.first_line + row - 1 for row in numbers})
        return cls(file.path, file.lines_of(sorted(numbers)))

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        """The place of a row or of the whole file, or of a column there."""
        line = None if row is None else self.lines.get(row)
        return Place(str(self.path), line, shown(column) if column is not None else None)
