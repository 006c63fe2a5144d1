"""The keys of the screen below, all of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kamengine.problems import say
from kamengine.tui.dialogs.frame import Words
from kamengine.tui.ground.keys import APP_KEYS, Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.looks.lines import Line, fit, paragraph
from kamengine.tui.widgets.document import Document

_CAPS = 10
_TYPICAL_CELLS = 56
_FRAME = 3  # lines: the frame itself, and how it is closed


class KeysScreen(SpeakingScreen[None], ModalScreen[None]):
    """A list of keys over the screen that they belong to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,fullwidth_question_mark,enter", "close", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]
    AUTO_FOCUS = "Document"

    def __init__(self, keys: tuple[Key, ...]) -> None:
        """The keys of a screen; those that work everywhere are added."""
        super().__init__()
        self._listed = keys

    def compose(self) -> ComposeResult:
        """A frame with a text in it."""
        with Vertical(id="frame"):
            yield Document()
            yield Words((say("↓ ↑ and PgDn PgUp scroll, Esc closes."), "muted"))

    def on_mount(self) -> None:
        """Set the text, in a frame as high as it needs."""
        self.query_one("#frame").styles.height = len(self._lines(_TYPICAL_CELLS)) + _FRAME
        self.query_one(Document).show(lambda cells: (self._lines(cells), {}))

    def on_click(self) -> None:
        """A click anywhere closes."""
        self.dismiss()

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(Document).scroll_lines(lines)

    def _lines(self, cells: int) -> list[Line]:
        lines: list[Line] = []
        for title, keys in ((say("On this screen"), self._listed), (say("Everywhere"), APP_KEYS)):
            lines += [()] if lines else []
            lines.append(((self.messages.text(title), "heading"),))
            for key in keys:
                cap = (fit(self.home.caps(key), _CAPS), "cap")
                lines += paragraph(self.messages.text(key.what), cells, first=(cap, ("  ", "")))
        return lines
