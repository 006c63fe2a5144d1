"""CSV files: every cell comes in as text, every row with its number; nothing is guessed from the data."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kamengine.intake.files.csv_bytes import Text, copy_with_equal_breaks, examine
from kamengine.intake.files.csv_header import Header, read_header
from kamengine.intake.files.csv_lines import lines_of, spans
from kamengine.intake.files.csv_rows import IS_END, Loaded, account_for_rows, add_end_line
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.headers.layout import name_headers
from kamengine.intake.rows import Rows
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import Argument, arguments, path_literal
from kamengine.problems import KamError, Place, say


@dataclass(frozen=True)
class CsvFile:
    """A CSV file in UTF-8 whose headers were read."""

    path: Path
    header: Header
    text: Text

    @classmethod
    def open(cls, path: Path, options: ReadOptions | None = None) -> CsvFile:
        """The file, after a look at all its bytes and at its headers.

        Raises:
            KamError: it is empty, not UTF-8, not text, or its headers cannot be read.
        """
        text = examine(path)
        return cls(path, read_header(path), text)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, without blanks at their ends; an empty one is named after its column."""
        return name_headers(self.header.cells)

    @property
    def types(self) -> tuple[str, ...]:
        """Every cell is text."""
        return ("VARCHAR",) * len(self.header.cells)

    @property
    def encoding(self) -> str:
        """The encoding of its bytes."""
        return "utf-8"

    @property
    def header_lines(self) -> tuple[int, ...]:
        """The line on which the headers begin."""
        return (self.header.blank_lines + 1,)

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """The line on which each of these data rows begins."""
        first = self.header.blank_lines + self.header.lines + 1
        columns = len(self.header.cells)
        return lines_of(rows, spans(self.path, self.header.end, first, self.header.delimiter, columns))

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows in memory, with the columns asked for; blank rows are left out.

        Raises:
            KamError: a quote is not closed, or a line is longer than DuckDB takes: what follows cannot be trusted.
        """
        from duckdb import InvalidInputException

        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "rows.csv"
            loaded = Loaded(scratch.name("csv"), scratch.name("gaps"), self.path, self.path, self.header, self.text)
            if not self.text.equal_breaks:
                copy_with_equal_breaks(self.path, copy, ended_by_return=self.header.ended_by_return)
                loaded = replace(loaded, read_from=copy)
            try:
                self._fill(scratch, loaded, columns)
            except InvalidInputException:
                copy_with_equal_breaks(self.path, copy, ended_by_return=self.header.ended_by_return)
                loaded = replace(loaded, read_from=copy, rejects=scratch.name("rejects"))
                self._fill_what_fits(scratch, loaded, columns)
            return account_for_rows(scratch.connection, loaded)

    def _fill(self, scratch: Scratch, loaded: Loaded, columns: Collection[int]) -> None:
        """Make the table of the rows; stop at the first that does not fit.

        Line breaks must be of one kind: DuckDB 2.0.0 refuses others, or takes the file for empty without a word.
        """
        wanted = "".join(f", c{index}" for index in sorted(columns))
        scratch.connection.execute(
            f"CREATE TABLE {loaded.name} AS SELECT {self._blank}{wanted} FROM {self._rows(loaded)}"
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
        wanted = "".join(f", c{index}" for index in sorted(columns))
        try:
            rows = self._rows(loaded, rejects)
            scratch.connection.execute(
                f"CREATE TABLE {loaded.name} AS SELECT {self._blank}, {IS_END}{wanted} FROM {rows}"
            )
        except InvalidInputException as error:
            what = say("the file cannot be read as CSV: {reason}", reason=str(error).split("\n")[0])
            raise KamError.of(what, place=Place(str(self.path))) from error

    @property
    def _blank(self) -> str:
        """Whether no cell of a row holds anything."""
        cells = ", ".join(f"c{index}" for index in range(len(self.header.cells)))
        return f"coalesce({cells}) IS NULL AS blank"

    def _rows(self, loaded: Loaded, more: Mapping[str, Argument] | None = None) -> str:
        """What stands after ``FROM``: the rows, every cell a text."""
        how: dict[str, Argument] = {
            "columns": {f"c{index}": "VARCHAR" for index in range(len(self.header.cells))},
            "delim": self.header.delimiter,
            "quote": '"',
            "escape": '"',
            "header": True,
            "skip": self.header.blank_lines,
            "auto_detect": False,
            "strict_mode": True,
            **(more or {}),
        }
        return f"read_csv({path_literal(str(loaded.read_from.absolute()))}, {arguments(how)})"
