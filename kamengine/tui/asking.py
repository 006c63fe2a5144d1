"""Asking the workspace what there is to do for the accounts in sight: all of them at once, in its own thread."""

from __future__ import annotations

from kamengine.problems import KamError
from kamengine.tui.account_list import AccountList
from kamengine.tui.desk import Desk
from kamengine.tui.office import Office


class NextTasks:
    """Learns the next tasks of the accounts that the list of a screen draws."""

    def __init__(self, screen: AccountList, office: Office) -> None:
        """Ask for what the lists of a screen want, from `watch` on."""
        self._screen, self._office = screen, office
        self._asking = False

    def watch(self, desk: Desk) -> None:
        """Ask for what the list of a desk wants; it has a column for it from then on."""
        desk.today = self._office.today
        desk.beside.asks = self._begin

    def forget(self, desk: Desk) -> None:
        """Ask again for the accounts in sight, since what there is to do may have changed."""
        desk.beside.forget()
        self._screen.table.say_again()

    def _begin(self) -> None:
        if not self._asking:
            self._asking = True
            self._screen.run_worker(self._ask(self._screen.desk))

    async def _ask(self, desk: Desk) -> None:
        from kamengine.api.next_tasks import next_tasks

        language, today = self._screen.messages.language, self._office.today
        try:
            while wanted := desk.beside.wanted():
                found = await self._office.ask(lambda work: next_tasks(work, wanted, today, language))
                desk.beside.learn(wanted, found)
                if desk is self._screen.desk:
                    self._screen.table.say_again()
        except KamError as error:
            self._screen.home.tell(error)
        finally:
            self._asking = False
