"""Running packs again from any screen: those whose facts or rules have changed; the others stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.problems import say
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.workspace import RunRecord, Workspace

if TYPE_CHECKING:
    from kamengine.tui.dialogs.working import Stoppable


class RunWork(SpeakingScreen[None]):
    """A screen from which packs are run."""

    async def run_packs(self) -> None:
        """Run every pack of the workspace whose facts or rules have changed; those that cannot be run are passed over.

        Raises:
            Stopped: the reader stopped it.
        """
        from kamengine.tui.dialogs.working import waited_for  # the list of accounts is shown without it

        office, pace = self.office, _pace()

        def run(workspace: Workspace) -> object:
            from kamengine.api.runs.newest_of_all import newest_runs

            return newest_runs(workspace, office.host, office.who, run_first=True, progress=pace)

        await waited_for(self, pace, run)

    async def run_pack(self, pack: str) -> RunRecord:
        """Run one pack if its facts or rules have changed; the newest run.

        Args:
            pack: by id or path.

        Raises:
            Stopped: the reader stopped it.
            KamError: it cannot be run.
        """
        from kamengine.tui.dialogs.working import waited_for

        office, pace = self.office, _pace()

        def run(workspace: Workspace) -> RunRecord:
            from kamengine.api.runs.newest import newest_run

            pace.stage(say("running {pack}", pack=pack), 0.0, 1.0)
            return newest_run(workspace, office.host, pack, office.who, pace)

        return await waited_for(self, pace, run)


def _pace() -> Stoppable:
    """Knows how far a run is, and what is said of it meanwhile."""
    from kamengine.tui.dialogs.working import Stoppable, Wording

    return Stoppable(
        Wording(
            say("Running the packs"),
            say("looking at the packs"),
            say("Esc stops it; packs that have been run by then keep what came out."),
            say("stopped; packs that were run by then keep what came out"),
        )
    )
