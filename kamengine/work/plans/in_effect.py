"""The tiers in effect that plans go by: what grace rules and people's decisions make of the computed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kamengine.pack.playbooks import Grace
from kamengine.work.plans.called_for import CalledFor
from kamengine.work.plans.differences import Moves
from kamengine.work.plans.reasons import newest_plans
from kamengine.work.tiers.standing import effective_tiers, update_standing
from kamengine.workspace import RunRecord, Transaction, Workspace


def put_in_effect(
    workspace: Workspace,
    change: Transaction,
    run: RunRecord,
    found: CalledFor,
    ranks: Sequence[str],
    grace: Grace,
) -> Moves:
    """Work out the tiers in effect after a run, and let playbooks be called for by them.

    Returns:
        the tier in effect before and now of each account that had one in effect before and moved.
    """
    in_effect = update_standing(workspace, change, run, found.computed(), ranks, grace)
    found.put_in_effect(in_effect.differing)
    return in_effect.moves


def tiers_in_any_pack(workspace: Workspace, accounts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The tiers in effect of accounts in the packs that plans go by, each once; those without one are left out."""
    asked, found = list(accounts), dict[str, dict[str, None]]()
    for pack in newest_plans(workspace):
        for account, tier in tiers_of(workspace, pack, asked).items():
            found.setdefault(account, {})[tier] = None
    return {account: tuple(tiers) for account, tiers in found.items()}


def tiers_of(workspace: Workspace, pack: str, accounts: Sequence[str]) -> dict[str, str]:
    """The tiers in effect of some accounts in a pack, as the newest plan found them; those without one are left out."""
    found = effective_tiers(workspace, pack, accounts)
    return {account: standing.effective for account, standing in found.items() if standing.effective is not None}
