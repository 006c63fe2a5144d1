"""Which accounts of a list are marked: some by their ids, or all that a list has except some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kamengine.engine.pages import Arrangement, Listing, Order, View


class Marks:
    """The marks of one portfolio. All accounts of a list are marked without any of them being named."""

    def __init__(self) -> None:
        """Nothing is marked."""
        self._named: set[str] = set()  # the marked ones; of a whole list those that are not
        self._whole: Arrangement | None = None  # the list of which all others are marked
        self._listing: Listing | None = None
        self._size = 0

    @property
    def count(self) -> int:
        """How many are marked."""
        return len(self._named) if self._whole is None else self._size - len(self._named)

    def has(self, account: str) -> bool:
        """Whether an account that is in the list is marked."""
        return (account in self._named) is (self._whole is None)

    def toggle(self, account: str) -> None:
        """Mark an account of the list, or no longer."""
        self._named ^= {account}

    def add(self, accounts: Iterable[str]) -> None:
        """Mark accounts of the list."""
        if self._whole is None:
            self._named |= set(accounts)
        else:
            self._named -= set(accounts)

    def mark_all(self, view: View) -> None:
        """Mark all that a view has; nothing when all are marked."""
        if self._whole is not None and not self._named and self._is_of(view):
            self.clear()
            return
        self._named, self._whole, self._listing, self._size = set(), view.arrangement, view.listing, view.count

    def clear(self) -> bool:
        """Mark nothing; whether something was marked."""
        had = self.count > 0
        self._named, self._whole, self._listing, self._size = set(), None, None, 0
        return had

    def go_to(self, view: View) -> bool:
        """Go on in another view; marks of a whole list end where that view may have accounts that the list has not.

        Returns:
            Whether marks were given up.
        """
        if self._whole is None or self._is_of(view) or (view.listing is self._listing and _everything(self._whole)):
            return False
        return self.clear()

    def accounts(self) -> tuple[str, ...]:
        """The ids of the marked accounts, in order; read in a thread, since it may take a while."""
        if self._whole is None:
            return tuple(sorted(self._named))
        assert self._listing is not None, "a whole list is one of a listing"
        view = self._listing.request(replace(self._whole, order=Order())).make()
        assert view is not None, "nobody cancels it"
        try:
            return tuple(account for account in view.ids(0, view.count) if account not in self._named)
        finally:
            view.close()

    def _is_of(self, view: View) -> bool:
        """Whether a view has the same accounts as the list of which all are marked."""
        wanted, whole = view.arrangement, self._whole
        if whole is None or view.listing is not self._listing:
            return False
        return (wanted.search, wanted.where) == (whole.search, whole.where)


def _everything(arrangement: Arrangement) -> bool:
    return not arrangement.search and arrangement.where is None
