"""Reading what is known of the accounts in sight only: of all of them at once, in a thread."""

from __future__ import annotations

import asyncio
import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kamengine.engine.pages import View
from kamengine.problems import KamError
from kamengine.tui.accounts.account_list import AccountList
from kamengine.tui.ground.office import Office
from kamengine.tui.portfolio.beside import Beside
from kamengine.tui.portfolio.desk import Desk
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from kamengine.work.tasks.listing import Listed


_SCREENS_AHEAD = 2


class InSight(ABC):
    """Learns something of the accounts that the list of a screen draws.

    Attributes:
        asking: whether something is being read.
    """

    def __init__(self, screen: AccountList, desks: Iterable[Desk]) -> None:
        """Read what the lists of desks want."""
        self._screen, self._desks = screen, tuple(desks)
        self.asking = False
        for desk in self._desks:
            self._of(desk).asks = self._begin

    def forget(self) -> None:
        """Read it again of the accounts in sight, since it may have changed."""
        for desk in self._desks:
            self._of(desk).forget()
        self._screen.table.say_again()

    def _begin(self) -> None:
        if not self.asking and self._may_begin(self._screen.desk):
            self.asking = True
            self._screen.run_worker(self._ask())

    async def _ask(self) -> None:
        try:
            while wanted := self._of(desk := self._screen.desk).wanted():
                book = desk.book
                found = await self._read(desk, wanted)
                if book is desk.book:  # else they are accounts of a run that is not shown any more
                    self._of(desk).learn(wanted, found)
                if desk is self._screen.desk:
                    self._screen.table.say_again()
        except KamError as error:
            self._screen.home.tell(error)
        finally:
            self.asking = False

    def _may_begin(self, desk: Desk) -> bool:
        """Whether this is the moment to read anything."""
        del desk
        return True

    @abstractmethod
    def _of(self, desk: Desk) -> Beside[Any]:
        """What is known of the accounts of a desk."""

    @abstractmethod
    async def _read(self, desk: Desk, accounts: Sequence[str]) -> Mapping[str, Any]:
        """What there is of accounts of a desk."""


class NextTasks(InSight):
    """Learns the next tasks of accounts, which the workspace is asked for."""

    def __init__(self, screen: AccountList, office: Office, desks: Iterable[Desk]) -> None:
        """The lists of desks have a column for it from now on."""
        super().__init__(screen, desks)
        self._office = office
        for desk in self._desks:
            desk.today = office.today

    def _of(self, desk: Desk) -> Beside[Listed]:
        return desk.next_tasks

    async def _read(self, desk: Desk, accounts: Sequence[str]) -> Mapping[str, Listed]:
        language, today = self._screen.messages.language, self._office.today
        return await self._office.ask(partial(_next_tasks, accounts=accounts, today=today, language=language))


class Trends(InSight):
    """Learns the trends of accounts, which are computed from ledgers; not before the list itself is there.

    Most of the time goes into finding rows in the ledgers, for a few accounts as for many: so those are read with them
    that are likely to be looked at next.
    """

    def _may_begin(self, desk: Desk) -> bool:
        return isinstance(desk.view, View)

    def _of(self, desk: Desk) -> Beside[Sequence[Any]]:
        return desk.trends

    async def _read(self, desk: Desk, accounts: Sequence[str]) -> Mapping[str, Sequence[Any] | None]:
        table = self._screen.table
        rows = table.rows_in_sight
        near = range(table.scroll_offset.y - rows, table.scroll_offset.y + (1 + _SCREENS_AHEAD) * rows)
        return await asyncio.to_thread(desk.trends_of, accounts, near)


def _next_tasks(workspace: Workspace, accounts: Sequence[str], today: dt.date, language: str) -> dict[str, Listed]:
    from kamengine.api.work.next_tasks import next_tasks  # in the thread of the office, since loading takes a moment

    return next_tasks(workspace, accounts, today, language)
