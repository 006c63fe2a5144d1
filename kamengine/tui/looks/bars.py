"""Bars of characters, measured in cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from kamengine.tui.looks.lines import Line

_FULL, _HALF, _POSSIBLE = "━", "╸", "╌"
_FILL, _FILLS, _FILL_OF_NO_TIER = "█", "█▓▒░╱╲", "·"


def tier_fill(rank: int | None, *, colours: bool) -> str:
    """The character that fills a tier's share of a bar: one for all, but without colours one for each.

    Args:
        rank: its place in the pack, 0 for the best; None for no tier. A seventh tier and those below it share the last.
        colours: whether there are any.
    """
    if colours:
        return _FILL
    return _FILL_OF_NO_TIER if rank is None else _FILLS[min(rank, len(_FILLS) - 1)]


def interval_bar(low: float, high: float, top: float, cells: int, full: float = 0) -> Line:
    """A bar from 0 to `top`: solid up to the low end, dashed on to the high end, faint on to `full`."""
    if top <= 0 or cells <= 0:
        return ((" " * max(0, cells), ""),)
    whole, half = divmod(round(_within(low / top) * cells * 2), 2)
    solid = _FULL * whole + _HALF * half
    reach = len(solid)
    if high > low:
        reach = min(cells, max(reach + 1, round(_within(high / top) * cells)))
    end = max(reach, round(_within(full / top) * cells))
    rest = (_POSSIBLE * (reach - len(solid)), "rest"), (_FULL * (end - reach), "track"), (" " * (cells - end), "")
    return ((solid, "bar"), *rest)


def shares(counts: Sequence[int], cells: int) -> list[int]:
    """So many cells divided in proportion; whatever is there at all gets a cell, as long as there are enough."""
    total = sum(counts)
    present = [index for index, count in enumerate(counts) if count]
    if not total or cells < len(present):
        return [0] * len(counts)
    free = cells - len(present)
    ends = [round(free * done / total) for done in accumulate(counts)]
    widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    return [width + (index in present) for index, width in enumerate(widths)]


def _within(ratio: float) -> float:
    return min(1.0, max(0.0, ratio))
