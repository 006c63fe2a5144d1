"""A place that lists work: what is looked at is told in full beside the list, and several things can be marked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.containers import Container
from textual.widget import Widget

from kamengine.locale.display import number
from kamengine.problems import say
from kamengine.tui.ground.keys import Key
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.screens.going import LIST_KEYS
from kamengine.tui.screens.list_mode import ListModeScreen
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.item_list import ItemList
from kamengine.tui.widgets.search_box import SearchBox
from kamengine.tui.widgets.told import Told

MARK_KEYS = (
    *LIST_KEYS,
    Key("space", "Space", "mark", say("Mark it, or no longer")),
    Key("v", "v", "range", say("Mark a range: press v at one end and at the other")),
    Key("asterisk", "*", "mark_all", say("Mark everything, or nothing")),
    Key("escape", "Esc", "back", say("End the search, the range, then the marks")),
)
_NO_MARKS = replace(MARK_KEYS[-1], brief=say("unmark"))
PART_KEYS = (
    Key("right_square_bracket", "]", "part(1)", say("Next group")),
    Key("left_square_bracket", "[", "part(-1)", say("Previous group")),
)
"""Those of a list with headings."""
_MARGIN = 1


class Detail(Document, can_focus=False):
    """What is looked at, in full; the wheel scrolls it."""


class WorkListScreen(ListModeScreen):
    """A list of work with a line about all of it above, and what is looked at beside it or below.

    Attributes:
        MARKED_KEYS: what can be done with what is marked, those that matter most first.
    """

    MARKED_KEYS: ClassVar[tuple[Key, ...]] = ()
    CSS_PATH: ClassVar[str] = "work_list.tcss"
    _range_from: Hashable | None = None

    def parts(self) -> Iterable[Widget]:
        """The line above, the list, what is looked at, and where one types what to look for."""
        yield Told(id="about")
        with Container(id="pair"):
            yield ItemList()
            yield Detail(id="detail")
        yield SearchBox(self.SOUGHT)

    @property
    def detail(self) -> Detail:
        """Where what is looked at is told in full."""
        return self.query_one(Detail)

    def details(self) -> Sequence[tuple[str, str]]:
        """What is told of the thing that is looked at: paragraphs with their inks."""
        return ()

    def tell_state(self) -> None:
        """Say what is marked, and where one is."""
        items, language = self.items, self.messages.language
        keys = items.keys
        place = keys.index(items.current) + 1 if items.current in keys else 0
        here = f"{number(place, language)} / {number(len(keys), language)}" if keys else ""
        if self._range_from is not None:
            here = self.messages.say("go to the other end and press v")
        elif items.marked:
            marked = self.messages.say("marked: {n:,}", n=len(items.marked))
            here = f"{marked} · {here}"
        self.state(here)
        self.tell_keys()

    def keys_now(self) -> tuple[Key, ...]:
        """While something is marked what can be done with it, else everything that can be done here."""
        return (*self.MARKED_KEYS, _NO_MARKS) if self.items.marked else self.KEYS

    def tell_detail(self) -> None:
        """Tell in full what is looked at."""

        def setting(cells: int) -> tuple[list[Line], dict[str, int]]:
            room = max(4, cells - 2 * _MARGIN)
            lines = [line for text, ink in self.details() for line in paragraph(text, room, ink)]
            return [((" " * _MARGIN, ""), *line) for line in lines], {}

        self.detail.show(setting)

    def on_item_list_moved(self) -> None:
        """Tell what is looked at now."""
        self.tell_detail()
        self.tell_state()

    def action_part(self, parts: int) -> None:
        """Look at the first thing below the next heading, or below the one before."""
        self.items.move_parts(parts)

    def action_mark(self) -> None:
        """Mark what is looked at, or no longer."""
        self._range_from = None
        self.items.toggle_mark()
        self.tell_state()

    def action_mark_all(self) -> None:
        """Mark everything, or nothing."""
        self._range_from = None
        self.items.mark_all()
        self.tell_state()

    def action_range(self) -> None:
        """Begin a range at what is looked at, or mark it up to here."""
        items, begun = self.items, self._range_from
        if begun is None:
            self._range_from = items.current
        elif begun in items.keys and items.current is not None:
            ends = sorted((items.keys.index(begun), items.keys.index(items.current)))
            items.marked |= set(items.keys[ends[0] : ends[1] + 1])
            items.refresh()
            self._range_from = None
        self.tell_state()

    def action_back(self) -> None:
        """End the search, else give up the range that was begun, else mark nothing."""
        if self.end_search():
            return
        if self._range_from is not None:
            self._range_from = None
        else:
            self.items.clear_marks()
        self.tell_state()
