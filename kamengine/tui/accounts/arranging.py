"""Putting the list of a desk in order in threads: the newest wish wins, and what an older one made is thrown away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kamengine.engine.pages import Head, Request, View
from kamengine.problems import KamError
from kamengine.tui.portfolio.desk import Desk
from kamengine.tui.portfolio.remembering import Remembered

Show = Callable[[Desk], None]
Refuse = Callable[[Desk, KamError], None]


class Arranger:
    """Makes the views of desks, one at a time."""

    def __init__(self, show: Show, refuse: Refuse) -> None:
        """Nothing is under way.

        Args:
            show: called when a desk has something new to be shown: its tiers are counted, or its view is there.
            refuse: called when its portfolio cannot be read, or its condition is not sound; the view is as it was.
        """
        self._show, self._refuse = show, refuse
        self._request: Request | None = None
        self._wish = 0  # the number of the newest wish

    def give_up(self) -> None:
        """Stop making what nobody wants any more."""
        self._wish += 1
        if self._request is not None:
            self._request.cancel()
            self._request = None

    async def arrange(self, desk: Desk, account: str | None = None) -> None:
        """Bring the view of a desk into the order that is wanted; its first rows come as soon as they are known.

        Args:
            desk: the list, with its order, search and condition.
            account: the one that the cursor stays on; None: the cursor goes to the top.
        """
        self.give_up()
        wish = self._wish
        try:
            if desk.view is None:
                await self._begin(desk, wish)
            await self._make(desk, account, wish)
        except KamError as error:
            if wish == self._wish:
                self._refuse(desk, error)

    async def _begin(self, desk: Desk, wish: int) -> None:
        """Show the first rows while the others are read."""
        head = await asyncio.to_thread(desk.head)
        if wish == self._wish and desk.view is None and head is not None:
            desk.view, desk.cursor = head, head.position(desk.remembered.account) or 0
            self._show(desk)
        await asyncio.to_thread(desk.count)
        if wish == self._wish:
            self._show(desk)

    async def _make(self, desk: Desk, account: str | None, wish: int) -> None:
        await asyncio.to_thread(desk.prepare)
        if wish != self._wish:
            return
        self._request = request = desk.request()
        made = await asyncio.to_thread(_made, request, account or desk.remembered.account)
        if made is None:
            return
        view, position = made
        if wish != self._wish:
            view.close()
            return
        before, desk.view = desk.view, view
        same = isinstance(before, Head) and before.arrangement == view.arrangement
        if account is not None or not (same and desk.cursor):  # else somebody has gone on in the rows shown meanwhile
            desk.cursor = position
        desk.remembered = Remembered()
        self._show(desk)
        if before is not None:
            before.close()
        await self._complete(desk, view)

    async def _complete(self, desk: Desk, view: View) -> None:
        """Read the columns that take longer, and show them."""
        pending = view.listing.pending
        if pending:
            await asyncio.to_thread(view.listing.hold, pending)
            if desk.view is view:
                desk.view = view.again()
                self._show(desk)


def _made(request: Request, account: str) -> tuple[View, int] | None:
    """A view, and the position of an account in it; 0 when it is not there, and for none."""
    view = request.make()
    if view is None:
        return None
    return view, (view.position(account) or 0) if account else 0
