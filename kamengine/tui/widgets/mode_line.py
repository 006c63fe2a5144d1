"""The first line: the places of the app, which one is here, and which workspace it is."""

from __future__ import annotations

from collections.abc import Iterator

from textual.events import Click
from textual.reactive import reactive
from textual.strip import Strip

from kamengine.tui.ground.modes import MODES, Mode
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.tui.widgets.ink import InkWidget

_GAP = 2  # cells


class ModeLine(InkWidget):
    """Titles with the digit that leads there; a title can be clicked.

    Attributes:
        state: what stands on the right, such as the name of the workspace.
        alert: whether it is something to act on.
    """

    state: reactive[str] = reactive("")
    alert: reactive[bool] = reactive(False)

    def __init__(self, here: str) -> None:
        """Name the mode that is shown."""
        super().__init__()
        self._here = here

    def render_line(self, y: int) -> Strip:
        """The only line."""
        cells = self.size.width
        line: list[tuple[str, str]] = []
        for start, _, pieces in self._placed(cells):
            line += [(" " * (start - width(tuple(line))), ""), *pieces]
        left = width(tuple(line))
        state = fit(self.state, min(width(((self.state, ""),)), max(0, cells - left - 3)))
        gap = max(0, cells - left - width(((state, ""),)) - 1)
        return self.strip((*line, (" " * gap, ""), (state, "open" if self.alert else "muted")), cells)

    def on_click(self, event: Click) -> None:
        """Go where the title says."""
        for start, mode, pieces in self._placed(self.size.width):
            if start <= event.x < start + width(pieces):
                self.app.call_later(self.app.run_action, f"go('{mode.id}')")

    def _placed(self, cells: int) -> Iterator[tuple[int, Mode, Line]]:
        """Where each title stands; where there is no room for all and what is to be said, digits for the last ones."""
        titles = {mode.id: f" {self.messages.text(mode.title)}" for mode in MODES}
        room = cells - (width(((self.state, ""),)) + 3 if self.alert else 0) - len(MODES) * (1 + _GAP)
        room -= width(((titles[self._here], ""),))
        start, named = 1, True
        for mode in MODES:
            here = mode.id == self._here
            if not here:
                room -= width(((titles[mode.id], ""),))
                named = named and room >= 0
            pieces: Line = ((mode.digit, "cap" if not here else "tab-here"),)
            if named or here:
                pieces = (*pieces, (titles[mode.id], "tab-here" if here else "tab"))
            yield start, mode, pieces
            start += width(pieces) + _GAP
