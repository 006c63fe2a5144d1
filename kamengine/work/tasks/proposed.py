"""What playbooks propose and nobody has touched, as lists: of named accounts read whole, else little by little.

Everybody's may be millions. They are counted by the database (`kamengine.work.tasks.tally`), and those that stand first
are read first: the days in their order, on each the accounts in theirs, as an index over reasons has them.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol

from kamengine.pack.playbooks import CheckedPlaybook, CheckedStep
from kamengine.work.model import Task
from kamengine.work.people.people import Held, Team
from kamengine.work.plans.doers import MANY, Doer, Tiers, read_holders
from kamengine.work.plans.proposals import Calls, Due, Group, Proposal, due_in, proposals
from kamengine.work.plans.reasons import Cohort, KeptPlaybooks, reasons_in, reasons_of
from kamengine.work.tasks.query import Order, TaskPlace, TaskQuery, place_of
from kamengine.work.tasks.tally import Tally, tally, tally_by_people
from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Count:
    """So many tasks of a step that fall due on a day."""

    step: CheckedStep
    due: Due
    count: int


@dataclass(frozen=True)
class Done:
    """So many tasks of a step that fall due on a day, who does them, and whether their reason has gone."""

    step: CheckedStep
    due: Due
    by: Held
    gone: bool
    count: int


class Proposed(Protocol):
    """What playbooks propose of the tasks that are asked for, and nobody has touched."""

    def counts(self) -> Iterator[Count]:
        """How many there are, step by step and day by day."""
        ...

    def by_doers(self) -> Iterator[Done]:
        """The same by who does them."""
        ...

    def in_order(self, after: TaskPlace | None = None, order: Order = "day") -> Iterator[Proposal]:
        """All that stand after a place of a list."""
        ...


def proposed(workspace: Workspace, query: TaskQuery, team: Team) -> Proposed:
    """What playbooks propose of the tasks that are asked for, and nobody has touched; nothing is read yet."""
    playbooks = KeptPlaybooks(workspace)
    due = {group: days for group, days in due_in(workspace, query.window).items() if query.playbook in ("", group[1])}
    if query.step:
        due = {group: [each for each in days if each.step == query.step] for group, days in due.items()}
    doer = Doer.of(team, query.person, playbooks) if query.person else None
    calls = Calls(due, playbooks, query.window)
    if query.accounts is None and (doer is None or any(map(doer.may_do, due))):
        return _Everybodys(workspace, query, team, calls, doer)
    return _OfAccounts(workspace, query, team, due, playbooks, doer)


@dataclass(frozen=True)
class _OfAccounts:
    """Those of accounts that are named, or for which a person is: read whole."""

    workspace: Workspace
    query: TaskQuery
    team: Team
    due: Mapping[Group, Sequence[Due]]
    playbooks: KeptPlaybooks
    doer: Doer | None

    @cached_property
    def all(self) -> list[Proposal]:
        """All of them, in no order."""
        accounts = self.query.accounts
        if accounts is None:
            accounts = tuple(sorted(self.doer.all_named())) if self.doer is not None else ()
        reasons = reasons_of(self.workspace, accounts=accounts, groups=self.due)
        found = list(proposals(reasons, self.due, self.playbooks, self.query.window))
        if self.query.gone:
            found = [each for each in found if each.reason.gone_seq is not None]
        if self.doer is not None:
            found = self.doer.theirs(self.workspace, found)
        return untouched(self.workspace, found)

    def counts(self) -> Iterator[Count]:
        """Each one by itself."""
        return (Count(each.step, each.due, 1) for each in self.all)

    def by_doers(self) -> Iterator[Done]:
        """Each one by itself, with who does it."""
        read_holders(self.team, self.all)
        tiers = Tiers(self.workspace, self.all) if any(tier for _, tier in self.team.holdings) else None
        for each in self.all:
            tier = tiers.of(each) if tiers is not None else ""
            held = self.team.doer(each.reason.account, each.step.responsible, tier)
            yield Done(each.step, each.due, held, each.reason.gone_seq is not None, 1)

    def in_order(self, after: TaskPlace | None = None, order: Order = "day") -> Iterator[Proposal]:
        """All of them sorted."""
        place = partial(place_of, order=order)
        return iter(sorted((each for each in self.all if after is None or place(each) > after), key=place))


@dataclass(frozen=True)
class _Everybodys:
    """Those of everybody, or of a person who holds roles for the whole team or for a tier: never read whole."""

    workspace: Workspace
    query: TaskQuery
    team: Team
    calls: Calls
    doer: Doer | None

    @cached_property
    def _tallies(self) -> list[Tally]:
        """How many there are, by whose they are where that matters."""
        if self.doer is None:
            return list(tally(self.workspace, self.calls, gone=self.query.gone))
        found = tally_by_people(self.workspace, self.calls, self.team, gone=self.query.gone)
        return [each for each in found if self._held(each).person == self.doer.person]

    def _held(self, each: Tally) -> Held:
        return self.team.doer_among(each.whose.named, each.step.responsible, each.whose.tier)

    def counts(self) -> Iterator[Count]:
        """Counted by the database."""
        return (Count(each.step, each.due, each.count) for each in self._tallies)

    def by_doers(self) -> Iterator[Done]:
        """Counted by the database, by what says who does them."""
        whole = self.doer is None
        again = {"gone": self.query.gone}
        found = tally_by_people(self.workspace, self.calls, self.team, **again) if whole else self._tallies
        for each in found:
            yield Done(each.step, each.due, self._held(each), each.cohort.gone_seq is not None, each.count)

    def in_order(self, after: TaskPlace | None = None, order: Order = "day") -> Iterator[Proposal]:
        """Read little by little."""
        place, calls = partial(place_of, order=order), self._calls_made
        parts = self._day_by_day(calls, after) if order == "day" else self._by_account(calls, after)
        return (each for each in parts if after is None or place(each) > after)

    @property
    def _calls_made(self) -> dict[Cohort, list[_Call]]:
        """What each cohort calls for that is left for anybody who is asked for."""
        there: dict[Cohort, set[Due]] = {}
        for each in self._tallies:
            there.setdefault(each.cohort, set()).add(each.due)
        return {cohort: [call for call in self.calls.of(cohort) if call[2] in days] for cohort, days in there.items()}

    def _by_account(self, calls: Mapping[Cohort, Sequence[_Call]], after: TaskPlace | None) -> Iterator[Proposal]:
        """The cohorts merged by account."""
        first, place = after[0] if after is not None else "", partial(place_of, order="account")
        streams = [self._of_cohort(cohort, found, first, "account") for cohort, found in calls.items()]
        return heapq.merge(*streams, key=place)

    def _day_by_day(self, calls: Mapping[Cohort, Sequence[_Call]], after: TaskPlace | None) -> Iterator[Proposal]:
        """Day by day, on each the cohorts merged by account."""
        days: dict[str, dict[Cohort, list[_Call]]] = {}
        for cohort, found in calls.items():
            for call in found:
                days.setdefault(call[2].day, {}).setdefault(cohort, []).append(call)
        for day in sorted(days):
            if after is None or day >= after[0]:
                first = after[1] if after is not None and day == after[0] else ""
                streams = [self._of_cohort(cohort, found, first, "day") for cohort, found in days[day].items()]
                yield from heapq.merge(*streams, key=place_of)

    def _of_cohort(self, cohort: Cohort, calls: Sequence[_Call], first: str, order: Order) -> Iterator[Proposal]:
        """What a cohort proposes from an account on, of one day if by day; little is read at first, then more."""
        after, most, place = (first, 0), _FEW, partial(place_of, order=order)
        while reasons := reasons_in(self.workspace, cohort, after, most):
            found = [Proposal(reason, *call) for reason in reasons for call in calls]
            if self.doer is not None:
                found = self.doer.theirs(self.workspace, found)
            yield from sorted(untouched(self.workspace, found), key=place)
            after, most = (reasons[-1].account, reasons[-1].id), min(2 * most, MANY)


def untouched(workspace: Workspace, found: Sequence[Proposal]) -> list[Proposal]:
    """Those of proposals of which there is no record yet."""
    sql, values = _KEYS, {}
    if len(found) <= MANY:
        sql += " AND key IN (SELECT value FROM json_each(:keys))"
        values = {"keys": json.dumps([each.key for each in found])}
    touched = {row["key"] for row in workspace.catalog.rows(sql, values)}
    return [each for each in found if each.key not in touched] if touched else list(found)


_Call = tuple[CheckedPlaybook, CheckedStep, Due]
_FEW = 50  # reasons of a cohort that are read at once at first
_KEYS = f"SELECT key FROM records WHERE kind = '{Task.kind}'"
