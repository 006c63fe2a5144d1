"""A list of things of any height, such as tasks and moves, under headings; one of them is looked at, several marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamengine.tui.looks.lines import Line
from kamengine.tui.widgets.ink import InkWidget

_MARGIN = 2  # cells for the cursor and the mark


@dataclass(frozen=True)
class Item:
    """A thing in a list, or a heading.

    Attributes:
        lines: what is shown of it in so many cells; no line is wider.
        key: what it is called by the screen; None for headings and gaps, which nobody can look at.
        height: so many lines it has in any width; they are set when they come into sight, so that a list of thousands
            is shown at once. None: it is set to be counted.
    """

    lines: Callable[[int], Sequence[Line]]
    key: Hashable | None = None
    height: int | None = None


class ItemList(InkWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """Items one below the other.

    Attributes:
        marked: the keys of the items that are marked.
    """

    class Moved(Message):
        """Another item is looked at."""

    class Opened(Message):
        """The item that is looked at is to be opened."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, id: str | None = None) -> None:
        """An empty list; see `show`."""
        super().__init__(id=id)
        self.marked: set[Hashable] = set()
        self._items: tuple[Item, ...] = ()
        self._cursor = -1  # the place of the item that is looked at; -1 when there is none
        self._moved = False  # whether anybody has moved it
        self._set: dict[int, Sequence[Line]] = {}  # the lines of the items that were set, by their places
        self._cells = 0  # for which they were set
        self._starts: list[int] = [0]  # the line at which each item begins, and the end

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, items: Sequence[Item]) -> None:
        """Show items; the cursor stays on the item it was moved to, or near where that was, else on the first one."""
        here, place = (self.current, self._cursor) if self._moved else (None, -1)
        self._items = tuple(items)
        self.marked &= {item.key for item in self._items}
        places = self._places
        same = next((at for at in places if here is not None and self._items[at].key == here), None)
        near = next((at for at in places if at >= place), places[-1] if places else -1)
        self._cursor = near if same is None else same
        self._lay_out()
        self.post_message(self.Moved())

    def begin_again(self) -> None:
        """Look at the first item of what is shown next, and whatever comes first until somebody moves."""
        self._moved = False

    @property
    def current(self) -> Hashable | None:
        """The key of the item that is looked at; None when there is none."""
        return self._items[self._cursor].key if 0 <= self._cursor < len(self._items) else None

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """The keys of all items, in order."""
        return tuple(item.key for item in self._items if item.key is not None)

    @property
    def meant(self) -> tuple[Hashable, ...]:
        """The marked items in order; without any, the one that is looked at."""
        marked = tuple(key for key in self.keys if key in self.marked)
        return marked or ((self.current,) if self.current is not None else ())

    @property
    def text(self) -> str:
        """All of it, as plain text."""
        lines = (line for place in range(len(self._items)) for line in self._lines_of(place))
        return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)

    def say_again(self) -> None:
        """Draw every item anew."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        cells = self.scrollable_content_region.width
        row = self.scroll_offset.y + y
        if row >= self._starts[-1]:
            return self.strip((), cells)
        place = bisect_right(self._starts, row) - 1
        here = place == self._cursor
        key = self._items[place].key
        mark = "●" if key is not None and key in self.marked and row == self._starts[place] else " "
        lines, at = self._lines_of(place), row - self._starts[place]
        line: Line = (("▌" if here else " ", "bar"), (mark, "open"), *(lines[at] if at < len(lines) else ()))
        under = "" if not here else "cursor" if self.has_focus else "cursor-blurred"
        return self.strip(line, cells, under)

    def _lay_out(self) -> None:
        cells = self.scrollable_content_region.width - _MARGIN
        if cells <= 0:
            return
        self._cells, self._set = cells, {}
        heights = (
            item.height if item.height is not None else len(self._lines_of(place))
            for place, item in enumerate(self._items)
        )
        self._starts = [0, *accumulate(heights)]
        self.virtual_size = Size(cells + _MARGIN, self._starts[-1])
        self._keep_in_sight()
        self.refresh()

    def _lines_of(self, place: int) -> Sequence[Line]:
        if place not in self._set:
            self._set[place] = tuple(self._items[place].lines(self._cells))
        return self._set[place]

    # ── moving and marking ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _places(self) -> list[int]:
        return [place for place, item in enumerate(self._items) if item.key is not None]

    def move(self, items: int) -> None:
        """Look so many items further down, or up."""
        places = self._places
        if places:
            at = places.index(self._cursor) if self._cursor in places else 0
            self._look_at(places[max(0, min(at + items, len(places) - 1))])

    def move_pages(self, pages: int) -> None:
        """Look at the item a screen further down, or up."""
        if self._cursor < 0:
            return
        row = self._starts[self._cursor] + pages * max(1, self.size.height - 1)
        places = self._places
        beyond = [place for place in places if self._starts[place] >= row]
        before = [place for place in places if self._starts[place] <= row]
        wanted = (beyond[:1] or places[-1:]) if pages > 0 else (before[-1:] or places[:1])
        self._look_at(wanted[0])

    def move_parts(self, parts: int) -> None:
        """Look at the first item below the heading so many headings further down, or up; at the ends nothing moves."""
        starts = [place for place in self._places if not place or self._items[place - 1].key is None]
        at = bisect_right(starts, self._cursor) - 1
        if parts < 0 and at >= 0 and starts[at] < self._cursor:
            at += 1  # first to the beginning of the part that is looked at
        if 0 <= at + parts < len(starts):
            self._look_at(starts[at + parts])

    def move_to(self, key: Hashable) -> None:
        """Look at an item, if it is there."""
        for place in self._places:
            if self._items[place].key == key:
                self._look_at(place)
                return

    def first(self) -> None:
        """Look at the first item."""
        self.move(-len(self._items))

    def last(self) -> None:
        """Look at the last item."""
        self.move(len(self._items))

    def toggle_mark(self) -> None:
        """Mark the item that is looked at, or no longer, and go on to the next one."""
        if self.current is not None:
            self.marked ^= {self.current}
            self.refresh()
            self.move(1)

    def mark_all(self) -> None:
        """Mark every item, or none when all are marked."""
        keys = set(self.keys)
        self.marked = set() if self.marked >= keys else keys
        self.refresh()

    def clear_marks(self) -> bool:
        """Mark nothing; whether something was marked."""
        had = bool(self.marked)
        self.marked = set()
        self.refresh()
        return had

    def _look_at(self, place: int) -> None:
        self._moved = True
        if place != self._cursor:
            self._cursor = place
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Moved())

    def _keep_in_sight(self) -> None:
        """Scroll so that the item is seen whole, with the heading above it if it is the first one below that."""
        if not 0 <= self._cursor < min(len(self._items), len(self._starts) - 1):
            return  # nothing is looked at, or there is no room and nothing was laid out yet
        first = self._cursor
        while first and self._items[first - 1].key is None:
            first -= 1
        start, end = self._starts[first], self._starts[self._cursor + 1]
        top, rows = self.scroll_offset.y, max(1, self.size.height)
        wanted = start if start < top else min(end - rows, self._starts[self._cursor]) if end > top + rows else top
        if wanted != top:  # forced: a list that had room for all of its items could not be scrolled so far
            self.scroll_to(y=wanted, animate=False, immediate=True, force=True)

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """Open the item that is looked at."""
        if self.current is not None:
            self.post_message(self.Opened())

    def on_resize(self, event: Resize) -> None:
        """Set every item for the new width."""
        self._lay_out()

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Look at an item; a second click opens it."""
        row = self.scroll_offset.y + event.y
        if row >= self._starts[-1]:
            return
        place = bisect_right(self._starts, row) - 1
        if self._items[place].key is None:
            return
        if place == self._cursor:
            self.open()
        else:
            self._look_at(place)
