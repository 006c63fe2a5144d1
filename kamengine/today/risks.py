"""Accounts at risk, and by which rule.

An account is at risk by any of these:

- ``criterion``: it meets a criterion that its pack marks with ``risk = true``, such as silent or in arrears;
- ``demoted``: the newest run put it into a lower tier than the one that was reviewed last, and nobody has confirmed
  that or let another tier hold;
- ``contacts``: its contacts are known, and at most one of them is looked after (the high risk of
  `kamengine.work.accounts.coverage`): everything hangs on a single thread;
- ``need``: it has an open need of the highest severity: they leave without it.

What is unknown puts nobody at risk. An account that is gone from the data is no longer judged; its move is reviewed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kamengine.declarations import Label
from kamengine.engine.results import ID
from kamengine.engine.sql_text import identifier
from kamengine.problems import Message, say
from kamengine.review.moves import Review
from kamengine.today.ground import Ground, Judged
from kamengine.today.ranked import Found, Value, ranked, value_of
from kamengine.work.accounts.coverage import coverage_of
from kamengine.work.accounts.needs import SEVERITIES
from kamengine.work.ground.things import all_of
from kamengine.work.model import Contact, Need

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack

Rule = Literal["criterion", "demoted", "contacts", "need"]


@dataclass(frozen=True)
class Risk:
    """Why an account is at risk.

    Attributes:
        rule: which rule says so.
        text: in words.
        criterion: the id of the criterion; empty for the other rules.
    """

    rule: Rule
    text: Message | Label
    criterion: str = ""


@dataclass(frozen=True)
class AtRisk:
    """An account at risk, with everything that says so."""

    account: Found
    risks: tuple[Risk, ...]


@dataclass(frozen=True)
class Risks:
    """The accounts of a pack that are at risk.

    Attributes:
        judged: the pack and its run.
        value: what the pack takes as the worth of an account; None when it names nothing.
        shown: the first of them, those worth most first.
        count: how many there are.
    """

    judged: Judged
    value: Value | None
    shown: tuple[AtRisk, ...]
    count: int


def risks_of(ground: Ground, reviews: Mapping[str, Review]) -> tuple[Risks, ...]:
    """The accounts at risk of each pack that has some.

    Args:
        ground: what the day is judged by.
        reviews: the moves of each pack, by its id.
    """
    by_people = {**_single_threads(ground)}
    for account, risks in _needs(ground).items():
        by_people.setdefault(account, []).extend(risks)
    found = []
    for judged in ground.judged:
        demoted = _demoted(reviews.get(judged.run.pack))
        shown, count = _of_pack(ground, judged, demoted, by_people)
        if count:
            found.append(Risks(judged, value_of(judged.results), shown, count))
    return tuple(found)


def _of_pack(
    ground: Ground,
    judged: Judged,
    demoted: Mapping[str, tuple[str | None, str | None]],
    by_people: Mapping[str, Sequence[Risk]],
) -> tuple[tuple[AtRisk, ...], int]:
    checked = judged.results.checked
    criteria = [name for name, each in checked.pack.criteria.items() if each.risk]
    conditions = [f"coalesce(run.{identifier(name)}, false)" for name in criteria]
    conditions.append(f"run.{ID} IN (SELECT unnest(?::TEXT[]))")
    named = sorted({*demoted, *by_people})
    met = ranked(judged, ground.book, " OR ".join(conditions), [named], criteria, ground.asking.most)

    def risks(each: Found) -> Iterator[Risk]:
        if each.account in demoted:
            yield _fall(checked, *demoted[each.account])
        for name in criteria:
            if each.said[name]:
                yield Risk("criterion", checked.label(name), name)
        yield from by_people.get(each.account, ())

    return tuple(AtRisk(each, tuple(risks(each))) for each in met.shown), met.count


def _demoted(review: Review | None) -> dict[str, tuple[str | None, str | None]]:
    """From which tier to which accounts fell that nobody has confirmed there or let another tier hold for."""
    if review is None:
        return {}
    fallen = review.moves.where(("open", "deferred"))
    return {account: (before, after) for account, before, after, way in fallen.ways() if way == "down"}


def _fall(checked: CheckedPack, before: str | None, after: str | None) -> Risk:
    def label(tier: str | None) -> Label | Message:
        return say("no tier") if tier is None else checked.tier_label(tier)

    return Risk("demoted", say("fell from {before} to {after}", before=label(before), after=label(after)))


def _single_threads(ground: Ground) -> dict[str, list[Risk]]:
    contacts: dict[str, list[Contact]] = defaultdict(list)
    for one in all_of(ground.workspace, Contact, open=True):
        contacts[one.account].append(one)
    found: dict[str, list[Risk]] = {}
    for account, people in contacts.items():
        coverage = coverage_of(account, people, lambda name: bool(ground.team.stands_for(name)))
        if coverage.risk == "high":
            found[account] = [Risk("contacts", coverage.findings[0].text)]
    return found


def _needs(ground: Ground) -> dict[str, list[Risk]]:
    found: dict[str, list[Risk]] = defaultdict(list)
    for need in all_of(ground.workspace, Need, open=True):
        if need.status == "open" and need.severity == max(SEVERITIES):
            found[need.account].append(Risk("need", say("they leave without it: {need}", need=need.text)))
    return found
