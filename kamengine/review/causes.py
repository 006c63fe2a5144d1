"""What caused moves: from the difference between the run that found them and the last one before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kamengine.diff import Cause, Difference
from kamengine.diff.runs import difference_of_runs
from kamengine.problems import KamError
from kamengine.work.moves import Move
from kamengine.workspace import RunRecord, Workspace

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost


@dataclass(frozen=True)
class Caused:
    """Why an account moved.

    Attributes:
        causes: undone together they undo the move; empty when what changed is older than the run compared with, as
            where grace rules held a move back.
        difference: from which they come; None when the runs cannot be compared.
    """

    causes: tuple[Cause, ...]
    difference: Difference | None


def causes_of(workspace: Workspace, host: PluginHost, run: RunRecord, moves: Sequence[Move]) -> dict[str, Caused]:
    """The causes of moves, by account.

    Both runs are computed again from the facts and the packs of their moments, once for each run compared with.

    Args:
        workspace: where the runs are.
        host: the plugins.
        run: that found the moves.
        moves: of which the causes are wanted.
    """
    found: dict[str, Caused] = {}
    for base, group in groupby(sorted(moves, key=lambda move: move.base or ""), lambda move: move.base):
        accounts = [move.account for move in group]
        compared = _compared(workspace, host, base, run) if base else None
        causes = {mover.account_id: mover.causes for mover in compared.movers()} if compared else {}
        found |= {account: Caused(causes.get(account, ()), compared) for account in accounts}
    return found


def _compared(workspace: Workspace, host: PluginHost, base: str, run: RunRecord) -> Difference | None:
    """The difference between two runs; None when one of them cannot be computed again."""
    try:
        return difference_of_runs(workspace, host, workspace.runs.get(base), run)
    except KamError:  # a file of an import, or a plugin, is gone
        return None
