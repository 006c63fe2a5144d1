"""Decisions about moves: a promotion or demotion that a run found is confirmed, or deferred to a day.

A confirmed move takes effect whatever grace rules say, and the account needs no review until it moves again. A deferred
one does not take effect before its day, against the date of the run; then grace rules count again, and the move is open
again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamengine.problems import KamError, Place, Problem, say
from kamengine.work.ground.things import keep
from kamengine.work.model import Decision, Override
from kamengine.work.tiers.moves import Move
from kamengine.work.tiers.overrides import called, override_key
from kamengine.workspace import RunRecord, Transaction, Workspace
from kamengine.workspace.journal import to_json


def decision_key(pack: str, account: str) -> str:
    """The key of the decision about the newest move of an account in a pack."""
    return to_json([pack, account])


def said_last(workspace: Workspace, pack: str, account: str) -> tuple[type[Decision | Override], int]:
    """What was said last of the tier of an account, a decision or an override, and its version; 0 when nothing was."""
    kinds: tuple[type[Decision | Override], ...] = (Decision, Override)
    keys = {Decision: decision_key(pack, account), Override: override_key(pack, account)}
    entries = {kind: workspace.work.version(kind.kind, keys[kind]) for kind in kinds}
    versions = {kind: entry.seq for kind, entry in entries.items() if entry is not None}
    newest = max(versions, key=versions.__getitem__, default=Decision)
    return newest, versions.get(newest, 0)


def confirm(
    workspace: Workspace,
    change: Transaction,
    run: RunRecord,
    moves: Sequence[Move],
    *,
    reason: str = "",
    approver: str = "",
) -> list[Decision]:
    """Confirm moves of a run; without an approver it is whoever makes the change. The decisions, in their order."""
    agreed = called(workspace, approver or change.who)
    made = [_decision(run, move, reason, agreed) for move in moves]
    for each in made:
        keep(workspace, change, each, verb="confirm")
    return made


def defer(
    workspace: Workspace,
    change: Transaction,
    run: RunRecord,
    moves: Sequence[Move],
    until: dt.date,
    *,
    reason: str,
    approver: str = "",
) -> list[Decision]:
    """Put moves off.

    Args:
        workspace: where they are.
        change: in which it is done.
        run: that found the moves.
        moves: the moves.
        until: the first day on which they may take effect.
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
    if until.isoformat() <= run.as_of:
        what = say("{day} is not after the date of the run, {as_of}", day=until.isoformat(), as_of=run.as_of)
        problems.append(Problem(Place(key="--until"), what, say("name a later day")))
    if problems:
        raise KamError(problems)
    agreed = called(workspace, approver or change.who)
    made = [_decision(run, move, reason, agreed).with_(state="deferred", until=until) for move in moves]
    for each in made:
        keep(workspace, change, each, verb="defer")
    return made


def _decision(run: RunRecord, move: Move, reason: str, approver: str) -> Decision:
    return Decision(
        key=decision_key(run.pack, move.account),
        pack=run.pack,
        account=move.account,
        run=run.id,
        before=move.before or "",
        after=move.after or "",
        state="confirmed",
        reason=reason.strip(),
        approver=approver,
        base=move.base or "",
    )
