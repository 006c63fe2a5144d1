"""An Excel file → the rows of each sheet, every cell with its place; all that is wrong with it at once."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from kamengine.problems import KamError, Message, Place, did_you_mean, say
from kamengine.workbook.cells import Misfit, from_cell
from kamengine.workbook.grid import Cell, GridRow, Grids, place_in
from kamengine.workbook.sheets import BY_NAME, PACK, PACK_KEYS, SHEETS, Kind, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as PlainCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    BookCell = PlainCell | MergedCell

MAX_BYTES = 8 << 20
MAX_UNPACKED = 24 << 20
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MANY = 200


def open_book(file: str, content: bytes) -> Grids:
    """The rows of each sheet of a workbook.

    Args:
        file: how messages name it.
        content: its bytes.

    Raises:
        KamError: it is no workbook, or too large to be one of a pack.
    """
    grids = Grids(file)
    book = _load(file, content)
    for page in _pages(book, grids):
        _read(page, BY_NAME[page.title], grids)
        if len(grids.problems) > _MANY:
            break
    return grids


def _load(file: str, content: bytes) -> Workbook:
    place = Place(file)
    if content.startswith(_OLD_OR_LOCKED):
        if _LOCKED in content:
            raise KamError.of(say("the workbook has a password"), say("save it without one"), place=place)
        raise KamError.of(say("this is not an .xlsx workbook"), say("save it as .xlsx"), place=place)
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names, unpacked = parts.namelist(), sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise KamError.of(say("this is not an .xlsx workbook"), say("save it as .xlsx"), place=place) from None
    if "xl/workbook.xml" not in names:
        raise KamError.of(say("this is not an .xlsx workbook"), say("save it as .xlsx"), place=place)
    if len(content) > MAX_BYTES or unpacked > MAX_UNPACKED:
        what = say("the workbook is too large: unpacked at most {most} bytes", most=MAX_UNPACKED)
        raise KamError.of(what, say("delete rows and pictures that belong to no pack"), place=place)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that we do not need and it does not know
            return openpyxl.load_workbook(BytesIO(content), keep_links=False)
    except Exception as error:  # whatever a damaged file makes it raise
        what = say("the workbook is damaged: {reason}", reason=str(error).split("\n")[0][:120] or type(error).__name__)
        raise KamError.of(what, say("open it in a spreadsheet program and save it again"), place=place) from error


def _pages(book: Workbook, grids: Grids) -> Iterator[Worksheet]:
    """The sheets that belong to a pack; missing, further and hidden ones are noted."""
    found = {page.title for page in book.worksheets}
    missing = [sheet.name for sheet in SHEETS if sheet.name not in found]
    for name in book.sheetnames:
        if name not in BY_NAME:
            remedy = did_you_mean(name, missing) or say("delete it, or move it to another workbook")
            grids.wrong(place_in(name, "A1"), say("no pack has a sheet {name}", name=name[:40]), remedy)
    for name in missing:
        grids.whole = False
        remedy = say("rename it back, or add an empty one of this name with its headings")
        grids.wrong(place_in(name, "A1"), say("the sheet {name} is missing", name=name), remedy)
    for page in book.worksheets:
        if page.title not in BY_NAME:
            continue
        if page.sheet_state != "visible":
            grids.wrong(place_in(page.title, "A1"), say("the sheet is hidden"), say("show it, and look what it says"))
        yield page


def _read(page: Worksheet, sheet: Sheet, grids: Grids) -> None:
    """Note the rows of one sheet."""
    if page.max_row > MAX_ROWS or page.max_column > MAX_COLUMNS:
        what = say(
            "the sheet goes to row {rows} and column {columns}; at most {most_rows} and {most_columns}",
            rows=page.max_row,
            columns=page.max_column,
            most_rows=MAX_ROWS,
            most_columns=MAX_COLUMNS,
        )
        grids.whole = False
        grids.wrong(place_in(sheet.name, "A1"), what, say("delete the rows and columns that only look empty"))
        return
    for merged in page.merged_cells.ranges:
        remedy = say("split them, and fill in each cell")
        grids.wrong(place_in(sheet.name, str(merged.coord)), say("the cells are merged"), remedy)
    filled = ((number, row) for number, row in enumerate(page.iter_rows(), 1) if any(c.value is not None for c in row))
    (first, headings), *rows = list(filled) or [(0, ())]
    if first != 1:
        grids.whole = False
        grids.wrong(place_in(sheet.name, "A1"), say("the headings are missing"), say("they stand in the first row"))
        return
    keys = _headings(headings, sheet, grids)
    unnamed = {cell.column for cell in headings if cell.value is None}
    grids.rows[sheet.name] = []
    before = first
    for number, row in rows:
        if number > before + 1:
            what = say("the row is empty, and rows below it are not")
            grids.wrong(place_in(sheet.name, f"A{before + 1}"), what, say("delete the row"))
        before = number
        for cell in row:
            if cell.value is not None and cell.column in unnamed:
                what = say("the column has no heading")
                grids.wrong(place_in(sheet.name, cell.coordinate), what, say("empty the cell, or name the column"))
        grids.rows[sheet.name].append(_row(number, row, keys, sheet, grids))


def _headings(row: tuple[BookCell, ...], sheet: Sheet, grids: Grids) -> dict[int, str]:
    """The key of each column, by its number; headings that are missing, unknown or there twice are noted."""
    keys: dict[int, str] = {}
    for cell in row:
        if cell.value is None:
            continue
        place = place_in(sheet.name, cell.coordinate)
        key = _key_of(str(cell.value), sheet)
        if key is None:
            known = [name for column in sheet.columns for name in (column.en, column.zh)]
            what = say("no column of the sheet is called {heading}", heading=str(cell.value).split("\n")[0][:40])
            remedy = did_you_mean(str(cell.value).split("\n")[0], known) or say("known: {names}", names=_known(sheet))
            grids.wrong(place, what, remedy)
        elif key in keys.values():
            grids.wrong(place, say("the column {name} is there twice", name=key), say("delete one of them"))
        else:
            keys[cell.column] = key
    for column in sheet.columns:
        if column.key not in keys.values() and column.key != "about":
            grids.whole = False
            what = say("the column {name} is missing", name=column.en)
            grids.wrong(place_in(sheet.name, "A1"), what, say("rename it back, or add an empty one"))
    return keys


def _key_of(heading: str, sheet: Sheet) -> str | None:
    """The key that a heading names, in either language or both."""
    lines = {line.strip().casefold() for line in heading.splitlines() if line.strip()}
    for column in sheet.columns:
        if lines and lines <= {column.en.casefold(), column.zh.casefold()}:
            return column.key
    first = heading.split("\n")[0].strip()
    start = next((start for start in sheet.more if first.startswith(start)), None)
    if start is None or not first.removeprefix(start) or (start == "key " and not _is_count(first[4:])):
        return None
    return first


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 3 and int(text) > 0


def _known(sheet: Sheet) -> list[str]:
    return [*(column.en for column in sheet.columns), *(f"{start}…" for start in sheet.more)]


def _row(number: int, row: tuple[BookCell, ...], keys: dict[int, str], sheet: Sheet, grids: Grids) -> GridRow:
    kinds: dict[str, Kind] = {column.key: column.kind for column in sheet.columns}
    if sheet is PACK:  # where each row holds something of its own kind
        named = next((str(cell.value).strip() for cell in row if keys.get(cell.column or 0) == "key"), "")
        kinds["value"] = PACK_KEYS.get(named, ("any", ""))[0]
    cells = {}
    for cell in row:
        key = keys.get(cell.column or 0)
        if key is not None and key != "about":
            place = place_in(sheet.name, cell.coordinate)
            if type(cell).__name__ == "MergedCell":
                grids.merged.add(place)
            cells[key] = Cell(place, _value(cell, kinds.get(key, "any"), place, grids))
    return GridRow(sheet.name, number, cells)


def _value(cell: BookCell, kind: Kind, place: str, grids: Grids) -> object:
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
    grids.wrong(place, *problem)
    return None
