"""A text of lines to scroll through, set anew for every width."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import zip_longest

from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamengine.tui.looks.lines import Line
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
        self._sought, self._found, self._at = "", list[int](), 0

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

    # ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def look_for(self, text: str) -> None:
        """Show where a text stands, beginning with the first place in sight or below; an empty one ends it."""
        self._sought = text
        self._find()
        self._at = bisect_left(self._found, self.scroll_offset.y)
        self.go_to_found(0)

    def go_to_found(self, places: int) -> None:
        """Go to a place further down, or up, where what is looked for stands; after the last one comes the first."""
        if self._found:
            self._at = (self._at + places) % len(self._found)
            row, top = self._found[self._at], self.scroll_offset.y
            if not top <= row < top + self.size.height:
                self.scroll_to(y=row - self.size.height // 3, animate=False, immediate=True)
        self.refresh()

    @property
    def found(self) -> tuple[int, int]:
        """Which place is looked at, from 1, and of how many; 0 of 0 where what is looked for is nowhere."""
        return (self._at + 1, len(self._found)) if self._found else (0, 0)

    def _find(self) -> None:
        self._found = rows_with(["".join(text for text, _ in line) for line in self._lines], self._sought)

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def say_again(self) -> None:
        """Set it anew."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        row = self.scroll_offset.y + y
        line = self._lines[row] if row < len(self._lines) else ()
        place = bisect_left(self._found, row)
        found = place < len(self._found) and self._found[place] == row
        under = "" if not found else "cursor" if place == self._at else "cursor-blurred"
        return self.strip(line, self.scrollable_content_region.width, under)

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
        self._find()
        self._at = min(self._at, max(0, len(self._found) - 1))
        self.virtual_size = Size(cells, len(self._lines))
        self.refresh()


def rows_with(rows: Sequence[str], sought: str) -> list[int]:
    """The rows in which a text stands, or begins to stand and goes on in the next one; capitals do not matter.

    Words are parted by a blank, or by nothing, where a line of Chinese or a long word is broken.
    """
    text = unicodedata.normalize("NFC", sought).casefold().strip()
    if not text:
        return []
    folded = [row.casefold().strip() for row in rows]
    found = []
    for place, (row, below) in enumerate(zip_longest(folded, folded[1:], fillvalue="")):
        across = text not in below and (text in row + below or text in f"{row} {below}")
        if text in row or across:
            found.append(place)
    return found
