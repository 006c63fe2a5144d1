"""What caused the moves between two runs, kept beside the runs: found once, looked up afterwards.

Unlike the files of imports and runs these can all be made again, so the catalog does not name them and nothing is lost
with them. Each says itself what it holds: the runs in its name, the SHA-256 of the rest in its first line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from kamengine.problems import KamError
from kamengine.workspace.durable import write_file
from kamengine.workspace.folder import Folder

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

    def read(self, old: str, new: str) -> bytes | None:
        """What was kept for two runs, by their ids; None when nothing is there, or not what was written."""
        try:
            return content_of(self._folder.causes(old, new))
        except OSError:
            return None

    def keep(self, old: str, new: str, content: bytes) -> None:
        """Keep something for two runs in the place of what was there; where nothing can be written, nothing is."""
        with suppress(OSError, KamError):
            write_file(self._folder.causes(old, new), _digest(content) + b"\n" + content, aside=self._temporary())


def content_of(path: Path) -> bytes | None:
    """What a file of causes holds; None when that is not what was written.

    Raises:
        OSError: it cannot be read.
    """
    digest, _, content = path.read_bytes().partition(b"\n")
    return content if digest == _digest(content) else None


def cause_files(folder: Folder) -> Iterator[tuple[Path, str, str]]:
    """Every file that looks like one of causes, sorted, with the ids of the old and the new run."""
    if folder.all_causes.is_dir():
        for path in sorted(folder.all_causes.iterdir()):
            if found := _NAME.fullmatch(path.name):
                yield path, found["old"], found["new"]


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
