"""A place that is a list of things: the keys to go through it are the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from kamengine.problems import say
from kamengine.tui.keys import Key
from kamengine.tui.screens.mode import ModeScreen
from kamengine.tui.widgets.item_list import ItemList

LIST_KEYS = (
    Key("j,down", "j ↓", "move(1)", say("Further down")),
    Key("k,up", "k ↑", "move(-1)", say("Further up")),
    Key("pagedown,ctrl+d,ctrl+f", "PgDn", "page(1)", say("Next page")),
    Key("pageup,ctrl+u,ctrl+b", "PgUp", "page(-1)", say("Previous page")),
    Key("g,home", "g Home", "first", say("To the first")),
    Key("G,end", "G End", "last", say("To the last")),
)


class ListModeScreen(ModeScreen):
    """A list that fills the place, gone through with the usual keys."""

    AUTO_FOCUS: ClassVar[str] = "ItemList"

    def parts(self) -> Iterable[Widget]:
        """The list."""
        yield ItemList()

    @property
    def items(self) -> ItemList:
        """The list."""
        return self.query_one(ItemList)

    @property
    def copied(self) -> str:
        """What is looked at, by its name."""
        return str(self.items.current or "")

    def on_mount(self) -> None:
        """Look everything up."""
        self.work_changed()

    def action_move(self, items: int) -> None:
        """Look so many things further down, or up."""
        self.items.move(items)

    def action_page(self, pages: int) -> None:
        """Look at what is a screen further down, or up."""
        self.items.move_pages(pages)

    def action_first(self) -> None:
        """Look at the first one."""
        self.items.first()

    def action_last(self) -> None:
        """Look at the last one."""
        self.items.last()

    def action_open(self) -> None:
        """Open what is looked at."""
        self.items.open()
