"""Lines of a given width in terminal cells, broken where Chinese and English allow it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from kamengine.locale.terminal import width

_NEVER_FIRST = frozenset("，。、；：！？）》】”’…,.;:!?)]%/")
_NEVER_LAST = frozenset("（《【“‘([")
_UNITS = re.compile(r"""(?:"[^"]{1,40}"|(?<![^\s=(])'[^']{1,40}'(?!\w)|.)""", re.DOTALL)
"""Short texts in quotation marks, as in ``--map "月租=monthly_spend"``, and single characters."""


def wrapped(text: str, cells: int, first: str = "", rest: str = "", whole: Collection[str] = ()) -> list[str]:
    """The text on lines of at most so many cells.

    Lines break at blanks and beside Chinese characters, never before a comma or inside a number; a word that is
    longer than a line is cut.

    Args:
        text: plain text.
        cells: how wide a line may be, indents included.
        first: what the first line starts with.
        rest: what the other lines start with.
        whole: parts of the text that stay on one line if they fit on one, such as names of files.
    """
    lines, line = [], first
    empty = True
    for piece in _pieces(text, max(1, cells - max(width(first), width(rest))), whole):
        if not empty and width(line) + width(piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = rest
        line += piece
        empty = False
    return [*lines, line.rstrip()]


def hanging(text: str, cells: int, start: int = 0, indent: str = "    ") -> list[str]:
    """The text on lines of at most so many cells, all but the first indented, with nothing cut that is to be copied.

    Breaks are those of `wrapped`, but a word, a short text in quotation marks and the start stay whole, even where that
    makes a line wider: a terminal goes on in its next line by itself.

    Args:
        text: plain text.
        cells: how wide a line may be.
        start: so many characters at the beginning stay on one line.
        indent: what the other lines start with.
    """
    after = text[start:].lstrip(" ")
    lines, line, empty = [], text.removesuffix(after), start == 0
    for piece in _words(after):
        if not empty and width(line) + width(piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = indent
        line += piece
        empty = False
    return [*lines, line.rstrip()]


def _words(text: str) -> Iterator[str]:
    """The text in pieces that stay whole, however wide, each with the blanks behind it."""
    piece = ""
    for found in _UNITS.finditer(text):
        unit = found.group()
        if piece and _may_break(piece[-1], unit[0]):
            yield piece
            piece = ""
        piece += unit
    if piece:
        yield piece


def _pieces(text: str, most: int, whole: Collection[str]) -> Iterator[str]:
    """The text in pieces that stay whole, each with the blanks behind it, none wider than a line."""
    piece = ""
    for unit in _units(text, [part for part in whole if part and width(part) <= most]):
        if piece and (_may_break(piece[-1], unit[0]) or width(piece + unit) > most):
            yield piece
            piece = ""
        piece += unit
    if piece:
        yield piece


def _units(text: str, whole: Sequence[str]) -> Iterable[str]:
    """The parts that stay whole, the longest first where one begins with another, and single characters."""
    if not whole:
        return text
    return re.findall("|".join([*map(re.escape, sorted(whole, key=len, reverse=True)), "."]), text, re.DOTALL)


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or width(before) == 2 or width(after) == 2
