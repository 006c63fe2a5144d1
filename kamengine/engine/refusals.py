"""Why the embedded database gave up, when it was the system that refused: a full disk, too little memory."""

from __future__ import annotations

import errno
import os

from kamengine.problems import Message, say

_REASONS = (errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EIO, errno.EACCES, errno.EMFILE)
_LONGEST = 200


def refusal(error: Exception) -> Message | None:
    """What the system refused to DuckDB, in words; None for an error of any other kind.

    DuckDB has no error number for it: a disk that is full comes as an error of input and output, of a transaction, or
    as a fatal one, with the system's own words at the end.
    """
    if type(error).__module__.split(".")[0] not in ("duckdb", "_duckdb"):
        return None
    if type(error).__name__ == "OutOfMemoryException":
        return say("there is too little memory, or room for temporary files")
    reason = _system_words(error)
    return say("the system refuses: {reason}", reason=reason) if reason else None


def reason_of(error: Exception) -> str:
    """Why the database could not do something, on one line: the system's own words where it was the system."""
    return _system_words(error) or str(error).split("\n")[0].partition(': {"exception_type"')[0][:_LONGEST]


def _system_words(error: Exception) -> str | None:
    text = str(error)
    return next((words for words in map(os.strerror, _REASONS) if words in text), None)
