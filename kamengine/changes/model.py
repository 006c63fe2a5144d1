"""What must change, as plain data; put into words by `kamengine.explain`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Proof = Literal["proved", "searched"]


@dataclass(frozen=True)
class Interval:
    """Values of an unknown fact that would do, from `low` to `high`, both included; None where there is no end."""

    low: Any
    high: Any


@dataclass(frozen=True)
class Move:
    """A new value for one fact.

    Attributes:
        fact: a field or an indicator.
        old: the value that it has; None is unknown.
        new: the value proposed, as the engine holds it.
        cost: the change as a share of the old value; 1 when that is 0, unknown or not a number.
        would_do: for an unknown fact, every value around `new` that does: an interval, or the single values.
        others: whether values outside `would_do` do too.
    """

    fact: str
    old: Any
    new: Any
    cost: Fraction
    would_do: Interval | tuple[Any, ...] | None = None
    others: bool = False


@dataclass(frozen=True)
class Change:
    """The smallest change of one fact, or of two together, that makes a better tier certain.

    Attributes:
        tier: the certain tier once it is made.
        moves: one or two.
        proof: ``proved``: no smaller change of the same facts reaches the tier or a better one; ``searched``: none was
            found within the bound of the search.
    """

    tier: str
    moves: tuple[Move, ...]
    proof: Proof = "proved"

    @property
    def cost(self) -> Fraction:
        """The costs of its moves together."""
        return sum((move.cost for move in self.moves), Fraction(0))


@dataclass(frozen=True)
class Changes:
    """What must change for an account.

    Attributes:
        better: ids of the tiers better than the certain one, best first; none for an account in the best.
        looked_at: the facts that were moved, in order of declaration.
        found: tier by tier, best first; of a tier first the single facts, then the pairs, each cheapest first.
        left_out: facts that may change but were not looked at, since a function over the whole portfolio uses them.
        stopped: facts for which the search ended at its bound before a tier was reached or ruled out.
        pairs_stopped: whether the search for pairs ended at its bound.
    """

    better: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()
    found: tuple[Change, ...] = ()
    left_out: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    pairs_stopped: bool = False

    def cheapest_first(self) -> list[Change]:
        """All changes by cost; of those that cost the same one fact before two, then by declaration, then the shorter.

        Of the changes of one fact the shorter reaches the lesser tier.
        """
        places = {name: place for place, name in enumerate(self.looked_at)}
        order = {id: place for place, id in enumerate(self.better)}

        def key(change: Change) -> tuple[Fraction, int, list[int], int]:
            facts = [places[move.fact] for move in change.moves]
            return change.cost, len(facts), facts, -order[change.tier]

        return sorted(self.found, key=key)
