"""A line of tabs, each with the digit that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.events import Click
from textual.message import Message as Event
from textual.strip import Strip

from kamengine.locale.display import plain
from kamengine.problems import Message
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.widgets.ink import InkWidget

Tab = tuple[str, Message | str]
"""What a tab is called by the screen, and by people."""
_LONGEST = 20
_GAP = 2


class TabLine(InkWidget):
    """The tabs in one line; those that do not fit are their digit only, and a tab can be clicked."""

    class Chosen(Event):
        """A tab was clicked."""

        def __init__(self, tab: str) -> None:
            """Name it."""
            super().__init__()
            self.tab = tab

    def __init__(self) -> None:
        """No tabs; see `show`."""
        super().__init__()
        self._tabs: tuple[Tab, ...] = ()
        self._here = ""

    def show(self, tabs: Sequence[Tab], here: str) -> None:
        """Show tabs, and which one is open."""
        self._tabs, self._here = tuple(tabs), here
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only line."""
        line: list[tuple[str, str]] = []
        for start, _, pieces in self._placed(self.size.width):
            line += [(" " * (start - width(tuple(line))), ""), *pieces]
        return self.strip(tuple(line), self.size.width)

    def on_click(self, event: Click) -> None:
        """Say which tab was clicked."""
        for start, tab, pieces in self._placed(self.size.width):
            if start <= event.x < start + width(pieces):
                self.post_message(self.Chosen(tab))

    def _placed(self, cells: int) -> Iterator[tuple[int, str, Line]]:
        titles = [(id, self._text(title)) for id, title in self._tabs]
        whole = sum(width(((title, ""),)) + 2 + _GAP for _, title in titles)
        start = 1
        for number, (id, title) in enumerate(titles, 1):
            here = id == self._here
            pieces: Line = ((str(number) if number <= 9 else "·", "tab-here" if here else "cap"),)
            if whole <= cells or here:
                pieces = (*pieces, (f" {title}", "tab-here" if here else "tab"))
            if start + width(pieces) > cells:
                return
            yield start, id, pieces
            start += width(pieces) + _GAP

    def _text(self, title: Message | str) -> str:
        text = self.messages.text(title) if isinstance(title, Message) else title
        return fit(plain(text, None), min(_LONGEST, width(((plain(text, None), ""),)))).rstrip()
