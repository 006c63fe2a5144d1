"""CSV files: every cell comes in as text, every row with its number; nothing is guessed from the data."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kamengine.intake.csv_bytes import Text, copy_with_equal_breaks, examine
from kamengine.intake.csv_header import Header, read_header
from kamengine.intake.csv_rows import Loaded, account_for_rows
from kamengine.intake.headers import name_headers
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
    def open(cls, path: Path) -> CsvFile:
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

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows in memory, with the columns asked for; blank rows are left out.

        Raises:
            KamError: a quote is not closed, or a line is longer than DuckDB takes: what follows cannot be trusted.
        """
        from duckdb import InvalidInputException

        with tempfile.TemporaryDirectory() as folder:
            path = self.path
            if not self.text.equal_breaks:
                path = Path(folder) / "lines.csv"
                copy_with_equal_breaks(self.path, path, ended_by_return=self.header.ended_by_return)
            try:
                loaded = self._load(scratch, columns, path)
            except InvalidInputException as error:
                what = say("the file cannot be read as CSV: {reason}", reason=str(error).split("\n")[0])
                raise KamError.of(what, place=Place(str(self.path))) from error
            return account_for_rows(scratch.connection, loaded)

    def _load(self, scratch: Scratch, columns: Collection[int], path: Path) -> Loaded:
        """Fill a new table from the file; what does not fit goes to DuckDB's table of rejects.

        Line breaks must be of one kind: DuckDB 2.0.0 refuses others, or takes the file for empty without a word.
        """
        loaded = Loaded(
            name=scratch.name("csv"),
            rejects=scratch.name("rejects"),
            scans=scratch.name("scans"),
            gaps=scratch.name("gaps"),
            path=self.path,
            read_from=path,
            header=self.header,
            text=self.text,
        )
        cells = [f"c{index}" for index in range(len(self.header.cells))]
        wanted = "".join(f", {cells[index]}" for index in sorted(columns))
        how: dict[str, Argument] = {
            "columns": dict.fromkeys(cells, "VARCHAR"),
            "delim": self.header.delimiter,
            "quote": '"',
            "escape": '"',
            "header": True,
            "skip": self.header.blank_lines,
            "auto_detect": False,
            "strict_mode": True,
            "store_rejects": True,
            "rejects_table": loaded.rejects,
            "rejects_scan": loaded.scans,
            "rejects_limit": 0,
        }
        scratch.connection.execute(
            f"CREATE TABLE {loaded.name} AS SELECT coalesce({', '.join(cells)}) IS NULL AS blank{wanted} "
            f"FROM read_csv({path_literal(str(path.absolute()))}, {arguments(how)})"
        )
        return loaded
