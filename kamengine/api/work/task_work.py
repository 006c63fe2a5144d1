"""New tasks, comments and who does what, as people ask for it; and the plugins that are told afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamengine.api.work.task_json import tasks_json
from kamengine.api.work.tasks import around_of, change
from kamengine.api.work.whys import Whys
from kamengine.problems import Message, Place
from kamengine.work.ground.hours import MOST_OF_A_TASK, OF_A_TASK, hours_typed
from kamengine.work.model import Comment, Task
from kamengine.work.people.owners import OWNER
from kamengine.work.people.people import Team
from kamengine.work.tasks import tasks
from kamengine.work.tasks.listing import listed_by_key

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


def add_tasks(
    workspace: Workspace, accounts: Sequence[str], title: str, given: Mapping[str, Any], *, who: str
) -> list[Task]:
    """Add the same task for accounts, in one change; see `drafted`.

    Raises:
        KamError: what is asked for cannot be; nothing has been added then.
    """
    team = Team.of(workspace)
    drafts = [drafted(team, account, title, given) for account in accounts]
    with workspace.transaction(who) as transaction:
        return [tasks.add_task(workspace, transaction, draft) for draft in drafts]


def drafted(team: Team, account: str, title: str, given: Mapping[str, Any]) -> Task:
    """A task by hand, not kept yet.

    Args:
        team: who is who.
        account: the account's id.
        title: what is to be done.
        given: by name what else was said, all as typed: ``responsible`` (else the manager of the account),
            ``accountable`` (else who answers for tasks), ``effort`` in hours, ``why``, ``accept``, ``after`` (keys of
            tasks), ``goal``; and ``due``, a date. What is missing, None or empty was not said.

    Raises:
        KamError: there is nobody of a name, or the hours are no number.
    """
    named = given.get("responsible")
    responsible = team.at_work(named, place=Place(key="--responsible")) if named else team.person(account, OWNER)
    named = given.get("accountable")
    due: dt.date | None = given.get("due")
    return Task(
        key="",
        account=account,
        title=title,
        why=given.get("why") or "",
        responsible=responsible,
        accountable=team.at_work(named, place=Place(key="--accountable"))
        if named
        else team.accountable(account, tasks.ANSWERS, "", responsible).person,
        due=due,
        effort=hours_of(given["effort"]) if given.get("effort") is not None else None,
        acceptance=given.get("accept") or "",
        needs=tuple(dict.fromkeys(given.get("after") or ())),
        goal=given.get("goal") or "",
    )


def hours_of(text: str) -> Decimal:
    """Hours as typed.

    Raises:
        KamError: they are no number of at most two decimals, or negative.
    """
    return hours_typed(text, OF_A_TASK, most=MOST_OF_A_TASK, place=Place(key="--effort"))


def assign_tasks(
    workspace: Workspace, host: PluginHost, keys: Sequence[str], name: str, messages: Messages, *, who: str
) -> list[Task]:
    """Say who does tasks, by any spelling of the name; the tasks as they are now.

    Raises:
        KamError: there is nobody of this name, the person has left, or a task cannot be changed.
    """
    person = Team.of(workspace).at_work(name)
    return change(workspace, host, keys, tasks.edit("assign", responsible=person), messages, who=who)


def comment_on(workspace: Workspace, host: PluginHost, key: str, text: str, messages: Messages, *, who: str) -> Comment:
    """Say something about a task, which somebody has then touched.

    Raises:
        KamError: the task is not there, or nothing is said.
    """
    around = around_of(workspace, host, [key], messages)
    with workspace.transaction(who) as transaction:
        return tasks.comment(workspace, transaction, key, text, around)


def tell_plugins(
    workspace: Workspace,
    host: PluginHost,
    keys: Sequence[str],
    verb: str,
    messages: Messages,
    *,
    who: str,
    today: dt.date,
) -> tuple[Message, ...]:
    """Tell the plugins that want to know of each task that is still there, after its change was kept.

    Returns:
        a note for each plugin that failed.
    """
    if not keys or not host.listens("kam_task_changed"):
        return ()
    listed = listed_by_key(workspace, list(dict.fromkeys(keys)), Team.of(workspace), messages.language)
    objects = tasks_json(workspace, list(listed.values()), Whys({}, {}), today)
    return host.notify("kam_task_changed", *({"task": each, "verb": verb, "who": who} for each in objects))
