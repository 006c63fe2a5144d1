"""Marking accounts of the list: one by one, from one to another, or all that are in sight of search and condition."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kamengine.engine.pages import View
from kamengine.locale.display import number
from kamengine.problems import KamError, Message, say
from kamengine.tui.accounts.account_list import AccountList
from kamengine.tui.accounts.marks import Marks
from kamengine.tui.ground.keys import Key
from kamengine.tui.portfolio.desk import Desk

MARK_KEYS = (
    Key("space", "Space", "mark", say("Mark it, or no longer"), say("mark")),
    Key("v", "v", "range", say("Mark a range: press v at one end and at the other")),
    Key("asterisk", "*", "mark_all", say("Mark everything, or nothing")),
)
_LONGEST_RANGE = 100_000


class Marking(AccountList):
    """A list of which accounts can be marked."""

    _range_from: int | None = None

    @property
    def marks(self) -> Marks:
        """The marks of the portfolio that is shown."""
        if not hasattr(self, "_marks"):
            self._marks: dict[Desk, Marks] = {}
        return self._marks.setdefault(self.desk, Marks())

    @property
    def meant(self) -> Callable[[], tuple[str, ...]]:
        """Gives the accounts that an action is about, called in a thread: the marked ones, else the one looked at."""
        marks, account = self.marks, self.table.account_id
        if marks.count:
            return marks.accounts
        return lambda: (account,) if account is not None else ()

    @property
    def count_meant(self) -> int:
        """How many accounts an action is about."""
        return self.marks.count or (self.table.account_id is not None)

    def titled(self, what: Message) -> Message:
        """What is done to which account, or to how many of how many."""
        n = self.count_meant
        if not self.marks.count:
            return say("{what}: {account}", what=what, account=self.table.account_id or "")
        return say("{what}: {n:,} of {all:,} accounts", what=what, n=n, all=self.accounts_in_all)

    @property
    def accounts_in_all(self) -> int:
        """How many accounts the portfolio has."""
        return sum(count.accounts for count in self.desk.counts)

    def show_marks(self) -> None:
        """Draw the marks of now."""
        self._draw_marks()
        self.tell_state()

    def follow_marks(self) -> None:
        """Another view is shown: let go of marks that do not fit it."""
        view = self.desk.view
        if isinstance(view, View) and self.marks.go_to(view):
            self.home.tell(say("The list is another one, so nothing is marked any more"))
        self._range_from = None
        self._draw_marks()

    def _draw_marks(self) -> None:
        self.table.mark(self.marks.has if self.marks.count else None)
        self.tell_keys()

    def marks_told(self) -> str:
        """What is marked, for the last line; empty for nothing."""
        if self._range_from is not None:
            return self.messages.say("go to the other end and press v")
        if self.marks.count:
            return self.messages.say("marked: {n}", n=number(self.marks.count, self.messages.language))
        return ""

    def end_marking(self) -> bool:
        """Give up the range that was begun, else mark nothing; whether there was anything of it."""
        if self._range_from is not None:
            self._range_from = None
            self.tell_state()
            return True
        had = self.marks.clear()
        self.show_marks()
        return had

    @property
    def range_begun(self) -> bool:
        """Whether one end of a range is chosen."""
        return self._range_from is not None

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_mark(self) -> None:
        """Mark what is looked at, or no longer, and go on."""
        account, self._range_from = self.table.account_id, None
        if account is not None:
            self.marks.toggle(account)
            self.show_marks()
            self.table.move(1)

    def action_mark_all(self) -> None:
        """Mark all that the list shows, or nothing."""
        view, self._range_from = self.desk.view, None
        if isinstance(view, View) and view.count:
            self.marks.mark_all(view)
            self.show_marks()

    def action_range(self) -> None:
        """Begin a range at what is looked at, or mark it up to here."""
        if self._range_from is None:
            self._range_from = self.table.cursor
        else:
            first, last = sorted((self._range_from, self.table.cursor))
            self._range_from = None
            if isinstance(self.desk.view, View):
                self.attempt(self._mark_range(self.desk.view, self.marks, first, last))
        self.tell_state()

    async def _mark_range(self, view: View, marks: Marks, first: int, last: int) -> None:
        count = last - first + 1
        if count > _LONGEST_RANGE:
            what = say("this range has {n:,} accounts; at most {most:,} can be marked so", n=count, most=_LONGEST_RANGE)
            raise KamError.of(what, say("narrow the list with f or /, then press * to mark all of it"))
        with self.under_way():
            marks.add(await asyncio.to_thread(view.ids, first, count))
        self.show_marks()
