"""A place that is a list of things: the keys to go through it are the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from kamengine.locale.display import number
from kamengine.problems import Message
from kamengine.tui.screens.going import GoesThroughList
from kamengine.tui.screens.mode import ModeScreen
from kamengine.tui.screens.searching import Searching
from kamengine.tui.widgets.item_list import ItemList
from kamengine.tui.widgets.search_box import SearchBox


class ListModeScreen(Searching, GoesThroughList, ModeScreen):
    """A list that fills the place, gone through with the usual keys, and searched.

    Attributes:
        SOUGHT: what one can look for, for the line in which it is typed.
    """

    AUTO_FOCUS: ClassVar[str] = "ItemList"
    SOUGHT: ClassVar[Message]

    def parts(self) -> Iterable[Widget]:
        """The list, and where one types what to look for."""
        yield ItemList()
        yield SearchBox(self.SOUGHT)

    @property
    def searched(self) -> Widget:
        """The list."""
        return self.items

    @property
    def items(self) -> ItemList:
        """The list."""
        return self.query_one(ItemList)

    def tell_count(self, said: str, count: int) -> None:
        """Say on the last line how many things there are; while something is looked for, how many of them are found."""
        language = self.messages.language
        self.state(f"{number(len(self.items.keys), language)} / {number(count, language)}" if self.sought else said)

    @property
    def copied(self) -> str:
        """What is looked at, by its name."""
        return str(self.items.current or "")

    def on_mount(self) -> None:
        """Look everything up."""
        self.work_changed()

    def action_open(self) -> None:
        """Open what is looked at."""
        self.items.open()
