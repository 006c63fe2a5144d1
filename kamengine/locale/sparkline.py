"""A few values in a row as blocks, from the least to the largest of them: a word-sized picture of their course."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | Decimal | None], cells: int) -> str:
    """The last of some values, one cell each; a gap for what is unknown.

    Args:
        values: oldest first; all of one type.
        cells: how many of them there is room for.

    Returns:
        As many characters as values are shown; nothing where fewer than two of them are known. Equal values are blocks
        of middle height.
    """
    shown = values[-cells:] if cells > 0 else ()
    known = [float(value) for value in shown if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    steps = len(_BLOCKS) - 1
    heights = [None if value is None else (float(value) - low) / span if span else 0.5 for value in shown]
    return "".join(" " if height is None else _BLOCKS[round(height * steps)] for height in heights)
