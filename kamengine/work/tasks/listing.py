"""Lists of tasks: those that people have touched, and those that follow from reasons, told apart by nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge
from itertools import islice

from kamengine.work.model import Task
from kamengine.work.people.people import Team
from kamengine.work.plans.doers import Tiers, read_holders
from kamengine.work.plans.proposals import Proposal, key_of, proposal_of, reason_in
from kamengine.work.plans.reasons import KeptPlaybooks, reasons_of
from kamengine.work.tasks.proposed import Count, Done, Proposed, proposed
from kamengine.work.tasks.query import Listed, Order, TaskPlace, TaskQuery, TaskSum, place_of
from kamengine.work.tasks.touched import touched_in_order, touched_sums
from kamengine.workspace import Record, Workspace

__all__ = [
    "Found",
    "Listed",
    "TaskQuery",
    "as_tasks",
    "find_tasks",
    "list_tasks",
    "listed_by_key",
    "task_sums",
    "tasks_after",
]


@dataclass(frozen=True)
class Found:
    """The tasks that were asked for, and what all of them come to.

    Attributes:
        shown: the first of them, by day, account and key.
        count: how many there are.
        late: how many of them were due before today and are open.
        hours: what those take that are open.
    """

    shown: list[Listed]
    count: int
    late: int
    hours: Decimal


def list_tasks(workspace: Workspace, query: TaskQuery, team: Team, language: str) -> list[Listed]:
    """All tasks that are asked for, by day, account and key; see `find_tasks`."""
    return find_tasks(workspace, query, team, language).shown


def find_tasks(
    workspace: Workspace,
    query: TaskQuery,
    team: Team,
    language: str,
    limit: int | None = None,
    order: Order = "day",
) -> Found:
    """The tasks that are asked for; no run and no pack is read, and only what is shown is put into words.

    Args:
        workspace: where they are.
        query: which are asked for.
        team: who does them.
        language: of what playbooks say, ``"en"`` or ``"zh"``.
        limit: so many are shown; None for all.
        order: of those that are shown.
    """
    untouched, today = proposed(workspace, query, team), query.window.today.isoformat()
    sums = [*touched_sums(workspace, query), *map(_sum, untouched.counts())]
    return Found(
        _first(workspace, query, team, untouched, (None, limit, order), language),
        sum(each.count for each in sums),
        sum(each.count for each in sums if each.is_open and each.day < today),
        sum((each.hours for each in sums if each.is_open), Decimal()),
    )


def tasks_after(
    workspace: Workspace,
    query: TaskQuery,
    team: Team,
    language: str,
    after: Listed,
    most: int,
    order: Order = "day",
) -> list[Listed]:
    """The next tasks of a list, after one of them; see `find_tasks`.

    Args:
        workspace: where they are.
        query: which are asked for.
        team: who does them.
        language: of what playbooks say.
        after: the last one that is known. It need not be there any more.
        most: so many of them.
        order: of the list.
    """
    part = place_of(after, order), most, order
    return _first(workspace, query, team, proposed(workspace, query, team), part, language)


def task_sums(workspace: Workspace, query: TaskQuery, team: Team, *, by_person: bool) -> Iterator[TaskSum]:
    """What the tasks that are asked for come to, in parts that are alike: of one day, of one person if asked so."""
    untouched = proposed(workspace, query, team)
    yield from touched_sums(workspace, query)
    yield from map(_sum, untouched.by_doers() if by_person else untouched.counts())


def _sum(each: Count | Done) -> TaskSum:
    person = each.by.person if isinstance(each, Done) else ""
    return TaskSum(each.due.day, person, True, each.count, each.step.effort * each.count)


def _first(
    workspace: Workspace,
    query: TaskQuery,
    team: Team,
    untouched: Proposed,
    part: tuple[TaskPlace | None, int | None, Order],
    language: str,
) -> list[Listed]:
    """The part of a list that stands after a place and has so many tasks, touched or not."""
    after, most, order = part
    if most == 0:
        return []
    touched: Iterator[Listed | Proposal] = touched_in_order(workspace, query, after, most, order)
    both = merge(touched, untouched.in_order(after, order), key=lambda each: place_of(each, order))
    first = list(islice(both, most))
    told = as_tasks(workspace, [each for each in first if isinstance(each, Proposal)], team, language)
    return [each if isinstance(each, Listed) else next(told) for each in first]


def listed_by_key(workspace: Workspace, keys: Sequence[str], team: Team, language: str) -> dict[str, Listed]:
    """The tasks of some keys, touched or not, open or not; keys that mean no task are left out.

    A task of a plan that was taken back is still there once somebody has touched it.
    """
    playbooks = KeptPlaybooks(workspace)
    numbers = {number for key in keys if (number := reason_in(key)) is not None}
    reasons = {reason.id: reason for reason in reasons_of(workspace, ids=sorted(numbers))}
    records = _records(workspace, keys)
    found: dict[str, Listed] = {}
    proposed: list[Proposal] = []
    for key in dict.fromkeys(keys):
        reason = reasons.get(reason_in(key) or 0)
        if (task := records.get(key)) is not None:
            found[key] = Listed(task, True, reason, playbooks.of(reason) if reason else None)
        elif reason is not None and (proposal := proposal_of(workspace, reason, key, playbooks)) is not None:
            proposed.append(proposal)
    return {**found, **{each.task.key: each for each in as_tasks(workspace, proposed, team, language)}}


def _records(workspace: Workspace, keys: Sequence[str]) -> dict[str, Task]:
    sql = "SELECT kind, key, content FROM records WHERE kind = :kind AND key IN (SELECT value FROM json_each(:keys))"
    rows = workspace.catalog.rows(sql, {"kind": Task.kind, "keys": json.dumps(list(keys))})
    return {row["key"]: Task.of(Record(row["kind"], row["key"], json.loads(row["content"]))) for row in rows}


def as_tasks(workspace: Workspace, found: Sequence[Proposal], team: Team, language: str) -> Iterator[Listed]:
    """Proposals as tasks, with the people who hold their roles now."""
    read_holders(team, found)
    tiers = Tiers(workspace, found)
    for each in found:
        doer = team.doer(each.reason.account, each.step.responsible, tiers.of(each))
        task = _task(each, team, tiers.of(each), doer.person, language)
        stands_in = each.step.responsible if doer.rule == "owner" else ""
        yield Listed(task, False, each.reason, each.playbook, stands_in)


def _task(found: Proposal, team: Team, tier: str, responsible: str, language: str) -> Task:
    """A proposal as a task that somebody does."""
    step, reason, account = found.step, found.reason, found.reason.account
    consulted, informed = (
        tuple(dict.fromkeys(filter(None, (team.person(account, role, tier) for role in roles))))
        for roles in (step.consulted, step.informed)
    )
    return Task(
        key=found.key,
        account=account,
        title=step.what.in_language(language),
        pack=reason.pack,
        playbook=found.playbook.id,
        responsible=responsible,
        accountable=team.accountable(account, step.accountable, tier, responsible).person,
        consulted=consulted,
        informed=informed,
        roles=(f"responsible={step.responsible}", f"accountable={step.accountable}"),
        due=dt.date.fromisoformat(found.due.day),
        effort=step.effort,
        acceptance=step.acceptance.in_language(language),
        evidence=step.evidence.in_language(language),
        needs=tuple(_needed(found)),
        indicator=found.playbook.indicator,
    )


def _needed(found: Proposal) -> Iterator[str]:
    """The tasks of the same reason that come first; of a step that repeats the same time."""
    repeats = {step.id: step.every is not None for step in found.playbook.steps}
    for id in found.step.after:
        yield key_of(found.reason.id, id, found.due.occurrence if repeats.get(id) else 0)
