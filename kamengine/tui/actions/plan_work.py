"""Making plans from any screen, as ``kam plan`` does it; and what is said where they are missing or behind."""

from __future__ import annotations

from kamengine.api.work.plans import Planned, PlansStand, how_plans_stand, plan_workspace, tell_of_plans
from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.working import Stoppable, Wording, waited_for
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.workspace import Workspace

PLAN_KEY = Key(
    "P", "P", "make_plans", say("Bring the plans up to date: the tasks that playbooks call for by the facts of now")
)
_PLANNING = Wording(
    say("Making the plans"),
    say("looking at the packs"),
    say("Esc stops it, and the plans stay as they are."),
    say("stopped; the plans are as they were"),
)


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
        """Bring the plans up to date."""
        if not self.planning:
            self.planning = True
            self.attempt(self._make_plans())

    async def _make_plans(self) -> None:
        office, pace = self.office, Stoppable(_PLANNING)

        def make(workspace: Workspace) -> tuple[Planned, tuple[Message, ...]]:
            planned = plan_workspace(workspace, office.host, office.who, today=office.today, progress=pace)
            return planned, (*planned.notes, *tell_of_plans(workspace, office.host, planned))

        try:
            planned, notes = await waited_for(self, pace, make)
        finally:
            self.planning = False
        self.home.note_change()
        self.home.tell(_told(planned))
        for note in notes:
            self.home.tell(note)
        if planned.problems:
            self.home.tell(KamError(planned.problems))


def _told(planned: Planned) -> Message:
    """What came of it."""
    changed = [update for update in planned.updates if update.seq is not None]
    if not changed:
        return say("The plans are up to date; nothing has changed.")
    new, gone = sum(update.new for update in changed), sum(update.gone for update in changed)
    if gone:
        return say("Plans made: {new:,} new tasks, {gone:,} whose reason has gone; u takes it back", new=new, gone=gone)
    return say("Plans made: {new:,} new tasks; u takes it back", new=new)
