"""One sheet of an Excel file → its rows, every cell with its place and its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.problems import Message, did_you_mean, say
from kamengine.workbook.cells import Misfit, from_cell
from kamengine.workbook.grid import Cell, GridRow, Grids, place_in
from kamengine.workbook.sheets import PACK, PACK_KEYS, Kind, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as PlainCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    BookCell = PlainCell | MergedCell

MAX_ROWS = 50_000
MAX_COLUMNS = 1_000


class SheetReader:
    """Reads one sheet into the grids, and notes what is wrong with it."""

    def __init__(self, page: Worksheet, sheet: Sheet, grids: Grids) -> None:
        """Take the sheet of the file, what it is, and where its rows go."""
        self.page, self.sheet, self.grids = page, sheet, grids
        self.keys: dict[int, str] = {}
        self.unnamed: set[int | None] = set()
        self.kinds: dict[str, Kind] = {column.key: column.kind for column in sheet.columns}

    def read(self) -> None:
        """Note the rows of the sheet."""
        page = self.page
        if page.max_row > MAX_ROWS or page.max_column > MAX_COLUMNS:
            self._too_large()
            return
        for merged in page.merged_cells.ranges:
            self.wrong(str(merged.coord), say("the cells are merged"), say("split them, and fill in each cell"))
        filled = [(n, row) for n, row in enumerate(page.iter_rows(), 1) if any(cell.value is not None for cell in row)]
        (first, headings), *rows = filled or [(0, ())]
        if first != 1:
            self.grids.whole = False
            self.wrong("A1", say("the headings are missing"), say("they stand in the first row"))
            return
        self._headings(headings)
        self.grids.rows[self.sheet.name] = []
        before = first
        for number, row in rows:
            if number > before + 1:
                what = say("the row is empty, and rows below it are not")
                self.wrong(f"A{before + 1}", what, say("delete the row"))
            before = number
            self.grids.rows[self.sheet.name].append(self._row(number, row))

    def wrong(self, cell: str, what: Message, remedy: Message | None = None) -> None:
        """Note a problem with a cell."""
        self.grids.wrong(self._place(cell), what, remedy)

    def _place(self, cell: str) -> str:
        return place_in(self.page.title, cell)

    def _too_large(self) -> None:
        self.grids.whole = False
        what = say(
            "the sheet goes to row {rows} and column {columns}; at most {most_rows} and {most_columns}",
            rows=self.page.max_row,
            columns=self.page.max_column,
            most_rows=MAX_ROWS,
            most_columns=MAX_COLUMNS,
        )
        self.wrong("A1", what, say("delete the rows and columns that only look empty"))

    # ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _headings(self, row: tuple[BookCell, ...]) -> None:
        """Note the key of each column; headings that are missing, unknown or there twice are problems."""
        for cell in row:
            if cell.value is None:
                self.unnamed.add(cell.column)
                continue
            heading = str(cell.value)
            key = self._key_of(heading)
            if key is None:
                shown = heading.split("\n")[0]
                known = [name for column in self.sheet.columns for name in (column.en, column.zh)]
                what = say("no column of the sheet is called {heading}", heading=shown[:40])
                names = [*(column.en for column in self.sheet.columns), *(f"{start}…" for start in self.sheet.more)]
                self.wrong(cell.coordinate, what, did_you_mean(shown, known) or say("known: {names}", names=names))
            elif key in self.keys.values():
                what = say("the column {name} is there twice", name=key)
                self.wrong(cell.coordinate, what, say("delete one of them"))
            else:
                self.keys[cell.column or 0] = key
        for column in self.sheet.columns:
            if column.key not in self.keys.values() and column.key != "about":
                self.grids.whole = False
                what = say("the column {name} is missing", name=column.en)
                self.wrong("A1", what, say("rename it back, or add an empty one"))

    def _key_of(self, heading: str) -> str | None:
        """The key that a heading names, in either language or both."""
        lines = {line.strip().casefold() for line in heading.splitlines() if line.strip()}
        for column in self.sheet.columns:
            if lines and lines <= {column.en.casefold(), column.zh.casefold()}:
                return column.key
        first = heading.split("\n")[0].strip()
        start = next((start for start in self.sheet.more if first.startswith(start)), None)
        if start is None or not first.removeprefix(start) or (start == "key " and not _is_count(first[len(start) :])):
            return None
        return first

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _row(self, number: int, row: tuple[BookCell, ...]) -> GridRow:
        if self.sheet is PACK:  # where each row holds something of its own kind
            named = next((str(cell.value).strip() for cell in row if self.keys.get(cell.column or 0) == "key"), "")
            self.kinds["value"] = PACK_KEYS.get(named, ("any", ""))[0]
        cells = {}
        for cell in row:
            key = self.keys.get(cell.column or 0)
            if key is not None and key != "about":
                place = self._place(cell.coordinate)
                if type(cell).__name__ == "MergedCell":
                    self.grids.merged.add(place)
                cells[key] = Cell(place, self._value(cell, self.kinds.get(key, "any")))
            elif cell.value is not None and cell.column in self.unnamed:
                what = say("the column has no heading")
                self.wrong(cell.coordinate, what, say("empty the cell, or name the column"))
        return GridRow(self._place(f"A{number}"), number, cells)

    def _value(self, cell: BookCell, kind: Kind) -> object:
        problem: tuple[Message, Message | None]
        if cell.data_type == "f":
            shown = str(getattr(cell.value, "text", cell.value) or "")[:40]
            problem = say("{formula} is a formula", formula=shown), say("replace it by its value")
        elif cell.data_type == "e":
            problem = say("{value} is an error of the spreadsheet", value=str(cell.value)[:40]), say("type the value")
        else:
            try:
                return from_cell(cell.value, kind)
            except Misfit as misfit:
                problem = misfit.what, misfit.remedy
        self.wrong(cell.coordinate, *problem)
        return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 3 and int(text) > 0
