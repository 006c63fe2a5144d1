"""Spreadsheets: a process of its own reads them into a file of rows, from which DuckDB selects."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.files.header_rows import HEAD_ROWS, HeaderRows, Merge, find_header
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.sheet_problems import no_headers, refusal, too_large, too_long, too_wide
from kamengine.intake.files.temporary import TemporaryFolder
from kamengine.intake.headers.layout import name_headers
from kamengine.intake.rows import Rows
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import Argument, arguments, path_literal
from kamengine.spreadsheets.apart import Ending, run_apart, seconds_allowed
from kamengine.spreadsheets.books import is_excel
from kamengine.spreadsheets.written import ROWS, DataRows, Written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PROGRAM = "kamengine.spreadsheets.program"
MOST_COLUMNS = 4096
"""So many columns of a sheet may hold something; DuckDB takes very long over more."""
_SHORTEST_LIMIT = 1 << 21
_BYTES_A_CHARACTER = 4


@dataclass(frozen=True)
class SheetFile:
    """A sheet of a spreadsheet.

    Attributes:
        path: the spreadsheet.
        sheet: the name of the sheet.
        headers: of the columns with a header or with anything below it.
        header_lines: the rows of the sheet in which the headers stand, from 1.
        uncalculated: how many formulas of the sheet have no value, so that their cells are blank: nobody calculated
            them since they were written.
    """

    path: Path
    sheet: str
    headers: tuple[str, ...]
    header_lines: tuple[int, ...]
    uncalculated: int
    _cells: tuple[int, ...]
    _data: DataRows
    _source: str
    _folder: TemporaryFolder

    @classmethod
    def open(cls, path: Path, connection: DuckDBPyConnection, options: ReadOptions | None = None) -> SheetFile:
        """The only visible sheet with anything in it, or the one that the options name; all of it is read.

        Raises:
            KamError: it is no spreadsheet, damaged or has a password; which sheet is wanted is not clear; it holds
                nothing; reading it takes more memory or time than a file may.
        """
        options = options or ReadOptions()
        folder = TemporaryFolder(options.folder)
        written = _write_rows(path, folder.path, options)
        if len(written.columns) > MOST_COLUMNS:
            raise too_wide(path, len(written.columns), MOST_COLUMNS)
        header = _find_header(written, given=options.header_row is not None)
        if header is None:
            raise no_headers(path, options.header_row)
        lines = tuple(written.first + row for row in sorted({header.first, header.last}))
        source = _source(folder.path / ROWS, written)
        cells = _cells_in_use(connection, source, header.names, written.columns, lines[-1])
        headers = tuple(header.names[written.columns[cell]] for cell in cells)
        data = DataRows.below(lines[-1], written)
        return cls(path, written.sheet, headers, lines, written.uncalculated, cells, data, source, folder)

    @property
    def types(self) -> tuple[str, ...]:
        """Every cell is text."""
        return ("VARCHAR",) * len(self.headers)

    @property
    def encoding(self) -> str:
        """Nothing: a spreadsheet is no text file."""
        return ""

    @property
    def native_numbers(self) -> bool:
        """Numbers are numbers; what people wrote as text is rare."""
        return True

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows, with the columns asked for; blank rows are left out."""
        name = scratch.name("sheet")
        wanted = "".join(f", x{self._cells[index]} AS c{index}" for index in sorted(columns))
        scratch.connection.execute(
            f"CREATE TABLE {name} AS SELECT row_number() OVER () AS r{wanted} FROM {self._source} "
            f"WHERE line > {self._data.header}"
        )
        found = scratch.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
        assert found == (self._data.count,), "DuckDB reads every row that was written"
        return Rows(
            relation=name,
            count=self._data.count,
            first_line=self._data.first_number,
            blank=self._data.blank,
        )

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """The row of the sheet, from 1, in which each of these data rows stands."""
        return {row: self._data.number(row) for row in rows if 1 <= row <= self._data.count}


def _write_rows(path: Path, folder: Path, options: ReadOptions) -> Written:
    """Let a process of its own write the rows of the sheet into a folder.

    The fast reader holds a whole sheet in memory, with every blank cell between two used ones. An Excel file that is
    too large for that, or has a cell far away from all others, is read again row by row.
    """
    request = {
        "path": str(path.absolute()),
        "folder": str(folder),
        "sheet": options.sheet,
        "head": HEAD_ROWS,
        "header_row": options.header_row or 0,
        "frugal": False,
    }
    seconds = seconds_allowed(path)
    ending, said = run_apart(_PROGRAM, request, seconds)
    if ending is Ending.TOO_LARGE and is_excel(path):
        ending, said = run_apart(_PROGRAM, request | {"frugal": True}, seconds)
    if ending is Ending.TOO_LONG:
        raise too_long(path, seconds)
    if ending is Ending.TOO_LARGE:
        raise too_large(path)
    result = json.loads(said)
    if "refused" in result:
        raise refusal(path, result)
    return Written(**result)


def _find_header(written: Written, *, given: bool) -> HeaderRows | None:
    """The headers in the head of the sheet; in its first row when the user named that one."""
    above = written.first - 1
    merges = [Merge(first - above, left, last - above, right) for first, left, last, right in written.merges]
    return find_header(written.head, row=0 if given else None, merges=merges)


def _source(path: Path, written: Written) -> str:
    """What stands after ``FROM``: the rows with their ``line`` in the sheet, and cells ``x0``, ``x1``, …."""
    quoted = 3 * len(written.columns) + 20
    how: dict[str, Argument] = {
        "columns": {"line": "BIGINT", **{f"x{cell}": "VARCHAR" for cell in range(len(written.columns))}},
        "delim": ",",
        "quote": '"',
        "escape": '"',
        "header": False,
        "auto_detect": False,
        "strict_mode": True,
        "parallel": False,
        "max_line_size": max(_SHORTEST_LIMIT, _BYTES_A_CHARACTER * written.longest + quoted),
    }
    return f"read_csv({path_literal(str(path))}, {arguments(how)})"


def _cells_in_use(
    connection: DuckDBPyConnection, source: str, names: Sequence[str], columns: Sequence[int], header: int
) -> tuple[int, ...]:
    """The cells of a row that belong to a column with a header, or with anything below the headers."""
    unnamed = name_headers("" for _ in names)
    doubtful = [cell for cell, column in enumerate(columns) if names[column] == unnamed[column]]
    if not doubtful:
        return tuple(range(len(columns)))
    asked = ", ".join(f"coalesce(bool_or(trim(x{cell}) <> ''), false)" for cell in doubtful)
    used = connection.execute(f"SELECT {asked} FROM {source} WHERE line > {header}").fetchone()
    assert used is not None
    empty = {cell for cell, is_used in zip(doubtful, used, strict=True) if not is_used}
    return tuple(cell for cell in range(len(columns)) if cell not in empty)
