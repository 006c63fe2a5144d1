"""A CSV file as bytes: is it text in UTF-8, and where do its lines break? Read in blocks, never row by row."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kamengine.problems import KamError, Message, Place, say

_BLOCK = 1 << 22
_TAIL = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BREAK = re.compile(rb"\r\n|\n|\r")
_SEVERAL_BREAKS = re.compile(rb"(?:\r\n|\n|\r){2,}")
_RETURNS_BEFORE_A_FEED = re.compile(rb"\r+\n")


def count_lines(path: Path) -> int:
    """How many lines a file in UTF-8 has, with or without a byte order mark; empty lines at its end do not count.

    Raises:
        KamError: the file is empty, not UTF-8 or not text; the byte and the line are named.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    breaks = offset = 0
    has_text = False
    last = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if not offset and block.startswith(_UTF16_MARKS):
                raise _unreadable(path, None, say("the file is in UTF-16"))
            _refuse_binary(path, block, offset, breaks)
            _decode(path, decoder, block, offset, breaks)
            has_text = has_text or bool(block.removeprefix(codecs.BOM_UTF8).strip())
            breaks += _breaks(block) - (last == b"\r" and block.startswith(b"\n"))
            offset += len(block)
            last = block[-1:]
    _decode(path, decoder, b"", offset, breaks, final=True)
    if not has_text:
        raise KamError.of(say("the file is empty"), place=Place(str(path)))
    return breaks - _breaks_at_the_end(path, offset) + 1


def empty_lines(path: Path) -> list[int]:
    """Where empty lines start, in bytes from 1, ascending; lines inside quotes are taken for lines too."""
    starts = []
    for breaks in _SEVERAL_BREAKS.finditer(path.read_bytes()):
        starts += [breaks.start() + match.end() + 1 for match in _BREAK.finditer(breaks.group())][:-1]
    return starts


def copy_with_equal_breaks(path: Path, copy: Path) -> None:
    """Copy a file whose line breaks are of several kinds: every line then ends in LF, a stray CR becomes a blank."""
    with path.open("rb") as source, copy.open("wb") as target:
        while block := source.read(_BLOCK):
            while block.endswith(b"\r") and (more := source.read(1)):
                block += more
            target.write(_RETURNS_BEFORE_A_FEED.sub(b"\n", block).replace(b"\r", b" "))


def _breaks(block: bytes) -> int:
    """Line breaks of any kind: LF, CR LF, CR."""
    feeds, returns = block.count(b"\n"), block.count(b"\r")
    return feeds + (returns - block.count(b"\r\n") if returns else 0)


def _breaks_at_the_end(path: Path, size: int) -> int:
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    return _breaks(tail[len(tail.rstrip(b"\r\n")) :])


def _refuse_binary(path: Path, block: bytes, offset: int, breaks: int) -> None:
    at = block.find(b"\0")
    if at >= 0:
        what = say("the file holds binary data (a zero byte at byte {byte})", byte=offset + at + 1)
        raise _unreadable(path, breaks + _breaks(block[:at]) + 1, what)


def _decode(
    path: Path, decoder: codecs.IncrementalDecoder, block: bytes, offset: int, breaks: int, *, final: bool = False
) -> None:
    """Make sure that a block goes on as UTF-8."""
    pending = len(decoder.getstate()[0])
    if not pending and block.isascii():
        return
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as error:
        at = error.start - pending
        what = say("the file is not UTF-8: byte {byte} does not fit", byte=offset + at + 1)
        raise _unreadable(path, breaks + _breaks(block[: max(at, 0)]) + 1, what) from error


def _unreadable(path: Path, line: int | None, what: Message) -> KamError:
    remedy = say("save it as UTF-8 (in Excel: CSV UTF-8); GBK and other encodings are not read yet")
    return KamError.of(what, remedy, place=Place(str(path), line))
