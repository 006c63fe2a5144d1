"""Promotions and demotions that nobody has decided about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kamengine.review.moves import Review, review_by
from kamengine.today.ground import Ground
from kamengine.work.tiers.moves import Move


@dataclass(frozen=True)
class Moves:
    """The moves of a pack that are to be decided.

    Attributes:
        review: all moves of the pack.
        shown: the first of those that are open.
        counts: how many go each way: ``up``, ``down``, ``gone``.
    """

    review: Review
    shown: tuple[Move, ...]
    counts: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def reviews_of(ground: Ground) -> dict[str, Review]:
    """The moves of every pack, by its id."""
    return {
        judged.run.pack: review_by(ground.workspace, judged.run, judged.results.checked) for judged in ground.judged
    }


def moves_of(ground: Ground, reviews: Mapping[str, Review]) -> tuple[Moves, ...]:
    """The moves of each pack that has open ones; of one person those of accounts that the person owns."""
    found = []
    for review in reviews.values():
        theirs = review.moves.where(("open",))
        if ground.book.person:
            theirs = theirs.only(lambda move: ground.book.has(move.account, move.held.effective or move.before))
        if theirs:
            shown = tuple(theirs[: ground.asking.most])
            found.append(Moves(review, shown, Counter({way: n for (way, _), n in theirs.counts.items()})))
    return tuple(found)
