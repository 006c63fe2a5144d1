"""The head of the pages of a rule pack: which pack, over how many accounts, and which page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.events import Click
from textual.strip import Strip

from kamengine.locale.display import date, number
from kamengine.problems import Message
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.rules.pack_shelf import PackStand
from kamengine.tui.widgets.ink import InkWidget

Page = tuple[str, Message]
"""The digit that leads to a page, and what the page is called."""


class PackHead(InkWidget):
    """Two lines that stay in sight; a page can be clicked."""

    def __init__(self, stand: PackStand, pages: Sequence[Page], here: str) -> None:
        """Name the pack, its pages and the one that is shown, by its digit."""
        super().__init__()
        self._stand, self._pages, self._here = stand, tuple(pages), here

    def render_line(self, y: int) -> Strip:
        """The pack, then its pages."""
        cells = self.size.width
        return self.strip(self._title(cells) if y == 0 else tuple(self._tabs()), cells)

    def on_click(self, event: Click) -> None:
        """Go to the page whose name was clicked."""
        if event.y != 1:
            return
        for start, end, digit in self._places():
            if start <= event.x < end:
                self.screen.call_later(self.screen.run_action, f"page_of('{digit}')")

    def _title(self, cells: int) -> Line:
        pack, language = self._stand.pack, self.messages.language
        read = pack.candidate.pack
        about = " ".join(filter(None, (pack.candidate.id, read.version if read else "")))
        tuning = self._stand.tuning
        if tuning is not None:
            resident = tuning.kept.resident
            accounts = number(sum(resident.before.values()), language)
            shown = self.messages.say("{n} accounts", n=accounts)
            about = f"{about} · {date(resident.bindings.as_of, language)} · {shown}"
        about = fit(about, min(width(((about, ""),)), cells * 2 // 3))
        title = (self.messages.label(read.title) if read else "") or pack.candidate.id
        room = max(0, cells - width(((about, ""),)) - 4)
        return ((" ", ""), (fit(title, room), "strong"), ("  ", ""), (about, "muted"))

    def _tabs(self) -> Iterator[tuple[str, str]]:
        yield (" ", "")
        for digit, title in self._pages:
            here = digit == self._here
            yield (digit, "tab-here" if here else "cap")
            yield (f" {self.messages.text(title)}", "tab-here" if here else "tab")
            yield ("   ", "")

    def _places(self) -> Iterator[tuple[int, int, str]]:
        start = 1
        for digit, title in self._pages:
            end = start + width(((f"{digit} {self.messages.text(title)}", ""),))
            yield start, end, digit
            start = end + 3
