"""The least that a Textual app with a list can be, to be measured against: ``python -m tests.benchmarks.bare_app``."""

from __future__ import annotations

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Rows(ScrollView, can_focus=True):
    """Numbered rows with a cursor; nothing is read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j", "go(1)"),
        ("g", "to(0)"),
        ("G", "to(-1)"),
        ("pagedown", "page"),
    ]
    cursor = reactive(0)

    def __init__(self, count: int) -> None:
        super().__init__()
        self.virtual_size = Size(80, count)

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        text = f"{'>' if row == self.cursor else ' '} row {row + 1:,} / {self.virtual_size.height:,}"
        style = Style(reverse=row == self.cursor)
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width)

    def watch_cursor(self) -> None:
        top = self.scroll_offset.y
        if not top <= self.cursor < top + self.size.height:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        self.refresh()

    def action_go(self, rows: int) -> None:
        self.cursor = min(self.cursor + rows, self.virtual_size.height - 1)

    def action_page(self) -> None:
        self.action_go(self.size.height - 1)

    def action_to(self, row: int) -> None:
        self.cursor = row % self.virtual_size.height


class Bare(App[None]):
    """A list and nothing else."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit")]

    def compose(self) -> ComposeResult:
        yield Rows(int(sys.argv[1]))


if __name__ == "__main__":
    Bare().run()
