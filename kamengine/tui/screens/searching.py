"""Searching while one types: the same key, the same line and the same way out wherever there is a list or a text.

A list is narrowed to what is looked for; in a text one goes to the places where it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from textual.widget import Widget

from kamengine.locale.display import number
from kamengine.problems import say
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.looks.lines import paragraph
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import Item
from kamengine.tui.widgets.key_line import KeyLine
from kamengine.tui.widgets.search_box import SearchBox

SEARCH_KEY = Key("slash,ideographic_comma", "/", "search", say("Search the list while you type"), say("search"))
END_KEY = Key("escape", "Esc", "back", say("End the search"))
"""Of lists in which nothing else is begun that could be ended."""
FIND_KEYS = (
    Key("slash,ideographic_comma", "/", "search", say("Find words in the text while you type"), say("find")),
    Key("n", "n", "found(1)", say("To the next place where they stand")),
    Key("N", "N", "found(-1)", say("To the place before")),
)
"""Those of a text."""

_ROOMY = 1_000  # cells in which nothing is clipped


class Searching(SpeakingScreen[None]):
    """A screen with a list that is narrowed to what is looked for."""

    _sought = ""

    @property
    def sought(self) -> str:
        """What is looked for, without blanks around it; empty for nothing."""
        return self._sought

    @sought.setter
    def sought(self, text: str) -> None:
        self._sought = text

    @property
    def searched(self) -> Widget:
        """The list, to which the keys go back."""
        raise NotImplementedError

    def seek(self, *, ended: bool = False) -> None:
        """Show the list with what is looked for, and nothing else.

        Args:
            ended: whether everything is shown again, and the cursor stays on what it is on.
        """
        raise NotImplementedError

    @property
    def search_box(self) -> SearchBox:
        """Where one types what to look for."""
        return self.query_one(SearchBox)

    def is_sought(self, *texts: str) -> bool:
        """Whether a thing of which these are the texts is looked for: they have every word that was typed."""
        return has_words(self.sought, *texts)

    def or_nothing(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items of the list; when nothing of what is looked for is there, a line that says so."""
        if not self.sought or any(item.key is not None for item in items):
            return items
        nothing = say("Nothing here has “{text}” in it; Esc shows everything again.", text=self.sought)
        return [Item(lambda cells: paragraph(self.messages.text(nothing), cells, "muted"))]

    def end_search(self) -> bool:
        """Look for nothing any more; whether something was looked for, or to be typed."""
        was_open = self.search_box.has_class("-open")
        self.search_box.set("")
        self.searched.focus()
        if not self.sought:
            return was_open
        self.sought = ""
        self.seek(ended=True)
        return True

    def action_search(self) -> None:
        """Type what to look for."""
        self.search_box.open()

    def action_back(self) -> None:
        """End the search."""
        self.end_search()

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        """Narrow the list."""
        if event.text != self.sought:
            self.sought = event.text
            self.seek()

    def on_search_box_left(self) -> None:
        """Go on in the list."""
        self.searched.focus()


class SearchingText(Searching):
    """A screen with a text in which one finds places."""

    @property
    def document(self) -> Document:
        """The text."""
        return self.query_one(Document)

    @property
    def searched(self) -> Widget:
        """The text."""
        return self.document

    def seek(self, *, ended: bool = False) -> None:
        """Show where in the text stands what is looked for."""
        self.document.look_for(self.sought)
        self._tell_found()

    def action_found(self, places: int) -> None:
        """Go to the next place in the text, or to the one before."""
        self.document.go_to_found(places)
        self._tell_found()

    def _tell_found(self) -> None:
        here, of = (number(place, self.messages.language) for place in self.document.found)
        self.query_one(KeyLine).state = f"{here} / {of}" if self.sought else ""


def has_words(sought: str, *texts: str) -> bool:
    """Whether texts, taken together, have every word of what is looked for; capitals do not matter.

    Chinese is written without blanks: what is typed without any is one word, of any length.
    """
    words = _words(sought)
    if not words:
        return True
    together = "\n".join(texts).casefold()
    return all(word in together for word in words)


def narrowed(items: Sequence[Item], sought: str) -> list[Item]:
    """The items that show what is looked for, each below its heading; nothing is left out when nothing is looked for.

    What an item shows is what it shows where there is room for all of it.
    """
    if not sought:
        return list(items)
    kept: list[Item] = []
    heading: Item | None = None
    for item in items:
        found = has_words(sought, *("".join(text for text, _ in line) for line in item.lines(_ROOMY)))
        if item.key is None:
            heading = None if found else item
        if found:
            kept += [heading, item] if heading is not None else [item]
            heading = None
    return kept


@lru_cache(maxsize=8)
def _words(sought: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", sought).casefold().split())
