"""Files that are kept: opened only when they are there and hold the bytes that were written."""

from __future__ import annotations

from pathlib import Path

from kamengine.problems import KamError, Message, Place, say, system_reason
from kamengine.workspace.durable import sha256_of


def wrong_with(path: Path, sha256: str) -> Message | None:
    """What is wrong with a kept file whose content had this SHA-256; None when nothing is."""
    if not path.is_file():
        return say("the file is gone")
    try:
        return None if sha256_of(path) == sha256 else say("the file is not what was written; the disk may be failing")
    except OSError as error:
        return say("cannot be read: {reason}", reason=system_reason(error))


class KeptFiles:
    """Looks at each kept file once, and again when the system says that it has changed.

    Damage in the middle of a Parquet file may come out as other values and not as an error, so that only the SHA-256
    tells it. Computing that takes about a second for a gigabyte.
    """

    def __init__(self) -> None:
        """Nothing has been looked at yet."""
        self._whole: set[tuple[Path, str, int, int, int]] = set()

    def is_whole(self, path: Path, sha256: str) -> bool:
        """Whether a file is there and holds what was written."""
        try:
            found = path.stat()
        except OSError:
            return False
        key = (path, sha256, found.st_ino, found.st_size, found.st_mtime_ns)
        if key not in self._whole:
            if wrong_with(path, sha256) is not None:
                return False
            self._whole.add(key)
        return True

    def opened(self, path: Path, sha256: str, *, gone: Message, damaged: Message, remedy: Message) -> Path:
        """The path of a file that can be read.

        Args:
            path: where it is.
            sha256: of its content.
            gone: what to say when it is not there.
            damaged: what to say when it holds something else, or cannot be read.
            remedy: what to do then.

        Raises:
            KamError: it is gone or damaged.
        """
        if self.is_whole(path, sha256):
            return path
        raise KamError.of(damaged if path.exists() else gone, remedy, place=Place(str(path)))
