"""Writes spreadsheets for tests: Excel's with openpyxl, the others byte by byte."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]], merges: Sequence[str] = ()) -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    return path


def write_raw_xlsx(path: Path, rows: Iterable[str | bytes], before: str = "") -> Path:
    """A workbook whose one sheet is the XML given, rows one by one, which may be strange."""
    override = (
        '<Override PartName="/xl/{}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"/>'
    )
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="{}">'
        '<Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + override.format("workbook.xml", "sheet.main")
        + override.format("worksheets/sheet1.xml", "worksheet")
        + "</Types>",
        "_rels/.rels": relation.format(_PACKAGE, _OFFICE, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation.format(_PACKAGE, _OFFICE, "worksheet", "worksheets/sheet1.xml"),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<?xml version="1.0"?>{before}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for row in rows:
                sheet.write(row if isinstance(row, bytes) else row.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


def raw_cell(place: str, value: str, kind: str = "str") -> str:
    """The XML of a cell of Excel's: ``str`` a text, ``n`` a number, ``e`` an error, ``b`` a truth."""
    return f'<c r="{place}" t="{kind}"><v>{value}</v></c>'


def write_ods(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """An OpenDocument spreadsheet of one sheet."""
    return write_raw_ods(
        path, "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    )


def ods_cell(value: object) -> str:
    """The XML of a cell of OpenDocument's."""
    match value:
        case None:
            return "<table:table-cell/>"
        case bool():
            return _typed("boolean", "boolean-value", str(value).lower())
        case int() | float():
            return _typed("float", "value", repr(value))
        case dt.datetime() | dt.date():
            return _typed("date", "date-value", value.isoformat())
        case _:
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
            return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def write_raw_ods(path: Path, rows: str) -> Path:
    """An OpenDocument spreadsheet whose one sheet has the rows given as XML."""
    spaces = "".join(f' xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><m:manifest xmlns:m="{_OASIS}:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
        archive.writestr("content.xml", content)
    return path


def write_xls(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """A workbook of Excel 97 with one sheet: records of BIFF8 in a compound file of one stream."""
    cells = b"".join(
        _biff_cell(row, column, value) for row, values in enumerate(rows) for column, value in enumerate(values)
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + _record(0x000A)
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + _record(0x0042, b"\xb0\x04")
    here = len(start) + 4 + 8 + len("S") + 4
    book = start + _record(0x0085, struct.pack("<IBBBB", here, 0, 0, 1, 0) + b"S") + _record(0x000A)
    assert len(book) == here
    path.write_bytes(_compound_file(book + sheet))
    return path


def _typed(kind: str, name: str, value: str) -> str:
    shown = "<text:p>as shown</text:p>"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">{shown}</table:table-cell>'


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _biff_cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    match value:
        case None:
            return b""
        case bool():
            return _record(0x0205, place + bytes([value, 0]))
        case int() | float():
            return _record(0x0203, place + struct.pack("<d", value))
        case _:
            text = str(value)
            return _record(0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _compound_file(stream: bytes) -> bytes:
    """A compound file with one stream called Workbook, which is too long for the sectors of short streams."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    chain = [table, end, *range(3, 2 + count), end]
    sectors = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(stream)) + bytes(256)
    return header + sectors + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    free = 0xFFFFFFFF
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIII", len(text), kind, 1, free, free, child, start, size, 0)
