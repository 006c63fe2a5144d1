"""A text of lines to scroll through, set anew for every width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamengine.tui.lines import Line
from kamengine.tui.widgets.ink import InkWidget

Setting = Callable[[int], tuple[list[Line], dict[str, int]]]
"""Sets a text for a width: its lines, and the line at which each section begins."""


class Document(InkWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """Lines, scrolled as one."""

    def __init__(self, *, id: str | None = None) -> None:
        """An empty document; see `show`."""
        super().__init__(id=id)
        self._set: Setting | None = None
        self._lines: list[Line] = []
        self._sections: dict[str, int] = {}

    def show(self, setting: Setting, *, from_top: bool = True) -> None:
        """Show a text, from its beginning or as far down as before."""
        self._set = setting
        self._lay_out()
        if from_top:
            self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def text(self) -> str:
        """All of it, as plain text."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self._lines)

    def go_to(self, section: str) -> None:
        """Bring the beginning of a section to the top."""
        if section in self._sections:
            self.scroll_to(y=self._sections[section], animate=False, immediate=True)

    def go_on(self, sections: int) -> None:
        """Bring the beginning of a section further down to the top, or of one further up; 0 is the one that is seen."""
        starts, here = sorted({0, *self._sections.values()}), self.scroll_offset.y
        at = bisect_right(starts, here) - 1
        if sections < 0 and starts[at] < here:
            at += 1  # first to the beginning of the one that is seen
        self.scroll_to(y=starts[max(0, min(at + sections, len(starts) - 1))], animate=False, immediate=True)

    def say_again(self) -> None:
        """Set it anew."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        row = self.scroll_offset.y + y
        line = self._lines[row] if row < len(self._lines) else ()
        return self.strip(line, self.scrollable_content_region.width)

    def on_resize(self, event: Resize) -> None:
        """Set it for the new width."""
        self._lay_out()

    def scroll_lines(self, lines: int) -> None:
        """Go so many lines further down, or up."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def scroll_pages(self, pages: int) -> None:
        """Go so many screens further down, or up."""
        self.scroll_lines(pages * max(1, self.size.height - 2))

    def _lay_out(self) -> None:
        cells = self.scrollable_content_region.width
        if self._set is None or cells <= 0:
            return
        self._lines, self._sections = self._set(cells)
        self.virtual_size = Size(cells, len(self._lines))
        self.refresh()
