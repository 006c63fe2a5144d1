"""Accounts whose tier is not decided, since facts are missing: those with most money first."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.engine.results import TIER, TIER_EFFECTIVE, TIER_POSSIBLE
from kamengine.today.ground import Ground, Judged
from kamengine.today.ranked import Ranked, Value, ranked, value_of


@dataclass(frozen=True)
class Undecided:
    """The undecided accounts of a pack.

    Attributes:
        judged: the pack and its run.
        value: what the pack takes as the worth of an account; None when it names nothing.
        accounts: those whose tier could still be better, and that people have given no other.
    """

    judged: Judged
    value: Value | None
    accounts: Ranked


def undecided_of(ground: Ground) -> tuple[Undecided, ...]:
    """The undecided accounts of each pack that has some."""
    found = []
    for judged in ground.judged:
        open_ = f"run.{TIER} IS DISTINCT FROM run.{TIER_POSSIBLE}"
        if judged.results.effective:
            open_ += f" AND run.{TIER_EFFECTIVE} IS NOT DISTINCT FROM run.{TIER}"
        accounts = ranked(judged, ground.book, open_, most=ground.asking.most)
        if accounts.count:
            found.append(Undecided(judged, value_of(judged.results), accounts))
    return tuple(found)
