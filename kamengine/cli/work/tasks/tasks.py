"""``kam tasks``: what is to be done, by whom, by when and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.work.tasks.options import see_playbook
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.work.plans.proposals import Window

_SHOWN = 50


@command(
    "tasks",
    say(
        "List what is to be done, by day: what playbooks propose and what people keep, each with its reason in one "
        "sentence."
    ),
    "kam tasks --week --mine",
    "kam tasks --week --person 徐静怡",
    "kam tasks --overdue",
    "kam tasks --account C0017 --closed",
    "kam tasks --where \"tier = 'key'\" --json",
)
@option("--mine", is_flag=True, help=say("Only yours; who you are says --as."))
@option("--person", value=say("NAME"), help=say("Only those that this person does."))
@option("--week", is_flag=True, help=say("Only what is due in the next seven days, and what is late."))
@option("--overdue", is_flag=True, help=say("Only what is late."))
@option("--account", multiple=True, value=say("ACCOUNT"), help=say("Only those of this account; once for each."))
@option("--where", value=say("CONDITION"), help=say("Only those of accounts that meet a condition."))
@option("--pack", value=say("PACK"), help=say("The rule pack whose names the condition uses."))
@option("--playbook", value=say("PLAYBOOK"), help=say("Only those of this playbook."))
@option("--reason-gone", is_flag=True, help=say("Only those whose reason has gone."))
@option("--closed", is_flag=True, help=say("List what is done or dropped, too."))
@option("--limit", type=click.IntRange(min=1), value=say("N"), help=say("At most so many; else 50, as JSON all."))
@who_option
@today_option
@json_option
@click.pass_context
def tasks(context: click.Context, /, **given: Any) -> None:
    """List tasks."""
    from kamengine.api.work.task_json import tasks_json
    from kamengine.api.work.whys import whys_of
    from kamengine.cli.work.tasks.page import tasks_page
    from kamengine.work.people.people import Team
    from kamengine.work.tasks.listing import TaskQuery, find_tasks

    workspace, messages = workspace_of(context), messages_of(context)
    team = Team.of(workspace)
    window = _window(given["today"], week=given["week"], overdue=given["overdue"])
    accounts = None
    if given["account"] or given["where"] is not None:
        accounts = meant(context, given["account"], given["where"], given["pack"], given["who"]).accounts
    query = TaskQuery(
        window,
        person=_person(team, given),
        accounts=accounts,
        gone=given["reason_gone"],
        closed=given["closed"],
        playbook=given["playbook"] or "",
    )
    if query.playbook:
        see_playbook(workspace, query.playbook)
    limit = given["limit"] or (None if given["as_json"] else _SHOWN)
    found = find_tasks(workspace, query, team, messages.language, limit)
    whys = whys_of(workspace, host_of(context), found.shown, messages)
    if given["as_json"]:
        echo_json(tasks_json(workspace, found.shown, whys, given["today"]))
        return
    click.echo(tasks_page(workspace, found, whys, query, messages, page_width()))


def _person(team: Any, given: dict[str, Any]) -> str:
    """Whose tasks are meant; empty for everybody's.

    Raises:
        KamError: there is nobody of this name, or both are asked for.
    """
    if given["mine"] and given["person"]:
        what = say("--mine and --person both say whose")
        raise KamError.of(what, say("leave one of them out"), place=Place(key="--person"))
    if given["mine"]:
        return str(team.must(given["who"], place=Place(key="--as")))
    return str(team.must(given["person"], place=Place(key="--person"))) if given["person"] else ""


def _window(today: dt.date, *, week: bool, overdue: bool) -> Window:
    from kamengine.work.plans.proposals import Window

    if overdue:
        return Window(today, today, today - dt.timedelta(days=1))
    if week:
        return Window(today, today, today + dt.timedelta(days=6))
    return Window(today)
