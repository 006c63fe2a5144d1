"""The moves of the newest run of a pack, which people confirm, defer or override."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api import kept_pack
from kamengine.api.accounts.names import account_names
from kamengine.api.runs.standing import After, standing_after
from kamengine.work.tiers.moves import Moves, moves_in
from kamengine.workspace import RunRecord, Workspace

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost


@dataclass(frozen=True)
class Review:
    """The moves to review.

    Attributes:
        after: what accounts have after the newest run of the pack.
        checked: the pack.
        moves: first those that go up, then those that go down, then those that are gone.
        names: what their accounts are called, by id; accounts without a name are left out.
    """

    after: After
    checked: CheckedPack
    moves: Moves
    names: Mapping[str, str]

    @property
    def run(self) -> RunRecord:
        """The run that found the moves."""
        return self.after.run


def review_of(workspace: Workspace, host: PluginHost, pack: str | None, who: str) -> Review:
    """The moves of a pack since its accounts were reviewed; classifies first where facts or rules have changed.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        pack: by id or path; None for the only one, or the one that was run last.
        who: in whose name a new run is noted.

    Raises:
        KamError: there is no such pack, it is not clear which one is meant, or it cannot be run.
    """
    from kamengine.api.runs.newest import newest_run  # which can take files in: whoever only looks does without

    run = newest_run(workspace, host, pack, who)
    return review_by(workspace, run, kept_pack(workspace, run, host).checked)


def review_by(workspace: Workspace, run: RunRecord, checked: CheckedPack) -> Review:
    """The moves that a run found: the newest one of its pack by its own parameters.

    Raises:
        KamError: the results of a run are gone.
    """
    after = standing_after(workspace, run, checked)
    moves = moves_in(after.held, after.said, run, after.ranks)
    return Review(after, checked, moves, account_names(workspace, moves.accounts))
