"""Asking whether something is to be done, with the exact number of what it is done to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from kamengine.problems import Message, say
from kamengine.tui.dialogs.frame import Dialog, Words


@dataclass(frozen=True)
class Later:
    """Something that is told in a dialog as soon as it is known.

    Attributes:
        until: what stands there before.
        find: finds it out: what is said, and the ink for it.
    """

    until: Message
    find: Callable[[], Awaitable[tuple[Message, str]]]


class Confirm(Dialog[bool]):
    """Gives True when it is to be done, else None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "do", show=False),
        Binding("n,q", "leave", show=False),
    ]

    def __init__(self, title: Message, said: Sequence[Message | str] = (), later: Later | None = None) -> None:
        """Ask what the title says, with paragraphs below it.

        Args:
            title: the question.
            said: the paragraphs.
            later: what takes a while to find out; the question can be answered before that.
        """
        super().__init__(title)
        self._said, self._later = tuple(said), later

    def parts(self) -> Iterable[Widget]:
        """The paragraphs; where there is no room for all of them they can be scrolled."""
        if self._later is not None:
            yield Words((self._later.until, "muted"), id="later")
        yield VerticalScroll(Words(*((what, "") for what in self._said), id="said"), id="answers")

    def on_mount(self) -> None:
        """Begin to find out."""
        if self._later is not None:
            self.run_worker(self._find(self._later))

    async def _find(self, later: Later) -> None:
        found, ink = await later.find()
        self.query_one("#later", Words).show((found, ink))

    @property
    def hint(self) -> Message:
        """Which keys answer."""
        return say("Enter does it, Esc leaves everything as it is.")

    def action_do(self) -> None:
        """It is to be done."""
        self.dismiss(True)
