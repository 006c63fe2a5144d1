"""The last look at everything that is drawn: nothing in it can disturb a terminal.

What we draw ourselves is plain where it is set (`kamengine.tui.looks.lines`). Lines in which people type are drawn by
the library as they are, whatever was pasted into them or stood there before: hence this.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class Harmless(LineFilter):
    """Leaves out characters that cannot be printed; every line stays as wide as it is."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line without such characters."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(harmless(segment.text), segment.style) for segment in segments]


def harmless(text: str) -> str:
    """A text without what cannot be printed, in as many cells."""
    if text.isprintable():
        return text
    shown = "".join(character for character in text if character.isprintable())
    return set_cell_size(shown, cell_len(text))
