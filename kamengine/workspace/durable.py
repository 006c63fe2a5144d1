"""Files that are there whole, also after the power fails: written aside, kept by the disk, then renamed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kamengine.problems import KamError, Place, say, system_reason

_BLOCK = 1 << 20


def sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before going on."""
    if path.is_dir() and os.name == "nt":  # Windows keeps names by itself and opens no folder
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each kept by the disk."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync(each.parent)


def put_in_place(finished: Path, target: Path) -> None:
    """Rename a finished file of the same file system; what was there before is replaced at once."""
    make_folder(target.parent)
    os.replace(finished, target)
    sync(target.parent)


def write_file(path: Path, content: bytes, *, aside: Path) -> None:
    """Write a small file whole or not at all, first under another name of the same file system."""
    aside.write_bytes(content)
    sync(aside)
    put_in_place(aside, path)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hex; the file is read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def said_clearly(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a problem that names the file.

    Raises:
        KamError: the system refused, as with a full disk or a folder that cannot be written.
    """
    try:
        yield
    except OSError as error:
        name = error.filename2 or error.filename  # of a rename, what it was to become
        file = Path(os.fsdecode(name)) if isinstance(name, str | bytes) else path
        what = say("cannot be written: {reason}", reason=system_reason(error))
        raise KamError.of(what, say("nothing was changed"), place=Place(str(file))) from error
