"""A portfolio as it lies before the reader: in which order, narrowed to what, with the cursor where."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from textual.widget import Widget

from kamengine.engine.pages import Listing, Order, Request, TierCount, View, for_this_thread, tier_counts
from kamengine.explain import Explanation, explain
from kamengine.tui.lines import width
from kamengine.tui.portfolio import Portfolio
from kamengine.tui.widgets.columns import Column, columns_of, results_shown

_EXPLANATIONS_KEPT = 32
_LONGEST_ID_SEEN = 1000  # ids of the first accounts decide how wide their column is


class Desk:
    """One portfolio and the state of its list.

    Attributes:
        order: what the list is sorted by.
        search: what it is narrowed to; empty for everything.
        view: the accounts in that order; None before the first one is ready.
        cursor: the position in the view that is looked at.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        """Nothing is read before `prepare`."""
        self.portfolio = portfolio
        scored = bool(portfolio.run.checked.parts)
        self.order = Order("score_low", descending=True) if scored else Order("tier")
        self.search = ""
        self.view: View | None = None
        self.cursor = 0
        self.counts: tuple[TierCount, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self._listing: Listing | None = None
        self._preparing = Lock()
        self._asking = Lock()
        self._run = for_this_thread(portfolio.run)
        self._explanations: OrderedDict[str, Explanation | None] = OrderedDict()

    def prepare(self) -> Listing:
        """The accounts, looked up once, by whichever thread asks first; the others wait for it."""
        with self._preparing:
            if self._listing is None:
                run = self.portfolio.run
                listing = Listing(run, results_shown(run))
                self.counts = tier_counts(run)
                self.columns = columns_of(run, _longest_id(listing))
                self._listing = listing
            return self._listing

    def request(self) -> Request:
        """A view for the order and search of now, to be made."""
        return self.prepare().request(self.order, self.search)

    @property
    def is_arranged(self) -> bool:
        """Whether the view is in the order and narrowed as is wanted now."""
        return self.view is not None and (self.view.order, self.view.search) == (self.order, self.search)

    def account_at(self, position: int) -> str | None:
        """The account at a position of the view; None beyond its ends."""
        if self.view is None or position < 0:
            return None
        rows = self.view.page(position, 1)
        return str(rows[0][0]) if rows else None

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
        explanation, find = explain(self._run, account_id), self.portfolio.corrected
        if explanation is None or find is None:
            return explanation
        return replace(explanation, corrected=find(self._run.snapshot.connection, account_id))


def _longest_id(listing: Listing) -> int:
    view = listing.view(Order())
    rows = [*view.page(0, _LONGEST_ID_SEEN), *view.page(view.count - _LONGEST_ID_SEEN, _LONGEST_ID_SEEN)]
    view.close()
    return max((width(((str(row[0])[:40], ""),)) for row in rows), default=0)


def desks_of(widget: Widget) -> tuple[Desk, ...]:
    """The portfolios of the app that a widget is in."""
    app = widget.app
    assert hasattr(app, "desks")
    desks: tuple[Desk, ...] = app.desks
    return desks
