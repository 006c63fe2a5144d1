"""Lines that are set for the width there is, as high as they need to be, and not scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.events import Resize
from textual.geometry import Size
from textual.strip import Strip

from kamengine.tui.looks.lines import Line
from kamengine.tui.widgets.ink import InkWidget


class Told(InkWidget):
    """A few lines that tell what things have come to."""

    def __init__(self, *, id: str | None = None) -> None:
        """Nothing; see `show`."""
        super().__init__(id=id)
        self._set: Callable[[int], Sequence[Line]] = lambda cells: ()
        self._lines: tuple[int, Sequence[Line]] = (0, ())

    def show(self, setting: Callable[[int], Sequence[Line]]) -> None:
        """Show lines that are set for a width."""
        self._set, self._lines = setting, (0, ())
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """All of it, as plain text."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self._lines[1])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are."""
        return len(self._for(width))

    def say_again(self) -> None:
        """Set everything anew."""
        self._lines = (0, ())
        self.refresh(layout=True)

    def on_resize(self, event: Resize) -> None:
        """Set for the new width."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        lines = self._for(self.size.width)
        return self.strip(lines[y] if y < len(lines) else (), self.size.width)

    def _for(self, cells: int) -> Sequence[Line]:
        if self._lines[0] != cells:
            self._lines = (cells, self._set(max(4, cells)))
        return self._lines[1]
