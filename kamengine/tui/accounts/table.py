"""The list of accounts: draws only the rows on the screen, and reads only the pages they are in."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamengine.engine.pages import Head, Order, View
from kamengine.locale.display import plain
from kamengine.locale.wrap import wrapped
from kamengine.problems import Message as Said
from kamengine.problems import say
from kamengine.tui.looks.lines import Line, fit
from kamengine.tui.portfolio.columns import GAP, MARGIN, Column, joined, laid_out
from kamengine.tui.portfolio.page_store import PageStore
from kamengine.tui.widgets.ink import InkWidget

_MOST_HEADINGS = 2
_STRIPS_KEPT = 500


class AccountTable(InkWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """A table of any length over a sorted view.

    Attributes:
        cursor: the row that is looked at, from 0.
        note: what is said in the middle while there is nothing to list.
    """

    cursor: var[int] = var(0, init=False)

    class Moved(Message):
        """Another row is looked at."""

    class Opened(Message):
        """The row that is looked at is to be opened."""

    class HeadingChosen(Message):
        """A column is to be sorted by."""

        def __init__(self, column: Column) -> None:
            """Name the column."""
            self.column = column
            super().__init__()

    class LaidOut(Message):
        """Others of the columns are in sight, or as many more are not."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, id: str | None = None) -> None:
        """An empty table; see `show`."""
        super().__init__(id=id)
        self.view: View | Head | None = None
        self.note: tuple[str, ...] = ()
        self.elsewhere: tuple[Said, ...] = ()  # said of accounts that are looked for and found in other places
        self._columns: tuple[Column, ...] = ()
        self._aside = 0, 0  # columns out of sight, left and right, as was told last
        self._passed = 0  # columns that the reader has gone past; see `go_aside`
        self._layout: list[tuple[Column, int]] = []
        self._headings: list[Line] = [()]
        self._store: PageStore | None = None
        self._strips: OrderedDict[tuple[int, int], Strip] = OrderedDict()  # rows as drawn, by position and width
        self._reading_ahead = False
        self._marked: Callable[[str], bool] | None = None

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, view: View | Head, columns: tuple[Column, ...], cursor: int = 0) -> None:
        """Show a view, with the cursor on a row of it."""
        if [column.name for column in columns] != [column.name for column in self._columns]:
            self._passed = 0
        self.view, self._columns, self.note, self.elsewhere = view, columns, (), ()
        self._store = PageStore(view)
        self._lay_out()
        self.set_reactive(AccountTable.cursor, max(0, min(cursor, view.count - 1)))
        self._keep_cursor_in_sight(centre=True)
        self.refresh()
        self.post_message(self.Moved())
        self._read_ahead()

    def mark(self, marked: Callable[[str], bool] | None) -> None:
        """Draw a mark before accounts: those of which a function says so; None for none."""
        self._marked = marked
        self._strips.clear()
        self.refresh()

    def clear(self, *note: str) -> None:
        """Show nothing but a note, a paragraph for each text."""
        self.view, self._store, self.note = None, None, note
        self._lay_out()
        self.refresh()

    def say_again(self) -> None:
        """Draw every row anew."""
        self._lay_out()
        self.refresh()

    @property
    def columns_shown(self) -> tuple[Column, ...]:
        """The columns that there is room for."""
        return tuple(column for column, _ in self._layout)

    @property
    def columns_further(self) -> int:
        """How many columns are further right, out of sight."""
        return len(self._columns) - self._passed - len(self._layout)

    @property
    def columns_passed(self) -> int:
        """How many columns are further left, out of sight."""
        return self._passed

    def go_aside(self, steps: int) -> None:
        """Go right until a further column is in sight, or back left by one; the account and its name stay."""
        further = self.columns_further
        while steps > 0 and further and self.columns_further >= further:
            self._passed += 1
            self._lay_out()
        if steps < 0 and self._passed:
            self._passed -= 1
            self._lay_out()
        self.refresh()

    @property
    def account_id(self) -> str | None:
        """The account under the cursor."""
        row = self._row(self.cursor)
        return None if row is None else str(row[0])

    def _row(self, position: int) -> tuple[Any, ...] | None:
        return None if self._store is None else self._store.row(position)

    def _read_ahead(self) -> None:
        """Read in a thread what may be wanted next, so that no key waits for it."""
        if self._store is None or self._reading_ahead:
            return
        top = self.scroll_offset.y
        pages = self._store.ahead(top, top + self.rows_in_sight)
        if pages:
            self._reading_ahead = True
            self.run_worker(self._reads_ahead(self._store, pages))

    async def _reads_ahead(self, store: PageStore, pages: tuple[int, ...]) -> None:
        try:
            await asyncio.to_thread(store.read, pages)
        finally:
            self._reading_ahead = False

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the headings, then rows."""
        cells = self.scrollable_content_region.width
        if y < self._top:
            return self.strip(self._headings[y], cells, "head")
        position = self.scroll_offset.y + y - self._top
        row = self._row(position)
        if row is None:
            return self.strip(self._emptiness(y, cells), cells)
        if position == self.cursor:
            return self.strip(self._cells(row, here=True), cells, self._under_cursor())
        key = position, cells
        if key not in self._strips:
            self._strips[key] = self.strip(self._cells(row, here=False), cells)
            if len(self._strips) > _STRIPS_KEPT:
                self._strips.popitem(last=False)
        return self._strips[key]

    def notify_style_update(self) -> None:
        """Draw every row anew in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def _under_cursor(self) -> str:
        return "cursor" if self.has_focus else "cursor-blurred"

    def _cells(self, row: tuple[Any, ...], *, here: bool) -> Line:
        assert self.view is not None
        named = dict(zip(self.view.columns, row, strict=True))
        line = joined(self._cell(column, named, cells) for column, cells in self._layout)
        if self._marked is not None and self._marked(str(row[0])):
            return (("●", "open"), *line[1:])
        return (("▌" if here else " ", "bar"), *line[1:])

    def _cell(self, column: Column, named: Mapping[str, Any], cells: int) -> Line:
        try:
            return column.draw(named, self.messages, cells)
        except KeyError:  # other columns were chosen while this view was made; the view that has them comes next
            return ((" " * cells, ""),)

    def _emptiness(self, y: int, cells: int) -> Line:
        if self.view is not None and self.view.count:
            position = self.scroll_offset.y + y - self._top
            return ((" …", "faint"),) if position < self.view.count else ()  # it is still being read
        note = self.note if self.view is None else (self._nothing(),)
        lines = [line for text in note for line in wrapped(text, max(2, cells - 2 * MARGIN))]
        place = y - max(self._top, (self.size.height - len(lines)) // 3)
        return ((fit(lines[place], cells, "center"), "muted"),) if 0 <= place < len(lines) else ()

    def _nothing(self) -> str:
        assert self.view is not None
        wanted = self.view.arrangement
        if wanted.where is not None:
            return self.messages.say("No account meets the condition: f changes it, Esc ends it.")
        if wanted.search:
            nothing = self.messages.say("No account has “{text}” in its number or name.", text=wanted.search)
            return " ".join((nothing, *map(self.messages.text, self.elsewhere)))
        return self.messages.text(say("The rule pack speaks about none of these accounts."))

    def _lay_out(self) -> None:
        """Set the columns and their headings for the width of now."""
        self._strips.clear()
        self._layout = laid_out(self._columns, self.scrollable_content_region.width, self._passed)
        before, self._aside = self._aside, (self.columns_passed, self.columns_further)
        if before != self._aside:
            self.post_message(self.LaidOut())
        self._headings = self._set_headings()
        self.virtual_size = Size(self.size.width, self._top + (self.view.count if self.view else 0))

    @property
    def _top(self) -> int:
        """The line of the first row."""
        return len(self._headings)

    def _set_headings(self) -> list[Line]:
        """The line of headings, or two when some title needs them; titles stand on the lower one."""
        order = self.view.arrangement.order if self.view else Order()
        titles = [self._title(column, cells, order) for column, cells in self._layout]
        count = min(_MOST_HEADINGS, max((len(title) for title in titles), default=1))
        lines: list[Line] = []
        for line in range(count):
            pieces: list[Line] = []
            for title, (column, cells) in zip(titles, self._layout, strict=True):
                above = count - min(len(title), count)
                text = title[line - above] if line >= above else ""
                ink = "head-sorted" if column.name == order.column else "head"
                pieces.append(((fit(text, cells, column.align), ink),))
            lines.append(joined(pieces))
        lines[-1] = self._with_signs(lines[-1])
        return lines

    def _with_signs(self, line: Line) -> Line:
        """The headings with a sign at the end where there are further columns."""
        before = "‹" if self.columns_passed else " "
        after = "›" if self.columns_further else " "
        return ((before, "cap"), *line[1:], (after, "cap"))

    def _title(self, column: Column, cells: int, order: Order) -> list[str]:
        """A heading in one or two lines; the column that is sorted by has an arrow."""
        title = plain(column.heading(self.messages))
        arrow = "" if column.name != order.column else " ▼" if order.descending else " ▲"
        first = wrapped(title, cells)[0]
        rest = title.removeprefix(first).strip(" ")
        if cell_len(title) + len(arrow) <= cells:
            return [title + arrow]
        if not rest:
            return [title, arrow.strip()] if cell_len(title) <= cells else [plain(first, cells - len(arrow)) + arrow]
        return [first, plain(rest, cells - len(arrow)) + arrow]

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def rows_in_sight(self) -> int:
        """How many rows there is room for."""
        return max(1, self.size.height - self._top)

    def move_to(self, position: int) -> None:
        """Look at a row, or at the nearest there is."""
        if self.view is not None and self.view.count:
            self.cursor = max(0, min(position, self.view.count - 1))

    def move(self, rows: int) -> None:
        """Look so many rows further down, or up."""
        self.move_to(self.cursor + rows)

    def move_pages(self, pages: int) -> None:
        """Look so many screens further down, or up."""
        self.move_to(self.cursor + pages * (self.rows_in_sight - 1))

    def open(self) -> None:
        """Open the row that is looked at."""
        if self.account_id is not None:
            self.post_message(self.Opened())

    def watch_cursor(self, before: int, now: int) -> None:
        """Bring the row into sight and tell."""
        self._keep_cursor_in_sight()
        self._refresh_row(before)
        self._refresh_row(now)
        self.post_message(self.Moved())
        self._read_ahead()

    def _refresh_row(self, position: int) -> None:
        self.refresh(Region(0, position - self.scroll_offset.y + self._top, self.size.width, 1))

    def _keep_cursor_in_sight(self, *, centre: bool = False) -> None:
        top, rows = self.scroll_offset.y, self.rows_in_sight
        if top <= self.cursor < top + rows:
            return
        beyond = self.cursor - rows // 2 if centre else self.cursor if self.cursor < top else self.cursor - rows + 1
        # forced: a list that had room for all of its rows could not be scrolled so far
        self.scroll_to(y=max(0, beyond), animate=False, immediate=True, force=True)

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self, event: Resize) -> None:
        """Lay the columns out anew."""
        self._lay_out()
        self._keep_cursor_in_sight()
        self.refresh()

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A heading sorts by it; a row is looked at, and a second click opens it."""
        if event.y < self._top:
            self._choose_heading(event.x)
            return
        position = self.scroll_offset.y + event.y - self._top
        if self.view is None or position >= self.view.count:
            return
        if position == self.cursor:
            self.open()
        else:
            self.move_to(position)

    def _choose_heading(self, x: int) -> None:
        end = MARGIN
        for column, cells in self._layout:
            end += cells + GAP
            if x < end:
                self.post_message(self.HeadingChosen(column))
                return
