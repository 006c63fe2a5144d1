"""Reading an account for its dossier: why it has its tier first, then what the open section shows."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from kamengine.changes import Changes
from kamengine.problems import KamError
from kamengine.tui.actions.cause_finder import CauseFinder
from kamengine.tui.dossier.changing import AccountWork
from kamengine.tui.dossier.head import AccountHead
from kamengine.tui.dossier.questions import Looked, events_of, facts_of, people_of, read_panel, work_of
from kamengine.tui.dossier.why_shelf import Explained, shelf_of
from kamengine.tui.ground.office import Answer, Question
from kamengine.tui.ground.opening import CONTACTS, FACTS, PLAN, TIMELINE, WHY, Opening
from kamengine.tui.ground.telling import told
from kamengine.tui.ground.trail import Trail
from kamengine.tui.portfolio.desk import Desk, desks_of
from kamengine.work.tiers.moves import Move
from kamengine.workspace import RunRecord

_READ = {PLAN: "work", TIMELINE: "events", CONTACTS: "people", FACTS: "facts"}
"""Where `Looked` has what a section shows besides the explanation."""


class DossierReading(AccountWork):
    """A screen that reads the account at the position of a trail, section by section."""

    def __init__(self, trail: Trail, how: Opening) -> None:
        """Nothing is read before `_look_up`."""
        super().__init__()
        self._trail, self._given_desk = trail, how.get("desk")
        self._packs = [pack] if (pack := how.get("pack")) else []
        self._run, self._note = how.get("run"), how.get("note")
        self._section = how.get("section") or WHY
        self._looked = Looked("")
        self._reading = 0
        self._changes: tuple[object, Changes | None] | None = None  # those found last, and of what
        self._finder = CauseFinder()

    def on_unmount(self) -> None:
        """Find out nothing any more that nobody will see."""
        self._finder.close()

    @property
    def ready(self) -> bool:
        """Whether everything that was asked for of the account is shown."""
        return not self._reading and bool(self._looked.account)

    def _show(self) -> None:
        """Show the section as far as it has been read."""
        raise NotImplementedError

    def _tell_state(self) -> None:
        """Say where in the trail one is."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Forget where one was in the sections of the account before."""
        raise NotImplementedError

    def _hold(self) -> None:
        """Remember what is looked at, to look at it again when it has been read anew."""
        raise NotImplementedError

    def _look_up(self, *, stay: bool = False) -> None:
        """Read the account at the position of the trail."""
        account = self._trail.account_at(self._trail.position)
        self._tell_state()
        if account is None:
            return
        if stay:
            self._hold()
        else:
            self._forget()
        self._looked = Looked(account)
        self.attempt(self._explain(self._looked))
        self._read_section()

    def attempt(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something meanwhile; why it is refused is told."""
        self._reading += 1
        self.run_worker(self._counted(doing))

    async def _counted(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await self._attempted(doing)
        finally:
            self._reading -= 1

    async def _explain(self, looked: Looked) -> None:
        try:
            looked.explained = await self._explained(looked)
        except KamError as error:
            looked.why_not = told(error, self.messages)
        if looked is not self._looked:
            return
        explanation = looked.explained.explanation if looked.explained is not None else None
        held = looked.explained.in_effect if looked.explained is not None else None
        in_effect = held.tier if held is not None else None
        self.query_one(AccountHead).show(looked.account, explanation, self._note, in_effect)
        self._show()
        if self._section == PLAN:
            self._read_section()
        if self._section == FACTS:
            self.run_worker(self._attempted(self._find_months(looked)))
        if looked.explained is not None:
            self.run_worker(self._attempted(self._find_more(looked, looked.explained)))

    async def _explained(self, looked: Looked) -> Explained | None:
        desk, account = self._desk, looked.account
        record = desk.book.record if desk is not None and desk.book is not None else None
        if self.home.office is None or (desk is not None and desk.book is not None and record is None):
            assert desk is not None, "accounts of files are those of a list"
            found = await asyncio.to_thread(desk.explain, account, lambda: looked is self._looked)
            return Explained(found) if found is not None else None
        run = self._run or (record.id if record is not None and not self._packs else None)
        shelf, packs = shelf_of(self.office), list(self._packs)
        return await self._asked_for(looked, lambda workspace: shelf.explain(workspace, account, run, packs))

    async def _find_more(self, looked: Looked, explained: Explained) -> None:
        """What must change for a better tier, then what caused a move: both take longer, and nobody waits for them."""
        try:
            await self._find_changes(looked, explained)
        finally:
            if looked is self._looked and explained.record is not None and explained.moved is not None:
                await self._find_causes(looked, explained.record, explained.moved.move)

    async def _find_causes(self, looked: Looked, record: RunRecord, move: Move) -> None:
        try:
            looked.caused = (await self._finder.causes(self.office, record, [move])).get(move.account)
        finally:
            looked.sought = True
            if looked is self._looked and self._section == WHY:
                self._show()

    async def _find_changes(self, looked: Looked, explained: Explained) -> None:
        """What must change for a better tier, which takes longer."""
        record = explained.record
        if record is None:
            return
        shelf, account = shelf_of(self.office), looked.account
        key = record.id, record.last_facts, account
        if self._changes is None or self._changes[0] != key:
            found = await self.office.work(
                lambda workspace: shelf.changes(workspace, account, record) if looked is self._looked else None
            )
            if looked is not self._looked:
                return
            self._changes = key, found
        looked.changes = self._changes[1]
        if looked is self._looked and self._section == WHY:
            self._show()

    async def _find_months(self, looked: Looked) -> None:
        """What the account was worth month by month, which takes longer, too."""
        record = looked.explained.record if looked.explained is not None else None
        if record is None or looked.months is not None:
            return
        shelf, account, looked.months = shelf_of(self.office), looked.account, ()
        looked.months = await self.office.work(
            lambda workspace: shelf.months(workspace, account, record) if looked is self._looked else ()
        )
        if looked is self._looked and looked.months and self._section == FACTS:
            self._show()

    def _read_section(self) -> None:
        """Read what the section shows, if that has not been read."""
        looked, section = self._looked, self._section
        if self.home.office is None or not looked.account:
            self._show()
            return
        unread = getattr(looked, _READ[section]) is None if section in _READ else section not in looked.panels
        if section != WHY and unread and (section != PLAN or self._is_explained):
            self.attempt(self._read(looked, section))
        else:
            self._show()
        if section == FACTS:
            self.run_worker(self._attempted(self._find_months(looked)))

    @property
    def _is_explained(self) -> bool:
        return self._looked.explained is not None or bool(self._looked.why_not)

    async def _asked_for(self, looked: Looked, question: Question[Answer]) -> Answer | None:
        """What a question comes to; None when another account is looked at by the time that it is its turn."""
        return await self.office.ask(lambda workspace: question(workspace) if looked is self._looked else None)

    async def _read(self, looked: Looked, section: str) -> None:
        host, account, office = self.office.host, looked.account, self.office
        if section == PLAN:
            question = work_of(host, account, looked.explained, self.messages, office.today)
            looked.work = await self._asked_for(looked, question)
        elif section == TIMELINE:
            looked.events = await self._asked_for(looked, events_of(office, account))
        elif section == CONTACTS:
            looked.people = await self._asked_for(looked, people_of(account))
        elif section == FACTS:
            looked.facts = await self._asked_for(looked, facts_of(office, account))
        elif looked is self._looked:
            await read_panel(office, looked, section)
        if looked is self._looked and section == self._section:
            self._show()

    @property
    def _desk(self) -> Desk | None:
        """The list that the accounts are of."""
        if self._given_desk is not None:
            return self._given_desk
        return None if self.home.office is not None else desks_of(self)[0]
