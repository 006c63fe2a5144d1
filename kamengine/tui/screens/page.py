"""A page to read over the screen that opened it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from kamengine.locale import Messages
from kamengine.problems import Message, say
from kamengine.tui.dialogs.frame import Words
from kamengine.tui.ground.keys import APP_KEYS, Key, bindings
from kamengine.tui.looks.lines import Line
from kamengine.tui.screens.going import TEXT_KEYS, GoesThroughText
from kamengine.tui.screens.searching import FIND_KEYS, SearchingText
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.tui.widgets.search_box import SearchBox

PAGE_KEYS = (
    Key("escape,backspace", "Esc", "back", say("Back"), say("back")),
    *FIND_KEYS,
    *TEXT_KEYS,
)

Told = Callable[[Messages, int], list[Line]]
"""Tells the page in a language, for a width."""


class PageScreen(GoesThroughText, SearchingText):
    """A title and a text to scroll through."""

    KEYS: ClassVar[tuple[Key, ...]] = PAGE_KEYS
    BINDINGS: ClassVar[list[BindingType]] = bindings(PAGE_KEYS)
    AUTO_FOCUS = "Document"

    def __init__(self, title: Message | str, told: Told) -> None:
        """Show a text."""
        super().__init__()
        self._title, self._told = title, told

    def compose(self) -> ComposeResult:
        """The title, the text, the keys."""
        yield Words((self._title, "strong"), id="page-title")
        yield Document()
        yield SearchBox(say("words"))
        yield KeyLine((*self.KEYS, *APP_KEYS))

    def on_mount(self) -> None:
        """Set the text."""
        self.show(self._told)

    def show(self, told: Told) -> None:
        """Show another text."""
        self._told = told
        self.document.show(lambda cells: ([((" ", ""), *each) for each in told(self.messages, cells - 2)], {}))

    @property
    def copied(self) -> str:
        """All of it."""
        return self.document.text

    def action_back(self) -> None:
        """End the search, else go back to the screen below."""
        if not self.end_search():
            self.dismiss()
