"""What becomes of a computed tier: grace rules, decisions about moves and overrides, for one account at one date.

The rules are pure: what an account had before that date, what the run of that date computed, and what people said give
what holds. A later run of the same date takes the place of an earlier one, so that "so many runs" are runs of different
dates, and a mistake in the data that is put right the same day leaves no trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from kamengine.pack.playbooks import Grace
from kamengine.work.model import Decision, Override

Why = Literal["rules", "grace", "protected", "deferred", "confirmed", "override", "gone"]
"""Why a tier is in effect: the rules computed it; grace: no other was found by enough runs yet; protected: nobody falls
before a date; deferred or confirmed: people decided so about the move; override: people gave another; gone: the run
does not have the account."""


class Held(NamedTuple):
    """What an account has since a date; None stands for no tier.

    Attributes:
        account: its id.
        as_of: the date of the run since which it is so (ISO 8601).
        run: that run.
        computed: the tier that the run computed.
        settled: the one that grace rules and decisions make of it.
        effective: the one in effect: an override, else the settled one.
        why: why that one is.
        streak: the tiers that runs of different dates in a row found, all better or all worse than the settled one.
        reviewed: the tier that needs no review: the first one, else the one that people confirmed last.
        base: while the computed tier is another than that, the last run before they parted, or the one in which that
            tier was confirmed.
    """

    account: str
    as_of: str
    run: str
    computed: str | None
    settled: str | None
    effective: str | None
    why: Why
    streak: tuple[str | None, ...]
    reviewed: str | None
    base: str | None


@dataclass(frozen=True)
class Terms:
    """By what the accounts of a run are judged.

    Attributes:
        run: its id.
        as_of: its date (ISO 8601).
        base: the run before it, of an earlier date if there is one; None for the first.
        ranks: the ids of the tiers, best first.
        grace: the rules of the pack.
    """

    run: str
    as_of: str
    base: str | None
    ranks: Sequence[str]
    grace: Grace

    @cached_property
    def places(self) -> Mapping[str | None, int]:
        """The place of each tier, the best first; no tier comes last."""
        return {tier: place for place, tier in enumerate((*self.ranks, None))}


def judged(
    before: Held | None,
    account: str,
    computed: str | None,
    terms: Terms,
    override: Override | None = None,
    decision: Decision | None = None,
) -> Held:
    """What an account has from the date of a run on.

    Args:
        before: what it had before that date; None when it is new.
        account: its id.
        computed: the tier that the run computed.
        terms: by what it is judged.
        override: the tier that people gave it, whether it holds at the date or not.
        decision: what people decided about its newest move, whether that is this one or not.
    """
    settled, streak, why = _settled(before, computed, terms, decision)
    effective = settled
    if override is not None and holds(override, terms.as_of) and override.tier in terms.places:
        effective, why = override.tier, "override"
    reviewed = computed if before is None else _reviewed(before, decision)
    base = None if computed == reviewed else _base(before, reviewed, terms, decision)
    return Held(account, terms.as_of, terms.run, computed, settled, effective, why, streak, reviewed, base)


def gone(before: Held, terms: Terms, decision: Decision | None = None) -> Held:
    """What an account has that the run does not have; should it come back, its last review still counts."""
    reviewed = _reviewed(before, decision)
    base = None if reviewed is None else _base(before, reviewed, terms, decision)
    return Held(before.account, terms.as_of, terms.run, None, None, None, "gone", (), reviewed, base)


def holds(override: Override, as_of: str) -> bool:
    """Whether an override holds at the date of a run (ISO 8601)."""
    return override.since.isoformat() <= as_of <= override.until.isoformat()


def concerns(decision: Decision | None, reviewed: str | None, computed: str | None) -> bool:
    """Whether a decision is about the move from a tier that was reviewed to a computed one."""
    return decision is not None and (decision.before, decision.after) == (reviewed or "", computed or "")


def _reviewed(before: Held, decision: Decision | None) -> str | None:
    if decision is not None and decision.state == "confirmed" and decision.before == (before.reviewed or ""):
        return decision.after or None
    return before.reviewed


def _base(before: Held | None, reviewed: str | None, terms: Terms, decision: Decision | None) -> str | None:
    """The run to compare with: the one whose move was confirmed since, else the same as before, else the last one."""
    if before is not None and before.reviewed != reviewed and decision is not None:
        return decision.run
    return before.base if before is not None and before.base else terms.base


def _settled(
    before: Held | None, computed: str | None, terms: Terms, decision: Decision | None
) -> tuple[str | None, tuple[str | None, ...], Why]:
    """The tier by grace rules and decisions, the streak that goes on, and why."""
    places, grace = terms.places, terms.grace
    if before is None or before.why == "gone" or before.settled not in places or computed == before.settled:
        return computed, (), "rules"
    decided = decision.state if decision is not None and concerns(decision, before.reviewed, computed) else ""
    if decided == "confirmed":
        return computed, (), "confirmed"
    rises = places[computed] < places[before.settled]
    needed = grace.promote_after if rises else grace.demote_after
    streak = _streak(before, computed, places)[-needed:]
    if decided == "deferred" and decision is not None and decision.until and terms.as_of < decision.until.isoformat():
        return before.settled, streak, "deferred"
    if not rises and terms.as_of < grace.no_demotion_before:
        return before.settled, streak, "protected"
    if len(streak) < needed:
        return before.settled, streak, "grace"
    return _reached(streak, computed, places, rises=rises)


def _streak(before: Held, computed: str | None, places: Mapping[str | None, int]) -> tuple[str | None, ...]:
    """The streak with one run more; a run on the other side of the settled tier begins a new one."""
    at = places[before.settled]
    side = places[computed] < at
    goes_on = all(tier in places and places[tier] != at and (places[tier] < at) == side for tier in before.streak)
    return (*before.streak, computed) if goes_on else (computed,)


def _reached(
    streak: tuple[str | None, ...], computed: str | None, places: Mapping[str | None, int], *, rises: bool
) -> tuple[str | None, tuple[str | None, ...], Why]:
    """The tier that all runs of a full streak found at least (or at most), and what of the streak is beyond it."""
    reached = (max if rises else min)(streak, key=lambda tier: places[tier])
    rest: list[str | None] = []
    for tier in reversed(streak):
        if tier == reached:
            break
        rest.insert(0, tier)
    return reached, tuple(rest), "rules" if reached == computed else "grace"
