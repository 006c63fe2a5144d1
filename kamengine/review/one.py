"""The move of one account: from which tier, since when, and the run that it is compared with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.work.tiers.fold import plain_runs
from kamengine.work.tiers.moves import Move, moves_in

if TYPE_CHECKING:
    from kamengine.api.runs.standing import After
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Moved:
    """A move that stands after the newest run of a pack, or was confirmed since.

    Attributes:
        move: the move, as a review lists it.
        since: the date of the run that found the account in another tier first.
        checked: the pack.
    """

    move: Move
    since: dt.date
    checked: CheckedPack


def move_of(workspace: Workspace, after: After, checked: CheckedPack, account: str) -> Moved | None:
    """The move of an account after the newest run of a pack; None where it has not moved since it was reviewed.

    Args:
        workspace: where it is.
        after: what the account, at least, has after the run.
        checked: the pack.
        account: its id.
    """
    held = after.held.get(account)
    if held is None:
        return None
    moves = moves_in({account: held}, after.said, after.run, after.ranks)
    return Moved(moves[0], _since(workspace, after, moves[0]), checked) if moves else None


def _since(workspace: Workspace, after: After, move: Move) -> dt.date:
    """The first date after that of the run compared with; where all are of one date, that one."""
    dates = sorted({run.as_of for run in plain_runs(workspace, after.run.pack)})
    before = next((run.as_of for run in plain_runs(workspace, after.run.pack) if run.id == move.base), None)
    later = [date for date in dates if before is not None and before < date <= after.run.as_of]
    return dt.date.fromisoformat(later[0] if later else after.run.as_of)
