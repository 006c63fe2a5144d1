"""The process that reads a spreadsheet: chooses the sheet and writes its rows to a file, within limits.

It gets a `Request` as JSON on its standard input, leaves the rows in a folder, and says as JSON on its standard output
what it wrote (`Written`) or why not (``refused``). What the limits stop says nothing.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kamengine.spreadsheets.books import Book, CalamineBook, FrugalBook, OpenSheet
from kamengine.spreadsheets.containers import MOST_UNPACKED, is_bomb, open_archive, unpacked_size
from kamengine.spreadsheets.limits import OUT_OF_MEMORY, stay_within
from kamengine.spreadsheets.scan import Unplaced
from kamengine.spreadsheets.written import ROWS, Written

_ZIP = b"PK\x03\x04"
_TOO_MANY_CELLS = "Cell limit exceeded"  # python-calamine will not try an OpenDocument sheet that is so large
_CHECK_EACH = 1000


class Refused(Exception):
    """The spreadsheet cannot be read; the reason and what belongs to it go into the result."""

    def __init__(self, reason: str, **facts: object) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.result = {"refused": reason, **facts}


@dataclass(frozen=True)
class Request:
    """What to read.

    Attributes:
        path: the spreadsheet.
        folder: where the result goes.
        sheet: the name or the number of the sheet; None for the only one with anything in it.
        head: in how many rows the headers are looked for.
        header_row: the row of the headers, from 1; 0 when they are to be looked for.
        frugal: whether to spare memory rather than time.
        memory: bytes that may be used.
        seconds: of computing that may be used.
    """

    path: str
    folder: str
    sheet: str | None
    head: int
    header_row: int
    frugal: bool
    memory: int
    seconds: int


def main() -> None:
    """Do what the standard input says."""
    request = Request(**json.load(sys.stdin))
    stay_within(request.memory, request.seconds)
    try:
        try:
            written = _read(request)
        except Unplaced:
            written = _read(replace(request, frugal=True))
        result = asdict(written)
    except Refused as refused:
        result = refused.result
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except OSError as error:
        result = {"refused": "system", "detail": error.strerror or str(error)}
    except BaseException as error:  # whatever a damaged file makes a library raise; a panic in Rust is no Exception
        if _TOO_MANY_CELLS in str(error):
            sys.exit(OUT_OF_MEMORY)
        password = type(error).__name__ == "PasswordError"
        result = {"refused": "password"} if password else {"refused": "damaged", "detail": f"{error}"[:300]}
    json.dump(result, sys.stdout)


def _read(request: Request) -> Written:
    path = Path(request.path)
    _refuse_bombs(path)
    book: Book = FrugalBook(path) if request.frugal else CalamineBook(path)
    name, sheet = _choose(book, request.sheet)
    written = Written(name, list(sheet.columns), first=request.header_row)
    # The line ends make csv quote cells that hold either of their characters.
    with (Path(request.folder) / ROWS).open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        for row in _rows(sheet, written, request):
            writer.writerow(row)
            if written.count % _CHECK_EACH == 0 and file.tell() > MOST_UNPACKED:
                raise Refused("large")
    written.merges = [merge for merge in sheet.merges if merge[0] < written.first + len(written.head)]
    written.uncalculated = sheet.uncalculated
    return written


def _refuse_bombs(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            return
    with open_archive(path) as archive:
        packed, unpacked = path.stat().st_size, unpacked_size(archive.infolist())
    if is_bomb(packed, unpacked):
        raise Refused("bomb", packed=packed, unpacked=unpacked)


def _choose(book: Book, wanted: str | None) -> tuple[str, OpenSheet]:
    """The sheet that the user wants, else the only visible one with anything in it."""
    if wanted is not None:
        name = _named(book, wanted)
        return name, book.sheet(name)
    found: list[tuple[str, OpenSheet]] = []
    sizes = []
    for sheet in book.names:
        if sheet.visible and (opened := book.sheet(sheet.name)).height:
            found = [*found, (sheet.name, opened)][:1]
            sizes.append({"name": sheet.name, "rows": opened.height, "columns": len(opened.columns)})
    if not sizes:
        raise Refused("empty", hidden=[sheet.name for sheet in book.names if not sheet.visible])
    if len(sizes) > 1:
        raise Refused("several", sheets=sizes)
    return found[0]


def _named(book: Book, wanted: str) -> str:
    """A sheet by its name, else by its number from 1."""
    names = [sheet.name for sheet in book.names]
    folded = wanted.strip().casefold()
    for name in names:
        if name == wanted:
            return name
    for name in names:
        if name.strip().casefold() == folded:
            return name
    if folded.isdecimal() and 1 <= int(folded[:9]) <= len(names):
        return names[int(folded[:9]) - 1]
    raise Refused("no sheet", names=names)


def _rows(sheet: OpenSheet, written: Written, request: Request) -> Iterator[list[str]]:
    """The rows that are not blank, each behind its number; what is to be known of them is noted on the way."""
    next_one, head = 0, 2 if request.header_row else request.head
    for number, cells in sheet.rows():
        blank = not any(cells) or not any(map(str.strip, cells))
        if not written.first and not blank:
            written.first = number
        if written.first and 0 <= number - written.first < head:
            _note_head(written, number, cells)
        if blank:
            continue
        if number != next_one:
            written.places.append((written.count, number))
        next_one = number + 1
        written.count += 1
        written.longest = max(written.longest, sum(map(len, cells)))
        yield [str(number), *cells]


def _note_head(written: Written, number: int, cells: list[str]) -> None:
    """Note a row in which headers may stand, with all cells from column A on, and the blank rows left out before it."""
    written.head += [[] for _ in range(number - written.first - len(written.head))]
    by_column = dict(zip(written.columns, cells, strict=True))
    written.head.append([by_column.get(column, "") for column in range(max(written.columns) + 1)])


if __name__ == "__main__":
    main()
