"""The rows of each sheet → an Excel file that is pleasant to read and to change."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from kamengine.locale.terminal import width as cells_wide
from kamengine.workbook import sheets
from kamengine.workbook.cells import CellValue, to_cell
from kamengine.workbook.flatten import Row, keys_of
from kamengine.workbook.sheets import PACK_KEYS, SHEETS, Column, Kind, Sheet, heading_of, title_of
from kamengine.workbook.validation import validate

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_NAMED_COLUMN = 16
_HEAD = PatternFill("solid", fgColor="1F3A5F")
_HEAD_OF_PACK = PatternFill("solid", fgColor="3D6B8E")
_ABOUT = PatternFill("solid", fgColor="F3F6F9")
_LINE = Border(bottom=Side("hair", color="C9D3DD"))
_TOP, _MIDDLE = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=True, vertical="center")
_BOLD = Font(bold=True, color="FFFFFF")
_TALLEST = 12
_TEXT, _DAY = "@", "yyyy-mm-dd"


def write_book(rows: dict[str, list[Row]], language: str = "en") -> bytes:
    """The Excel file of a pack.

    Args:
        rows: of each sheet (see `kamengine.workbook.flatten`).
        language: of the names of the sheets, ``"en"`` or ``"zh"``; headings are in both.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "kamengine"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # the same pack gives the same workbook
    written: dict[str, Worksheet] = {}
    for sheet in SHEETS:
        keys = keys_of(sheet, rows[sheet.name])
        written[sheet.name] = page = book.create_sheet(title_of(sheet, language))
        _fill(page, sheet, keys, rows[sheet.name])
    for sheet in SHEETS:
        validate(written[sheet.name], sheet, keys_of(sheet, rows[sheet.name]), rows, language)
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(buffer)
    return buffer.getvalue()


def _fill(page: Worksheet, sheet: Sheet, keys: Sequence[str], rows: list[Row]) -> None:
    columns = {column.key: column for column in sheet.columns}
    kinds: list[Kind] = [columns[key].kind if key in columns else "any" for key in keys]
    for number, key in enumerate(keys, 1):
        _head(page.cell(1, number), columns.get(key), key)
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = columns[key].width if key in columns else max(_NAMED_COLUMN, len(key) + 2)
        if kinds[number - 1] in ("text", "words"):
            dimension.number_format = _TEXT  # what is typed below stays a text
    for line, row in enumerate(rows, 2):
        for number, key in enumerate(keys, 1):
            cell = page.cell(line, number)
            kind = PACK_KEYS[row["key"]][0] if sheet is sheets.PACK and key == "value" else kinds[number - 1]
            _set(cell, None if row.get(key) is None else to_cell(row[key], kind), kind)
            if number <= sheet.about:
                cell.fill = _ABOUT
        page.row_dimensions[line].height = 15 * _lines(page, line, len(keys))
    page.row_dimensions[1].height = 32
    page.freeze_panes = f"{get_column_letter(sheet.about + 1)}2"
    page.sheet_view.zoomScale = 100
    if rows and sheet is not sheets.PACK:
        page.auto_filter.ref = f"A1:{get_column_letter(len(keys))}{len(rows) + 1}"


def _head(cell: Cell | MergedCell, column: Column | None, key: str) -> None:
    _set_text(cell, column.heading if column else heading_of(key))
    cell.font = _BOLD
    cell.fill = _HEAD if column else _HEAD_OF_PACK
    cell.alignment = _MIDDLE


def _set(cell: Cell | MergedCell, value: CellValue, kind: Kind) -> None:
    """A value as what it is: a text is never taken for a formula, a number or a date."""
    if isinstance(value, str):
        _set_text(cell, value)
    elif value is not None:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = _DAY
    elif value is None and kind in ("text", "words"):
        cell.number_format = _TEXT
    elif value is None and kind == "day":
        cell.number_format = _DAY
    cell.alignment = _TOP
    cell.border = _LINE


def _set_text(cell: Cell | MergedCell, text: str) -> None:
    """A text as a text, also when it begins like a formula or is the name of an error."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = _TEXT


def _lines(page: Worksheet, line: int, columns: int) -> int:
    """How many lines of text the tallest cell of a row needs."""
    most = 1
    for number in range(1, columns + 1):
        value = page.cell(line, number).value
        if isinstance(value, str):
            room = max(page.column_dimensions[get_column_letter(number)].width - 2, 1)
            most = max(most, sum(1 + int(cells_wide(text) // room) for text in value.split("\n")))
    return min(most, _TALLEST)
