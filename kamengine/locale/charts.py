"""Charts of characters: columns in eighths of a cell, and curves in dots of braille, two by four to a cell.

Every character takes one cell, so that a chart is exactly as wide and as high as it is asked to be.
"""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # by column and row, as Unicode numbers them
DOTS_ACROSS, DOTS_DOWN = 2, 4
"""Dots of a cell."""


def columns(heights: Sequence[float], rows: int) -> list[str]:
    """Columns beside each other, a cell wide each.

    Args:
        heights: 0 to 1; whatever is above 0 at all can be seen.
        rows: how high the highest may be.

    Returns:
        The rows, from the top.
    """
    eighths = [max(1, round(height * rows * 8)) if height > 0 else 0 for height in heights]
    return ["".join(_EIGHTHS[max(0, min(8, n - 8 * row))] for n in eighths) for row in reversed(range(rows))]


def curve(points: Sequence[tuple[float, float]], cells: int, rows: int) -> list[str]:
    """A line through points.

    Args:
        points: across and up, each 0 to 1, the first numbers ascending; what lies beyond is drawn at the edge.
        cells: how wide the chart is.
        rows: how high.

    Returns:
        The rows, from the top.
    """
    across, down = cells * DOTS_ACROSS, rows * DOTS_DOWN
    dots: set[tuple[int, int]] = set()
    placed = [(_dot(x, across), down - 1 - _dot(y, down)) for x, y in points]
    for (x0, y0), (x1, y1) in zip(placed, placed[1:] or placed, strict=False):
        dots.update(_between(x0, y0, x1, y1))
    return ["".join(_cell(dots, cell, row) for cell in range(cells)) for row in range(rows)]


def _dot(share: float, dots: int) -> int:
    return round(min(1.0, max(0.0, share)) * (dots - 1))


def _between(x0: int, y0: int, x1: int, y1: int) -> list[tuple[int, int]]:
    """The dots of a straight line, its ends included."""
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    return [(x0 + round((x1 - x0) * n / steps), y0 + round((y1 - y0) * n / steps)) for n in range(steps + 1)]


def _cell(dots: set[tuple[int, int]], cell: int, row: int) -> str:
    pattern = 0
    for x in range(DOTS_ACROSS):
        for y in range(DOTS_DOWN):
            if (cell * DOTS_ACROSS + x, row * DOTS_DOWN + y) in dots:
                pattern |= _DOTS[x][y]
    return chr(_BRAILLE + pattern) if pattern else " "
