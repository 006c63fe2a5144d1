"""Going through a list or a text: the keys and what they do, the same wherever there is one."""

from __future__ import annotations

from kamengine.problems import say
from kamengine.tui.keys import Key
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import ItemList

LIST_KEYS = (
    Key("j,down", "j ↓", "move(1)", say("Further down")),
    Key("k,up", "k ↑", "move(-1)", say("Further up")),
    Key("pagedown,ctrl+d,ctrl+f", "PgDn", "page(1)", say("Next page")),
    Key("pageup,ctrl+u,ctrl+b", "PgUp", "page(-1)", say("Previous page")),
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


class GoesThroughList:
    """A screen with a list; see `LIST_KEYS`."""

    @property
    def items(self) -> ItemList:
        """The list that the keys go through."""
        raise NotImplementedError

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


class GoesThroughText:
    """A screen with a text; see `TEXT_KEYS`."""

    @property
    def document(self) -> Document:
        """The text that the keys go through."""
        raise NotImplementedError

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.document.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by screens."""
        self.document.scroll_pages(pages)

    def action_top(self) -> None:
        """Scroll to the beginning."""
        self.document.scroll_lines(-self.document.virtual_size.height)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.document.scroll_lines(self.document.virtual_size.height)
