"""Asking the workspace what there is to do for the accounts in sight: all of them at once, in its own thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kamengine.problems import KamError
from kamengine.tui.account_list import AccountList
from kamengine.tui.desk import Desk
from kamengine.tui.office import Office
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from kamengine.work.listing import Listed


class NextTasks:
    """Learns the next tasks of the accounts that the list of a screen draws.

    Attributes:
        asking: whether something is being looked up.
    """

    def __init__(self, screen: AccountList, office: Office, desks: Iterable[Desk]) -> None:
        """Ask for what the lists of desks want; they have a column for it from now on."""
        self._screen, self._office, self._desks = screen, office, tuple(desks)
        self.asking = False
        for desk in self._desks:
            desk.today = office.today
            desk.beside.asks = self._begin

    def forget(self) -> None:
        """Ask again for the accounts in sight, since what there is to do may have changed."""
        for desk in self._desks:
            desk.beside.forget()
        self._screen.table.say_again()

    def _begin(self) -> None:
        if not self.asking:
            self.asking = True
            self._screen.run_worker(self._ask(self._screen.desk))

    async def _ask(self, desk: Desk) -> None:
        language, today = self._screen.messages.language, self._office.today
        try:
            while wanted := desk.beside.wanted():
                found = await self._office.ask(partial(_next_tasks, accounts=wanted, today=today, language=language))
                desk.beside.learn(wanted, found)
                if desk is self._screen.desk:
                    self._screen.table.say_again()
        except KamError as error:
            self._screen.home.tell(error)
        finally:
            self.asking = False


def _next_tasks(workspace: Workspace, accounts: Sequence[str], today: dt.date, language: str) -> dict[str, Listed]:
    from kamengine.api.next_tasks import next_tasks  # in the thread of the office, since loading takes a moment

    return next_tasks(workspace, accounts, today, language)
