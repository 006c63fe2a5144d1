"""An Excel file → the rows of each sheet, every cell with its place; all that is wrong with it at once."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.workbook.grid import Grids, place_in
from kamengine.workbook.sheet_reader import MAX_ROWS, SheetReader
from kamengine.workbook.sheets import SHEETS, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


MAX_BYTES = 8 << 20
MAX_UNPACKED = 24 << 20
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
    for page, sheet in _pages(book, grids):
        SheetReader(page, sheet, grids).read()
        if len(grids.problems) > _MANY:
            break
    return grids


def _load(file: str, content: bytes) -> Workbook:
    place = Place(file)
    _see_that_it_is_one(content, place)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that we do not need and it does not know
            return openpyxl.load_workbook(BytesIO(content), keep_links=False)
    except Exception as error:  # whatever a damaged file makes it raise
        raise _damaged(error, place) from error


def _damaged(error: Exception, place: Place) -> KamError:
    reason = str(error).split("\n")[0][:120] or type(error).__name__
    what = say("the workbook is damaged: {reason}", reason=reason)
    return KamError.of(what, say("open it in a spreadsheet program and save it again"), place=place)


def _see_that_it_is_one(content: bytes, place: Place) -> None:
    """Look at the parts of a file before much time goes into reading them.

    Raises:
        KamError: it is no workbook, or larger than any pack.
    """
    if content.startswith(_OLD_OR_LOCKED) and _LOCKED in content:
        raise KamError.of(say("the workbook has a password"), say("save it without one"), place=place)
    rows, small = 0, say("delete rows and pictures that belong to no pack")
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names, unpacked = parts.namelist(), sum(part.file_size for part in parts.infolist())
            if len(content) > MAX_BYTES or unpacked > MAX_UNPACKED:
                what = say("the workbook is too large: unpacked at most {most} bytes", most=MAX_UNPACKED)
                raise KamError.of(what, small, place=place)
            rows = sum(parts.read(name).count(b"<row ") for name in names if name.startswith("xl/worksheets/"))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, NotImplementedError) as error:
        if content.startswith(b"PK"):
            raise _damaged(error, place) from error
        names = []
    if "xl/workbook.xml" not in names:
        raise KamError.of(say("this is not an .xlsx workbook"), say("save it as .xlsx"), place=place)
    if rows > MAX_ROWS:
        raise KamError.of(
            say("the workbook has {rows} rows; at most {most}", rows=rows, most=MAX_ROWS), small, place=place
        )


def _pages(book: Workbook, grids: Grids) -> Iterator[tuple[Worksheet, Sheet]]:
    """The sheets that belong to a pack, by their English or Chinese names; missing, further, hidden ones are noted."""
    known = {name: sheet for sheet in SHEETS for name in (sheet.name, sheet.zh)}
    found = {known[page.title]: page for page in book.worksheets if page.title in known}
    chinese = sum(page.title == sheet.zh for sheet, page in found.items()) * 2 > len(found)
    grids.titles = {sheet.name: sheet.zh if chinese else sheet.name for sheet in SHEETS}
    grids.titles |= {sheet.name: page.title for sheet, page in found.items()}
    missing = [grids.titles[sheet.name] for sheet in SHEETS if sheet not in found]
    for name in book.sheetnames:
        if name not in known:
            remedy = did_you_mean(name, missing) or say("delete it, or move it to another workbook")
            grids.wrong(place_in(name, "A1"), say("no pack has a sheet {name}", name=name[:40]), remedy)
        elif found[known[name]].title != name:
            what = say("this is the sheet {name} once more", name=found[known[name]].title)
            grids.wrong(place_in(name, "A1"), what, say("delete one of them"))
    for name in missing:
        grids.whole = False
        remedy = say("rename it back, or add an empty one of this name with its headings")
        grids.wrong(place_in(name, "A1"), say("the sheet {name} is missing", name=name), remedy)
    for sheet, page in found.items():
        if page.sheet_state != "visible":
            grids.wrong(place_in(page.title, "A1"), say("the sheet is hidden"), say("show it, and look what it says"))
        yield page, sheet
