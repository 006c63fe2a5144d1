"""A text file of any encoding as a file in UTF-8: the same one when it is that already, else a temporary copy.

Read in blocks, never row by row and never as a whole.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kamengine.intake.files.encodings import Sample, choose, codec_of, marked, named, without_mark
from kamengine.intake.files.line_breaks import Breaks, LongLines, blocks, breaks_at_the_end
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.temporary import TemporaryFolder
from kamengine.problems import KamError, Message, Place, Problem, say

_HEAD = 1 << 16
_MOST_BAD_BYTES = 3


@dataclass(frozen=True)
class TextFile:
    """A text file whose every byte was looked at.

    Attributes:
        path: where the user has it.
        content: the same text in UTF-8: the file itself, or a copy.
        encoding: the encoding of the user's file.
        breaks: the line breaks, without those at the end of the file.
        equal_breaks: whether all line breaks are of one kind, and no line but the first begins with a byte order mark.
        quotes: whether there is a quote anywhere.
        long_line: the first line that is longer than `LONGEST_LINE`; None when there is none.
        folder: keeps the copy; None when there is none.
    """

    path: Path
    content: Path
    encoding: str
    breaks: Breaks
    equal_breaks: bool
    quotes: bool
    long_line: int | None = None
    folder: TemporaryFolder | None = None

    def lines(self, *, ended_by_return: bool) -> int:
        """How many lines there are, as `copy_with_equal_breaks` leaves them; empty ones at the end do not count."""
        return 1 + (self.breaks.all if ended_by_return or self.equal_breaks else self.breaks.feeds)


@dataclass(frozen=True)
class _BadByte:
    """A byte that cannot be decoded: where it is, from 0, and in which line."""

    at: int
    line: int


class _Facts:
    """What is gathered about a text on its way through, in UTF-8; words of it only while its encoding is in doubt."""

    def __init__(self, *, in_doubt: bool = False) -> None:
        self._in_doubt = in_doubt
        self.breaks = Breaks()
        self.size = 0
        self.has_text = self.quotes = self.marks = False
        self.sample = Sample()
        self.long_lines = LongLines()
        self._tail = b""

    def add(self, block: bytes) -> None:
        self._refuse_zeros(block)
        self.long_lines.add(block, self.breaks)
        self.breaks.add(block, self._tail)
        text = block if self.size else block.removeprefix(codecs.BOM_UTF8)
        self.has_text = self.has_text or bool(text.strip())
        self.quotes = self.quotes or b'"' in block
        if not block.isascii():
            self.marks = self.marks or _has_mark(text) or _has_mark(self._tail + text[:2])
            if self._in_doubt and not (self.sample.words and self.sample.certainly_utf8()):
                self.sample.add(block)
        self.size += len(block)
        self._tail = (self._tail + block[-2:])[-2:]

    def file(self, path: Path, content: Path, encoding: str, folder: TemporaryFolder | None = None) -> TextFile:
        """The file with these facts; refused when nothing stands in it."""
        if not self.has_text:
            what = say("the file holds nothing but blanks") if self.size else say("the file is empty")
            raise KamError.of(what, place=Place(str(path)))
        breaks = self.breaks.without(breaks_at_the_end(content, self.size))
        equal = self.breaks.of_one_kind() and not self.marks
        long = self.long_lines.found
        return TextFile(path, content, encoding, breaks, equal, self.quotes, None if long is None else long + 1, folder)

    def _refuse_zeros(self, block: bytes) -> None:
        at = block.find(b"\0")
        if at >= 0:
            self.breaks.add(block[:at], self._tail)
            raise _ZeroByte(self.size + at, self.breaks.all + 1)


def _has_mark(block: bytes) -> bool:
    """Whether there is a byte order mark; its first byte, which is rare, is found faster than the mark."""
    return b"\xef" in block and codecs.BOM_UTF8 in block


class _ZeroByte(Exception):
    """A zero in a text, which is none then: where it is, in bytes of UTF-8, and in which line."""

    def __init__(self, at: int, line: int) -> None:
        super().__init__(at, line)
        self.at, self.line = at, line


def open_text(path: Path, options: ReadOptions, *, mostly_utf8: bool = False) -> TextFile:
    """The file, after all its bytes were looked at.

    Args:
        path: where it is.
        options: the encoding, when the user named one, and where a copy may go.
        mostly_utf8: such files are in UTF-8 by their standard, so one that can be is not doubted.

    Raises:
        KamError: it is empty or no text, its bytes do not fit its encoding (the first of them are named, with their
            lines), or the encoding cannot be told.
    """
    place = Place(str(path))
    with path.open("rb") as file:
        head = file.read(_HEAD)
    encoding = _given(head, options, place)
    if encoding not in ("", "utf-8"):
        return _converted(path, encoding, options)
    known = bool(encoding) or mostly_utf8
    facts = _facts_of_utf8(path, in_doubt=not known)
    if facts is not None and (known or facts.sample.certainly_utf8()):
        return facts.file(path, path, "utf-8")
    if facts is None and not encoding:
        _refuse_binary(path)
    chosen = encoding or choose(_sample(path).words, _first_doubt(path))
    if facts is not None and chosen == "utf-8":
        return facts.file(path, path, "utf-8")
    if chosen == "utf-8":
        raise _broken(path, chosen)
    return _converted(path, chosen, options)


def _given(head: bytes, options: ReadOptions, place: Place) -> str:
    """The encoding that the user or the first bytes name; empty when neither does."""
    mark = marked(head)
    encoding = named(options.encoding, place) if options.encoding else mark
    if encoding.startswith(("utf-16", "utf-32")) and mark.startswith(encoding[:6]):
        return mark  # which also tells the order of the bytes
    return encoding or (without_mark(head) if b"\0" in head else "")


def _facts_of_utf8(path: Path, *, in_doubt: bool) -> _Facts | None:
    """What is to know about a file in UTF-8; None when it is not in UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    facts = _Facts(in_doubt=in_doubt)
    try:
        for block in blocks(path):
            if decoder.getstate()[0] or not block.isascii():
                decoder.decode(block)
            facts.add(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    except _ZeroByte as zero:
        raise _binary(path, zero.at, zero.line) from zero
    return facts


def _refuse_binary(path: Path) -> None:
    """See that no byte is a zero: encodings of text have one only where all their characters take several bytes."""
    breaks, size, previous = Breaks(), 0, b""
    for block in blocks(path):
        at = block.find(b"\0")
        breaks.add(block if at < 0 else block[:at], previous)
        if at >= 0:
            raise _binary(path, size + at, breaks.all + 1)
        size, previous = size + len(block), block[-1:]


def _binary(path: Path, at: int, line: int) -> KamError:
    what = say("the file holds binary data (a zero byte at byte {byte})", byte=at + 1)
    return KamError.of(what, _save_as_utf8(), place=Place(str(path), line))


def _first_doubt(path: Path) -> Place:
    """Where the encoding matters first: the line of the first byte that is not UTF-8, else not ASCII."""
    found = _decode(path, "utf-8", len) or _decode(path, "ascii", len)
    return Place(str(path), found.line if found else None)


def _sample(path: Path) -> Sample:
    """Words of the file, as many as are needed to tell its encoding."""
    sample = Sample()
    for block in blocks(path):
        if not block.isascii():
            sample.add(block)
        if sample.enough:
            break
    return sample


def _converted(path: Path, encoding: str, options: ReadOptions) -> TextFile:
    """A copy in UTF-8; refused when some bytes do not fit the encoding."""
    folder = TemporaryFolder(options.folder)
    content = folder.path / "text"
    facts = _Facts()
    with content.open("wb") as target:

        def take(block: bytes) -> None:
            facts.add(block)
            target.write(block)

        try:
            bad = _decode(path, codec_of(encoding), take)
        except _ZeroByte as zero:
            what = say("read as {encoding}, the file holds binary data (a zero)", encoding=encoding)
            raise KamError.of(what, _save_as_utf8(), place=Place(str(path), zero.line)) from zero
    if bad is not None:
        raise _broken(path, encoding)
    return facts.file(path, content, encoding, folder)


def _decode(path: Path, codec: str, take: Callable[[bytes], object], start: int = 0, line: int = 1) -> _BadByte | None:
    """Hand the text on in UTF-8, without a byte order mark, up to the first byte that cannot be decoded."""
    decoder = codecs.getincrementaldecoder(codec)()
    breaks, previous, offset = Breaks(), b"", start
    for block in chain(blocks(path, start), [b""]):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(codec, "replace").encode("utf-8", "replace")
            breaks.add(good, previous)
            return _BadByte(offset - pending + error.start, line + breaks.all)
        utf8 = (text.removeprefix("\ufeff") if not previous else text).encode()
        breaks.add(utf8, previous)
        take(utf8)
        offset += len(block)
        previous = utf8 or previous
    return None


def _broken(path: Path, encoding: str) -> KamError:
    """The first bytes that do not fit, one in a line."""
    found: list[_BadByte] = []
    start, line = 0, 1
    while len(found) < _MOST_BAD_BYTES:
        bad = _decode(path, codec_of(encoding), len, start, line)
        if bad is None:
            break
        found.append(bad)
        start, line = _next_line(path, bad.at), bad.line + 1
        if encoding.startswith(("utf-16", "utf-32")):
            break  # where the next character begins is not known
    remedy = say("write what was meant there, or name another encoding with --encoding")
    return KamError(
        Problem(
            Place(str(path), bad.line),
            say("byte {byte} does not fit {encoding}", byte=bad.at + 1, encoding=encoding),
            remedy,
        )
        for bad in found
    )


def _next_line(path: Path, at: int) -> int:
    """Where the line after a byte begins; the end of the file when there is none."""
    for block in blocks(path, at):
        found = block.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(block)
    return at


def _save_as_utf8() -> Message:
    return say("save it as UTF-8 (in Excel: CSV UTF-8)")
