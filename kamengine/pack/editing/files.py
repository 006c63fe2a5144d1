"""Putting a changed file in the place of the old one: whole or not at all, and not over what somebody else wrote."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from kamengine.problems import KamError, Place, say, system_reason


def replace_file(path: Path, new: bytes, *, old: bytes | None) -> None:
    """Write a file to a temporary name beside it, have the disk keep it, and rename it; its permissions stay.

    Args:
        path: of the file; of a link, what it points to is replaced.
        new: what it shall hold.
        old: what it held when it was read; None for a file that need not be there.

    Raises:
        KamError: somebody has changed it since, it is write-protected, or the system refuses.
    """
    place = Place(str(path))
    try:
        target = path.resolve()
        there = target.exists()
        if there and not os.access(target, os.W_OK):
            raise KamError.of(say("the file is write-protected"), place=place)
        if old is not None and (not there or target.read_bytes() != old):
            what = say("somebody has changed the file in the meantime; nothing was written")
            raise KamError.of(what, say("run the command again"), place=place)
        _write(target, new, target.stat().st_mode & 0o7777 if there else 0o666 & ~_umask())
    except OSError as error:
        reason = system_reason(error)
        raise KamError.of(say("cannot be written: {reason}", reason=reason), place=place) from error


def _write(target: Path, content: bytes, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    finally:
        with suppress(OSError):  # it was renamed
            os.unlink(temporary)


def _umask() -> int:
    """The bits that new files go without; the system tells only when it is set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
