"""What all dialogs share: a frame in the middle of the screen with a title, and Esc to leave without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from kamengine.problems import KamError, Message
from kamengine.tui.dialogs.frame_layout import Frame
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.ground.telling import told
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.ink import InkWidget

Answer = TypeVar("Answer")


class Dialog(SpeakingScreen[Answer | None], ModalScreen[Answer | None]):
    """A screen over the one that asks; gives None when it is left without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CLASSES = "dialog"

    def __init__(self, title: Message) -> None:
        """Ask what the title says."""
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """The title, what the dialog is made of, and how it is left."""
        with Frame(id="frame"):
            yield Words((self._title, "heading"), id="title")
            yield from self.parts()
            yield Words(id="refused")
            yield Words((self.hint, "muted"), id="hint")

    def parts(self) -> Iterable[Widget]:
        """What the dialog is made of."""
        return ()

    @property
    def hint(self) -> Message:
        """Which keys answer, and which leave."""
        raise NotImplementedError

    def refuse(self, error: KamError) -> None:
        """Say what is wrong with the answer; the dialog stays, and nothing that was typed is lost."""
        self.query_one("#refused", Words).show(*((line, "open") for line in told(error, self.messages)))

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Words(InkWidget):
    """Paragraphs, as high as they need to be, said again when the language changes."""

    def __init__(self, *said: tuple[Message | str, str], id: str | None = None) -> None:
        """Each paragraph with its ink."""
        super().__init__(id=id)
        self._said = said

    def show(self, *said: tuple[Message | str, str]) -> None:
        """Show other paragraphs."""
        self._said = said
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the paragraphs take."""
        return len(self._lines(width))

    def on_resize(self, event: Resize) -> None:
        """Set for the new width."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        lines = self._lines(self.size.width)
        return self.strip(lines[y] if y < len(lines) else (), self.size.width)

    def _lines(self, cells: int) -> list[Line]:
        texts = [(self.messages.text(what) if isinstance(what, Message) else what, ink) for what, ink in self._said]
        return [line for text, ink in texts for line in paragraph(text, max(4, cells), ink)]
