"""Whose visit is due, by the tiers in effect after the newest run and the cadence of its pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.accounts.further_columns import as_listed
from kamengine.api.packs.playbooks import playbooks_of
from kamengine.api.runs.results import results_of
from kamengine.api.runs.standing import Differing, differing_tiers
from kamengine.api.work.owners import bring_owners
from kamengine.engine.results import ID, NAME, TIER, TIER_POSSIBLE
from kamengine.engine.selection import Question, select
from kamengine.problems import KamError, say
from kamengine.work.ground.calendar import calendar_of
from kamengine.work.ground.things import all_of
from kamengine.work.model import Visit
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.visits.cadence import Cadence, cadences, unrecorded

if TYPE_CHECKING:
    from kamengine.declarations import Label
    from kamengine.engine.results import Results
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace

_EXAMPLE = '{ key = "1 month" }'


@dataclass(frozen=True)
class VisitsDue:
    """Whose visit is due.

    Attributes:
        run: whose tiers counted.
        cadences: where each account stands that is due, the best tier first, in it those that have waited longest.
        unrecorded: visits that were to be and are not recorded, the oldest first.
        names: of the accounts, by id; those without one are left out.
        managers: of the accounts that are due, by id; an empty text for nobody.
        tiers: what the tiers are called, by id.
        unknown: how many accounts were left out, since it is unknown whether they meet the condition.
        undecided: the accounts of which it is unknown whether they belong into a better tier, due or not, by id.
    """

    run: RunRecord
    cadences: tuple[Cadence, ...]
    unrecorded: tuple[Visit, ...]
    names: Mapping[str, str]
    managers: Mapping[str, str]
    tiers: Mapping[str, Label]
    unknown: int
    undecided: tuple[str, ...]


def visits_due(
    workspace: Workspace,
    host: PluginHost,
    who: str,
    *,
    pack: str | None = None,
    where: str | None = None,
    today: dt.date,
    until: dt.date,
) -> VisitsDue:
    """The accounts that are due for a visit until a day; the pack is run first where facts or rules have changed.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        who: in whose name a new run is noted.
        pack: by id or path; None for the only one, or the one that was run last.
        where: only accounts that meet a condition.
        today: the day to look from.
        until: the last day on which a visit may be due to be listed.

    Raises:
        KamError: there is no such pack, it cannot be run, the condition is not sound, or nothing says how often
            accounts are visited.
    """
    from kamengine.api.runs.newest import newest_run  # which can take files in: whoever only looks does without

    run = newest_run(workspace, host, pack, who)
    results = results_of(workspace, run, host)
    in_effect = differing_tiers(workspace, run, results.checked) or {}
    if where is not None:
        results = as_listed(workspace, run, results)
    bring_owners(workspace)
    return visits_due_by(workspace, host, run, results, in_effect, where, today=today, until=until)


def visits_due_by(
    workspace: Workspace,
    host: PluginHost,
    run: RunRecord,
    results: Results,
    in_effect: Differing,
    where: str | None = None,
    *,
    today: dt.date,
    until: dt.date,
) -> VisitsDue:
    """The same by the newest run of a pack by its own parameters, its results, and the tiers in effect that differ.

    Raises:
        KamError: the condition is not sound, or nothing says how often accounts are visited.
    """
    every = playbooks_of(host, results.checked).visits
    if not every:
        what = say("the pack {pack} does not say how often accounts are visited", pack=run.pack)
        remedy = say("write into it under [visits], such as every = {example}", example=_EXAMPLE)
        raise KamError.of(what, remedy)
    found = _looked_at(results, where, in_effect)
    visits = list(all_of(workspace, Visit))
    ranks = {tier.tier.id: rank for rank, tier in enumerate(results.checked.tiers)}
    due = sorted(
        (each for each in cadences(found.tiers, every, visits, calendar_of(workspace), today) if _is_due(each, until)),
        key=lambda each: (ranks[each.tier], each.due or dt.date.min, each.account),
    )
    team = Team.of(workspace).read_all()
    return VisitsDue(
        run,
        tuple(due),
        tuple(visit for visit in unrecorded(visits, today) if where is None or visit.account in found.accounts),
        found.names,
        {each.account: team.person(each.account, OWNER, each.tier) for each in due},
        _labels(results.checked),
        found.unknown,
        found.undecided,
    )


@dataclass(frozen=True)
class _LookedAt:
    """What a run says of the accounts that are asked for."""

    accounts: Collection[str]
    tiers: Mapping[str, str]
    names: Mapping[str, str]
    undecided: tuple[str, ...]
    unknown: int


def _looked_at(results: Results, where: str | None, in_effect: Mapping[str, str | None]) -> _LookedAt:
    """What a run says of accounts, with the tier in effect in the place of a computed one that differs from it."""
    wanted = (ID, TIER, TIER_POSSIBLE, *((NAME,) if NAME in results.columns() else ()))
    found = select(results, Question(where, (ID,), wanted))
    accounts: set[str] = set()
    tiers: dict[str, str] = {}
    names: dict[str, str] = {}
    undecided: list[str] = []
    for id, computed, possible, *called in found.rows():
        accounts.add(id)
        if (tier := in_effect.get(id, computed)) is not None:
            tiers[id] = tier
        if called and called[0] is not None:
            names[id] = called[0]
        if computed != possible and id not in in_effect:
            undecided.append(id)
    return _LookedAt(accounts, tiers, names, tuple(undecided), found.unknown)


def _is_due(each: Cadence, until: dt.date) -> bool:
    return each.due is None or each.due <= until


def _labels(checked: CheckedPack) -> dict[str, Label]:
    return {tier.tier.id: tier.tier.label for tier in checked.tiers}
