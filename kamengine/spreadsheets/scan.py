"""What python-calamine leaves out of an Excel sheet: errors such as ``#N/A``, and formulas that were never calculated.

The XML of the sheet is searched in pieces that end with a row; nothing of it is kept.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from kamengine.spreadsheets.containers import open_archive

_BLOCK = 1 << 20
_LONGEST_ROW = 64 << 20
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt=[\"']e[\"'][^<>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ERROR_MARKS = (b't="e"', b"t='e'")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_SHOWN = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA_MARKS = (b"<f", b":f")
_TEXT_MARK = re.compile(rb"\bt=[\"']str[\"']")
_PARTS = frozenset({"xl/workbook.xml", "xl/_rels/workbook.xml.rels"})
_END_OF_ROW = b"row>"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Unplaced(Exception):
    """An error stands in a cell that does not say where it is, or the sheet itself was not found."""


@dataclass
class Scan:
    """What was found in a sheet.

    Attributes:
        errors: by the number of the row from 1: the columns from 0 and the errors there.
        uncalculated: how many formulas have no value.
    """

    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    uncalculated: int = 0


def scan_sheet(path: Path, index: int) -> Scan:
    """Search a sheet of an ``.xlsx`` file.

    Args:
        path: the file.
        index: which of its sheets, from 0 in the order of the workbook.

    Raises:
        Unplaced: an error stands in a cell that does not say where it is, or the sheet is not where sheets are.
    """
    scan = Scan()
    with open_archive(path) as archive, archive.open(_part(archive, index)) as sheet:
        for rows in _pieces(sheet):
            if any(mark in rows for mark in _ERROR_MARKS):
                _take_errors(rows, scan)
            if any(mark in rows for mark in _FORMULA_MARKS):
                scan.uncalculated += sum(
                    not _TEXT_MARK.search(attributes) for attributes in _FORMULA_ALONE.findall(rows)
                )
    return scan


def _part(archive: zipfile.ZipFile, index: int) -> str:
    """The part of the archive that holds a sheet."""
    if not _PARTS.issubset(archive.namelist()):
        raise Unplaced("no such sheet")
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    if index >= len(sheets):
        raise Unplaced("no such sheet")
    identity = sheets[index].get(_RELATION) or sheets[index].get(_STRICT_RELATION)
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    for relation in relations:
        if relation.get("Id") == identity:
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    raise Unplaced("no such sheet")


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """The content of a sheet, cut after rows."""
    rest = b""
    while block := sheet.read(_BLOCK):
        rest += block
        end = rest.rfind(_END_OF_ROW) + len(_END_OF_ROW)
        if end >= len(_END_OF_ROW):
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _LONGEST_ROW:
            raise Unplaced("a row is too long")
    yield rest


def _take_errors(rows: bytes, scan: Scan) -> None:
    for attributes, content in _ERROR_CELL.findall(rows):
        place, shown = _PLACE.search(attributes), _SHOWN.search(content)
        if place is None:
            raise Unplaced("an error without a place")
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        text = shown[1].decode("utf-8", errors="replace").strip() if shown else "#VALUE!"
        scan.errors.setdefault(int(place[2]), []).append((column - 1, text))
