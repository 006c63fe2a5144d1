"""Changing tasks: each change is checked and kept in one transaction, and one that nobody had touched becomes a record.

What a record holds is never changed by plans again: its words, its people and its day are as they were when somebody
touched it, until people change them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kamengine.problems import KamError, Message, Place, Problem, did_you_mean, say
from kamengine.work.goals.goals import check_served
from kamengine.work.ground.things import check_version, keep
from kamengine.work.model import Comment, Task, TaskStatus
from kamengine.work.people.people import Team
from kamengine.work.tasks.dependencies import check_needs, unfinished
from kamengine.work.tasks.listing import Listed, listed_by_key
from kamengine.workspace import Transaction, Workspace
from kamengine.workspace.entry_words import told

_LONGEST = 80
Measured = Mapping[tuple[str, str, str], tuple[str | None, str]]
"""By pack, account and indicator: its value as canonical text, None for unknown, and the run that says so."""


@dataclass(frozen=True)
class Verb:
    """What is done to a task.

    Attributes:
        name: for the journal: ``start``, ``done`` …
        change: the task as it is afterwards.
        of: the statuses from which it can be done.
        measures: which value of the indicator is noted with it, if the task has one.
        in_order: whether the tasks that come first must be done.
    """

    name: str
    change: Callable[[Task], Task]
    of: Collection[TaskStatus] = ("open", "started", "blocked")
    measures: Literal["", "before", "after"] = ""
    in_order: bool = False


@dataclass(frozen=True)
class Around:
    """What a change of tasks needs to know from elsewhere.

    Attributes:
        team: who is who.
        language: of what playbooks say.
        whys: by key, why a task that nobody has touched is there.
        measured: the indicators of tasks that are started or done.
    """

    team: Team
    language: str
    whys: Mapping[str, str] = field(default_factory=dict)
    measured: Measured = field(default_factory=dict)


def start(*, anyway: bool = False) -> Verb:
    """Somebody begins."""
    return Verb(
        "start", lambda task: task.with_(status="started", blocked_by=""), ("open", "blocked"), "before", not anyway
    )


def done(result: str = "", *, anyway: bool = False) -> Verb:
    """It is done, with what came of it."""
    return Verb(
        "done",
        lambda task: task.with_(status="done", result=result or task.result, blocked_by=""),
        measures="after",
        in_order=not anyway,
    )


def block(by: str) -> Verb:
    """Something keeps it from going on."""
    return Verb("block", lambda task: task.with_(status="blocked", blocked_by=by))


def drop(why: str) -> Verb:
    """It will not be done, for a reason."""
    return Verb("drop", lambda task: task.with_(status="dropped", result=why, blocked_by=""))


def reopen() -> Verb:
    """It is to be done after all."""
    return Verb(
        "reopen", lambda task: task.with_(status="open", blocked_by=""), ("done", "dropped", "blocked", "started")
    )


def edit(name: Literal["assign", "set"], **values: object) -> Verb:
    """Other words, another day, other people or other tasks before it: the fields of `Task` by name."""
    return Verb(name, lambda task: task.with_(**values))


def change_tasks(
    workspace: Workspace,
    change: Transaction,
    keys: Sequence[str],
    verb: Verb,
    around: Around,
    expected: int | None = None,
) -> list[Task]:
    """Do something to tasks, all or none.

    Args:
        workspace: where they are.
        change: in which it is done.
        keys: of tasks, touched or not.
        verb: what is done.
        around: what is needed from elsewhere.
        expected: the journal entry that somebody saw as the version of the only task; None for whatever it is.

    Returns:
        the tasks as they are now.

    Raises:
        KamError: a task is not there, cannot be changed so, or is another than was expected.
    """
    found = tasks_meant(workspace, keys, around)
    for key in keys if expected is not None else ():
        check_version(workspace, change, Task, key, expected)
    problems = [problem for key in keys for problem in _refusals(workspace, found[key], verb)]
    if problems:
        raise KamError(problems)
    changed = [_changed(found[key], verb, around) for key in keys]
    for task in changed:
        if task.needs != found[task.key].task.needs:
            check_needs(workspace, task, around.team, around.language)
        if task.goal != found[task.key].task.goal:
            check_served(workspace, task)
        keep(workspace, change, task, verb.name)
    return changed


def comment(workspace: Workspace, change: Transaction, key: str, text: str, around: Around) -> Comment:
    """Say something about a task, which somebody has then touched.

    Raises:
        KamError: the task is not there, or nothing is said.
    """
    if not text.strip():
        raise KamError.of(say("the comment is empty"), place=Place(key=key))
    each = tasks_meant(workspace, [key], around)[key]
    if not each.touched:
        keep(workspace, change, _taken_over(each, around), "comment")
    number = workspace.work.new_key(change, Comment.kind, f"{key}#")
    said = Comment(key=number, task=key, account=each.task.account, text=text)
    keep(workspace, change, said, "add")
    return said


def add_task(workspace: Workspace, change: Transaction, task: Task) -> Task:
    """Keep a new task by hand; its key is made here.

    Raises:
        KamError: a text cannot be kept, or the tasks that it needs are not there.
    """
    if not task.title.strip():
        raise KamError.of(say("the task has no words"), say("say what is to be done"), place=Place(key="TEXT"))
    added = task.with_(key=workspace.work.new_key(change, Task.kind, "t"))
    check_needs(workspace, added, Team.of(workspace), "en")
    check_served(workspace, added)
    keep(workspace, change, added, "add")
    return added


def tasks_meant(workspace: Workspace, keys: Sequence[str], around: Around) -> dict[str, Listed]:
    """The tasks of keys as people typed them.

    Raises:
        KamError: with all that are not there.
    """
    found = listed_by_key(workspace, keys, around.team, around.language)
    missing = [key for key in keys if key not in found]
    if missing:
        raise KamError(
            Problem(Place(key=key[:_LONGEST]), say("there is no such task"), _near(workspace, key)) for key in missing
        )
    return found


def _changed(each: Listed, verb: Verb, around: Around) -> Task:
    task = verb.change(_taken_over(each, around))
    if not task.accountable and task.responsible:
        role = _roles(task).get("accountable", ANSWERS)
        task = task.with_(accountable=around.team.accountable(task.account, role, "", task.responsible).person)
    if not verb.measures or not task.indicator:
        return task
    value, run = around.measured.get((task.pack, task.account, task.indicator), (None, ""))
    if not run:
        return task
    if verb.measures == "after":
        return task.with_(after=value, after_run=run)
    return task.with_(before=value, before_run=run)


def _taken_over(each: Listed, around: Around) -> Task:
    """A task as it becomes a record."""
    return each.task if each.touched else each.task.with_(why=around.whys.get(each.task.key, ""))


def _refusals(workspace: Workspace, each: Listed, verb: Verb) -> list[Problem]:
    """What stands against doing this to a task."""
    task = each.task
    place = Place(key=task.key)
    if task.status not in verb.of:
        newest = workspace.work.version(Task.kind, task.key)
        what = say("the task is {status} already", status=STATUSES[task.status])
        return [Problem(place, what, told(newest) if newest else None)]
    if verb.in_order and (first := unfinished(workspace, task)):
        what = say("these come first and are not done: {tasks}", tasks=list(first))
        return [Problem(place, what, say("do them, or say --anyway"))]
    return []


def _near(workspace: Workspace, key: str) -> Message:
    known = [row["key"] for row in workspace.catalog.rows(_KEYS)]
    return did_you_mean(key, known) or say("kam tasks lists them")


def _roles(task: Task) -> dict[str, str]:
    return dict(each.split("=", 1) for each in task.roles if "=" in each)


STATUSES: Mapping[str, Message] = {
    "open": say("open"),
    "started": say("started"),
    "blocked": say("blocked"),
    "done": say("done"),
    "dropped": say("dropped"),
}
"""Where a task stands, in words."""

ANSWERS = "sales_director"
"""The role that answers for a task when nothing else is said."""
_KEYS = f"SELECT key FROM records WHERE kind = '{Task.kind}' AND open ORDER BY key LIMIT 1000"
