"""Line breaks of a text file: which kinds there are, and how to make them one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 20  # larger ones are fetched anew from the system each time
LONGEST_LINE = 1 << 21
"""So many bytes a row of a CSV file may take; DuckDB reads no longer ones."""

_WINDOW = 1 << 20
_TAIL = 1 << 16
_LONGEST_REST = 1 << 16
_RETURNS_BEFORE_A_FEED = re.compile(rb"(?<!\r)\r++\n")
_MARK_ON_A_LINE = b"\n" + codecs.BOM_UTF8


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


class LongLines:
    """Looks for a line that is longer than `LONGEST_LINE`.

    Attributes:
        found: how many breaks come before the first such line; None when there is none.
    """

    def __init__(self) -> None:
        """None yet."""
        self.found: int | None = None
        self._since = 0

    def add(self, block: bytes, before: Breaks) -> None:
        """Look at the next block; ``before`` are the breaks of those before it."""
        returns = b"\r" in block
        for start in range(0, len(block), _WINDOW):
            window = block[start : start + _WINDOW]
            first, last = window.find(b"\n"), window.rfind(b"\n")
            if returns and (at := window.find(b"\r")) >= 0:
                first = min(at, first) if first >= 0 else at
                last = max(last, window.rfind(b"\r"))
            if self.found is None and self._since + (first if first >= 0 else len(window)) > LONGEST_LINE:
                breaks = Breaks()
                breaks.add(block[:start])
                self.found = before.all + breaks.all
            self._since = len(window) - last - 1 if last >= 0 else self._since + len(window)


def blocks(path: Path, start: int = 0) -> Iterator[bytes]:
    """The bytes of a file from ``start`` on, a block at a time."""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(BLOCK):
            yield block


def breaks_at_the_end(path: Path, size: int) -> Breaks:
    """The line breaks after the last line that holds anything."""
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    breaks = Breaks()
    breaks.add(tail[len(tail.rstrip(b"\r\n")) :])
    return breaks


def copy_with_equal_breaks(path: Path, copy: Path, *, ended_by_return: bool, start: int = 0) -> None:
    """Copy a file in UTF-8 so that every line ends in LF; byte order marks at the start of later lines go.

    Args:
        path: the file.
        copy: where the copy goes.
        ended_by_return: a CR alone ends a line; else it is a stray one and becomes a blank.
        start: where to begin, in bytes.
    """
    stray = b"\n" if ended_by_return else b" "
    held, after_break = 0, False  # returns at the end of a block: what they are, the next block tells
    with path.open("rb") as source, copy.open("wb") as target:
        source.seek(start)
        while block := source.read(BLOCK):
            block += source.readline(_LONGEST_REST)  # a mark is not cut in two then
            inner = block.strip(b"\r")
            held += len(block) - len(block.lstrip(b"\r")) if inner else len(block)
            if not inner:
                continue
            if held and not inner.startswith(b"\n"):
                _write_many(target, stray, held)
            held = len(block) - len(block.rstrip(b"\r"))
            equal = _RETURNS_BEFORE_A_FEED.sub(b"\n", inner).replace(b"\r", stray)
            equal = equal.replace(_MARK_ON_A_LINE, b"\n")
            target.write(equal.removeprefix(codecs.BOM_UTF8) if after_break else equal)
            after_break = equal.endswith(b"\n")
        _write_many(target, stray, held)


def _write_many(target: BinaryIO, byte: bytes, count: int) -> None:
    for done in range(0, count, BLOCK):
        target.write(byte * min(BLOCK, count - done))
