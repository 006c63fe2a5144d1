"""The last line of a screen: the keys that matter most there, and where one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from textual.events import Click
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from kamengine.tui.ground.keys import Key
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.widgets.ink import InkWidget
from kamengine.tui.widgets.plain_input import PlainInput

_GAP = 2
_MOMENT = 3.0  # seconds
_ALL_KEYS = "app.keys"


class KeyLine(InkWidget):
    """Keys on the left, as many as fit, the state on the right; a key can be clicked.

    While somebody types in a line that has keys of its own, those are shown.

    Attributes:
        state: such as ``12 / 2,000``.
        note: what is said in the place of the keys; empty for nothing.
    """

    state: reactive[str] = reactive("")
    note: reactive[str] = reactive("")
    _silence: Timer | None = None
    _typing: tuple[Key, ...] = ()

    def __init__(self, keys: tuple[Key, ...]) -> None:
        """Show those of the keys that have a brief text."""
        super().__init__()
        self._keys = tuple(key for key in keys if key.brief is not None)

    def on_mount(self) -> None:
        """Show other keys while somebody types: those of the line in which it is done."""
        self.watch(self.screen, "focused", self._follow)

    def _follow(self, focused: Widget | None) -> None:
        self._typing = focused.KEYS if isinstance(focused, PlainInput) else ()
        self.refresh()

    def show(self, keys: tuple[Key, ...]) -> None:
        """Show other keys from now on, those that have a brief text."""
        self._keys = tuple(key for key in keys if key.brief is not None)
        self.refresh()

    def tell(self, note: str) -> None:
        """Say something in the place of the keys for a moment; what is said later takes its place."""
        if self._silence is not None:
            self._silence.stop()
        self.note = note
        self._silence = self.set_timer(_MOMENT, self._say_no_more)

    def _say_no_more(self) -> None:
        self.note = ""

    def render_line(self, y: int) -> Strip:
        """The only line."""
        cells, state = self.size.width, self._shown_state
        line: list[tuple[str, str]] = []
        if self.note:
            room = max(0, cells - width(((state, ""),)) - 3)
            line = [(" ", ""), (fit(self.note, min(room, width(((self.note, ""),)))), "open")]
        for start, _, pieces in self._placed():
            line += [(" " * (start - width(tuple(line))), ""), *pieces]
        left = width(tuple(line))
        return self.strip(
            (*line, (" " * max(0, cells - left - width(((state, ""),)) - 1), ""), (state, "muted")), cells
        )

    def on_click(self, event: Click) -> None:
        """Do what the key does."""
        for start, key, line in self._placed():
            if start <= event.x < start + width(line):
                self.screen.call_later(self.screen.run_action, key.action)

    @property
    def _shown_state(self) -> str:
        return fit(self.state, min(width(((self.state, ""),)), self.size.width))

    def _placed(self) -> Iterator[tuple[int, Key, Line]]:
        """Where each key stands; none while something else is said."""
        if self.note:
            return
        start = 1
        for key, line in self._fitting(self.size.width - width(((self._shown_state, ""),)) - 3):
            yield start, key, line
            start += width(line) + _GAP

    def _fitting(self, room: int) -> list[tuple[Key, Line]]:
        """The keys for which there is room: the first ones, but before any of them the one that shows them all."""
        keys = [(key, self._pieces(key)) for key in self._typing or self._keys]
        while keys and sum(width(line) + _GAP for _, line in keys) + 1 - _GAP > room:
            others = [at for at, (key, _) in enumerate(keys) if key.action != _ALL_KEYS]
            del keys[others[-1] if others else 0]
        return keys

    def _pieces(self, key: Key) -> Line:
        assert key.brief is not None
        caps = self.home.caps(key if key.together is None else replace(key, caps=key.together))
        return ((caps, "cap"), (f" {self.messages.text(key.brief)}", "muted"))
