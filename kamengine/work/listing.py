"""Lists of tasks: those that people have touched, and those that follow from reasons, told apart by nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kamengine.pack.playbooks import CheckedPlaybook
from kamengine.work.doers import MANY, Doer, Tiers, read_holders
from kamengine.work.model import Task
from kamengine.work.people import Team
from kamengine.work.proposals import Group, Proposal, Window, due_in, key_of, proposal_of, proposals, reason_in, step_in
from kamengine.work.reasons import KeptPlaybooks, Reason, reasons_between, reasons_of
from kamengine.work.things import all_of
from kamengine.workspace import Record, Workspace


@dataclass(frozen=True)
class TaskQuery:
    """Which tasks are asked for.

    Attributes:
        window: the days.
        person: who does them, by the name under which people are kept; empty for anybody.
        accounts: whose; None for all.
        gone: only those whose reason has gone.
        closed: with those that are done or dropped, when they are records.
        playbook: only those of this playbook; empty for all.
        step: only those of this step of a playbook; empty for all.
    """

    window: Window
    person: str = ""
    accounts: tuple[str, ...] | None = None
    gone: bool = False
    closed: bool = False
    playbook: str = ""
    step: str = ""


@dataclass(frozen=True)
class Listed:
    """A task as it is listed.

    Attributes:
        task: with the people who hold its roles now; an untouched one has no words for why it is there yet.
        touched: whether it is a record, since somebody has changed it.
        reason: why it was proposed; None for a task by hand.
        playbook: that proposed it, as it is said now.
        stands_in: the role that the account's manager does an untouched one for, since nobody holds it; empty for none.
    """

    task: Task
    touched: bool
    reason: Reason | None = None
    playbook: CheckedPlaybook | None = field(default=None, repr=False)
    stands_in: str = ""

    @property
    def gone(self) -> tuple[str, ...]:
        """Why its reason has gone; empty while it stands."""
        return self.reason.gone_why if self.reason is not None and self.reason.gone_seq is not None else ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.task.status not in ("done", "dropped")


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


def find_tasks(workspace: Workspace, query: TaskQuery, team: Team, language: str, limit: int | None = None) -> Found:
    """The tasks that are asked for; no run and no pack is read, and only what is shown is put into words.

    Args:
        workspace: where they are.
        query: which are asked for.
        team: who does them.
        language: of what playbooks say, ``"en"`` or ``"zh"``.
        limit: so many are shown; None for all.
    """
    touched = [each for each in touched_tasks(workspace, query) if not query.gone or each.gone]
    proposed = untouched_proposals(workspace, query, team)
    if query.gone:
        proposed = [each for each in proposed if each.reason.gone_seq is not None]
    everything: list[Listed | Proposal] = [*touched, *proposed]
    first = sorted(everything, key=_order)[:limit]
    told = as_tasks(workspace, [each for each in first if isinstance(each, Proposal)], team, language)
    shown = [each if isinstance(each, Listed) else next(told) for each in first]
    today = query.window.today
    is_late = [each.is_open and each.task.due is not None and each.task.due < today for each in touched]
    hours = [each.task.effort for each in touched if each.is_open and each.task.effort is not None]
    hours += [each.step.effort for each in proposed]
    late = sum(is_late) + sum(each.due.day < today.isoformat() for each in proposed)
    return Found(shown, len(touched) + len(proposed), late, sum(hours, Decimal()))


def touched_tasks(workspace: Workspace, query: TaskQuery) -> list[Listed]:
    """Those of the tasks that are asked for that people have touched."""
    playbooks = KeptPlaybooks(workspace)
    return [each for each in _touched(workspace, query, playbooks) if _is_meant(each, query)]


def untouched_proposals(workspace: Workspace, query: TaskQuery, team: Team) -> list[Proposal]:
    """Those that nobody has touched, before tasks are made of them: for sums over very many; see `as_tasks`."""
    return _untouched(workspace, _proposed(workspace, query, team, KeptPlaybooks(workspace)))


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


# ── those that people have touched ───────────────────────────────────────────────────────────────────────────────────


def _touched(workspace: Workspace, query: TaskQuery, playbooks: KeptPlaybooks) -> Iterator[Listed]:
    asked: dict[str, object] = {} if query.closed else {"open": True}
    if query.accounts is not None and len(query.accounts) == 1:
        asked["account"] = query.accounts[0]
    tasks = list(all_of(workspace, Task, person=query.person or None, **asked))
    numbers = {number for task in tasks if (number := reason_in(task.key)) is not None}
    reasons = {reason.id: reason for reason in reasons_of(workspace, ids=sorted(numbers))}
    for task in tasks:
        reason = reasons.get(reason_in(task.key) or 0)
        yield Listed(task, True, reason, playbooks.of(reason) if reason else None)


def _is_meant(each: Listed, query: TaskQuery) -> bool:
    task = each.task
    if query.accounts is not None and task.account not in query.accounts:
        return False
    if query.playbook and task.playbook != query.playbook:
        return False
    if query.step and step_in(task.key) != query.step:
        return False
    return query.window.has(task.due)


# ── those that nobody has touched ────────────────────────────────────────────────────────────────────────────────────


def _proposed(workspace: Workspace, query: TaskQuery, team: Team, playbooks: KeptPlaybooks) -> list[Proposal]:
    due = {group: days for group, days in due_in(workspace, query.window).items() if query.playbook in ("", group[1])}
    doer = Doer.of(team, query.person, playbooks) if query.person else None
    reasons = _reasons(workspace, query, due, doer)
    found = [each for each in proposals(reasons, due, playbooks, query.window) if query.step in ("", each.step.id)]
    return found if doer is None else doer.theirs(workspace, found)


def _reasons(workspace: Workspace, query: TaskQuery, due: Mapping[Group, object], doer: Doer | None) -> list[Reason]:
    """The reasons that tasks in question may follow from."""
    if query.accounts is not None:
        return reasons_of(workspace, accounts=query.accounts, groups=due)
    if doer is None:
        return [reason for group in due for reason in reasons_between(workspace, *group)]
    named = reasons_of(workspace, accounts=sorted(doer.all_named()), groups=due)
    wide = [reason for group in due if doer.may_do(group) for reason in reasons_between(workspace, *group)]
    return list({reason.id: reason for reason in (*named, *wide)}.values()) if wide else named


def _untouched(workspace: Workspace, found: Sequence[Proposal]) -> list[Proposal]:
    """Those of which there is no record yet."""
    sql, values = _KEYS, {}
    if len(found) <= MANY:
        sql, values = (
            f"{_KEYS} AND key IN (SELECT value FROM json_each(:keys))",
            {"keys": json.dumps([each.key for each in found])},
        )
    touched = {row["key"] for row in workspace.catalog.rows(sql, values)}
    return [each for each in found if each.key not in touched] if touched else list(found)


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


def _order(each: Listed | Proposal) -> tuple[str, str, int, str]:
    """By day, those without one last; then by account and key."""
    if isinstance(each, Proposal):
        day, account, key = each.due.day, each.reason.account, each.key
    else:
        day, account, key = str(each.task.due or _LAST), each.task.account, each.task.key
    return day, account, len(key), key


_LAST = "9999-99-99"
_KEYS = f"SELECT key FROM records WHERE kind = '{Task.kind}'"
