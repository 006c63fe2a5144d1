"""The tiers in effect that plans go by: what grace rules and people's decisions make of the computed ones."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kamengine.pack.playbooks import Grace
from kamengine.work.called_for import CalledFor
from kamengine.work.differences import Moves
from kamengine.workspace import RunRecord, Transaction, Workspace


def put_in_effect(
    workspace: Workspace,
    change: Transaction,
    run: RunRecord,
    found: CalledFor,
    ranks: Sequence[str],
    grace: Grace,
    earlier: str | None,
) -> Moves:
    """Work out the tiers in effect after a run, and let playbooks be called for by them.

    Returns:
        the tier in effect before and now of each account that had one in effect before and moved.
    """
    found.put_in_effect({})
    return found.moved_since(earlier) if earlier else {}


def tiers_of(workspace: Workspace, pack: str, accounts: Sequence[str]) -> dict[str, str]:
    """The tiers in effect of some accounts in a pack, as the newest plan found them; those without one are left out."""
    rows = workspace.catalog.rows(_TIERS, {"pack": pack, "accounts": json.dumps(list(accounts))})
    return {row["account"]: row["effective"] for row in rows if row["effective"]}


_TIERS = """
SELECT account, effective FROM standing
WHERE pack = :pack AND account IN (SELECT value FROM json_each(:accounts))
"""
