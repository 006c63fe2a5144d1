"""The tiers of one account by every pack of the workspace: what the rules compute, what is in effect, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.runs.newest import newest_run
from kamengine.api.runs.runs import kept_pack
from kamengine.api.runs.standing import standing_after
from kamengine.problems import KamError, Message
from kamengine.work.tiers.fold import plain_runs
from kamengine.work.tiers.standing_words import why_in_effect

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class AccountTier:
    """What one pack says of an account.

    Attributes:
        checked: the pack.
        computed: the tier that follows from facts and rules alone, by id; None for none.
        effective: the one in effect.
        why: why that one is; None when it is simply what the rules computed.
    """

    checked: CheckedPack
    computed: str | None
    effective: str | None
    why: Message | None


def account_tiers(workspace: Workspace, host: PluginHost, account: str, who: str) -> list[AccountTier]:
    """The tiers of an account by its newest runs; packs are run first where facts or rules have changed.

    A pack that cannot be run now, as in a folder that can only be read, is told as it was run last.

    Args:
        workspace: where the account is.
        host: the plugins.
        account: its id.
        who: in whose name a new run is noted.

    Returns:
        one for each pack that speaks of the account, in the order of the packs.
    """
    found = (_of_pack(workspace, host, path.stem, account, who) for path in workspace.pack_files())
    return [each for each in found if each is not None]


def _of_pack(workspace: Workspace, host: PluginHost, pack: str, account: str, who: str) -> AccountTier | None:
    try:
        run = _run(workspace, host, pack, who)
        if run is None:
            return None
        checked = kept_pack(workspace, run, host).checked
        after = standing_after(workspace, run, checked, [account])
    except KamError:  # what is wrong with a pack is told by those who work with it
        return None
    held = after.held.get(account)
    if held is None or held.why == "gone":
        return None
    why = why_in_effect(held, after.said, after.ranks, after.grace)
    return AccountTier(checked, held.computed, held.effective, why)


def _run(workspace: Workspace, host: PluginHost, pack: str, who: str) -> RunRecord | None:
    try:
        return newest_run(workspace, host, pack, who)
    except KamError:
        runs = plain_runs(workspace, pack)
        return runs[-1] if runs else None
