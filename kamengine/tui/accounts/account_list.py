"""What everything that works on the list of accounts shares: the portfolio that is shown, and its list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kamengine.tui.accounts.table import AccountTable
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.screens.mode import ModeScreen


class AccountList(ModeScreen):
    """A screen with a list of accounts.

    Attributes:
        looking: how many things are being looked up or done.
    """

    looking = 0

    @property
    def desk(self) -> Desk:
        """The portfolio that is shown."""
        raise NotImplementedError

    @property
    def table(self) -> AccountTable:
        """The list."""
        return self.query_one(AccountTable)

    def put_in_order(self, *, stay: bool = False) -> None:
        """Show the portfolio in the order and narrowed as its desk says; on the same account, or from the top."""
        raise NotImplementedError

    def tell_state(self) -> None:
        """Say where the cursor is, and what else is worth knowing."""
        raise NotImplementedError

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Something is being looked up or done."""
        self.looking += 1
        try:
            yield
        finally:
            self.looking -= 1
