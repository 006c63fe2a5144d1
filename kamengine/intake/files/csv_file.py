"""CSV files: every cell comes in as text, every row with its number; nothing is guessed from the data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.files.csv_header import Header, named_delimiter, read_header
from kamengine.intake.files.csv_lines import Layout, lines_of
from kamengine.intake.files.csv_separate import Separated, separate
from kamengine.intake.files.line_breaks import LONGEST_LINE, copy_with_equal_breaks
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.temporary import TemporaryFolder
from kamengine.intake.files.text_file import TextFile, open_text
from kamengine.intake.rows import Rows
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import Argument, arguments, literal, path_literal
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_COLUMNS = 4096
"""So many columns a file may have; DuckDB takes very long over more."""

_WIDE_BLANKS = "\u00a0\u3000"
_BLANKS = literal(f" \t\r\n{_WIDE_BLANKS}")


@dataclass(frozen=True)
class CsvFile:
    """A CSV file whose headers were read."""

    path: Path
    text: TextFile
    header: Header
    options: ReadOptions

    @classmethod
    def open(cls, path: Path, options: ReadOptions | None = None) -> CsvFile:
        """The file, after a look at all its bytes and at its headers.

        Raises:
            KamError: it is empty or no text, its encoding cannot be told or does not fit, its headers cannot be read,
                it has too many columns, or a line is longer than DuckDB takes.
        """
        options, place = options or ReadOptions(), Place(str(path))
        delimiter = None if options.delimiter is None else named_delimiter(options.delimiter, place)
        text = open_text(path, options)
        if text.long_line is not None:
            what = say("this line is longer than {most} bytes", most=LONGEST_LINE)
            raise KamError.of(what, say("export the file again"), place=Place(str(path), text.long_line))
        header = read_header(text.content, place, delimiter=delimiter, header_row=options.header_row)
        if len(header.names) > MOST_COLUMNS:
            what = say("the file has {columns} columns; at most {most} are read", columns=len(header.names), most=4096)
            raise KamError.of(what, say("export only the columns that are needed"), place=place)
        return cls(path, text, header, options)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, without blanks at their ends; an empty one is named after its column."""
        return self.header.names

    @property
    def types(self) -> tuple[str, ...]:
        """Every cell is text."""
        return ("VARCHAR",) * len(self.header.names)

    @property
    def encoding(self) -> str:
        """The encoding of its bytes."""
        return self.text.encoding

    @property
    def header_lines(self) -> tuple[int, ...]:
        """The lines on which the rows of the headers begin."""
        return self.header.lines

    @property
    def native_numbers(self) -> bool:
        """People write them too."""
        return False

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows in memory, with the columns asked for; blank rows are left out.

        Raises:
            KamError: a quote is not closed, or text follows a closing one: what follows cannot be trusted.
        """
        folder = TemporaryFolder(self.options.folder)
        rows = self._read_at_once(scratch, columns, folder)
        return rows if rows is not None else self._read_apart(scratch, columns, folder)

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """The line on which each of these data rows begins."""
        folder = TemporaryFolder(self.options.folder)
        start, path = self.header.end, self.text.content
        if not self.text.equal_breaks:
            start, path = 0, self._copy(folder)
        return lines_of(rows, self._layout.rows(path, start, self.header.next_line))

    @property
    def _layout(self) -> Layout:
        return Layout(self.header.delimiter, len(self.header.names))

    def _copy(self, folder: TemporaryFolder) -> Path:
        """The rows without the headers, in lines that end in LF."""
        copy = folder.path / "rows.csv"
        if not copy.exists():
            by_return = self.header.ended_by_return
            copy_with_equal_breaks(self.text.content, copy, ended_by_return=by_return, start=self.header.end)
        return copy

    def _read_at_once(self, scratch: Scratch, columns: Collection[int], folder: TemporaryFolder) -> Rows | None:
        """All rows, read in parallel; None when some do not fit, or are lost.

        Line breaks must be of one kind: DuckDB 2.0.0 refuses others, or takes the file for empty without a word.
        """
        whole = self.text.equal_breaks and self.header.lines == (1,)
        source = self.text.content if whole else self._copy(folder)
        name = scratch.name("csv")
        query = f"SELECT {self._cells(columns)} FROM {self._table(source, whole)}"
        if not _filled(scratch.connection, name, query):
            return None
        count, blank = _counts(scratch.connection, name)
        first_line = self.header.next_line
        each_row_a_line = self.text.lines(ended_by_return=self.header.ended_by_return) == first_line - 1 + count
        if not each_row_a_line:
            start = self.header.end if whole else 0
            if count != sum(1 for _ in self._layout.rows(source, start, first_line)):
                return None
        relation = f"(SELECT rowid + 1 AS r, * FROM {name}{' WHERE NOT blank' if blank else ''})"
        return Rows(relation, count - blank, first_line if each_row_a_line else None, blank=blank)

    def _read_apart(self, scratch: Scratch, columns: Collection[int], folder: TemporaryFolder) -> Rows:
        """The rows that fit, and apart from them those that do not, found by us row by row."""
        from duckdb import Error

        place = Place(str(self.path))
        found = separate(self._copy(folder), self._layout, self.header.next_line, folder.path, place)
        name, ragged = scratch.name("csv"), scratch.name("ragged")
        numbered = {"columns": {"r": "BIGINT", **self._types}}
        texts: Mapping[str, Argument] = {"columns": {"r": "BIGINT", "cells": "BIGINT", "text": "VARCHAR"}, "delim": ","}
        tables = {
            name: f"SELECT r, {self._cells(columns)} FROM {self._table(found.rows, False, numbered)}",
            ragged: f"SELECT * FROM {self._table(found.ragged, False, texts)}",
        }
        try:
            for table, query in tables.items():
                scratch.connection.execute(f"CREATE TABLE {table} AS {query}")
        except Error as error:
            what = say("the file cannot be read as CSV: {reason}", reason=str(error).split("\n")[0])
            raise KamError.of(what, place=place) from error
        return self._rows_apart(scratch.connection, name, ragged, found)

    def _rows_apart(self, connection: DuckDBPyConnection, name: str, ragged: str, found: Separated) -> Rows:
        """What was read of the two files."""
        count, blank = _counts(connection, name)
        if count != found.rows_count:
            what = say("of {rows} rows only {found} could be read", rows=found.rows_count, found=count)
            raise KamError.of(what, say("save the file again, as CSV UTF-8"), place=Place(str(self.path)))
        return Rows(
            relation=f"(SELECT * FROM {name}{' WHERE NOT blank' if blank else ''})",
            count=count - blank,
            first_line=self.header.next_line if found.each_row_a_line else None,
            ragged=f"(SELECT r, text, cells FROM {ragged})" if found.ragged_count else None,
            ragged_count=found.ragged_count,
            blank=blank + found.blank,
        )

    def _cells(self, columns: Collection[int]) -> str:
        """The columns asked for, and whether the row is ``blank``: no cell holds anything.

        The first column that is read decides for nearly all rows; only where it begins with a blank all are looked at.
        """
        wanted = sorted(columns)
        blanks = [f"(c{index} IS NULL OR trim(c{index}, {_BLANKS}) = '')" for index in range(len(self.header.names))]
        first = f"c{wanted[0] if wanted else 0}"
        wide = "".join(f" OR {first} BETWEEN '{blank}' AND '{blank}{chr(0x10FFFF)}'" for blank in _WIDE_BLANKS)
        cells = "".join(f", c{index}" for index in wanted)
        maybe = f"{first} IS NULL OR {first} < '!'{wide}"
        return f"CASE WHEN {maybe} THEN {' AND '.join(blanks)} ELSE false END AS blank{cells}"

    @property
    def _types(self) -> dict[str, str]:
        return {f"c{index}": "VARCHAR" for index in range(len(self.header.names))}

    def _table(self, source: Path, header: bool, more: Mapping[str, Argument] | None = None) -> str:
        """What stands after ``FROM``: the rows of a file, every cell a text."""
        how: dict[str, Argument] = {
            "columns": self._types,
            "delim": self.header.delimiter,
            "quote": '"',
            "escape": '"',
            "header": header,
            "auto_detect": False,
            "strict_mode": True,
            "max_line_size": LONGEST_LINE if more is None else 3 * LONGEST_LINE,  # numbered, or with quotes doubled
            **(more or {}),
        }
        return f"read_csv({path_literal(str(source.absolute()))}, {arguments(how)})"


def _filled(connection: DuckDBPyConnection, table: str, query: str) -> bool:
    """Make a table of what a query gives; False when DuckDB cannot read the file so."""
    from duckdb import InvalidInputException, NotImplementedException

    try:
        connection.execute(f"CREATE TABLE {table} AS {query}")
    except (InvalidInputException, NotImplementedException):
        return False
    return True


def _counts(connection: DuckDBPyConnection, table: str) -> tuple[int, int]:
    """How many rows a table has, and how many of them are blank."""
    found = connection.execute(f"SELECT count(*), count(*) FILTER (blank) FROM {table}").fetchone()
    assert found is not None
    return int(found[0]), int(found[1])
