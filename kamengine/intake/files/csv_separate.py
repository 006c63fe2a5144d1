"""The rows of a CSV file that have the right number of cells, and those that have not, apart.

For files that DuckDB does not take as a whole. DuckDB can collect such rows itself, but version 2.0.0 loses others in
silence then when it reads in parallel, and keeps them in memory, over a kilobyte each.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kamengine.intake.files.csv_lines import Layout, Row
from kamengine.intake.files.line_breaks import LONGEST_LINE
from kamengine.problems import KamError, Place, say

_BLANKS = '" \t\r\n\u00a0\u3000'


@dataclass(frozen=True)
class Separated:
    """Two files, and how many rows they have.

    Attributes:
        rows: the rows with the right number of cells, each with its number as the first cell.
        ragged: the others: number, how many cells, the whole row as text.
        rows_count: how many rows the first has.
        ragged_count: how many the second has.
        blank: how many rows with another number of cells hold nothing, and are in neither.
        each_row_a_line: whether no row takes several lines, and no line is empty.
    """

    rows: Path
    ragged: Path
    rows_count: int
    ragged_count: int
    blank: int
    each_row_a_line: bool


def separate(source: Path, layout: Layout, line: int, folder: Path, place: Place) -> Separated:
    """Write the rows of a file into two files.

    Cells without anything after the last column do not make a row ragged.

    Args:
        source: the rows without headers, in UTF-8, in lines that end in LF.
        layout: how its cells are written.
        line: the line of the user's file on which the first row stands.
        folder: where the two files go.
        place: what problems call the user's file.

    Raises:
        KamError: a quote is not closed, or text follows a closing one: nobody knows where the next row begins;
            or a row is longer than DuckDB takes.
    """
    paths = folder / "good.csv", folder / "ragged.csv"
    good = ragged = blank = 0
    each_row_a_line = True
    with (
        paths[0].open("w", encoding="latin-1", newline="") as good_rows,
        paths[1].open("w", encoding="latin-1", newline="") as ragged_rows,
    ):
        for number, row in enumerate(layout.rows(source, 0, line), start=1):
            each_row_a_line = each_row_a_line and row.line == line + number - 1
            if row.fault:
                raise _faulty(row, place)
            text, cells = _without_surplus(row.text.removesuffix("\n"), layout)
            if cells == layout.columns:
                good_rows.write(f"{number}{layout.delimiter}{text}\n")
                good += 1
            elif _is_blank(text, layout.delimiter):
                blank += 1
            else:
                doubled = text.replace('"', '""')
                ragged_rows.write(f'{number},{cells},"{doubled}"\n')
                ragged += 1
    return Separated(*paths, good, ragged, blank, each_row_a_line)


def _without_surplus(text: str, layout: Layout) -> tuple[str, int]:
    """A row without empty cells after the last column, and how many cells it has then."""
    cells = layout.cells(text)
    empty = len(text) - len(text.rstrip(layout.delimiter))
    surplus = max(0, min(empty, cells - layout.columns))
    return text[: len(text) - surplus], cells - surplus


def _is_blank(text: str, delimiter: str) -> bool:
    """Whether a row holds nothing but delimiters, quotes and blanks."""
    return not text.encode("latin-1").decode().strip(_BLANKS + delimiter)


def _faulty(row: Row, place: Place) -> KamError:
    if row.fault == "too long":
        what = say(
            "the row that begins here, with line breaks within quotes, is longer than {most} bytes", most=LONGEST_LINE
        )
        return KamError.of(what, say("shorten it, or leave its long column out"), place=Place(place.file, row.line))
    what = say("a quote that is opened here is not closed")
    if row.fault == "text after quote":
        several_lines = "\n" in row.text.rstrip("\n")
        what = say("text follows a closing quote")
        if several_lines:
            what = say("a quote that is opened here is not closed, or text follows a closing quote")
    remedy = say("close the quote; a quote inside a cell is written twice")
    return KamError.of(what, remedy, place=Place(place.file, row.line))
