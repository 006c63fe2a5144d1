"""How a dialog is set where there is no room for all of it: what can be scrolled gives way, the rest stays in sight."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.geometry import Size
from textual.layout import Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

_LEAST = {"answers": 2, "options": 2, "columns": 2, "refused": 1}
"""By the id of a part, in the order in which they give way, the lines that are left to it: a label with its answer."""


class Frame(Vertical):
    """Parts one below the other, in a frame as high as they need, and no higher than the screen has room for."""

    def __init__(self, *, id: str) -> None:
        """Set the parts so that what answers and leaves is always in sight."""
        super().__init__(id=id)
        self._giving_way = GivingWayLayout()

    @property
    def layout(self) -> Layout:
        """How the parts are set."""
        return self._giving_way


class GivingWayLayout(VerticalLayout):
    """One below the other; where that is higher than the room, parts of `_LEAST` are made lower, one after another."""

    name = "giving-way"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:
        """The places of the parts; in no height, which is how Textual asks for the height that they need, all of it."""
        placements = super().arrange(parent, children, size, greedy)
        beyond = max((placed.region.bottom for placed in placements), default=0) - size.height
        return _lower(placements, beyond) if size.height and beyond > 0 else placements


def _lower(placements: Sequence[WidgetPlacement], lines: int) -> list[WidgetPlacement]:
    """The same places, so many lines lower in all, as far as parts can give way."""
    heights = {placed.widget.id: placed.region.height for placed in placements}
    given: dict[str | None, int] = {}
    for id, least in _LEAST.items():
        given[id] = max(0, min(lines, heights.get(id, 0) - least))
        lines -= given[id]
    found, up = [], 0
    for placed in placements:
        less = given.get(placed.widget.id, 0)
        x, y, width, height = placed.region
        found.append(placed._replace(region=type(placed.region)(x, y - up, width, height - less)))
        up += less
    return found
