"""Narrowing the list of accounts: by a search while one types, and by a condition in the language of the packs."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget

from kamengine.engine.pages import View
from kamengine.locale.display import number
from kamengine.problems import say
from kamengine.tui.accounts.account_list import AccountList
from kamengine.tui.accounts.filter_bar import FilterBar
from kamengine.tui.ground.keys import Key
from kamengine.tui.screens.searching import Searching
from kamengine.tui.widgets.search_box import SearchBox

NARROWING_KEYS = (
    Key("slash,ideographic_comma", "/", "search", say("Search by number or name"), say("search")),
    Key("f", "f", "filter", say("Show only accounts that meet a condition"), say("filter")),
)


class Narrowing(Searching, AccountList):
    """A list that can be narrowed."""

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
