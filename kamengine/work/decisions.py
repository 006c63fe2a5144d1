"""Decisions about moves: a promotion or demotion that a run found is confirmed, or deferred to a day.

A confirmed move takes effect whatever grace rules say, and the account needs no review until it moves again. A deferred
one does not take effect before its day, against the date of the run; then grace rules count again, and the move is open
again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kamengine.problems import KamError, Place, Problem, say
from kamengine.work.model import Decision
from kamengine.work.moves import Move
from kamengine.work.overrides import called
from kamengine.work.things import keep
from kamengine.workspace import Transaction, Workspace
from kamengine.workspace.journal import to_json


@dataclass(frozen=True)
class Moved:
    """Moves of one run.

    Attributes:
        pack: by its id in the workspace.
        run: that found them.
        moves: one for each account.
    """

    pack: str
    run: str
    moves: Sequence[Move]


def decision_key(pack: str, account: str) -> str:
    """The key of the decision about the newest move of an account in a pack."""
    return to_json([pack, account])


def confirm(
    workspace: Workspace, change: Transaction, moved: Moved, *, reason: str = "", approver: str = ""
) -> list[Decision]:
    """Confirm moves; without an approver it is whoever makes the change. The decisions, in the order of the moves."""
    made = [_decision(moved, each, reason, called(workspace, approver or change.who)) for each in moved.moves]
    for each in made:
        keep(workspace, change, each, verb="confirm")
    return made


def defer(
    workspace: Workspace,
    change: Transaction,
    moved: Moved,
    until: dt.date,
    as_of: str,
    *,
    reason: str,
    approver: str = "",
) -> list[Decision]:
    """Put moves off.

    Args:
        workspace: where they are.
        change: in which it is done.
        moved: the moves.
        until: the first day on which they may take effect.
        as_of: the date of their run (ISO 8601).
        reason: why.
        approver: who agreed; whoever makes the change if left out.

    Returns:
        the decisions, in the order of the moves.

    Raises:
        KamError: the day is not after the date of the run, or nobody says why.
    """
    problems = []
    if not reason.strip():
        what = say("a move is not put off without a reason")
        problems.append(Problem(Place(key="--reason"), what, say("write --reason TEXT")))
    if until.isoformat() <= as_of:
        what = say("{day} is not after the date of the run, {as_of}", day=until.isoformat(), as_of=as_of)
        problems.append(Problem(Place(key="--until"), what, say("name a later day")))
    if problems:
        raise KamError(problems)
    agreed = called(workspace, approver or change.who)
    made = [_decision(moved, each, reason, agreed).with_(state="deferred", until=until) for each in moved.moves]
    for each in made:
        keep(workspace, change, each, verb="defer")
    return made


def _decision(moved: Moved, move: Move, reason: str, approver: str) -> Decision:
    return Decision(
        key=decision_key(moved.pack, move.account),
        pack=moved.pack,
        account=move.account,
        run=moved.run,
        before=move.before or "",
        after=move.after or "",
        state="confirmed",
        reason=reason.strip(),
        approver=approver,
        base=move.base or "",
    )
