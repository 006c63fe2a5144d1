"""Drawing lines whose pieces name an ink; what each ink looks like is in the styles, for every theme."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kamengine.tui.lines import Line, padded
from kamengine.tui.speaking import SpeakingWidget

RANKS = 6
"""Inks for tiers, ``rank0`` for the best; more tiers than that share the last."""

_PLAIN = "plain"
INKS = (
    _PLAIN,
    *(
        "muted",
        "faint",
        "strong",
        "heading",
        "good",
        "bad",
        "open",
        "best",
        "bar",
        "rest",
        "track",
        "cap",
        "tab",
        "tab-here",
    ),
    *("head", "head-sorted", "cursor", "cursor-blurred"),
    *(f"rank{rank}" for rank in range(RANKS)),
)


def rank_ink(rank: int) -> str:
    """The ink of a tier's share of a bar, by its place in the pack."""
    return f"rank{min(rank, RANKS - 1)}"


def tier_ink(rank: int, tiers: int) -> str:
    """The ink of a tier's name: the best stands out, the last stands back."""
    return "best" if rank == 0 else "muted" if rank == tiers - 1 else ""


class InkWidget(SpeakingWidget):
    """A widget that draws lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{name}" for name in INKS}

    def ink(self, name: str, under: str = "") -> Style:
        """The style of an ink, on the ground of another one when `under` names it."""
        style = self.get_component_rich_style(f"ink--{name or _PLAIN}")  # unlike the widget's own, this one is cached
        if not under:
            return style
        ground = self.get_component_rich_style(f"ink--{under}")
        above = ground + Style(
            color=style.color if name else None, bold=style.bold or None, italic=style.italic or None
        )
        return above + Style(bgcolor=ground.bgcolor, reverse=ground.reverse or None)

    def strip(self, line: Line, cells: int, under: str = "") -> Strip:
        """The line exactly so many cells wide."""
        return Strip([Segment(text, self.ink(ink, under)) for text, ink in padded(line, cells)], cells)
