"""Letting another tier hold in the place of the one that a move led to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamengine.problems import KamError, Place, say
from kamengine.work.tiers.overrides import Overriding, override_accounts

if TYPE_CHECKING:
    from kamengine.review.moves import Review
    from kamengine.work.model import Override
    from kamengine.work.tiers.moves import Move
    from kamengine.workspace import Transaction, Workspace


def override_moves(
    workspace: Workspace,
    change: Transaction,
    review: Review,
    moves: Sequence[Move],
    tier: str | None,
    *,
    reason: str,
    approver: str,
    until: dt.date,
    today: dt.date,
) -> list[Override]:
    """Let another tier hold from the date of the run that found moves.

    Args:
        workspace: where they are.
        change: in which it is done.
        review: the moves of which these are some.
        moves: the moves.
        tier: the id of the tier that is to hold; None: of each account the one before its move.
        reason: why.
        approver: who agreed.
        until: the last day on which it holds.
        today: the day against which it must not have expired.

    Returns:
        the overrides, in the order of the moves.

    Raises:
        KamError: an account had no tier before its move, or the override is not sound.
    """
    since, made = dt.date.fromisoformat(review.run.as_of), []
    for move in moves:
        overriding = Overriding(tier or _tier_before(move), reason, approver, since, until)
        made += override_accounts(workspace, change, review.run.pack, [move.account], overriding, today)
    return made


def _tier_before(move: Move) -> str:
    if move.before is None:
        what = say("{account} had no tier before", account=move.account)
        raise KamError.of(what, say("name the tier that is to hold with --tier"), place=Place(key="--tier"))
    return move.before
