"""What caused the moves between two runs, kept beside the runs: found once, looked up afterwards.

Unlike the files of imports and runs these can all be made again, so the catalog does not name them and nothing is lost
with them. Each says itself what it holds: the runs in its name, the SHA-256 of the rest in its first line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kamengine.problems import KamError
from kamengine.workspace.durable import put_in_place, sync
from kamengine.workspace.folder import Folder

_BLOCK = 1 << 20
_NAME = re.compile(r"(?P<old>[0-9a-f]{16})-(?P<new>[0-9a-f]{16})\.txt")


class CauseFiles:
    """The causes of moves that a workspace keeps, as bytes by the runs that they lie between."""

    def __init__(self, folder: Folder, temporary: Callable[[], Path]) -> None:
        """Read and write those of a folder.

        Args:
            folder: of the workspace.
            temporary: a name for a file that is being written.
        """
        self._folder, self._temporary = folder, temporary

    @contextmanager
    def opened(self, old: str, new: str) -> Iterator[BinaryIO | None]:
        """What was kept for two runs, by their ids, to be read from its beginning on.

        Comes to None when nothing is there, or not what was written.
        """
        try:
            file = self._folder.causes(old, new).open("rb")
        except OSError:
            yield None
            return
        with file:
            yield file if _is_whole(file) else None

    def keep(self, old: str, new: str, content: Iterable[bytes]) -> bool:
        """Keep something for two runs in the place of what was there.

        Args:
            old: the id of the run before.
            new: the id of the run after.
            content: piece by piece; only one piece at a time is held in memory.

        Returns:
            Whether it is kept; where nothing can be written, nothing is, and not all pieces may have been taken.
        """
        with suppress(OSError, KamError):
            aside = self._temporary()
            with aside.open("wb") as file:
                _write(file, content)
            sync(aside)
            put_in_place(aside, self._folder.causes(old, new))
            return True
        return False


def is_whole(path: Path) -> bool:
    """Whether a file of causes holds what was written.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return _is_whole(file)


def cause_files(folder: Folder) -> Iterator[tuple[Path, str, str]]:
    """Every file that looks like one of causes, sorted, with the ids of the old and the new run."""
    if folder.all_causes.is_dir():
        for path in sorted(folder.all_causes.iterdir()):
            if found := _NAME.fullmatch(path.name):
                yield path, found["old"], found["new"]


def _is_whole(file: BinaryIO) -> bool:
    """Whether a file holds what was written; it is left where its content begins."""
    said = file.readline(_LINE)
    begin, digest = file.tell(), hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    file.seek(begin)
    return said == _first_line(digest.hexdigest())


def _write(file: BinaryIO, content: Iterable[bytes]) -> None:
    digest = hashlib.sha256()
    file.write(_first_line(digest.hexdigest()))  # its place is held: only at the end it is known what it says
    for piece in content:
        digest.update(piece)
        file.write(piece)
    file.seek(0)
    file.write(_first_line(digest.hexdigest()))


def _first_line(digest: str) -> bytes:
    return digest.encode() + b"\n"


_LINE = len(_first_line(hashlib.sha256().hexdigest()))
