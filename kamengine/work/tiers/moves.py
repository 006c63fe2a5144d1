"""Moves to review: accounts whose computed tier is another than the one that needed no review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal, overload

from kamengine.work.model import Decision, Override
from kamengine.work.tiers.fold import Said
from kamengine.work.tiers.grace import Held, concerns, holds
from kamengine.workspace import RunRecord

Direction = Literal["up", "down", "gone"]
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "gone")
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


_Row = tuple[str, str | None, str | None, Direction, MoveState, Any]
"""Account, the tier before, the one after, direction, state, and whatever a move is made of besides."""


class Moves(Sequence[Move]):
    """Moves in an order; each is made when it is looked at.

    There may be very many, of which few are looked at; see `kamengine.work.tiers.kept_standing.HeldRows`.
    """

    def __init__(self, rows: Sequence[_Row], make: Callable[[_Row], Move]) -> None:
        """Take what is told of every move, and how one is made of it."""
        self._rows, self._make = rows, make

    @classmethod
    def of(cls, moves: Iterable[Move]) -> Moves:
        """Moves that are there already."""
        rows = [(move.account, move.before, move.after, move.direction, move.state, move) for move in moves]
        return cls(rows, itemgetter(-1))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Move: ...
    @overload
    def __getitem__(self, place: slice) -> Moves: ...
    def __getitem__(self, place: int | slice) -> Move | Moves:
        """The move at a place, or those from one to another."""
        if isinstance(place, slice):
            return Moves(self._rows[place], self._make)
        return self._make(self._rows[place])

    def __iter__(self) -> Iterator[Move]:
        """One after the other."""
        return map(self._make, self._rows)

    @property
    def accounts(self) -> list[str]:
        """Their accounts."""
        return [row[0] for row in self._rows]

    def ways(self) -> Iterator[tuple[str, str | None, str | None, Direction]]:
        """Of each its account, the tier before, the one after, and the direction."""
        return (row[:4] for row in self._rows)

    @cached_property
    def counts(self) -> Mapping[tuple[Direction, MoveState], int]:
        """How many there are of each direction and state."""
        return Counter((row[3], row[4]) for row in self._rows)

    def going(self, direction: Direction) -> int:
        """How many go one way."""
        return sum(n for (way, _), n in self.counts.items() if way == direction)

    def standing(self, state: MoveState) -> int:
        """About how many this was decided."""
        return sum(n for (_, each), n in self.counts.items() if each == state)

    def where(self, states: Collection[str] = STATES, accounts: Callable[[str], bool] | None = None) -> Moves:
        """Those in some states, and of some accounts."""
        rows = [row for row in self._rows if row[4] in states and (accounts is None or accounts(row[0]))]
        return Moves(rows, self._make)

    def only(self, meant: Callable[[Move], bool]) -> Moves:
        """Those that are meant."""
        return Moves([row for row in self._rows if meant(self._make(row))], self._make)

    def sorted(self, order: Callable[[str | None, str | None, Direction], tuple[int, ...]]) -> Moves:
        """The same by what is said of the tier before, the one after and the direction, then by account."""
        parts: dict[tuple[int, ...], list[_Row]] = {}
        for row in self._rows:
            parts.setdefault(order(*row[1:4]), []).append(row)
        # part by part: while one list is sorted nothing else is done, and what is in order already takes no time
        return Moves([row for part in sorted(parts) for row in sorted(parts[part], key=itemgetter(0))], self._make)


def moves_in(newest: Mapping[str, Held], said: Said, run: RunRecord, ranks: Sequence[str]) -> Moves:
    """The moves that stand after a run, and those that were confirmed since it.

    Args:
        newest: what each account has after the run.
        said: what people said.
        run: the run.
        ranks: the ids of the tiers, best first.

    Returns:
        first those that go up, then those that go down, then those that are gone; the best tiers first, then by id.
    """

    def row(held: Held, before: str | None, base: str | None) -> _Row:
        state = _state(*_said_of(held, before, said, run), run.as_of)
        return held.account, before, held.computed, _direction(held, before, ranks), state, base

    def make(row: _Row) -> Move:
        account, before, *_, base = row
        return _move(newest[account], before, base, said, run, ranks)

    rows = [row(held, held.reviewed, held.base) for held in newest.values() if held.computed != held.reviewed]
    rows += [
        row(newest[account], decision.before or None, decision.base or None)
        for account, decision in said.decisions.items()
        if account in newest and _has_confirmed(decision, newest[account], run)
    ]
    return Moves(rows, make).sorted(lambda before, after, direction: _order(before, after, direction, ranks))


def falls_first(moves: Sequence[Move], ranks: Sequence[str]) -> Sequence[Move]:
    """The same moves, the largest fall first and the largest rise last: by how many tiers, then those that were best.

    Who is gone, or has no tier, has fallen below the last one.

    Args:
        moves: in any order.
        ranks: the ids of the tiers, best first.
    """

    def order(before: str | None, after: str | None, _: Direction) -> tuple[int, ...]:
        was, is_ = _place(before, ranks), _place(after, ranks)
        return was - is_, was

    all_moves = moves if isinstance(moves, Moves) else Moves.of(moves)
    return all_moves.sorted(order)


def _move(held: Held, before: str | None, base: str | None, said: Said, run: RunRecord, ranks: Sequence[str]) -> Move:
    decision, override = _said_of(held, before, said, run)
    return Move(
        account=held.account,
        before=before,
        after=held.computed,
        direction=_direction(held, before, ranks),
        state=_state(decision, override, run.as_of),
        held=held,
        base=base,
        decision=decision,
        override=override,
    )


def _said_of(held: Held, before: str | None, said: Said, run: RunRecord) -> tuple[Decision | None, Override | None]:
    """What people said that concerns a move: the decision about it, the override that holds at the date of the run."""
    decision, override = said.decisions.get(held.account), said.overrides.get(held.account)
    return (
        decision if concerns(decision, before, held.computed) else None,
        override if override is not None and holds(override, run.as_of) else None,
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


def _direction(held: Held, before: str | None, ranks: Sequence[str]) -> Direction:
    if held.why == "gone":
        return "gone"
    return "up" if _place(held.computed, ranks) < _place(before, ranks) else "down"


def _place(tier: str | None, ranks: Sequence[str]) -> int:
    return ranks.index(tier) if tier is not None and tier in ranks else len(ranks)


def _order(before: str | None, after: str | None, direction: Direction, ranks: Sequence[str]) -> tuple[int, ...]:
    better, other = (after, before) if direction == "up" else (before, after)
    return DIRECTIONS.index(direction), _place(better, ranks), _place(other, ranks)
