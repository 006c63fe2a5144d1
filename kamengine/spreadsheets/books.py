"""Spreadsheets, opened by a library that knows their kind: sheets, and the rows of one, each with its place.

Runs in a process of its own (see `kamengine.spreadsheets.program`), since what a hostile file makes a library do
is not to be known: these classes may use all memory there is, or never come back.
"""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.spreadsheets.cells import texts
from kamengine.spreadsheets.containers import DAMAGED, open_archive
from kamengine.spreadsheets.scan import Scan, scan_sheet

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from python_calamine import CalamineSheet

LAST_ROW = 1 << 20
"""The last row that a sheet can have."""


@dataclass(frozen=True)
class SheetName:
    """A sheet of cells: not a chart, not a macro.

    Attributes:
        name: as the tab says.
        visible: whether a user sees the tab.
    """

    name: str
    visible: bool


class OpenSheet(ABC):
    """One sheet.

    Attributes:
        height: the number of its last row, from 1; 0 when the sheet is empty.
        columns: those in which there may be something, from 0, ascending.
        merges: first row, first column, last row, last column of merged cells, from 0.
        uncalculated: how many formulas have no value; known once the rows were read.
    """

    height: int
    columns: Sequence[int]
    merges: Sequence[tuple[int, int, int, int]]
    uncalculated: int

    @abstractmethod
    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Its rows in order: the number of the row, from 1, and the cell of each of the columns, as text."""


class Book(ABC):
    """A workbook.

    Attributes:
        names: its sheets.
    """

    names: Sequence[SheetName]

    @abstractmethod
    def sheet(self, name: str) -> OpenSheet:
        """One of its sheets."""


class CalamineBook(Book):
    """A workbook of any kind (xlsx, xls, xlsb, ods), a whole sheet in memory at a time: fast."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

        self._path = path
        self._book = load_workbook(path)
        self.names = [
            SheetName(sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def sheet(self, name: str) -> OpenSheet:
        """One of its sheets."""
        return _CalamineSheet(self._path, self._book.get_sheet_by_name(name), self._book.sheet_names.index(name))


class _CalamineSheet(OpenSheet):
    def __init__(self, path: Path, sheet: CalamineSheet, index: int) -> None:
        self._path, self._sheet, self._index = path, sheet, index
        self._start = sheet.start[1] if sheet.start else 0
        self.height = sheet.end[0] + 1 if sheet.end else 0
        self.columns = range(self._start, sheet.end[1] + 1) if sheet.end else ()
        self.merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        self.uncalculated = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        scan = scan_sheet(self._path, self._index) if is_excel(self._path) else Scan()
        self.uncalculated = scan.uncalculated
        for number, cells in enumerate(map(texts, self._sheet.iter_rows()), start=1):  # row 1 is there, column A not
            for column, error in scan.errors.get(number, ()):
                cells[column - self._start] = error
            yield number, cells


class FrugalBook(Book):
    """An ``.xlsx`` workbook, a row in memory at a time: slow, and whatever the size of its sheets."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        import openpyxl

        warnings.simplefilter("ignore")  # parts that we do not need and it does not know
        # Given a path, openpyxl goes by its suffix. The file stays open: rows are read from it later.
        self._book = openpyxl.load_workbook(path.open("rb"), read_only=True, data_only=True)
        self.names = [SheetName(sheet.title, sheet.sheet_state == "visible") for sheet in self._book.worksheets]

    def sheet(self, name: str) -> OpenSheet:
        """One of its sheets."""
        page = self._book[name]
        page.reset_dimensions()  # what the file says of its size may be wrong
        return _FrugalSheet(page)


class _FrugalSheet(OpenSheet):
    def __init__(self, page: ReadOnlyWorksheet) -> None:
        self._page = page
        self.height, self.merges, self.uncalculated = 0, (), 0
        used: set[int] = set()
        for number, cells in self._values():
            self.height = number
            used.update(column for column, cell in enumerate(cells) if cell is not None)
        self.columns = sorted(used)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in self._values():
            yield number, texts(cells[column] if column < len(cells) else None for column in self.columns)

    def _values(self) -> Iterator[tuple[int, Sequence[object]]]:
        """The rows with something in them."""
        for number, cells in enumerate(self._page.values, start=1):
            if number > LAST_ROW:
                raise ValueError(f"a cell stands below row {LAST_ROW}")
            if any(cell is not None for cell in cells):
                yield number, cells


def is_excel(path: Path) -> bool:
    """Whether the file is an Excel workbook in XML: an ``.xlsx``, whatever its name."""
    try:
        with open_archive(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except DAMAGED:
        return False
