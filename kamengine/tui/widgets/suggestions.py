"""What can stand where one writes: a few candidates above the line, one of which is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.widgets.ink import InkWidget

_MOST_ROWS = 5
_WIDEST = 30
_LEAST_LABEL = 6


class Suggestions(InkWidget):
    """Candidates with what they are called, as many as there is room for."""

    class Taken(Message):
        """The candidate that is looked at is to be taken."""

    def __init__(self) -> None:
        """Suggest nothing yet."""
        super().__init__()
        self._rows: tuple[tuple[str, str], ...] = ()
        self.cursor = 0

    def show(self, rows: Sequence[tuple[str, str]], cursor: int = 0) -> None:
        """Suggest other things, each with what it is called.

        Args:
            rows: of the things.
            cursor: which is looked at; -1 for none.
        """
        self._rows, self.cursor = tuple(rows), cursor
        self.display = bool(rows)
        self.refresh(layout=True)

    def move(self, rows: int) -> None:
        """Look so many candidates further down, or up; round the ends."""
        if self._rows:
            self.cursor = (self.cursor + rows) % len(self._rows)
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each of the first candidates."""
        return min(_MOST_ROWS, len(self._rows))

    def render_line(self, y: int) -> Strip:
        """One candidate."""
        cells, place = self.size.width, self._top + y
        if place >= len(self._rows):
            return self.strip((), cells)
        text, label = self._rows[place]
        here = place == self.cursor
        names = min(_WIDEST, max(width(((each, ""),)) for each, _ in self._rows[self._top : self._top + _MOST_ROWS]))
        count = f"{place + 1}/{len(self._rows)} " if here and len(self._rows) > 1 else ""
        room = cells - names - 4 - len(count)
        shown = fit(label, room) if room >= _LEAST_LABEL else " " * max(0, room)
        line: Line = (
            ("▌" if here else " ", "bar"),
            (fit(text, names), "strong" if here else ""),
            ("  ", ""),
            (shown, "muted"),
            (count, "faint"),
        )
        return self.strip(line, cells, "cursor" if here else "head")

    def on_click(self, event: Click) -> None:
        """Take the candidate that was clicked."""
        place = self._top + event.y
        if place < len(self._rows):
            self.cursor = place
            self.post_message(self.Taken())

    @property
    def _top(self) -> int:
        """The candidate in the first row."""
        most = max(0, len(self._rows) - _MOST_ROWS)
        return max(0, min(self.cursor - _MOST_ROWS // 2, most))
