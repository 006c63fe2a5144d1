"""Finding accounts by name or id in every portfolio at once, whatever its list is narrowed to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kamengine.engine.pages import Arrangement, Request, View
from kamengine.problems import KamError
from kamengine.tui.portfolio.desk import Desk


@dataclass(frozen=True)
class FoundAccount:
    """An account that was found.

    Attributes:
        account_id: its id.
        name: what it is called; empty where that is unknown.
        desk: the portfolio that has it, the first one if several have.
    """

    account_id: str
    name: str
    desk: Desk


async def find_accounts(desks: Sequence[Desk], text: str, limit: int) -> list[FoundAccount]:
    """The accounts whose id or name contains a text, in the orders of the portfolios' lists.

    Whoever no longer waits for the answer interrupts the search.

    Args:
        desks: the portfolios.
        text: what is looked for; capitals count as small letters.
        limit: at most so many.

    Raises:
        KamError: a portfolio cannot be read.
    """
    search = _Search(desks, text, limit)
    try:
        return await asyncio.to_thread(search.found)
    except asyncio.CancelledError:
        search.cancel()
        raise


async def counted_elsewhere(desks: Sequence[Desk], text: str) -> dict[Desk, int]:
    """How many accounts have a text in their id or name, in each portfolio that has any and need not be made first.

    Whoever no longer waits for the answer interrupts the search. A portfolio that cannot be read has none.

    Args:
        desks: the portfolios.
        text: what is looked for; capitals count as small letters.
    """
    search = _Search([desk for desk in desks if desk.book is not None or desk.portfolio.kept], text, 0)
    try:
        return await asyncio.to_thread(search.counted)
    except asyncio.CancelledError:
        search.cancel()
        raise


class _Search:
    """A search that runs in one thread and is cancelled from another."""

    def __init__(self, desks: Sequence[Desk], text: str, limit: int) -> None:
        self._desks, self._text, self._limit = desks, text, limit
        self._request: Request | None = None
        self._cancelled = False

    def found(self) -> list[FoundAccount]:
        """The accounts; each once."""
        found: dict[str, FoundAccount] = {}
        for desk in self._desks:
            if self._cancelled or len(found) >= self._limit:
                break
            for account_id, name in self._in(desk):
                found.setdefault(account_id, FoundAccount(account_id, name, desk))
        return list(found.values())[: self._limit]

    def counted(self) -> dict[Desk, int]:
        """How many there are by portfolio; those without any are left out."""
        counts: dict[Desk, int] = {}
        for desk in self._desks:
            with suppress(KamError):  # who goes there is told why
                view = None if self._cancelled else self._view(desk)
                if view is not None:
                    counts[desk] = view.count
                    view.close()
        return {desk: count for desk, count in counts.items() if count}

    def cancel(self) -> None:
        """Stop as soon as can be."""
        self._cancelled = True
        if self._request is not None:
            self._request.cancel()

    def _in(self, desk: Desk) -> Iterator[tuple[str, str]]:
        view = self._view(desk)
        if view is None:
            return
        try:
            for row in view.page(0, self._limit):
                yield str(row[0]), "" if row[1] is None else str(row[1])
        finally:
            view.close()

    def _view(self, desk: Desk) -> View | None:
        """The accounts of a portfolio that have the text; None when nobody waits for them any more."""
        listing = desk.prepare()
        self._request = request = listing.request(Arrangement(desk.order, self._text))
        return None if self._cancelled else request.make()
