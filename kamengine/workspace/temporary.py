"""Room for files that are being written: inside the workspace, so that a rename puts them in place.

Each process has a folder of its own, and beside it a file on which it holds a lock; the system gives the lock back when
the process is gone, however it went. A folder whose lock nobody holds is what a killed process left.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from kamengine.workspace.durable import make_folder

_LOCK = ".lock"
_TRIES = 20


@dataclass
class TemporaryRoom:
    """The temporary folder of one process; made when it is first asked for.

    Attributes:
        root: where the folders of all processes are.
    """

    root: Path
    _own: Path | None = field(default=None, init=False)
    _lock: FileIO | None = field(default=None, init=False)

    def path(self) -> Path:
        """A name in it that nobody uses yet, for a file or a folder.

        Raises:
            OSError: the folder cannot be made.
        """
        if self._own is None:
            remove_abandoned(self.root)
            self._lock = _new_lock(self.root)
            self._own = _folder_of(Path(os.fsdecode(self._lock.name)))
            self._own.mkdir()
        return self._own / secrets.token_hex(8)

    def close(self) -> None:
        """Remove it with everything in it."""
        if self._own is None or self._lock is None:
            return
        shutil.rmtree(self._own, ignore_errors=True)
        _drop(self._lock)
        _remove_if_empty(self.root)
        self._own, self._lock = None, None


def abandoned(root: Path) -> list[Path]:
    """The folders whose process is gone, sorted.

    A lock without a folder is none of them: it may be one that a process has made and is about to take.
    """
    found = []
    for lock in _locks(root):
        with _taken(lock) as held:
            if held and _folder_of(lock).exists():
                found.append(_folder_of(lock))
    return found


def remove_abandoned(root: Path) -> list[Path]:
    """Remove the folders whose process is gone, and locks without a folder; which folders these were."""
    removed = []
    for lock in _locks(root):
        with _taken(lock) as held:
            if held:
                if _folder_of(lock).exists():
                    removed.append(_folder_of(lock))
                shutil.rmtree(_folder_of(lock), ignore_errors=True)
                _drop(held)
    _remove_if_empty(root)
    return removed


def _remove_if_empty(root: Path) -> None:
    with suppress(OSError):  # it is not there, or others have theirs in it
        root.rmdir()


def _folder_of(lock: Path) -> Path:
    return lock.with_suffix("")


def _locks(root: Path) -> list[Path]:
    return sorted(root.glob(f"*{_LOCK}"))


def _new_lock(root: Path) -> FileIO:
    """A new file whose lock is ours."""
    for _ in range(_TRIES):
        make_folder(root)
        with suppress(FileNotFoundError):  # somebody has just removed the empty root
            lock = FileIO(root / f"{os.getpid()}-{secrets.token_hex(4)}{_LOCK}", "x")
            if _take(lock) and _is_still_there(lock):
                return lock
            lock.close()  # it was taken for abandoned before we held it
    raise BlockingIOError(f"no temporary folder can be kept in {root}")


@contextmanager
def _taken(path: Path) -> Iterator[FileIO | None]:
    """Hold the lock of a process that is gone; None when it is not gone, or somebody else cleans up after it."""
    try:
        lock = FileIO(path, "r+")
    except OSError:
        yield None
        return
    try:
        yield lock if _take(lock) and _is_still_there(lock) else None
    finally:
        lock.close()


def _drop(lock: FileIO) -> None:
    """Remove a lock that is held, so that nobody takes it in between; Windows removes only what nobody has open."""
    path = Path(os.fsdecode(lock.name))
    if os.name == "nt":
        lock.close()
    path.unlink(missing_ok=True)
    lock.close()


def _take(lock: FileIO) -> bool:
    """Take the lock, which is held until the file is closed or the process ends; False when somebody has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_still_there(lock: FileIO) -> bool:
    """Whether nobody has removed the file in the meantime."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), os.stat(lock.name))
    except FileNotFoundError:
        return False
