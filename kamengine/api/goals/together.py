"""What many accounts come to together in one number: a total, an average, or the share that meets a criterion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from kamengine.engine.results import ID, TIER, TIER_EFFECTIVE
from kamengine.engine.selection import Question, select
from kamengine.problems import KamError, Place, say
from kamengine.work.people.owners import OWNER

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.work.model import Goal, Together
    from kamengine.work.people.people import Team

_ROOM = Context(prec=100)  # holds every digit of the largest sums


@dataclass(frozen=True)
class Scope:
    """Which accounts are meant together.

    Attributes:
        where: a condition that they meet; empty for all that the pack speaks about.
        book: whose accounts they are, by the kept name; empty for everybody's.
    """

    where: str = ""
    book: str = ""

    @classmethod
    def of(cls, goal: Goal) -> Scope:
        """The accounts that a goal is about together."""
        return cls(goal.where, goal.book)


@dataclass(frozen=True)
class Sum:
    """What accounts come to together.

    Attributes:
        value: over those of which it is known; None when it is known of none.
        accounts: how many there are.
        unknown: of how many of them it is unknown; they are left out of the value, and never taken for 0.
        unsure: of how many more it is unknown whether they meet the condition.
    """

    value: Decimal | None
    accounts: int
    unknown: int
    unsure: int


def how_together(kind: str, name: str, *, average: bool) -> Together:
    """How the values of many accounts come to one number, by their kind.

    Args:
        kind: of the indicator, the field or the criterion.
        name: what it is called.
        average: whether the average was asked for.

    Raises:
        KamError: the values can neither be added up nor counted so.
    """
    if kind == "bool":
        return "share"
    if kind == "ratio" and not average:
        what = say("{name} is a share, and shares do not add up", name=name)
        raise KamError.of(what, say("say --average"), place=Place(key="--indicator"))
    return "average" if average else "total"


def kind_together(kind: str, how: Together) -> str:
    """What kind of value many accounts have together."""
    if how == "share":
        return "ratio"
    return "number" if how == "average" and kind == "integer" else kind


def sum_of(results: Results, name: str, how: Together, scope: Scope, team: Team) -> Sum:
    """What accounts come to together by a run; exact, in whatever order they come.

    Args:
        results: of the run, with the tiers in effect where they are known.
        name: of the indicator, the field or the criterion.
        how: its values come to one number.
        scope: which accounts.
        team: says whose accounts they are.

    Raises:
        KamError: the condition is not sound.
    """
    tier = TIER_EFFECTIVE if results.effective else TIER
    found = select(results, Question(scope.where or None, columns=(ID, tier, name)))
    book = team.stands_for(scope.book) if scope.book else ""
    if book:
        team.read_all()
    accounts, known, total = 0, 0, Decimal(0)
    for value in _values(found.rows(), team, book):
        accounts += 1
        if value is not None:
            known += 1
            total = _ROOM.add(total, value)
    value = None if not known else total if how == "total" else _ROOM.divide(total, Decimal(known))
    return Sum(value, accounts, accounts - known, found.unknown)


def exact(value: object) -> Decimal | None:
    """A number as a decimal that can be summed up without loss, a truth as 1 or 0; None for unknown and no number."""
    if value is None:
        return None
    number = Decimal(int(value)) if isinstance(value, bool) else Decimal(str(value))
    return number if number.is_finite() else None


def _values(rows: Iterator[tuple[object, ...]], team: Team, book: str) -> Iterator[Decimal | None]:
    """The value of each account that counts."""
    for account, tier, value in rows:
        if not book or team.person(str(account), OWNER, str(tier or "")) == book:
            yield exact(value)
