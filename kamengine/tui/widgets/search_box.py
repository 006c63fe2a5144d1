"""The line in which one types what to look for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from kamengine.problems import Message as Said
from kamengine.problems import say
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingWidget
from kamengine.tui.widgets.plain_input import PlainInput

_USUAL = say("number or name")


class SearchInput(PlainInput):
    """Where one types what to look for."""

    KEYS = (
        Key("enter", "↵", "focused.submit", say("Go on with what was found"), say("go on with what was found")),
        Key("escape", "Esc", "back", say("End the search"), say("end the search")),
    )


class SearchBox(SpeakingWidget):
    """Hidden until it is used; stays in sight as long as it narrows the list."""

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, text: str) -> None:
            """Name the text, without blanks around it."""
            self.text = text
            super().__init__()

    class Left(Message):
        """The keys are to go back to the list."""

    def __init__(self, hint: Said = _USUAL) -> None:
        """Look for what the hint says."""
        super().__init__()
        self._hint = hint

    def compose(self) -> ComposeResult:
        """A slash and what follows it."""
        with Horizontal():
            yield Static("/", id="slash")
            yield SearchInput(compact=True, select_on_focus=False, id="typed")

    def say_again(self) -> None:
        """The hint in the language that is spoken now."""
        self.input.placeholder = self.messages.text(self._hint)

    @property
    def input(self) -> Input:
        """Where one types."""
        return self.query_one(Input)

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.input.value.strip()

    def open(self) -> None:
        """Type here from now on."""
        self.add_class("-open")
        self.say_again()
        self.input.focus()

    def set(self, text: str) -> None:
        """Show what is looked for, without telling anyone."""
        with self.prevent(Input.Changed):
            self.input.value = text
        self.set_class(bool(text), "-open")

    def leave(self) -> None:
        """Stop typing; the box goes when it is empty."""
        self.set_class(bool(self.text), "-open")
        self.post_message(self.Left())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass it on as text to look for."""
        event.stop()
        self.post_message(self.Changed(self.text))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to what was found."""
        event.stop()
        self.leave()
