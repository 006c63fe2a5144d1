"""Goals: kept when they are SMART, part of others, split into ones that add up, and closed by what is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kamengine.declarations import Kind
from kamengine.problems import KamError, Place, say
from kamengine.work.accounts.dossier import PREFIXES, the
from kamengine.work.goals.breakdown import Part
from kamengine.work.goals.smart import LONG_TERM, problems_of
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Goal, Task
from kamengine.workspace import Transaction, Workspace


def add_goal(workspace: Workspace, change: Transaction, goal: Goal, kind: Kind | str) -> Goal:
    """Keep a new goal, which gets a key; whether it is a long-term one follows from its days.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        goal: with an empty key.
        kind: of its indicator.

    Raises:
        KamError: with everything that keeps it from being SMART.
    """
    new = goal.with_(key=workspace.work.new_key(change, Goal.kind, PREFIXES[Goal]))
    return _kept(workspace, change, new, kind, "add")


def change_goal(
    workspace: Workspace, change: Transaction, key: str, values: Mapping[str, Any], kind: Kind | str
) -> Goal:
    """Change an open goal.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        key: of the goal.
        values: by field of `Goal`.
        kind: of its indicator.

    Raises:
        KamError: there is no such goal, it is closed, or it would not be SMART any more.
    """
    before = open_goal(workspace, key)
    return _kept(workspace, change, before.with_(**values), kind, "set", within=before.parent)


def close_goal(
    workspace: Workspace, change: Transaction, key: str, *, reached: bool, value: Decimal | None, run: str, result: str
) -> Goal:
    """Close a goal by what was measured.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        key: of the goal.
        reached: whether it was.
        value: where the indicator stands; None while that is unknown.
        run: the run that says so.
        result: what there is to say about it.

    Raises:
        KamError: there is no such goal, or it is closed.
    """
    goal = open_goal(workspace, key)
    ended: dict[str, Any] = {"ended": value, "ended_run": run if value is not None else "", "result": result}
    closed = goal.with_(status="closed", outcome="reached" if reached else "missed", **ended)
    keep(workspace, change, closed, "close")
    return closed


def drop_goal(workspace: Workspace, change: Transaction, key: str, why: str) -> Goal:
    """Give a goal up; it stays to be read.

    Raises:
        KamError: there is no such goal, it is closed, or no reason is given.
    """
    goal = open_goal(workspace, key)
    if not why.strip():
        raise KamError.of(say("no reason is given"), say("say why with --why"), place=Place(key="--why"))
    dropped = goal.with_(status="dropped", result=why)
    keep(workspace, change, dropped, "drop")
    return dropped


def split_goal(
    workspace: Workspace, change: Transaction, key: str, parts: Sequence[Part], kind: Kind | str
) -> list[Goal]:
    """Make the parts of a goal into goals of their own, one after the other, each from where the one before ends.

    Parts in which nothing is to be done are left out.

    Raises:
        KamError: there is no such goal, it is closed, or it has been split already.
    """
    goal = open_goal(workspace, key)
    parts_in_time = [one for one in parts_of(workspace, goal) if is_same_scope(one, goal)]
    if below := [one.key for one in parts_in_time if one.status == "open"]:
        what = say("{key} has parts already: {keys}", key=goal.key, keys=below)
        raise KamError.of(what, say("drop them first, or change them one by one"))
    made, done, since = [], goal.baseline, goal.since
    for part in parts:
        if part.by_then != done:
            draft = goal.with_(
                key="", title=f"{goal.title} {part.name}", baseline=done, target=part.by_then, parent=goal.key
            )
            made.append(add_goal(workspace, change, draft.with_(since=since, due=part.last), kind))
            done, since = part.by_then, part.last
    return made


def open_goal(workspace: Workspace, key: str) -> Goal:
    """A goal that can be changed.

    Raises:
        KamError: there is none of this key, or it is closed; who closed it is told.
    """
    goal = the(workspace, Goal, key)
    if goal.status != "open":
        entry = workspace.work.version(Goal.kind, goal.key)
        told = {"key": goal.key, "who": entry.who if entry else "", "at": entry.at if entry else ""}
        raise KamError.of(say("{key} was closed by {who}, {at}", **told), say("kam goal add sets another one"))
    return goal


def parts_of(workspace: Workspace, goal: Goal) -> list[Goal]:
    """The goals that are part of one, by the day on which they are due; of one of many accounts also goals of these."""
    found = [one for one in all_of(workspace, Goal, account=goal.account or None) if one.parent == goal.key]
    return sorted(found, key=lambda one: (one.due, one.account, len(one.key), one.key))


def is_same_scope(goal: Goal, other: Goal) -> bool:
    """Whether two goals are about the same: one account, or the same many counted in the same way."""
    return all(getattr(goal, name) == getattr(other, name) for name in ("account", "together", "where", "book"))


def tasks_for(workspace: Workspace, goal: Goal) -> list[Task]:
    """The tasks that serve a goal, of those that people have touched."""
    return [task for task in all_of(workspace, Task, account=goal.account or None) if task.goal == goal.key]


def check_served(workspace: Workspace, task: Task) -> None:
    """See that the goal that a task is to serve is there, open, and about the account of the task or about many.

    To be asked in the transaction that keeps the task.

    Raises:
        KamError: it is not so.
    """
    if not task.goal:
        return
    goal, place = find(workspace, Goal, task.goal), Place(key="--goal")
    if goal is None:
        what = say("there is no goal {key}", key=task.goal[:80])
        raise KamError.of(what, say("kam goal list lists them"), place=place)
    if goal.account and goal.account != task.account:
        what = say("{key} is a goal of {account}", key=goal.key, account=goal.account)
        remedy = say("name a goal of the same account, or one of many accounts together")
        raise KamError.of(what, remedy, place=place)
    if goal.status != "open":
        raise KamError.of(say("{key} is closed", key=goal.key), say("name an open goal"), place=place)


def _kept(workspace: Workspace, change: Transaction, goal: Goal, kind: Kind | str, verb: str, within: str = "") -> Goal:
    """Keep a goal that is SMART; `within` is the key of the goal that it was part of before."""
    parent = the(workspace, Goal, goal.parent) if goal.parent else None
    goal = goal.with_(
        term="long" if (goal.due - goal.since).days >= LONG_TERM else "short", parent=parent.key if parent else ""
    )
    if problems := problems_of(goal, kind, parent, joins=goal.parent != within):
        raise KamError(problems)
    _check_above(workspace, goal)
    keep(workspace, change, goal, verb)
    return goal


def _check_above(workspace: Workspace, goal: Goal) -> None:
    """See that no goal is, by however many steps, part of itself, and that its parts end no later than it does.

    Raises:
        KamError: it is not so.
    """
    path, above = [goal.key], goal.parent
    while above:
        if above in path:
            what = say("the goals would be parts of each other: {keys}", keys=" → ".join([*path, above]))
            raise KamError.of(what, say("name another goal"), place=Place(key="--part-of"))
        path.append(above)
        found = find(workspace, Goal, above)
        above = found.parent if found is not None else ""
    late = [one.key for one in parts_of(workspace, goal) if one.status == "open" and one.due > goal.due]
    if late:
        what = say("parts of it are due later: {keys}", keys=late)
        raise KamError.of(what, say("move them first"), place=Place(key="--due"))
