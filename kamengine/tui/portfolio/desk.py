"""A portfolio as it lies before the reader: in which order, narrowed to what, with the cursor where."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from kamengine.api.accounts.further_columns import HISTORY, OWNER
from kamengine.api.accounts.portfolios import usual_columns, usual_order
from kamengine.declarations import Label
from kamengine.engine.pages import (
    Arrangement,
    Head,
    Listing,
    Order,
    Request,
    TierCount,
    View,
    for_this_thread,
    tier_counts,
)
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.tui.looks.lines import width
from kamengine.tui.portfolio.beside import Beside
from kamengine.tui.portfolio.columns import Column, columns_of
from kamengine.tui.portfolio.further_cells import FurtherCells, needed_beside, trend_in_sight
from kamengine.tui.portfolio.next_task_cell import NEXT_TASK, next_task_cell
from kamengine.tui.portfolio.portfolio import FIRST_ROWS, Book, Portfolio, State
from kamengine.tui.portfolio.remembering import Remembered

if TYPE_CHECKING:
    from kamengine.api.accounts.conditions import Wrong
    from kamengine.engine.results import Results
    from kamengine.explain import Explanation
    from kamengine.work.tasks.listing import Listed

_EXPLANATIONS_KEPT = 32
_IDS_SEEN = 200  # at each end of the list
_LONGEST_ID_SEEN = 40  # characters of an id that decide how wide its column is


class Desk:
    """One portfolio and the state of its list.

    What reads the portfolio (`open`, `head`, `prepare`, `count`, `hold`) is called in threads, the rest on the
    app's loop.

    Attributes:
        portfolio: what is read.
        book: the portfolio when it has been opened.
        order: what the list is sorted by.
        search: what it is narrowed to; empty for everything.
        where: the condition that it is narrowed by, in the language of the packs; None for none.
        remembered: how it was looked at when the workspace was open last; it is shown so when it has been opened.
        unsound: what is wrong with the condition of that time, which is left out; None when nothing is.
        columns: what the list shows.
        view: the accounts in that order; None before the first one is ready.
        cursor: the position in the view that is looked at.
        counts: the accounts of each tier.
        state: how the book stands to the workspace.
        today: the day to work from; None where there is no workspace, and so nothing to do.
        next_tasks: of the accounts in sight only.
        trends: of the accounts in sight only, where the value of the pack follows ledgers.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        """Nothing is read before `open`."""
        self.portfolio = portfolio
        self.book: Book | None = None
        self.order = Order()
        self.search = ""
        self.where: str | None = None
        self.remembered = Remembered()
        self.unsound: KamError | None = None
        self.columns: tuple[Column, ...] = ()
        self.view: View | Head | None = None
        self.cursor = 0
        self.counts: tuple[TierCount, ...] = ()
        self.state = State()
        self.today: dt.date | None = None
        self.next_tasks: Beside[Listed] = Beside()
        self.trends: Beside[Sequence[Any]] = Beside()
        self._held = False
        self._view_in_use: tuple[str, Arrangement] = ("", Arrangement())
        self._opening, self._holding, self._asking = Lock(), Lock(), Lock()
        self._explanations: OrderedDict[str, Explanation | None] = OrderedDict()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self) -> Book:
        """The portfolio, opened once, by whichever thread asks first; the others wait for it.

        Raises:
            KamError: it cannot be read.
        """
        with self._opening:
            if self.book is None:
                book = self.portfolio.open()
                self._begin_as_remembered(book)
                if book.head is not None:
                    self._set_columns(book, book.head)
                self.book = book
            return self.book

    def _begin_as_remembered(self, book: Book) -> None:
        """Wish for the list as it was looked at last, as far as its columns are still there."""
        kept, results = self.remembered, book.results
        self.order = usual_order(results)
        if kept.order is not None and kept.order.column in {*results.columns(), *results.further}:
            self.order = kept.order
        wrong = _wrong_in(kept.where, results)
        if wrong:
            told = [Problem(Place(key=kept.where), each.what, each.remedy) for each in wrong]
            self.unsound = KamError([*told, Problem(Place(), say("The condition of the last time is left out."))])
        elif kept.where:
            self.where = kept.where
        self.search = self.search or kept.search  # somebody may be typing already
        self.use_view("" if wrong else kept.view)

    def head(self) -> Head | None:
        """The first accounts while the whole list is being read; None when there is no need for them.

        Raises:
            KamError: the portfolio cannot be read.
        """
        book = self.open()
        if book.head is None or book.head.arrangement == self.arrangement:
            return book.head
        return None if self._held else book.listing.head(self.arrangement, FIRST_ROWS)

    def prepare(self) -> Listing:
        """The accounts, held in memory once, by whichever thread asks first; the others wait for it.

        Raises:
            KamError: the portfolio cannot be read.
        """
        book = self.open()
        with self._holding:
            if not self._held:
                book.listing.hold()
                self.state = book.look()
                self.count()
                if not self.columns:
                    view = book.listing.view()
                    self._set_columns(book, view)
                    view.close()
                self._held = True
            return book.listing

    def count(self) -> tuple[TierCount, ...]:
        """The accounts of each tier.

        Raises:
            KamError: the portfolio cannot be read.
        """
        if not self.counts:
            self.counts = tier_counts(self.open().results)
        return self.counts

    def hold(self, names: Sequence[str]) -> None:
        """Read columns that are to be shown (see `show`).

        Args:
            names: of `kamengine.engine.results.Results.columns`.

        Raises:
            KamError: the portfolio cannot be read.
        """
        self.prepare().hold(needed_beside(tuple(name for name in names if name != NEXT_TASK)))

    def catch_up(self) -> bool:
        """Look again at what has changed; a newer run takes the place of the one that is shown.

        Returns:
            Whether the list must be put in order again: its accounts are others, or have other tiers or owners.

        Raises:
            KamError: the portfolio cannot be read any more; what was read stays.
        """
        book = self.open()
        listing = self.prepare()
        self.state = book.look()
        if self.state.newest:
            return self.state.changed
        renewed = self.portfolio.read()
        renewed.listing.show(listing.columns[2:])
        renewed.listing.hold()
        self.state, counts = renewed.look(), tier_counts(renewed.results)
        with self._asking:
            self.book, self.counts = renewed, counts
            self._explanations.clear()
        self.trends.forget()
        return True

    def _set_columns(self, book: Book, view: View | Head) -> None:
        names = list(usual_columns(book.results))
        if self.today is not None and book.has_tasks:
            names.insert(names.index(OWNER) if OWNER in names else len(names), NEXT_TASK)
        self.columns = columns_of(book.results, names, _widest_id(view), self._drawn(book), self.differs)

    def _drawn(self, book: Book) -> dict[str, FurtherCells]:
        """What is only known of accounts in sight."""
        drawn = {HISTORY: trend_in_sight(self.trends)} if HISTORY in book.results.in_sight else {}
        if self.today is not None:
            drawn[NEXT_TASK] = next_task_cell(self.next_tasks, self.today)
        return drawn

    def trends_of(self, accounts: Sequence[str], near: range) -> Mapping[str, Sequence[Any] | None]:
        """What accounts were worth month by month, by id; None for one without a trend.

        Args:
            accounts: those that are wanted.
            near: positions of the view; the accounts there are read, too, unless they are known.
        """
        import duckdb

        history, view = self.open().results.extras.get(HISTORY), self.view
        if history is None or history.of is None:
            return {}
        asked = dict.fromkeys(accounts)
        if isinstance(view, View):
            with suppress(duckdb.Error):  # another view may take its place meanwhile
                asked |= dict.fromkeys(each for each in view.ids(near.start, len(near)) if not self.trends.has(each))
        return {**dict.fromkeys(asked), **history.of(tuple(asked))}

    # ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def arrangement(self) -> Arrangement:
        """How the list is wanted now."""
        return Arrangement(self.order, self.search, self.where)

    @property
    def view_in_use(self) -> str:
        """The name of the kept view that the list is shown as; empty for none, and when it is arranged otherwise."""
        name, arrangement = self._view_in_use
        return name if arrangement == self.arrangement else ""

    def use_view(self, name: str) -> None:
        """The list as it is wanted now is that of a kept view; an empty name: of none."""
        self._view_in_use = name, self.arrangement

    def request(self) -> Request:
        """A view of the list as it is wanted now, to be made.

        Raises:
            KamError: the portfolio cannot be read.
        """
        return self.prepare().request(self.arrangement)

    def show(self, names: Sequence[str]) -> None:
        """Show other columns from now on; they have been read (see `hold`)."""
        assert self.book is not None, "columns are chosen of a list that is shown"
        widest = next(column.least for column in self.columns if column.name == "account_id")
        self.book.listing.show(needed_beside(tuple(name for name in names if name != NEXT_TASK)))
        self.columns = columns_of(self.book.results, names, widest, self._drawn(self.book), self.differs)

    def differs(self, account: str) -> bool:
        """Whether the tier in effect of an account is another than the computed one."""
        return self.book is not None and account in self.book.results.differing

    def in_effect(self, account: str) -> Label | Message | None:
        """What people call the tier in effect of an account; None where it is the computed one."""
        if self.book is None or not self.differs(account):
            return None
        tier = self.book.results.differing[account]
        return self.book.results.checked.tier_label(tier) if tier else say("no tier")

    @property
    def is_arranged(self) -> bool:
        """Whether the whole view is there, in the order and narrowed as is wanted now."""
        view, book = self.view, self.book
        if not isinstance(view, View) or book is None:
            return False
        return view.listing is book.listing and view.arrangement == self.arrangement

    def account_at(self, position: int) -> str | None:
        """The account at a position of the view; None beyond its ends."""
        if self.view is None or position < 0:
            return None
        rows = self.view.page(position, 1)
        return str(rows[0][0]) if rows else None

    # ── one account ──────────────────────────────────────────────────────────────────────────────────────────────────

    def explain(self, account_id: str, wanted: Callable[[], bool]) -> Explanation | None:
        """Why an account has its tier. One thread at a time asks.

        Args:
            account_id: the account.
            wanted: whether somebody still wants to know when it is this thread's turn.

        Returns:
            The explanation; None when nobody wants it any more, or the run does not have the account.
        """
        with self._asking:
            if not wanted():
                return None
            if account_id not in self._explanations:
                self._explanations[account_id] = self._explained(account_id)
                while len(self._explanations) > _EXPLANATIONS_KEPT:
                    self._explanations.popitem(last=False)
            return self._explanations[account_id]

    def _explained(self, account_id: str) -> Explanation | None:
        """Why an account has its tier, with what of it was corrected by hand."""
        from kamengine.explain import explain

        book = self.open()
        run = for_this_thread(book.run())
        explanation, find = explain(run, account_id), book.corrected
        if explanation is None or find is None:
            return explanation
        return replace(explanation, corrected=find(run.snapshot.connection, account_id))


def _wrong_in(where: str, results: Results) -> tuple[Wrong, ...]:
    """What is wrong with a condition over results; nothing where there is none."""
    if not where:
        return ()
    from kamengine.api.accounts.conditions import ConditionDesk

    return ConditionDesk(results).wrong(where)


def _widest_id(view: View | Head) -> int:
    rows = [*view.page(0, _IDS_SEEN), *view.page(view.count - _IDS_SEEN, _IDS_SEEN)]
    return max((width(((str(row[0])[:_LONGEST_ID_SEEN], ""),)) for row in rows), default=0)


def desks_of(widget: Widget) -> tuple[Desk, ...]:
    """The portfolios of the app that a widget is in."""
    app = widget.app
    assert hasattr(app, "desks")
    desks: tuple[Desk, ...] = app.desks
    return desks
