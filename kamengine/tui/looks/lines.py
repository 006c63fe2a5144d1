"""Text set in terminal cells: lines of pieces that each name an ink, fitted, wrapped and padded to exact widths.

A terminal app must agree with its toolkit on widths, so they are measured here as Textual measures them.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from kamengine.locale.display import Align, plain
from kamengine.locale.wrap import wrapped

Piece = tuple[str, str]
"""A text and the name of its ink (see `kamengine.tui.looks.inks`); an empty name is plain ink."""
Line = tuple[Piece, ...]


def fit(text: str, cells: int, align: Align = "left") -> str:
    """The text made plain and exactly so many cells wide: clipped with ``…``, or padded with spaces."""
    if cells <= 0:
        return ""
    short = plain(text, cells)
    missing = cells - cell_len(short)
    if missing < 0:  # scripts of which the measures differ
        return set_cell_size(short, cells)
    before = {"left": 0, "right": missing, "center": missing // 2}[align]
    return " " * before + short + " " * (missing - before)


def width(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def padded(line: Line, cells: int) -> Line:
    """The line exactly so many cells wide: cut off, or with spaces at its end."""
    out: list[Piece] = []
    left = cells
    for text, ink in line:
        size = cell_len(text)
        if size > left:
            text, size = set_cell_size(text, left), left
        out.append((text, ink))
        left -= size
        if not left:
            return tuple(out)
    return (*out, (" " * left, ""))


def paragraph(text: str, cells: int, ink: str = "", *, first: Line = ()) -> list[Line]:
    """A text made plain, as lines: the first after some pieces (a mark, a number), the others indented below it."""
    indent = width(first)
    start, *rest = wrapped(plain(text, None), max(2, cells - indent))
    return [(*first, (start, ink)), *(((" " * indent, ""), (each, ink)) for each in rest)]


def side_by_side(left: list[Line], right: list[Line], cells: int, gap: Piece) -> Iterator[Line]:
    """Two columns as one; the left one is so many cells wide."""
    for index in range(max(len(left), len(right))):
        start = left[index] if index < len(left) else ()
        end = right[index] if index < len(right) else ()
        yield (*padded(start, cells), gap, *end)
