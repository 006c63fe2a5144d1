"""On which line each row of a CSV file begins: rows may have cells of several lines, and empty lines are no rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple


class Span(NamedTuple):
    """Lines that belong together, as they stand in the file.

    Attributes:
        line: the first of them, counted from 1.
        start: where it begins, in bytes from 0.
        is_row: whether they are a row; else it is an empty line, which is none.
    """

    line: int
    start: int
    is_row: bool


def spans(path: Path, start: int, line: int, delimiter: str, columns: int) -> Iterator[Span]:
    """The rows and empty lines of a file, in order; one row at a time is in memory.

    Quotes are read as strict CSV has them: a quoted cell begins with a quote, blanks before it do not count; a quote
    within is doubled; a quote elsewhere in a cell is an ordinary character.

    Args:
        path: a file in UTF-8 whose line breaks are of one kind.
        start: where to begin, in bytes from 0.
        line: the number of the line there.
        delimiter: what separates cells.
        columns: how many there are; in a file of one column an empty line is a row.
    """
    whole, rest = _patterns(delimiter)
    begun: Span | None = None
    # Latin-1: a character for each byte, so that positions are bytes.
    with path.open(encoding="latin-1", newline="") as file:
        file.seek(start)
        for number, content in enumerate(file, start=line):
            if begun is None:
                found = Span(number, start, columns == 1 or content not in ("\n", "\r\n", "\r"))
                if '"' in content and not whole.fullmatch(content):
                    begun = found
                else:
                    yield found
            elif '"' in content and rest.fullmatch(content):
                yield begun
                begun = None
            start += len(content)
    if begun is not None:
        yield begun


def lines_of(rows: Collection[int], found: Iterator[Span]) -> dict[int, int]:
    """The line on which each of these rows begins; rows that are not there are left out.

    Args:
        rows: their numbers, from 1.
        found: all rows and empty lines, from the first data row on.
    """
    wanted, last = set(rows), max(rows, default=0)
    lines: dict[int, int] = {}
    row = 0
    for span in found:
        row += span.is_row
        if row > last:
            break
        if span.is_row and row in wanted:
            lines[row] = span.line
    return lines


def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Lines that end a row: a whole one, and one that begins within a quoted cell."""
    mark = re.escape(delimiter)
    inside = r'(?:[^"]++|"")*+" *+'
    cell = rf'(?: *+"{inside}|(?! *+")[^{mark}\r\n]*+)'
    more = rf"(?:{mark}{cell})*+[\r\n]*+"
    return re.compile(cell + more), re.compile(inside + more)
