"""A place that is a list of things: the keys to go through it are the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from kamengine.tui.going import GoesThroughList
from kamengine.tui.screens.mode import ModeScreen
from kamengine.tui.widgets.item_list import ItemList


class ListModeScreen(GoesThroughList, ModeScreen):
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

    def action_open(self) -> None:
        """Open what is looked at."""
        self.items.open()
