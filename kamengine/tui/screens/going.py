"""Going through a list or a text: the keys and what they do, the same wherever there is one."""

from __future__ import annotations

from typing import Protocol

from kamengine.problems import say
from kamengine.tui.ground.keys import Key
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import ItemList

STEP_KEYS = (
    Key("j,down", "j ↓", "move(1)", say("Further down")),
    Key("k,up", "k ↑", "move(-1)", say("Further up")),
    Key("pagedown,ctrl+d,ctrl+f", "PgDn", "page(1)", say("Next page")),
    Key("pageup,ctrl+u,ctrl+b", "PgUp", "page(-1)", say("Previous page")),
)
"""Those that go step by step through a list."""
LIST_KEYS = (
    *STEP_KEYS,
    Key("g,home", "g Home", "first", say("To the first")),
    Key("G,end", "G End", "last", say("To the last")),
)
"""Those of a list."""
TEXT_KEYS = (
    Key("j,down", "j ↓", "scroll(1)", say("Further down")),
    Key("k,up", "k ↑", "scroll(-1)", say("Further up")),
    Key("pagedown,ctrl+d,ctrl+f,space", "PgDn", "page(1)", say("Next page")),
    Key("pageup,ctrl+u,ctrl+b", "PgUp", "page(-1)", say("Previous page")),
    Key("g,home", "g Home", "top", say("To the top")),
    Key("G,end", "G End", "bottom", say("To the bottom")),
)
"""Those of a text."""


class WithItems(Protocol):
    """What has a list that keys go through."""

    @property
    def items(self) -> ItemList:
        """The list."""


class WithDocument(Protocol):
    """What has a text that keys go through."""

    @property
    def document(self) -> Document:
        """The text."""


class GoesThroughList:
    """What `LIST_KEYS` do on a screen that has `items`."""

    def action_move(self: WithItems, items: int) -> None:
        """Look so many things further down, or up."""
        self.items.move(items)

    def action_page(self: WithItems, pages: int) -> None:
        """Look at what is a screen further down, or up."""
        self.items.move_pages(pages)

    def action_first(self: WithItems) -> None:
        """Look at the first one."""
        self.items.first()

    def action_last(self: WithItems) -> None:
        """Look at the last one."""
        self.items.last()


class GoesThroughText:
    """What `TEXT_KEYS` do on a screen that has a `document`."""

    def action_scroll(self: WithDocument, lines: int) -> None:
        """Scroll by lines."""
        self.document.scroll_lines(lines)

    def action_page(self: WithDocument, pages: int) -> None:
        """Scroll by screens."""
        self.document.scroll_pages(pages)

    def action_top(self: WithDocument) -> None:
        """Scroll to the beginning."""
        self.document.scroll_lines(-self.document.virtual_size.height)

    def action_bottom(self: WithDocument) -> None:
        """Scroll to the end."""
        self.document.scroll_lines(self.document.virtual_size.height)
