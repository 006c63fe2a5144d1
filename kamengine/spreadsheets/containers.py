"""Files that are zip archives inside: how much may come out of them, known before anything is unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

MOST_UNPACKED = 4 << 30
"""So many bytes may come out of an archive."""

HIGHEST_RATIO = 200
"""So many times its own size may come out of an archive larger than `SMALL`; tables reach fifty at most."""

SMALL = 100 << 20
"""So many bytes may come out of any archive."""

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


def members_of(path: Path) -> list[zipfile.ZipInfo]:
    """The members of an archive, in its order.

    Raises:
        Exception: one of `DAMAGED`.
    """
    with zipfile.ZipFile(path) as archive:
        return archive.infolist()
