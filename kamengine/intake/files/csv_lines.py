"""The rows of a CSV file as text, with the lines on which they begin: cells may hold line breaks, rows may be empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from kamengine.intake.files.line_breaks import LONGEST_LINE

Fault = Literal["", "open quote", "text after quote", "too long"]

_EMPTY = frozenset({"\n", "\r\n", "\r"})


class Row(NamedTuple):
    """Lines that belong together.

    Attributes:
        line: the first of them, counted from 1.
        text: as it stands in the file, with its line break; a character for each byte.
        fault: what is wrong with it: a quote is never closed, text follows a closing one, or it is longer than
            `LONGEST_LINE`; of a long one the text is only its beginning.
    """

    line: int
    text: str
    fault: Fault = ""


@dataclass
class _Begun:
    """A row whose last cell is not closed yet."""

    line: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def is_long(self) -> bool:
        return self.length > LONGEST_LINE

    def add(self, text: str) -> None:
        """Take the next line; beyond the longest row only its length."""
        self.length += len(text)
        if not self.is_long:
            self.parts.append(text)

    def row(self, fault: Fault) -> Row:
        return Row(self.line, "".join(self.parts), fault or ("too long" if self.is_long else ""))


class Layout:
    """How cells are written: quotes as strict CSV has them.

    A quoted cell begins with a quote, blanks before it do not count; a quote within it is doubled; a quote elsewhere in
    a cell is an ordinary character.
    """

    def __init__(self, delimiter: str, columns: int) -> None:
        """For cells separated so.

        Args:
            delimiter: what separates cells.
            columns: how many there are; in a file of one column an empty line is a row.
        """
        self.delimiter = delimiter
        self.columns = columns

    @cached_property
    def _patterns(self) -> _Patterns:
        return _Patterns(self.delimiter)

    def rows(self, path: Path, start: int, line: int) -> Iterator[Row]:
        """The rows of a file, in order; one at a time is in memory.

        Args:
            path: a file in UTF-8 whose line breaks are of one kind.
            start: where to begin, in bytes from 0.
            line: the number of the line there.
        """
        patterns, begun = self._patterns, _Begun()
        # Latin-1: a character for each byte, so that nothing is lost, and cutting is safe.
        with path.open(encoding="latin-1", newline="") as file:
            file.seek(start)
            for number, text in enumerate(file, start=line):
                if begun.parts:
                    begun.add(text)
                    if '"' not in text or patterns.still_open.fullmatch(text):
                        continue
                    yield begun.row("" if patterns.closed.fullmatch(text) else "text after quote")
                    begun = _Begun()
                elif '"' not in text or patterns.whole.fullmatch(text):
                    if self.columns == 1 or text not in _EMPTY:
                        yield Row(number, text)
                elif patterns.opened.fullmatch(text):
                    begun = _Begun(number, [text], len(text))
                else:
                    yield Row(number, text, "text after quote")
        if begun.parts:
            yield begun.row("open quote")

    def cells(self, text: str) -> int:
        """How many cells a row has."""
        if '"' in text:
            text = self._patterns.quoted.sub("", text)
        return text.count(self.delimiter) + 1


class _Patterns:
    """Where quoted cells begin and end in a line."""

    def __init__(self, delimiter: str) -> None:
        mark = re.escape(delimiter)
        inside = r'(?:[^"]++|"")*+'
        cell = rf'(?: *+"{inside}" *+|(?! *+")[^{mark}\r\n]*+)'
        more = rf"(?:{mark}{cell})*+"
        self.whole = re.compile(rf"{cell}{more}[\r\n]*+")
        self.opened = re.compile(rf'(?:{cell}{mark})*+ *+"{inside}')
        self.closed = re.compile(rf'{inside}" *+{more}[\r\n]*+')
        self.still_open = re.compile(rf'{inside}(?:" *+{mark}(?:{cell}{mark})*+ *+"{inside})?+')
        self.quoted = re.compile(rf'(?:^|(?<={mark})) *+"{inside}"')


def lines_of(rows: Collection[int], found: Iterator[Row]) -> dict[int, int]:
    """The line on which each of these rows begins; rows that are not there are left out.

    Args:
        rows: their numbers, from 1.
        found: all rows, from the first data row on.
    """
    wanted, last = set(rows), max(rows, default=0)
    lines: dict[int, int] = {}
    for number, row in enumerate(found, start=1):
        if number > last:
            break
        if number in wanted:
            lines[number] = row.line
    return lines
