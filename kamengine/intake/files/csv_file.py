"""CSV files: every cell comes in as text, every row with its number; nothing is guessed from the data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kamengine.intake.files.csv_header import Header, named_delimiter, read_header
from kamengine.intake.files.csv_lines import lines_of, spans
from kamengine.intake.files.csv_rows import IS_END, Loaded, account_for_rows, add_end_line
from kamengine.intake.files.line_breaks import copy_with_equal_breaks
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.temporary import TemporaryFolder
from kamengine.intake.files.text_file import TextFile, open_text
from kamengine.intake.rows import Rows
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import Argument, arguments, literal, path_literal
from kamengine.problems import KamError, Place, say

_BLANKS = literal(" \t\r\n\u00a0\u3000")


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
            KamError: it is empty or no text, its encoding cannot be told or does not fit, or its headers cannot be
                read.
        """
        options, place = options or ReadOptions(), Place(str(path))
        delimiter = None if options.delimiter is None else named_delimiter(options.delimiter, place)
        text = open_text(path, options)
        header = read_header(text.content, place, delimiter=delimiter, header_row=options.header_row)
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

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows in memory, with the columns asked for; blank rows are left out.

        Raises:
            KamError: a quote is not closed, or a line is longer than DuckDB takes: what follows cannot be trusted.
        """
        from duckdb import InvalidInputException

        folder = TemporaryFolder(self.options.folder)
        loaded = Loaded(scratch.name("csv"), scratch.name("gaps"), self.text, self.header, *self._source(folder))
        try:
            self._fill(scratch, loaded, columns)
        except InvalidInputException:
            copy = self._copy(folder, "rows-and-end.csv")
            loaded = replace(loaded, read_from=copy, whole=False, rejects=scratch.name("rejects"))
            self._fill_what_fits(scratch, loaded, columns)
        return account_for_rows(scratch.connection, loaded)

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """The line on which each of these data rows begins."""
        folder = TemporaryFolder(self.options.folder)
        start, path = self.header.end, self.text.content
        if not self.text.equal_breaks:
            start, path = 0, self._copy(folder, "rows.csv")
        columns = len(self.header.names)
        return lines_of(rows, spans(path, start, self.header.next_line, self.header.delimiter, columns))

    def _source(self, folder: TemporaryFolder) -> tuple[Path, bool]:
        """What DuckDB reads, and whether the headers stand first there: the file itself if it can, else a copy.

        Line breaks must be of one kind: DuckDB 2.0.0 refuses others, or takes the file for empty without a word.
        """
        if self.text.equal_breaks and self.header.lines == (1,):
            return self.text.content, True
        return self._copy(folder, "rows.csv"), False

    def _copy(self, folder: TemporaryFolder, name: str) -> Path:
        """The rows without the headers, in lines that end in LF."""
        copy = folder.path / name
        by_return = self.header.ended_by_return
        copy_with_equal_breaks(self.text.content, copy, ended_by_return=by_return, start=self.header.end)
        return copy

    def _fill(self, scratch: Scratch, loaded: Loaded, columns: Collection[int]) -> None:
        """Make the table of the rows; stop at the first that does not fit."""
        scratch.connection.execute(
            f"CREATE TABLE {loaded.name} AS SELECT {self._cells(columns)} FROM {self._rows(loaded)}"
        )

    def _fill_what_fits(self, scratch: Scratch, loaded: Loaded, columns: Collection[int]) -> None:
        """Make the table of the rows that fit; the others go to DuckDB's table of rejects.

        When it collects rejects in parallel, DuckDB 2.0.0 loses rows in silence; when not in parallel, all that
        follows a quote that is never closed. So a last line is added to the file, and it must come back.
        """
        from duckdb import InvalidInputException

        add_end_line(loaded.read_from, self.header)
        rejects: dict[str, Argument] = {
            "store_rejects": True,
            "rejects_limit": 0,
            "rejects_table": str(loaded.rejects),
            "rejects_scan": scratch.name("scans"),
            "parallel": False,
        }
        try:
            rows = self._rows(loaded, rejects)
            scratch.connection.execute(
                f"CREATE TABLE {loaded.name} AS SELECT {self._cells(columns)}, {IS_END} FROM {rows}"
            )
        except InvalidInputException as error:
            what = say("the file cannot be read as CSV: {reason}", reason=str(error).split("\n")[0])
            raise KamError.of(what, place=Place(str(self.path))) from error

    def _cells(self, columns: Collection[int]) -> str:
        """The columns asked for, and whether the row is ``blank``: no cell holds anything.

        The first column that is read decides for nearly all rows; only where it is blank the others are looked at.
        """
        wanted = sorted(columns)
        blanks = [f"(c{index} IS NULL OR trim(c{index}, {_BLANKS}) = '')" for index in range(len(self.header.names))]
        first = blanks[wanted[0] if wanted else 0]
        cells = "".join(f", c{index}" for index in wanted)
        return f"CASE WHEN {first} THEN {' AND '.join(blanks)} ELSE false END AS blank{cells}"

    def _rows(self, loaded: Loaded, more: Mapping[str, Argument] | None = None) -> str:
        """What stands after ``FROM``: the rows, every cell a text."""
        how: dict[str, Argument] = {
            "columns": {f"c{index}": "VARCHAR" for index in range(len(self.header.names))},
            "delim": self.header.delimiter,
            "quote": '"',
            "escape": '"',
            "header": loaded.whole,
            "auto_detect": False,
            "strict_mode": True,
            **(more or {}),
        }
        return f"read_csv({path_literal(str(loaded.read_from.absolute()))}, {arguments(how)})"
