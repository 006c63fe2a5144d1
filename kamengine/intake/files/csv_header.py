"""The first line of a CSV file: what separates the cells, and which headers stand there."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from pathlib import Path

from kamengine.problems import KamError, Place, say

DELIMITERS = (",", ";", "\t")
_HEAD = 1 << 20
_RETURNS_BEFORE_A_FEED = re.compile(r"\r*\n")


@dataclass(frozen=True)
class Header:
    """How a CSV file begins.

    Attributes:
        delimiter: what separates cells.
        cells: the headers as they stand there.
        blank_lines: how many lines without content come before the headers.
        lines: how many lines the headers take; more than one when a header holds a line break.
        end: where the line after the headers begins, in bytes.
        ended_by_return: the line of the headers ends in a CR alone, and so do the others then.
    """

    delimiter: str
    cells: tuple[str, ...]
    blank_lines: int
    lines: int
    end: int
    ended_by_return: bool


def read_header(path: Path) -> Header:
    """How the file begins; the delimiter is the one that makes the most headers.

    Raises:
        KamError: the headers cannot be read: a quote in them is not closed.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    text = head.decode("utf-8-sig", errors="ignore")
    before = list(takewhile(lambda line: not line.strip(), io.StringIO(text, newline="")))
    blank_lines, text = len(before), text[sum(map(len, before)) :]
    candidates = [_split(text, mark, blank_lines) for mark in DELIMITERS]
    best = max(filter(None, candidates), key=_likely, default=None)
    if best is None or (None in candidates and len(best.cells) == 1):
        what = say("the headers cannot be read: a quote is not closed, or text follows a closing quote")
        raise KamError.of(what, say("correct the first line"), place=Place(str(path), blank_lines + 1))
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    return replace(best, end=mark + best.end + sum(len(line.encode()) for line in before))


def _likely(header: Header) -> tuple[bool, bool, int]:
    """The likeliest delimiter makes several headers, none with a quote inside, and the most."""
    several = len(header.cells) > 1
    return several, not any('"' in cell for cell in header.cells), len(header.cells)


def _split(text: str, delimiter: str, blank_lines: int) -> Header | None:
    """The headers when cells are separated so, as if the text began the file; None when the quotes make no sense."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        return None
    length = sum(map(len, islice(io.StringIO(text, newline=""), reader.line_num)))
    ended_by_return = text[:length].endswith("\r") and _RETURNS_BEFORE_A_FEED.match(text, length) is None
    end = len(text[:length].encode())
    return Header(delimiter, tuple(cells), blank_lines, reader.line_num, end, ended_by_return)
