"""Visits: those of today, those that were to be and are not recorded, and accounts whose tier calls for one by now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.accounts.names import account_names
from kamengine.api.packs.playbooks import playbooks_of
from kamengine.api.work.visits import visits_due_by
from kamengine.declarations import Label
from kamengine.engine.results import TIER, TIER_EFFECTIVE
from kamengine.today.ground import Ground
from kamengine.work.ground.things import all_of
from kamengine.work.model import Visit
from kamengine.work.visits.cadence import Cadence, unrecorded
from kamengine.work.visits.visits import is_open

if TYPE_CHECKING:
    from kamengine.engine.results import Results


@dataclass(frozen=True)
class DueVisit:
    """An account that is to be visited by now, for which no visit is planned.

    Attributes:
        pack: whose cadence calls for it.
        tier: what the tier of the account is called.
        manager: who owns it; empty for nobody.
        cadence: since when it is due.
    """

    pack: str
    tier: Label
    manager: str
    cadence: Cadence


@dataclass(frozen=True)
class Visits:
    """The visits of a day.

    Attributes:
        today: those that are planned for the day, by time.
        unrecorded: those that were to be before, the oldest first.
        due: the first accounts to be visited: of each pack the best tier first, in it those that have waited longest.
        count: how many such accounts there are.
        names: of the accounts, by id.
    """

    today: tuple[Visit, ...]
    unrecorded: tuple[Visit, ...]
    due: tuple[DueVisit, ...]
    count: int
    names: Mapping[str, str]


def visits_of(ground: Ground) -> Visits:
    """The visits of a day; of one person those that the person answers for or goes on."""
    workspace, day = ground.workspace, ground.asking.today
    visits = [visit for visit in all_of(workspace, Visit, open=True) if _is_theirs(ground, visit)]
    today = [visit for visit in visits if is_open(visit) and visit.day == day]
    today.sort(key=lambda visit: (visit.time is None, visit.time, len(visit.key), visit.key))
    missed = unrecorded(visits, day)
    due = list(_due(ground))
    shown = due[: ground.asking.most]
    accounts = [visit.account for visit in (*today, *missed)] + [each.cadence.account for each in shown]
    return Visits(tuple(today), tuple(missed), tuple(shown), len(due), account_names(workspace, accounts))


def _due(ground: Ground) -> Iterator[DueVisit]:
    """The accounts of every pack that says how often accounts are visited."""
    day, person = ground.asking.today, ground.asking.person
    for judged in ground.judged:
        visited = playbooks_of(ground.host, judged.results.checked).visits
        if not visited:
            continue
        given = (ground.workspace, ground.host, judged.run, judged.results, judged.differing)
        found = visits_due_by(*given, _has_one_of(visited, judged.results), today=day, until=day)
        for cadence in found.cadences:
            manager = found.managers[cadence.account]
            if cadence.planned is None and person in ("", manager):
                label = judged.results.checked.tier_label(cadence.tier)
                yield DueVisit(judged.run.pack, label, manager, cadence)


def _has_one_of(tiers: Iterable[str], results: Results) -> str:
    """The condition that an account has one of these tiers in effect, so that no others are read."""
    names = ", ".join("'{}'".format(tier.replace("'", "''")) for tier in tiers)
    return f"{TIER_EFFECTIVE if results.effective else TIER} in ({names})"


def _is_theirs(ground: Ground, visit: Visit) -> bool:
    person = ground.asking.person
    return not person or person in map(ground.team.stands_for, (visit.owner, *visit.goers))
