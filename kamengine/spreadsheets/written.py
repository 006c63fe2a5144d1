"""What the process that reads a spreadsheet leaves behind: a file of rows, and what is to be known of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

ROWS = "rows.csv"
"""The name of the file of rows."""


@dataclass
class Written:
    """The rows of a sheet in a file: each with its number in the sheet, then its cells; blank rows are left out.

    Attributes:
        sheet: its name.
        columns: which columns of the sheet the cells are, from 0.
        first: the row of the headers as the user said it, else the first row that is not blank, from 1.
        head: the rows from there on in which the headers are looked for, blank ones too, each from column A on.
        merges: merged cells that begin there or above: first row, first column, last row, last column, from 0.
        places: for the first row in the file, and each that is not the next one in the sheet: its position in the file,
            from 0, and its number in the sheet, from 1.
        count: how many rows are in the file.
        longest: how many characters the cells of the longest row have.
        uncalculated: how many formulas of the sheet have no value.
    """

    sheet: str
    columns: list[int]
    first: int = 0
    head: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0
    longest: int = 0
    uncalculated: int = 0


@dataclass(frozen=True)
class DataRows:
    """The rows below the headers, and where in the sheet they stand.

    Attributes:
        before: how many rows in the file come before them.
        header: the row of the sheet in which the headers end, from 1.
        count: how many there are.
        places: as `Written` has them.
    """

    before: int
    header: int
    count: int
    places: Sequence[tuple[int, int]]

    @classmethod
    def below(cls, header: int, written: Written) -> DataRows:
        """The rows below the one in which the headers end, which is not blank."""
        position, number = written.places[bisect_right(written.places, header, key=lambda place: place[1]) - 1]
        before = position + header - number + 1
        return cls(before, header, written.count - before, written.places)

    def number(self, row: int) -> int:
        """The row of the sheet, from 1, in which a data row stands, counted from 1."""
        index = self.before + row - 1
        position, number = self.places[bisect_right(self.places, index, key=lambda place: place[0]) - 1]
        return number + index - position

    @property
    def blank(self) -> int:
        """How many blank rows are between them, and between the headers and them."""
        return self.number(self.count) - self.header - self.count if self.count else 0

    @property
    def first_number(self) -> int | None:
        """The row of the sheet of the first of them when no blank rows are between them; else None."""
        together = self.count and self.places[-1][0] <= self.before
        return self.number(1) if together else None
