"""Asking whether something is to be done, with the exact number of what it is done to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from kamengine.problems import Message, say
from kamengine.tui.dialogs.frame import Dialog, Words


class Confirm(Dialog[bool]):
    """Gives True when it is to be done, else None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "do", show=False),
        Binding("n,q", "leave", show=False),
    ]

    def __init__(self, title: Message, said: Sequence[Message | str] = ()) -> None:
        """Ask what the title says, with paragraphs below it."""
        super().__init__(title)
        self._said = tuple(said)

    def parts(self) -> Iterable[Widget]:
        """The paragraphs; where there is no room for all of them they can be scrolled."""
        yield VerticalScroll(Words(*((what, "") for what in self._said), id="said"), id="answers")

    @property
    def hint(self) -> Message:
        """Which keys answer."""
        return say("Enter does it, Esc leaves everything as it is.")

    def action_do(self) -> None:
        """It is to be done."""
        self.dismiss(True)
