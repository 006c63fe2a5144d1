"""How a CSV file begins: what separates the cells, and which headers stand where."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kamengine.intake.files.header_rows import HEAD_ROWS, HeaderRows, find_header
from kamengine.problems import KamError, Place, say

DELIMITERS = (",", ";", "\t", "|")
_HEAD = 1 << 20
_MOST_LINES = 4 * HEAD_ROWS
_LINE = re.compile(r"[^\r\n]*+(?:\r*+\n|\r)|[^\r\n]++\Z")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True)
class Header:
    """How a CSV file begins.

    Attributes:
        delimiter: what separates cells.
        names: the headers, never empty.
        lines: the lines on which the rows of the headers begin, from 1.
        end: where the line after the headers begins, in bytes.
        next_line: the number of that line.
        ended_by_return: the line of the headers ends in a CR alone, and so do the others then.
    """

    delimiter: str
    names: tuple[str, ...]
    lines: tuple[int, ...]
    end: int
    next_line: int
    ended_by_return: bool


@dataclass(frozen=True)
class _Row:
    """A row at the beginning of a file: its cells, its first line, counted from 0, and the line after it."""

    cells: tuple[str, ...]
    first: int
    end: int


@dataclass(frozen=True)
class _Reading:
    """The beginning of a file when cells are separated so."""

    delimiter: str
    rows: tuple[_Row, ...]
    header: HeaderRows

    def likelihood(self) -> tuple[bool, float, int]:
        """The likeliest delimiter makes no header with a quote inside, and explains the most cells.

        Lines above the headers are not explained, and headers without a name explain nothing, nor do those without any
        letter or digit.
        """
        width = len(self.header.names)
        rows = self.rows[self.header.first : self.header.last + 1]
        headers = [cell for row in rows for cell in row.cells]
        named = {index for row in rows for index, cell in enumerate(row.cells) if any(map(str.isalnum, cell))}
        below = [row.cells for row in self.rows[self.header.last + 1 :] if any(map(str.strip, row.cells))]
        as_wide = sum(len(cells) >= width and not any(cells[width:]) for cells in below)
        explained = (1 + as_wide) / (1 + len(below) + self.header.first) * (len(named) - 1)
        return not any('"' in cell for cell in headers), explained, width


def named_delimiter(given: str, place: Place) -> str:
    """The delimiter that a user named, as a character or as ``tab``.

    Raises:
        KamError: it cannot separate cells.
    """
    character = _NAMES.get(given.strip().lower(), given)
    if len(character) != 1 or not character.isascii() or character in '"\r\n\0' or character.isalnum():
        what = say("{delimiter} cannot separate cells", delimiter=given)
        raise KamError.of(what, say("name one character, or tab"), place=place)
    return character


def read_header(content: Path, place: Place, *, delimiter: str | None = None, header_row: int | None = None) -> Header:
    """How the file begins; the delimiter is the one that explains the most cells.

    Args:
        content: the file in UTF-8.
        place: what problems call it.
        delimiter: what separates cells; None to find it out.
        header_row: the line of the headers, from 1; None to find it out.

    Raises:
        KamError: the headers cannot be read.
    """
    with content.open("rb") as file:
        head = file.read(_HEAD)
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    lines = _lines(head[mark:].decode("utf-8", errors="ignore"), whole=len(head) < _HEAD)
    first = 0 if header_row is None else header_row - 1
    separator = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if separator and header_row is None:
        first, delimiter = 1, delimiter or separator.group(1)
    named = None if header_row is None else 0
    if not 0 <= first < len(lines):
        raise _no_such_line(first + 1, lines, place)
    candidates = [_read(lines[first:], character, named) for character in ([delimiter] if delimiter else DELIMITERS)]
    best = max(filter(None, candidates), key=_Reading.likelihood, default=None)
    if best is None or (None in candidates and len(best.header.names) == 1):
        raise _unreadable(lines, first, place)
    return _header(best, lines, first, mark)


def _lines(text: str, *, whole: bool) -> list[str]:
    """The first lines with their breaks; without the last one when it may be cut."""
    lines = [found.group() for found in islice(_LINE.finditer(text), _MOST_LINES)]
    return lines if whole or len(lines) == _MOST_LINES else lines[:-1]


def _read(lines: list[str], delimiter: str, named: int | None) -> _Reading | None:
    """The first rows when cells are separated so; None when there are no headers or their quotes make no sense."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[_Row] = []
    while len(rows) < HEAD_ROWS:
        first = reader.line_num
        try:
            rows.append(_Row(tuple(next(reader)), first, reader.line_num))
        except (StopIteration, csv.Error):
            break
    header = find_header([row.cells for row in rows], row=named)
    return None if header is None else _Reading(delimiter, tuple(rows), header)


def _header(best: _Reading, lines: list[str], first: int, mark: int) -> Header:
    """The headers with their places in the file."""
    rows = best.rows[best.header.first : best.header.last + 1]
    last = "".join(lines[first + rows[-1].first : first + rows[-1].end])
    return Header(
        delimiter=best.delimiter,
        names=best.header.names,
        lines=tuple(first + row.first + 1 for row in rows),
        end=mark + sum(len(line.encode()) for line in lines[: first + rows[-1].end]),
        next_line=first + rows[-1].end + 1,
        ended_by_return=last.endswith("\r"),
    )


def _no_such_line(line: int, lines: list[str], place: Place) -> KamError:
    """The line of the headers is not there, or too long to be looked at."""
    if not lines:
        what = say("the first line is longer than {most} bytes", most=_HEAD)
        return KamError.of(what, say("export only the columns that are needed"), place=Place(place.file, 1))
    what = say("there is no line {line} for the headers", line=line)
    return KamError.of(what, say("name another line with --header-row"), place=place)


def _unreadable(lines: list[str], first: int, place: Place) -> KamError:
    """The quotes of the headers make no sense."""
    filled = next((number for number, line in enumerate(lines) if number >= first and line.strip()), first)
    what = say("the headers cannot be read: a quote is not closed, or text follows a closing quote")
    remedy = say("correct the line, or name that of the headers with --header-row")
    return KamError.of(what, remedy, place=Place(place.file, filled + 1))
