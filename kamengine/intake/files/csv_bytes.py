"""A CSV file as bytes: is it text in UTF-8, and where do its lines break? Read in blocks, never row by row."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kamengine.problems import KamError, Message, Place, say

_BLOCK = 1 << 22
_TAIL = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BREAK = re.compile(rb"\r\n|\n|\r")
_RETURNS_BEFORE_A_FEED = re.compile(rb"\r+\n")


@dataclass
class Breaks:
    """How many line breaks of each kind there are: LF alone or after CR, CR alone or before LF, and CR LF."""

    feeds: int = 0
    returns: int = 0
    pairs: int = 0

    @property
    def all(self) -> int:
        """How many breaks."""
        return self.feeds + self.returns - self.pairs

    def of_one_kind(self) -> bool:
        """Whether all breaks are LF, or all CR LF, or all CR."""
        return not self.returns or not self.feeds or self.returns == self.pairs == self.feeds

    def without(self, others: Breaks) -> Breaks:
        """These breaks without some of them."""
        return Breaks(self.feeds - others.feeds, self.returns - others.returns, self.pairs - others.pairs)

    def add(self, block: bytes, previous: bytes = b"") -> None:
        """Count the breaks of a block that follows another one."""
        self.feeds += block.count(b"\n")
        if b"\r" in block:
            self.returns += block.count(b"\r")
            self.pairs += block.count(b"\r\n")
        if previous.endswith(b"\r") and block.startswith(b"\n"):
            self.pairs += 1


@dataclass(frozen=True)
class Text:
    """What the bytes of a text file say.

    Attributes:
        breaks: the line breaks, without those at the end of the file.
        equal_breaks: whether all line breaks are of one kind.
        quotes: whether there is a quote anywhere.
    """

    breaks: Breaks
    equal_breaks: bool
    quotes: bool

    def lines(self, *, ended_by_return: bool) -> int:
        """How many lines there are, as `copy_with_equal_breaks` leaves them; empty ones at the end do not count."""
        return 1 + (self.breaks.all if ended_by_return or self.equal_breaks else self.breaks.feeds)


def examine(path: Path) -> Text:
    """What the bytes of a file in UTF-8 say, with or without a byte order mark.

    Raises:
        KamError: the file is empty, not UTF-8 or not text; the byte and the line are named.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    breaks, offset, previous = Breaks(), 0, b""
    has_text = quotes = False
    for block in _blocks(path):
        if not offset and block.startswith(_UTF16_MARKS):
            raise KamError.of(say("the file is in UTF-16"), _save_as_utf8(), place=Place(str(path)))
        _refuse_binary(path, block, offset)
        _decode(path, decoder, block, offset)
        has_text = has_text or bool(block.removeprefix(codecs.BOM_UTF8).strip())
        quotes = quotes or b'"' in block
        breaks.add(block, previous)
        offset += len(block)
        previous = block
    _decode(path, decoder, b"", offset, final=True)
    if not has_text:
        raise KamError.of(say("the file is empty"), place=Place(str(path)))
    return Text(breaks.without(_breaks_at_the_end(path, offset)), breaks.of_one_kind(), quotes)


def empty_lines(path: Path, start: int, delimiter: str) -> list[int]:
    """Where empty lines outside of quoted cells begin, in bytes from 1, ascending.

    Args:
        path: the file.
        start: where to begin, in bytes from 0: the end of the line of the headers.
        delimiter: what separates cells.
    """
    content = path.read_bytes()
    cell_starts = re.escape(delimiter.encode() + b"\r\n")
    quoted_or_breaks = re.compile(rb'(?<=[%s]) *"(?:[^"]|"")*"|(?:\r\n|\n|\r)+' % cell_starts)
    starts = []
    for found in quoted_or_breaks.finditer(content, start):
        if b'"' not in found.group():
            ends = [found.start() + match.end() for match in _BREAK.finditer(found.group())]
            starts += [found.start(), *ends[:-1]] if found.start() == start else ends[:-1]
    return [position + 1 for position in starts]


def copy_with_equal_breaks(path: Path, copy: Path, *, ended_by_return: bool) -> None:
    """Copy a file whose line breaks are of several kinds, so that every line ends in LF.

    Args:
        path: the file.
        copy: where the copy goes.
        ended_by_return: a CR alone ends a line; else it is a stray one and becomes a blank.
    """
    stray = b"\n" if ended_by_return else b" "
    with path.open("rb") as source, copy.open("wb") as target:
        while block := source.read(_BLOCK):
            while block.endswith(b"\r") and (more := source.read(1)):
                block += more
            target.write(_RETURNS_BEFORE_A_FEED.sub(b"\n", block).replace(b"\r", stray))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _breaks_at_the_end(path: Path, size: int) -> Breaks:
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    breaks = Breaks()
    breaks.add(tail[len(tail.rstrip(b"\r\n")) :])
    return breaks


def _refuse_binary(path: Path, block: bytes, offset: int) -> None:
    at = block.find(b"\0")
    if at >= 0:
        what = say("the file holds binary data (a zero byte at byte {byte})", byte=offset + at + 1)
        raise _unreadable(path, offset + at, what)


def _decode(path: Path, decoder: codecs.IncrementalDecoder, block: bytes, offset: int, *, final: bool = False) -> None:
    """Make sure that a block goes on as UTF-8."""
    pending = len(decoder.getstate()[0])
    if not pending and block.isascii():
        return
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as error:
        at = offset - pending + error.start
        raise _unreadable(path, at, say("the file is not UTF-8: byte {byte} does not fit", byte=at + 1)) from error


def _unreadable(path: Path, at: int, what: Message) -> KamError:
    """The problem of a byte, placed in its line."""
    breaks, previous = Breaks(), b""
    for block in _blocks(path):
        breaks.add(block[:at], previous)
        at -= len(block)
        previous = block
        if at <= 0:
            break
    return KamError.of(what, _save_as_utf8(), place=Place(str(path), breaks.all + 1))


def _save_as_utf8() -> Message:
    return say("save it as UTF-8 (in Excel: CSV UTF-8); GBK and other encodings are not read yet")
