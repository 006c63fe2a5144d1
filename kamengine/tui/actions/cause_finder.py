"""Why accounts moved, looked up for a screen: what was found before at once, the rest while nobody waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kamengine.review.apart import Asked, Finding
from kamengine.tui.ground.office import Office
from kamengine.work.tiers.moves import Move

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.review.causes import Caused, Known
    from kamengine.workspace import RunRecord, Workspace

LARGE = 50_000
"""From so many accounts on a process of its own looks for causes: it takes half a second to begin."""


class CauseFinder:
    """Finds the causes of moves, for one screen."""

    def __init__(self) -> None:
        """Nothing is looked for yet."""
        self._apart = Finding()
        self._one_at_a_time = asyncio.Lock()

    async def causes(self, office: Office, run: RunRecord, moves: Sequence[Move]) -> dict[str, Caused]:
        """The causes of moves that a run of a workspace found, by account; none of those that it was stopped at.

        Raises:
            KamError: nobody could look for them.
        """
        host = office.host
        async with self._one_at_a_time:  # who waits finds here what another one has kept
            known = await office.work(partial(_known, host, run, moves))
            if not known.missing:
                return dict(known.causes)
            if run.rows >= LARGE:
                found = await self._found_apart(office, run, moves, known)
                if found is not None:
                    return found
            return await office.work(partial(_found, host, run, moves))

    async def _found_apart(
        self, office: Office, run: RunRecord, moves: Sequence[Move], known: Known
    ) -> dict[str, Caused] | None:
        """What a process of its own finds; None when it found something and could not keep it."""
        lost: set[str] = set()
        for base in known.missing:
            outcome = await asyncio.to_thread(self._apart.find, Asked.of(office.folder, base, run.id, office.host))
            if outcome == "stopped":
                return dict(known.causes)
            if outcome == "lost":
                lost.add(base)
        return await office.work(partial(_known_then, office.host, run, moves, lost))

    def stop(self) -> None:
        """Give up what is being looked for: something else is."""
        self._apart.stop()

    def close(self) -> None:
        """Give up what is being looked for, and look for nothing any more."""
        self._apart.close()


# what it takes to know of causes is loaded below, in a thread of its own


def _known(host: PluginHost, run: RunRecord, moves: Sequence[Move], workspace: Workspace) -> Known:
    from kamengine.review.causes import Known, causes_of, known_causes

    if workspace.catalog.read_only is not None:  # nothing that is found apart could be kept
        return Known(causes_of(workspace, host, run, moves))
    return known_causes(workspace, host, run, moves)


def _found(host: PluginHost, run: RunRecord, moves: Sequence[Move], workspace: Workspace) -> dict[str, Caused]:
    from kamengine.review.causes import causes_of

    return causes_of(workspace, host, run, moves)


def _known_then(
    host: PluginHost, run: RunRecord, moves: Sequence[Move], lost: set[str], workspace: Workspace
) -> dict[str, Caused] | None:
    from kamengine.review.causes import cannot_be_known, known_causes

    known = known_causes(workspace, host, run, [move for move in moves if move.base not in lost])
    if known.missing:
        return None
    return dict(known.causes) | cannot_be_known([move.account for move in moves if move.base in lost])
