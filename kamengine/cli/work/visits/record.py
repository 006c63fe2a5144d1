"""``kam visit done``, ``log`` and ``agree``: what came of a visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import day_ahead_option, json_option, meant, today_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_note
from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
from kamengine.cli.work.visits.options import (
    check_versions,
    day_option,
    details_options,
    expect_option,
    owner_of,
    people_in,
    team_of,
    time_option,
)
from kamengine.cli.work.visits.page import echo_visits
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.problems import Message
    from kamengine.work.model import Task, Visit
    from kamengine.workspace import Workspace

_DAYS_FOR_WHAT_WAS_AGREED = 5

_RECORD = (
    option(
        "--met", multiple=True, value=say("NAME"), help=say("Whom you met: a contact's key or name; once for each.")
    ),
    option("--said", value=say("TEXT"), help=say("What they said.")),
)
_AGREED = (
    option("--agreed", multiple=True, value=say("TEXT"), help=say("What was agreed: a task each; once for each.")),
    day_ahead_option("--due", say("Until when it is done; else five working days after the visit.")),
    option("--responsible", value=say("NAME"), help=say("Who does what was agreed; else who owns the visit.")),
)


def _with(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(function: Any) -> Any:
        for add in reversed(options):
            function = add(function)
        return function

    return decorate


@command(
    "done",
    say("Record what came of a visit: whom you met, what they said, and what was agreed, which becomes tasks."),
    'kam visit done v1 --met "Wang Fang" --said "wants a second line" --agreed "Send the offer" --due 2026-12-10',
)
@argument("key", say("VISIT"), say("The visit's key, such as v1."))
@_with(*_RECORD, *_AGREED)
@day_option("--on", say("When it was, if not on the day that was planned."))
@today_option
@expect_option
@who_option
@json_option
@click.pass_context
def done(
    context: click.Context,
    key: str,
    met: tuple[str, ...],
    said: str | None,
    agreed: tuple[str, ...],
    due: dt.date | None,
    responsible: str | None,
    on: dt.date | None,
    today: dt.date,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Record a visit that was planned."""
    from kamengine.work.visits.visits import CHECKLIST, missing, record, the_visit

    workspace, messages = workspace_of(context), messages_of(context)
    visit = the_visit(workspace, key)
    held = visit.with_(day=on or visit.day)
    _refuse_to_come(held.day, today, say("say with --on when it was; kam visit move changes its day"))
    tasks = _tasks(context, workspace, held, agreed, due, responsible)
    with workspace.transaction(who) as change:
        check_versions(workspace, change, [visit], expect)
        kept, added = record(workspace, change, visit, met=met, said=said or "", agreed=tasks, day=held.day)
    if lacking := missing(kept):
        items = [messages.label(CHECKLIST[name]) for name in lacking]
        echo_note(say("it was held without: {items}", items=items), messages)
    echo_visits(context, [kept], as_json=as_json)
    tell_of_tasks(context, [task.key for task in added], "add", who, today)


@command(
    "log",
    say("Record a visit or a call that nobody had planned."),
    'kam visit log C0017 --how call --met "Wang Fang" --said "will pay this week"',
)
@argument("account", say("ACCOUNT"), say("The account, by id or name."))
@day_option("--on", say("When it was; else today."))
@time_option
@_with(*_RECORD, *_AGREED)
@details_options
@today_option
@who_option
@json_option
@click.pass_context
def log(
    context: click.Context,
    account: str,
    on: dt.date | None,
    at: dt.time | None,
    met: tuple[str, ...],
    said: str | None,
    agreed: tuple[str, ...],
    due: dt.date | None,
    responsible: str | None,
    details: dict[str, Any],
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Record a visit that was not planned."""
    from kamengine.work.model import Visit
    from kamengine.work.visits.visits import record

    workspace = workspace_of(context)
    (id,) = meant(context, [account], None, None, who).accounts
    team = team_of(workspace)
    details = {"owner": owner_of(team, id, who), **people_in(details, lambda: team, who, context)}
    visit = Visit(key="", account=id, **{**details, "day": on or today, "time": at})
    _refuse_to_come(visit.day, today, say("say with --on when it was; kam visit plan plans one"))
    tasks = _tasks(context, workspace, visit, agreed, due, responsible)
    with workspace.transaction(who) as change:
        kept, added = record(workspace, change, visit, met=met, said=said or "", agreed=tasks)
    echo_visits(context, [kept], as_json=as_json)
    tell_of_tasks(context, [task.key for task in added], "add", who, today)


@command(
    "agree",
    say("Add what was agreed at a visit that has been held; each thing becomes a task."),
    'kam visit agree v1 "Send the offer" --due 2026-12-10 --responsible "Li Wei"',
)
@argument("key", say("VISIT"), say("The visit's key, such as v1."))
@argument("agreed", say("TEXT"), say("What was agreed."), nargs=-1, required=True)
@_with(*_AGREED[1:])
@today_option
@expect_option
@who_option
@json_option
@click.pass_context
def agree(
    context: click.Context,
    key: str,
    agreed: tuple[str, ...],
    due: dt.date | None,
    responsible: str | None,
    today: dt.date,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Add tasks."""
    from kamengine.work.visits.visits import agree as agree_at
    from kamengine.work.visits.visits import the_visit

    workspace = workspace_of(context)
    visit = the_visit(workspace, key)
    tasks = _tasks(context, workspace, visit, agreed, due, responsible)
    with workspace.transaction(who) as change:
        check_versions(workspace, change, [visit], expect)
        kept, added = agree_at(workspace, change, visit.key, tasks)
    echo_visits(context, [kept], as_json=as_json)
    tell_of_tasks(context, [task.key for task in added], "add", who, today)


def _refuse_to_come(day: dt.date, today: dt.date, remedy: Message) -> None:
    """See that a visit that is recorded has been.

    Raises:
        KamError: it is to come.
    """
    if day > today:
        raise KamError.of(say("{day} is still to come", day=day.isoformat()), remedy, place=Place(key="--on"))


def _tasks(
    context: click.Context,
    workspace: Workspace,
    visit: Visit,
    agreed: Sequence[str],
    due: dt.date | None,
    responsible: str | None,
) -> list[Task]:
    """What was agreed, as tasks without keys."""
    if not agreed:
        return []
    from kamengine.work.ground.calendar import calendar_of
    from kamengine.work.model import Task
    from kamengine.work.tasks.tasks import ANSWERS

    team = team_of(workspace)
    owner = team.stands_for(visit.owner) or visit.owner
    person = team.at_work(responsible, place=Place(key="--responsible")) if responsible is not None else owner
    until = due or calendar_of(workspace).add_working_days(visit.day, _DAYS_FOR_WHAT_WAS_AGREED)
    why = messages_of(context).say("agreed with the customer on {day}", day=visit.day.isoformat())
    answers = team.accountable(visit.account, ANSWERS, "", person).person
    task = Task(key="", account=visit.account, title="", why=why, responsible=person, accountable=answers, due=until)
    return [task.with_(title=title) for title in agreed]
