"""What caused moves: from the difference between the run that found them and the last one before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kamengine.api import kept_pack
from kamengine.diff import Cause
from kamengine.diff.packs import Packs
from kamengine.diff.runs import difference_of_runs
from kamengine.problems import KamError
from kamengine.review.kept_causes import Causes, found_by, from_bytes, to_bytes
from kamengine.work.tiers.moves import Move
from kamengine.workspace import RunRecord, Workspace

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost


@dataclass(frozen=True)
class Caused:
    """Why an account moved.

    Attributes:
        causes: undone together they undo the move; empty when what changed is older than the run compared with, as
            where grace rules held a move back.
        packs: of the runs that were compared; None when they cannot be.
    """

    causes: tuple[Cause, ...]
    packs: Packs | None


def causes_of(workspace: Workspace, host: PluginHost, run: RunRecord, moves: Sequence[Move]) -> dict[str, Caused]:
    """The causes of moves, by account.

    They follow from two runs that never change, so they are kept when they were found once. To find them, both runs are
    computed again from the facts and the packs of their moments, once for each run compared with.

    Args:
        workspace: where the runs are.
        host: the plugins.
        run: that found the moves.
        moves: of which the causes are wanted.
    """
    found: dict[str, Caused] = {}
    for base, group in groupby(sorted(moves, key=lambda move: move.base or ""), lambda move: move.base):
        accounts = [move.account for move in group]
        causes, packs = _between(workspace, host, workspace.runs.get(base), run, accounts) if base else ({}, None)
        found |= {account: Caused(causes.get(account, ()), packs) for account in accounts}
    return found


def _between(
    workspace: Workspace, host: PluginHost, old: RunRecord, new: RunRecord, accounts: Sequence[str]
) -> tuple[Causes, Packs | None]:
    """The causes of the moves of some accounts between two runs; no packs when one of them cannot be computed again."""
    by, content = found_by(host), workspace.causes.read(old.id, new.id)
    try:
        kept = from_bytes(content, by, accounts) if content is not None else None
        if kept is not None:
            return kept, _packs(workspace, host, old, new)
        compared = difference_of_runs(workspace, host, old, new)
    except KamError:  # a file of an import, or a plugin, is gone
        return {}, None
    movers = compared.movers()
    workspace.causes.keep(old.id, new.id, to_bytes(movers, by))
    return {mover.account_id: mover.causes for mover in movers}, compared.packs


def _packs(workspace: Workspace, host: PluginHost, old: RunRecord, new: RunRecord) -> Packs:
    before = kept_pack(workspace, old, host).checked
    alike = old.pack_sha256 == new.pack_sha256
    return Packs(before, before if alike else kept_pack(workspace, new, host).checked)
