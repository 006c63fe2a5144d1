"""Narrowing the list of accounts: by a search while one types, and by a condition in the language of the packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.containers import Vertical
from textual.widget import Widget

from kamengine.engine.pages import View
from kamengine.locale.display import number, plain
from kamengine.problems import Message, say
from kamengine.tui.accounts.account_list import AccountList
from kamengine.tui.accounts.filter_bar import FilterBar
from kamengine.tui.accounts.finding import counted_elsewhere
from kamengine.tui.ground.keys import Key
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.screens.searching import Searching
from kamengine.tui.widgets.search_box import SearchBox

NARROWING_KEYS = (
    Key("slash,ideographic_comma", "/", "search", say("Search by number or name"), say("search")),
    Key("f", "f", "filter", say("Show only accounts that meet a condition"), say("filter")),
)


class Narrowing(Searching, AccountList):
    """A list that can be narrowed."""

    _elsewhere: Mapping[Desk, int] = {}  # how many accounts others have that are looked for here

    @property
    def sought(self) -> str:
        """What is looked for in the portfolio that is shown."""
        return self.desk.search

    @sought.setter
    def sought(self, text: str) -> None:
        self.desk.search = text

    @property
    def searched(self) -> Widget:
        """The list."""
        return self.table

    def seek(self, *, ended: bool = False) -> None:
        """Put the list in order again, from the top while one types."""
        self.put_in_order(stay=ended)

    def narrowing_parts(self) -> Iterable[Widget]:
        """Where one types, below the list."""
        with Vertical(id="typing"):
            yield FilterBar()
            yield SearchBox()

    @property
    def filter_bar(self) -> FilterBar:
        """Where one writes the condition."""
        return self.query_one(FilterBar)

    def show_narrowing(self) -> None:
        """Show what the portfolio that is turned to is narrowed by."""
        self.search_box.set(self.desk.search)
        self.filter_bar.set(self.desk.where or "")
        self.tell_met()

    def tell_met(self) -> None:
        """Say how many accounts meet the condition, and of how many that is unknown."""
        desk, language = self.desk, self.messages.language
        view, told = desk.view, ""
        if isinstance(view, View) and desk.where is not None and view.arrangement.where == desk.where:
            counts = {"n": view.count, "all": sum(count.accounts for count in desk.counts), "unknown": view.unknown}
            texts = {name: number(count, language) for name, count in counts.items()}
            told = self.messages.say("{n} of {all}", **texts)
            if view.unknown:
                told = self.messages.say("{n} of {all}, unknown {unknown}", **texts)
        self.filter_bar.tell_met(told)

    # ── what other portfolios have ───────────────────────────────────────────────────────────────────────────────────

    def look_elsewhere(self, desks: Sequence[Desk]) -> None:
        """When a search finds nothing, say which of the other portfolios has such accounts, and how one gets there."""
        view, self._elsewhere = self.desk.view, {}
        if isinstance(view, View) and not view.count and view.arrangement.search and view.arrangement.where is None:
            self.run_worker(self._count_elsewhere(view, desks), exclusive=True, group="elsewhere")

    async def _count_elsewhere(self, view: View, desks: Sequence[Desk]) -> None:
        here = self.desk
        with self.under_way():
            found = await counted_elsewhere([desk for desk in desks if desk is not here], view.arrangement.search)
        if self.desk.view is view:
            self._elsewhere = found
            at = desks.index(here)
            steps = {
                desks[(at - 1) % len(desks)]: say("[ goes there"),
                desks[(at + 1) % len(desks)]: say("] goes there"),
            }
            self.table.elsewhere = tuple(self._told_of(desk, n, steps.get(desk)) for desk, n in found.items())
            self.table.refresh()

    def _told_of(self, desk: Desk, n: int, way: Message | None) -> Message:
        title = plain(self.messages.label(desk.portfolio.title) or desk.portfolio.pack or "", 40)
        if way is None:
            return say("{n:,} in {portfolio}.", n=n, portfolio=title)
        return say("{n:,} in {portfolio}: {way}.", n=n, portfolio=title, way=way)

    def take_search_to(self, other: Desk) -> None:
        """Look for the same in another portfolio, which has it, unlike the one that is shown."""
        if other in self._elsewhere and not other.search and other.where is None:
            other.search = self.desk.search

    def end_narrowing(self) -> bool:
        """End what was begun last: the writing of a condition, else the search, else the condition; whether any was."""
        desk, bar = self.desk, self.filter_bar
        if bar.writing:
            bar.set("")
            bar.leave()
            if desk.where is not None:
                self._narrow(None)
            return True
        if self.end_search():
            return True
        if desk.where is None:
            return False
        bar.set("")
        self._narrow(None)
        return True

    def _narrow(self, where: str | None) -> None:
        self.desk.where = where
        self.tell_met()
        self.put_in_order(stay=True)

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_filter(self) -> None:
        """Write what accounts must meet."""
        from kamengine.api.accounts.conditions import ConditionDesk

        book = self.desk.book
        if book is not None:
            self.filter_bar.open(ConditionDesk(book.results))

    # ── what the parts tell ──────────────────────────────────────────────────────────────────────────────────────────

    def on_filter_bar_applied(self, event: FilterBar.Applied) -> None:
        """Narrow the list by a condition, and go on in it."""
        self.table.focus()
        where = event.text or None
        self.filter_bar.set(event.text)
        if where != self.desk.where:
            self._narrow(where)

    def on_filter_bar_left(self) -> None:
        """Go on in the list."""
        self.table.focus()
