"""Finding accounts by name or id in every portfolio at once, whatever its list is narrowed to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamengine.engine.pages import Arrangement, Request
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

    def cancel(self) -> None:
        """Stop as soon as can be."""
        self._cancelled = True
        if self._request is not None:
            self._request.cancel()

    def _in(self, desk: Desk) -> Iterator[tuple[str, str]]:
        listing = desk.prepare()
        self._request = request = listing.request(Arrangement(desk.order, self._text))
        view = None if self._cancelled else request.make()
        if view is None:
            return
        try:
            for row in view.page(0, self._limit):
                yield str(row[0]), "" if row[1] is None else str(row[1])
        finally:
            view.close()
