"""What people call the tiers of packs, where a journal entry has only their ids."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kamengine.declarations import Label
from kamengine.problems import KamError
from kamengine.work.tiers.fold import plain_runs

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import RunRecord, Workspace


def tier_names(workspace: Workspace, pack_of: Callable[[RunRecord], CheckedPack]) -> Callable[[str, str], Label]:
    """Gives the label of a tier, by the ids of a pack and of the tier.

    Args:
        workspace: where the packs were run.
        pack_of: the pack of a run.

    Returns:
        what looks it up in the pack of the newest run; it gives the id where that cannot be read.
    """

    def called(pack: str, tier: str) -> Label:
        runs = plain_runs(workspace, pack)
        if runs:
            with suppress(KamError):
                return pack_of(runs[-1]).tier_label(tier)
        return Label(tier, tier)

    return called
