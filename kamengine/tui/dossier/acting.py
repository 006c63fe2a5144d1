"""Working on an account in its dossier: what keys do depends on the section, and on what is looked at in it."""

from __future__ import annotations

from kamengine.api.goals.words import Measured
from kamengine.problems import KamError, Message, say
from kamengine.tui.actions.run_work import RunWork
from kamengine.tui.dossier.contacts import CONTACT
from kamengine.tui.dossier.facts import FACT, FURTHER
from kamengine.tui.dossier.plan import GOAL, TASK
from kamengine.tui.dossier.questions import facts_of
from kamengine.tui.dossier.reading import DossierReading
from kamengine.tui.dossier.why import NEED
from kamengine.tui.dossier.why_shelf import Explained, shelf_of
from kamengine.tui.ground.opening import CONTACTS, PLAN, WHY
from kamengine.tui.widgets.item_list import ItemList
from kamengine.work.model import Contact
from kamengine.workspace import RunRecord


class DossierActing(DossierReading, RunWork):
    """A dossier in which one works on the account."""

    _further = False  # whether facts are listed, too, that only other packs and plugins know

    @property
    def items(self) -> ItemList:
        """What is told in the section."""
        return self.query_one(ItemList)

    @property
    def accounts_meant(self) -> tuple[str, ...]:
        """The account, where anything can be kept."""
        return (self._looked.account,) if self.home.office is not None and self._looked.account else ()

    def _current(self, kind: str) -> str | None:
        """The name of what is looked at, if it is of a kind."""
        key = self.items.current
        return str(key[1]) if isinstance(key, tuple) and key[0] == kind else None

    def action_open(self) -> None:
        """Do what is nearest with what is looked at."""
        if self._current(FURTHER) is not None:
            self._further = True
            self._show()
        else:
            self.action_edit()

    def on_item_list_opened(self) -> None:
        """The same for a click."""
        self.action_open()

    def action_edit(self) -> None:
        """Correct the fact, change the task or the contact."""
        if self.home.office is None:
            self.home.tell(say("Nothing can be kept here: these are accounts of files, not of a workspace."))
        elif self._current(TASK) is not None:
            self.action_task_edit()
        elif (contact := self._contact_meant()) is not None:
            self.change_contact(contact)
        elif (goal := self._goal_meant()) is not None:
            if goal.measure is None:
                self.home.tell(say("This goal is measured by another rule pack: ] shows it."))
            else:
                self.change_goal(goal.goal, goal.measure.kind)
        elif (name := self._current(NEED) or self._current(FACT)) is not None:
            self.attempt(self._correct(name))
        elif self._section == WHY:
            self.home.tell(say("There is nothing to fill in here; 5 shows the facts, e corrects them."))
        else:
            self.home.tell(say("There is nothing to change here."))

    async def _correct(self, name: str) -> None:
        """Ask for a fact, wherever it was looked at; what rules work out is not stated but its facts are."""
        looked = self._looked
        if looked.facts is None:
            looked.facts = await self.office.ask(facts_of(self.office, looked.account))
        fact = next((one for one in looked.facts if one.name == name), None)
        if fact is None:
            what = say("{name} is worked out by rule packs, not stated", name=name[:60])
            raise KamError.of(what, say("state the facts that it depends on, or change the rules"))
        self.correct(looked.account, fact)

    def action_add(self) -> None:
        """Add a contact, a goal, else a note."""
        if not self.accounts_meant:
            self.home.tell(say("Nothing can be kept here: these are accounts of files, not of a workspace."))
        elif self._section == CONTACTS:
            self.add_contact(self._looked.account)
        elif self._section == PLAN and self._looked.explained is not None:
            self.set_goal(self._looked.account, self._looked.explained)
        else:
            self.add_note(self._looked.account)

    def action_drop(self) -> None:
        """Drop the task, close the contact, or withdraw the correction."""
        if self._current(TASK) is not None:
            self.action_task_drop()
        elif (contact := self._contact_meant()) is not None:
            self.close_contact(contact)
        elif (goal := self._goal_meant()) is not None:
            self.drop_goal(goal.goal)
        elif (name := self._current(FACT)) is not None and self._looked.facts is not None:
            fact = next((one for one in self._looked.facts if one.name == name), None)
            if fact is None or fact.corrected is None:
                self.home.tell(say("Nobody has corrected this fact."))
            else:
                self.withdraw(self._looked.account, fact)
        else:
            self.home.tell(say("There is nothing to drop, to close or to withdraw here."))

    def action_override(self) -> None:
        """Let another tier hold in the place of the computed one."""
        explained = self._looked.explained
        if self.home.office is None or explained is None or explained.record is None:
            self.home.tell(say("There is no kept run here whose tier another one could take the place of."))
        else:
            self.override(self._looked.account, explained)

    def action_run(self) -> None:
        """Run the rules again."""
        if self.home.office is not None:
            self.attempt(self._run_again())
        else:
            self.home.tell(say("Nothing can be kept here: these are accounts of files, not of a workspace."))

    async def _run_again(self) -> None:
        explained = self._looked.explained
        packs = explained.packs if explained is not None else ()
        pack = explained.explanation.checked.pack.id if explained is not None else next(iter(self._packs), None)
        if pack is None:
            self.home.tell(say("There is no rule pack to run: {packs}", packs=list(packs)))
            return
        run = await self.run_pack(pack)
        self._packs, self._run = [pack], None
        self.home.note_change()
        self.home.tell(await self._come_of(run, explained))

    async def _come_of(self, run: RunRecord, before: Explained | None) -> Message:
        """What a new run came to for the account that is looked at."""
        account, shelf = self._looked.account, shelf_of(self.office)
        plain = say("The rules have been run with the facts of now.")
        if before is None:
            return plain
        was = before.explanation
        try:
            now = (await self.office.ask(lambda work: shelf.explain(work, account, run.id, []))).explanation
        except KamError:  # it has left the pack
            return plain
        if now.account_id != was.account_id or now.tier == was.tier:
            return plain
        tiers = [each.checked.tier_label(each.tier) if each.tier else say("no tier") for each in (was, now)]
        return say("The rules have been run with the facts of now: {before} → {after}", before=tiers[0], after=tiers[1])

    def _goal_meant(self) -> Measured | None:
        key, work = self._current(GOAL), self._looked.work
        return next((one for one in (work.goals if work is not None else ()) if one.goal.key == key), None)

    def _contact_meant(self) -> Contact | None:
        key, people = self._current(CONTACT), self._looked.people
        found = people.coverage.contacts if people is not None else ()
        return next((one for one in found if one.key == key), None)
