"""Making plans from any screen, as ``kam plan`` does it; and what is said where they are missing or behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kamengine.api.work.plans import Planned, PlansStand, how_plans_stand, plan_workspace, tell_of_plans
from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.working import Stoppable, Wording, waited_for
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.work.plans.propose import PlanUpdated

PLAN_KEY = Key(
    "P", "P", "make_plans", say("Bring the plans up to date: the tasks that playbooks call for by the facts of now")
)
_PLANNING = Wording(
    say("Making the plans"),
    say("looking at the packs"),
    say("Esc stops it, and the plans stay as they are."),
    say("stopped; the plans are as they were"),
)
_COUNTING = replace(_PLANNING, title=say("Counting what is to be done"))


class PlanWork(SpeakingScreen[None]):
    """A screen that shows plans, and on which they are made.

    Attributes:
        plans_stand: how the plans stand; None while that has not been looked up.
        planning: whether plans are being made.
    """

    plans_stand: PlansStand | None = None
    planning = False

    def plans_note(self) -> Message | None:
        """Why there are no plans, or that they are of an older run, and which key makes them; None where neither is."""
        key = self.home.caps(PLAN_KEY)
        if self.plans_stand == "never":
            return say("No plan has been made yet: {key} makes them, from the playbooks of the packs.", key=key)
        if self.plans_stand == "older":
            return say("The plans are of an older run: {key} brings them up to date.", key=key)
        return None

    async def look_how_plans_stand(self) -> None:
        """Find out how the plans stand."""
        host = self.office.host
        self.plans_stand = await self.office.work(lambda workspace: how_plans_stand(workspace, host))

    def action_make_plans(self) -> None:
        """Bring the plans up to date, when the reader has seen how many tasks that is and wants them."""
        if not self.planning:
            self.planning = True
            self.attempt(self._make_plans())

    async def _make_plans(self) -> None:
        try:
            ahead = await self._planned(keep=False)
            asked = [update for update in ahead.updates if update.new or update.gone]
            question = Confirm(say("Make the plans?"), [*_counted(asked, ahead), say("One u takes all of it back.")])
            if asked and not await self.home.push_screen_wait(question):
                return
            planned = await self._planned(keep=True)
            host = self.office.host
            notes = (*planned.notes, *await self.office.ask(lambda work: tell_of_plans(work, host, planned)))
        finally:
            self.planning = False
        self.home.note_change()
        self.home.tell(_told(planned))
        for note in notes:
            self.home.tell(note)
        if planned.problems:
            self.home.tell(KamError(planned.problems))

    async def _planned(self, *, keep: bool) -> Planned:
        """What the plans come to by the facts of now; they are kept, or it is only counted."""
        office, pace = self.office, Stoppable(_PLANNING if keep else _COUNTING)
        return await waited_for(
            self,
            pace,
            lambda workspace: plan_workspace(
                workspace, office.host, office.who, today=office.today, progress=pace, keep=keep
            ),
        )


def _counted(updates: Sequence[PlanUpdated], planned: Planned) -> Iterator[Message]:
    """What is asked about, pack by pack."""
    for update in updates:
        counts = {"new": update.new, "n": update.accounts, "all": update.run.rows, "gone": update.gone}
        told = {"pack": planned.titles[update.run.pack], **counts}
        if update.new:
            yield say("{pack}: {new:,} new tasks, for {n:,} of {all:,} accounts", **told)
        if update.gone:
            yield say("{pack}: the reasons of {gone:,} tasks have gone", **told)


def _told(planned: Planned) -> Message:
    """What came of it."""
    changed = [update for update in planned.updates if update.seq is not None]
    if not changed:
        return say("The plans are up to date; nothing has changed.")
    new, gone = sum(update.new for update in changed), sum(update.gone for update in changed)
    if gone:
        return say("Plans made: {new:,} new tasks, {gone:,} whose reason has gone; u takes it back", new=new, gone=gone)
    return say("Plans made: {new:,} new tasks; u takes it back", new=new)
