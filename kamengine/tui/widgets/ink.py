"""Drawing lines whose pieces name an ink."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kamengine.tui.ground.speaking import SpeakingWidget
from kamengine.tui.looks.inks import style_class
from kamengine.tui.looks.lines import Line, padded

_PLAIN = style_class("plain")


class InkWidget(SpeakingWidget):
    """A widget that draws lines.

    The inks are styles of the screen, so that they are worked out once and not for every widget; the widget's own
    ground and plain ink are a style of its own.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {_PLAIN}

    def strip(self, line: Line, cells: int, under: str = "") -> Strip:
        """The line exactly so many cells wide, on the ground of an ink when `under` names one."""
        style = self._styles(under)
        return Strip([Segment(text, style(ink)) for text, ink in padded(line, cells)], cells)

    def _styles(self, under: str) -> Callable[[str], Style]:
        """Gives the style of an ink."""
        of_screen = self.screen.get_component_rich_style
        plain = self.get_component_rich_style(_PLAIN)
        if not under:
            own = Style(bgcolor=plain.bgcolor)
            return lambda ink: of_screen(style_class(ink)) + own if ink else plain
        ground = of_screen(style_class(under))

        def above(ink: str) -> Style:
            if not ink:
                return ground
            style = of_screen(style_class(ink))
            return ground + Style(color=style.color, bold=style.bold or None)

        return above
