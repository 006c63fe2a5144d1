"""Moves to review: accounts whose computed tier is another than the one that needed no review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kamengine.work.model import Decision, Override
from kamengine.work.tiers.fold import Said
from kamengine.work.tiers.grace import Held, concerns, holds
from kamengine.workspace import RunRecord

Direction = Literal["up", "down", "gone"]
MoveState = Literal["open", "confirmed", "deferred", "overridden"]
STATES: tuple[MoveState, ...] = ("open", "deferred", "overridden", "confirmed")


@dataclass(frozen=True)
class Move:
    """An account that a run found in another tier.

    Attributes:
        account: its id.
        before: the tier that needed no review; None for none.
        after: the computed one; None for none.
        direction: up or down; gone when the run does not have the account.
        state: open while nobody has decided; else what was decided.
        held: what the account has, with the tier in effect and why that one is.
        base: the last run before the move, with which this one is compared; None when it is not known.
        decision: about this move, if anybody decided.
        override: that holds at the date of the run, if one does.
    """

    account: str
    before: str | None
    after: str | None
    direction: Direction
    state: MoveState
    held: Held
    base: str | None
    decision: Decision | None = None
    override: Override | None = None


def moves_in(newest: Mapping[str, Held], said: Said, run: RunRecord, ranks: Sequence[str]) -> list[Move]:
    """The moves that stand after a run, and those that were confirmed since it.

    Args:
        newest: what each account has after the run.
        said: what people said.
        run: the run.
        ranks: the ids of the tiers, best first.

    Returns:
        first those that go up, then those that go down, then those that are gone; the best tiers first, then by id.
    """
    moves = [
        _move(held, held.reviewed, held.base, said, run, ranks)
        for held in newest.values()
        if held.computed != held.reviewed
    ]
    moves += [
        _move(newest[account], decision.before or None, decision.base or None, said, run, ranks)
        for account, decision in said.decisions.items()
        if account in newest and _has_confirmed(decision, newest[account], run)
    ]
    return sorted(moves, key=lambda move: _order(move, ranks))


def falls_first(moves: Sequence[Move], ranks: Sequence[str]) -> list[Move]:
    """The same moves, the largest fall first and the largest rise last: by how many tiers, then those that were best.

    Who is gone, or has no tier, has fallen below the last one.

    Args:
        moves: in any order.
        ranks: the ids of the tiers, best first.
    """

    def order(move: Move) -> tuple[int, int, str]:
        before, after = _place(move.before, ranks), _place(move.after, ranks)
        return before - after, before, move.account

    return sorted(moves, key=order)


def _move(held: Held, before: str | None, base: str | None, said: Said, run: RunRecord, ranks: Sequence[str]) -> Move:
    override = said.overrides.get(held.account)
    if override is not None and not holds(override, run.as_of):
        override = None
    decision = said.decisions.get(held.account)
    if not concerns(decision, before, held.computed):
        decision = None
    return Move(
        account=held.account,
        before=before,
        after=held.computed,
        direction="gone" if held.why == "gone" else _direction(before, held.computed, ranks),
        state=_state(decision, override, run.as_of),
        held=held,
        base=base,
        decision=decision,
        override=override,
    )


def _has_confirmed(decision: Decision, held: Held, run: RunRecord) -> bool:
    """Whether a decision confirmed the move that an account made in this run."""
    return (
        decision.state == "confirmed"
        and decision.run == run.id
        and held.computed == held.reviewed == (decision.after or None)
    )


def _state(decision: Decision | None, override: Override | None, as_of: str) -> MoveState:
    if decision is not None and decision.state == "confirmed":
        return "confirmed"
    if override is not None:
        return "overridden"
    if decision is not None and decision.until is not None and as_of < decision.until.isoformat():
        return "deferred"
    return "open"


def _direction(before: str | None, after: str | None, ranks: Sequence[str]) -> Direction:
    return "up" if _place(after, ranks) < _place(before, ranks) else "down"


def _place(tier: str | None, ranks: Sequence[str]) -> int:
    return ranks.index(tier) if tier is not None and tier in ranks else len(ranks)


def _order(move: Move, ranks: Sequence[str]) -> tuple[int, int, int, str]:
    better, other = (move.after, move.before) if move.direction == "up" else (move.before, move.after)
    return ("up", "down", "gone").index(move.direction), _place(better, ranks), _place(other, ranks), move.account
