"""What a file is: by its first bytes, since names lie, and only where these say no more than "text" by its suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Message, Place, say
from kamengine.spreadsheets.containers import DAMAGED, open_archive

Kind = Literal["text", "JSON", "Parquet", "workbook", "zip"]

SUFFIXES: Mapping[str, Kind] = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".tab": "text",
    ".jsonl": "JSON",
    ".ndjson": "JSON",
    ".json": "JSON",
    ".parquet": "Parquet",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xlsb": "workbook",
    ".xls": "workbook",
    ".ods": "workbook",
    ".zip": "zip",
}
"""What a file says that it is, by its suffix in small letters."""

SAVED_AS = ("csv", "tsv", "xlsx", "xls", "ods", "parquet", "jsonl")
"""The kinds of tables that are offered to a user whose file is none."""

_START = 1 << 12
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = {b"%PDF": "PDF", b"\x1f\x8b": "gzip", b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"SQLite format 3\0": "SQLite"}
_OFFICE_PART = "[Content_Types].xml"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|meta|table|style)\b", re.IGNORECASE)
_XML_WORKBOOK = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,2000}urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL
)


def kind_of(path: Path, name: str | None = None) -> Kind:
    """What a file is.

    Args:
        path: where it is.
        name: what it is called, when it lies under another name.

    Raises:
        KamError: it is of a kind that holds no table that we can read.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_START)
    name = name or str(path)
    if start.startswith(_ZIPS):
        return _zip_kind(path)
    if start.startswith(_OLD_OFFICE):
        return "workbook"
    if start.startswith(b"PAR1"):
        return "Parquet"
    for mark, kind in _NO_TABLES.items():
        if start.startswith(mark):
            raise not_read(name, kind)
    if _PAGE.match(start) or _XML_WORKBOOK.match(start):
        what = say("this is a web page or an XML file, whatever its name")
        remedy = say("open it in a spreadsheet program and save it as xlsx")
        raise KamError.of(what, remedy, place=Place(plain(name, None)))
    return _text_kind(start, name)


def another_kind(path: Path, name: str) -> Message | None:
    """What to tell a user about a file that is not what its name says; None when it is, or its name says nothing.

    Args:
        path: where it is.
        name: what the user calls it.
    """
    suffix = Path(name).suffix
    said = SUFFIXES.get(suffix.lower())
    found = kind_of(path, name)
    if said is None or said == found:
        return None
    return say("{file}: it is called {suffix}, but was read as {kind}", file=name, suffix=suffix, kind=_word_for(found))


def _word_for(kind: Kind) -> Message:
    words = {
        "text": say("text"),
        "JSON": say("JSON"),
        "Parquet": say("Parquet"),
        "workbook": say("a workbook"),
        "zip": say("a zip archive"),
    }
    return words[kind]


def _zip_kind(path: Path) -> Kind:
    """A workbook or an archive of files; both are zip archives inside."""
    try:
        with open_archive(path) as archive:
            names = set(archive.namelist())
            if _OFFICE_PART in names and any(name.startswith("xl/") for name in names):
                return "workbook"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _START:
                return "workbook" if archive.read("mimetype").startswith(_OPEN_DOCUMENT) else "zip"
    except DAMAGED:  # who opens it says what is wrong
        return "zip" if path.suffix.lower() == ".zip" else "workbook"
    return "zip"


def _text_kind(start: bytes, name: str) -> Kind:
    """Text of a kind that only the suffix tells; text in a file called ``.xls`` is what many systems export."""
    suffix = Path(name).suffix
    said = SUFFIXES.get(suffix.lower())
    if not suffix and _OBJECT.match(start):
        return "JSON"
    if said == "JSON":
        return "JSON"
    if said == "Parquet":
        return "Parquet"  # who opens it says what is wrong
    if said in ("text", "workbook") or not suffix:
        return "text"
    raise not_read(name, suffix)


def not_read(name: str, kind: str) -> KamError:
    """The error for a file of a kind that holds no table that we can read."""
    what = say("files of the kind {kind} are not read", kind=kind)
    return KamError.of(what, say("save it as one of {kinds}", kinds=list(SAVED_AS)), place=Place(plain(name, None)))
