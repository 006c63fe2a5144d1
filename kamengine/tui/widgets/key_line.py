"""The last line of a screen: the keys that matter most there, and where one is."""

from __future__ import annotations

from collections.abc import Iterator

from textual.events import Click
from textual.reactive import reactive
from textual.strip import Strip

from kamengine.tui.keys import Key
from kamengine.tui.lines import Line, fit, width
from kamengine.tui.widgets.ink import InkWidget

_GAP = 2


class KeyLine(InkWidget):
    """Keys on the left, as many as fit, the state on the right; a key can be clicked.

    Attributes:
        state: such as ``12 / 2,000``.
    """

    state: reactive[str] = reactive("")

    def __init__(self, keys: tuple[Key, ...]) -> None:
        """Show those of the keys that have a brief text."""
        super().__init__()
        self._keys = tuple(key for key in keys if key.brief is not None)

    def show(self, keys: tuple[Key, ...]) -> None:
        """Show other keys from now on, those that have a brief text."""
        self._keys = tuple(key for key in keys if key.brief is not None)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only line."""
        cells = self.size.width
        state = fit(self.state, min(width(((self.state, ""),)), cells))
        room = cells - width(((state, ""),)) - 3
        line: list[tuple[str, str]] = []
        for start, _, pieces in self._placed(room):
            line += [(" " * (start - width(tuple(line))), ""), *pieces]
        left = width(tuple(line))
        return self.strip(
            (*line, (" " * max(0, cells - left - width(((state, ""),)) - 1), ""), (state, "muted")), cells
        )

    def on_click(self, event: Click) -> None:
        """Do what the key does."""
        for start, end, action in (
            (start, start + width(line), key) for start, key, line in self._placed(self.size.width)
        ):
            if start <= event.x < end:
                self.screen.call_later(self.screen.run_action, action.action)

    def _placed(self, room: int) -> Iterator[tuple[int, Key, Line]]:
        """Where each key stands, as long as there is room."""
        start = 1
        for key in self._keys:
            assert key.brief is not None
            line = ((self.home.caps(key), "cap"), (f" {self.messages.text(key.brief)}", "muted"))
            if start + width(line) > room:
                return
            yield start, key, line
            start += width(line) + _GAP
