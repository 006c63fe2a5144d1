"""Text from data on a terminal: made harmless, measured and clipped in cells, set in tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, takewhile
from typing import Literal

import wcwidth

Align = Literal["left", "right", "center"]

_ELLIPSIS = "…"
_MARKS_PER_CHARACTER = 3  # Vietnamese and Thai need two; a pile of them overprints the lines above
_CATEGORIES_MADE_VISIBLE = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
# letters and marks that Unicode wants shown as nothing at all (Default_Ignorable_Code_Point), besides format controls
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
# variation selectors and skin tones
_PICK_A_GLYPH = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x1F3FB, 0x1F400))
_JOINER = "\u200d"  # of pictures one only; between letters it hides


def plain(text: str, limit: int | None = 120) -> str:
    r"""Text from data, safe on one line of a terminal.

    Controls, line breaks, tabs, characters that turn the direction of writing, invisible, unassigned and broken
    characters become visible (``␛``, ``␤``, ``\u202e``); variation selectors, skin tones and the joiners of emoji,
    which only pick a glyph, and whose width terminals disagree about, go.

    Args:
        text: anything.
        limit: how many terminal cells it may take; a longer text ends in ``…``. None: as long as it is.
    """
    if text.isascii() and text.isprintable():
        return text if limit is None or len(text) <= limit else _clip(text, limit)
    if limit is None:
        return "".join(_visible(text))
    most = max(0, limit) * (_MARKS_PER_CHARACTER + 1)  # so many may fit; the rest of a huge cell is never looked at
    start = list(islice(_visible(text), most + 1))
    safe = "".join(start[:most])
    return safe if len(start) <= most and width(safe) <= limit else _clip(safe, limit)


def width(text: str) -> int:
    """How many terminal cells a plain text takes: two for a Chinese character, none for a combining mark."""
    return len(text) if text.isascii() else wcwidth.width(text, control_codes="ignore")


def fit(text: str, cells: int, align: Align = "left") -> str:
    """The text made plain and exactly so many cells wide: clipped with ``…``, or padded with spaces."""
    short = plain(text, cells)
    missing = cells - width(short)
    before = {"left": 0, "right": missing, "center": missing // 2}[align]
    return " " * before + short + " " * (missing - before)


def with_both_ends(text: str, cells: int) -> str:
    """The text made plain, in at most so many cells: of one that is too long, the beginning, ``…`` and the end."""
    safe = plain(text, None)
    if width(safe) <= cells or cells < 1:
        return safe if cells > 0 else ""
    pieces = list(wcwidth.iter_graphemes(safe))
    end = ""
    while pieces and width(pieces[-1] + end) <= (cells - 1) // 2:
        end = pieces.pop() + end
    short = _clip("".join(pieces), cells - width(end)) + end
    return short if width(short) <= cells else _clip(safe, cells)  # widths of Indic text do not add up


def table(
    rows: Sequence[Sequence[str]],
    headers: Sequence[str],
    aligns: Sequence[Align] | None = None,
    *,
    limit: int | None = 60,
) -> str:
    """A table for the output of a command: headers, a rule, one line a row, without a line break at the end.

    Args:
        rows: cells that are already text; they are made plain here, and spaces at their ends go.
        headers: one for each column.
        aligns: one for each column (numbers go right); None sets every column left.
        limit: how many terminal cells one cell of the table may take.
    """
    from tabulate import tabulate  # costs 30 ms, and only some commands print tables

    lines = tabulate(
        [[plain(cell, limit) for cell in row] for row in rows],
        headers=[plain(header, limit) for header in headers],
        tablefmt="simple",
        disable_numparse=True,
        colalign=tuple(aligns or ("left" for _ in headers)),
    )
    return "\n".join(line.rstrip() for line in lines.splitlines())


def _visible(text: str) -> Iterator[str]:
    """The characters of a text, each one harmless."""
    marks = _MARKS_PER_CHARACTER  # nothing stands before the first character that could carry a mark
    shown = ""  # the character before
    for character in text:
        if any(ord(character) in those for those in _PICK_A_GLYPH) or (character == _JOINER and _is_picture(shown)):
            continue
        shown = character
        marks = 0 if wcwidth.wcwidth(character) else marks + 1
        hidden = unicodedata.category(character) in _CATEGORIES_MADE_VISIBLE or character in _INVISIBLE
        if hidden or marks > _MARKS_PER_CHARACTER:
            marks = 0
            yield _picture(character)
        else:
            yield character


def _is_picture(character: str) -> bool:
    """Whether a character is an emoji or another symbol that a joiner makes one picture of with the next."""
    return character != "" and unicodedata.category(character) == "So"


def _picture(character: str) -> str:
    r"""A visible stand-in: ``␤`` for a line feed, ``\u202e`` for a turn of direction."""
    code = ord(character)
    if character == "\n":
        return "␤"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _clip(text: str, cells: int) -> str:
    """The beginning of a text that is too long, with ``…`` at its end, in at most so many cells."""
    if cells < 1:
        return ""
    # measured as wholes: the widths of the pieces of Indic and Burmese text do not add up
    beginnings = takewhile(lambda start: width(start) < cells, accumulate(wcwidth.iter_graphemes(text)))
    return max(beginnings, key=len, default="").rstrip(" ") + _ELLIPSIS
