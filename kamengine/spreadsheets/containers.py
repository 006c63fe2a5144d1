"""Files that are zip archives inside: how much may come out of them, known before anything is unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import IO

MOST_UNPACKED = 4 << 30
"""So many bytes may come out of an archive."""

LARGEST_DIRECTORY = 8 << 20
"""So many bytes the directory of an archive may take; ten thousand files need two million."""

HIGHEST_RATIO = 200
"""So many times its own size may come out of an archive larger than `SMALL`; tables reach fifty at most."""

SMALL = 100 << 20
"""So many bytes may come out of any archive."""

_LONGEST_END = (1 << 16) + 22 + 20  # of a comment, and of the records before it

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(OSError, ValueError, RuntimeError, NotImplementedError, EOFError),
)
"""What `zipfile` raises on damaged or hostile archives."""


def unpacked_size(members: Collection[zipfile.ZipInfo]) -> int:
    """How many bytes the members of an archive say that they have, unpacked."""
    return sum(member.file_size for member in members)


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether out of so many bytes come more than any table is packed into."""
    return unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > packed * HIGHEST_RATIO)


def open_archive(path: Path) -> zipfile.ZipFile:
    """An archive, opened to be read.

    Raises:
        Exception: one of `DAMAGED`; also when its directory is longer than that of any archive of tables, since all of
            it is read at once.
    """
    with path.open("rb") as file:
        size = _directory_size(file, path.stat().st_size)
    if size > LARGEST_DIRECTORY:
        raise zipfile.BadZipFile(f"its directory takes {size >> 20} MB")
    return zipfile.ZipFile(path)


def _directory_size(file: IO[bytes], length: int) -> int:
    """How many bytes the directory of an archive takes, as its last record says (APPNOTE.TXT, 4.3.14 to 4.3.16)."""
    start = max(0, length - _LONGEST_END)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise zipfile.BadZipFile("it has no directory")
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    locator = tail[max(0, end - 20) : end]
    if size == 0xFFFFFFFF or locator.startswith(b"PK\x06\x07"):
        file.seek(int.from_bytes(locator[8:16], "little"))
        size = max(size if size != 0xFFFFFFFF else 0, int.from_bytes(file.read(56)[40:48], "little"))
    return size
