"""``kam task start``, ``done``, ``block``, ``assign``, ``set``, ``drop`` and ``reopen``."""

from __future__ import annotations

from typing import Any

import click

from kamengine.cli.inputs.daily_work import day_ahead_option
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import command, option
from kamengine.cli.work.tasks.options import change_meant, selection_options
from kamengine.cli.work.visits.options import tell_days_off
from kamengine.problems import KamError, Place, say

_ANYWAY = option("--anyway", is_flag=True, help=say("Even if tasks that come first are not done."))


@command("start", say("Begin a task; what shows its effect is noted as it is now."), "kam task start 12.call")
@selection_options
@_ANYWAY
@click.pass_context
def start(context: click.Context, /, **given: Any) -> None:
    """Begin."""
    from kamengine.work.tasks import tasks

    change_meant(context, given, tasks.start(anyway=given["anyway"]))


@command(
    "done",
    say("Say that a task is done, and what came of it."),
    'kam task done 12.call --result "agreed to pay by the 15th"',
    "kam task done --where \"tier = 'key'\" --playbook welcome --step letter --yes",
)
@selection_options
@option("--result", value=say("TEXT"), help=say("What came of it."))
@_ANYWAY
@click.pass_context
def done(context: click.Context, /, **given: Any) -> None:
    """Done."""
    from kamengine.work.tasks import tasks

    change_meant(context, given, tasks.done(given["result"] or "", anyway=given["anyway"]))


@command(
    "block",
    say("Say what keeps a task from going on."),
    'kam task block 12.call --by "no answer from purchasing"',
)
@selection_options
@option("--by", required=True, value=say("TEXT"), help=say("What keeps it from going on."))
@click.pass_context
def block(context: click.Context, /, **given: Any) -> None:
    """Blocked."""
    from kamengine.work.tasks import tasks

    change_meant(context, given, tasks.block(_words(given["by"], "--by")))


@command("drop", say("Say that a task will not be done, and why."), 'kam task drop 12.call --why "the reason has gone"')
@selection_options
@option("--why", required=True, value=say("TEXT"), help=say("The reason."))
@click.pass_context
def drop(context: click.Context, /, **given: Any) -> None:
    """Dropped."""
    from kamengine.work.tasks import tasks

    change_meant(context, given, tasks.drop(_words(given["why"], "--why")))


@command("reopen", say("Open a task again that was done, dropped, blocked or started."), "kam task reopen t17")
@selection_options
@click.pass_context
def reopen(context: click.Context, /, **given: Any) -> None:
    """Open again."""
    from kamengine.work.tasks import tasks

    change_meant(context, given, tasks.reopen())


@command(
    "assign",
    say("Say who does a task, or who answers for it: exactly one person."),
    "kam task assign 12.call --to 郭海燕",
    "kam task assign t17 --to Mei --accountable 郭海燕",
)
@selection_options
@option("--to", value=say("NAME"), help=say("Who does it."))
@option("--accountable", value=say("NAME"), help=say("Who answers for it."))
@click.pass_context
def assign(context: click.Context, /, **given: Any) -> None:
    """Assigned."""
    from kamengine.work.people.people import Team
    from kamengine.work.tasks import tasks

    team = Team.of(workspace_of(context))
    values = {
        field: team.at_work(given[name], place=Place(key=option))
        for field, name, option in (("responsible", "to", "--to"), ("accountable", "accountable", "--accountable"))
        if given[name]
    }
    if not values:
        raise KamError.of(
            say("nobody is named"), say("name somebody with --to or --accountable"), place=Place(key="--to")
        )
    change_meant(context, given, tasks.edit("assign", **values))


@command(
    "set",
    say("Change the words, the day or the hours of a task, or what comes first."),
    "kam task set 12.call --due 2026-12-10",
    "kam task set t18 --after t17",
)
@selection_options
@option("--title", value=say("TEXT"), help=say("What is to be done."))
@day_ahead_option("--due", say("The last day."), within_reach=True)
@option("--effort", value=say("HOURS"), help=say("How long it takes, in hours."))
@option("--accept", value=say("TEXT"), help=say("How the result is judged."))
@option("--evidence", value=say("TEXT"), help=say("What must be there to show it."))
@option(
    "--after",
    multiple=True,
    value=say("TASK"),
    help=say('A task that comes first; once for each. They take the place of those there are; "" is none.'),
)
@option("--goal", value=say("GOAL"), help=say("The goal that it serves."))
@click.pass_context
def set_task(context: click.Context, /, **given: Any) -> None:
    """Changed."""
    from kamengine.api.work.task_work import hours_of
    from kamengine.work.tasks import tasks

    values: dict[str, Any] = {"title": given["title"], "due": given["due"], "evidence": given["evidence"]}
    needs = tuple(dict.fromkeys(filter(None, given["after"]))) if given["after"] else None
    values |= {"acceptance": given["accept"], "needs": needs, "goal": given["goal"]}
    values |= {"effort": hours_of(given["effort"]) if given["effort"] is not None else None}
    changed = {name: value for name, value in values.items() if value is not None}
    if not changed:
        what = say("nothing is said about the task")
        raise KamError.of(what, say("name what is to change, such as --due"), place=Place(key="kam task set"))
    if "title" in changed:
        _words(changed["title"], "--title")
    tell_days_off(context, workspace_of(context), [given["due"]] if given["due"] else ())
    change_meant(context, given, tasks.edit("set", **changed))


def _words(text: str, place: str) -> str:
    if not text.strip():
        raise KamError.of(say("there are no words"), place=Place(key=place))
    return text
