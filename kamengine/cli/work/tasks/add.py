"""``kam task add`` and ``comment``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import ask_first, day_ahead_option, json_option, meant, today_option, where_options
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
from kamengine.cli.work.tasks.options import echo_changed, keys_meant, selection_of
from kamengine.cli.work.visits.options import tell_days_off
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.work.model import Comment

_FEW = 10


@command(
    "add",
    say("Add a task for one account, or for every account that meets a condition."),
    'kam task add C0017 "Call the treasurer" --due +7',
    'kam task add C0017 "Send the offer" --due 2026-12-04 --responsible Mei --after t17',
    'kam task add --where "tier = \'key\'" "Send the invitation" --due 2026-12-01 --yes',
)
@argument("words", say("ACCOUNT TEXT"), say("The account's id, and what is to be done."), nargs=-1)
@where_options
@day_ahead_option("--due", say("The last day."), within_reach=True)
@option("--responsible", value=say("NAME"), help=say("Who does it; else the account's manager."))
@option("--accountable", value=say("NAME"), help=say("Who answers for it; else the sales director."))
@option("--effort", value=say("HOURS"), help=say("How long it takes, in hours."))
@option("--why", value=say("TEXT"), help=say("The reason."))
@option("--accept", value=say("TEXT"), help=say("How the result is judged."))
@option("--after", multiple=True, value=say("TASK"), help=say("A task that comes first; once for each."))
@option("--goal", value=say("GOAL"), help=say("The goal that it serves."))
@who_option
@today_option
@json_option
@click.pass_context
def add(context: click.Context, /, **given: Any) -> None:
    """Add tasks."""
    from kamengine.api.work.task_work import add_tasks

    account, title = _read(given["words"], anyone=given["where"] is not None)
    found = meant(context, [account] if account else (), given["where"], given["pack"], given["who"]).accounts
    ask_first(len(found), messages_of(context).say("tasks"), where=given["where"], yes=given["yes"])
    workspace = workspace_of(context)
    added = add_tasks(workspace, found, title, given, who=given["who"])
    tell_days_off(context, workspace, [given["due"]] if given["due"] else ())
    echo_changed(context, added, "add", given)


@command(
    "comment",
    say("Say something about a task, or the same about many."),
    'kam task comment 12.call "calls back on Monday"',
    'kam task comment --where "tier = \'key\'" --playbook welcome "waits for the new price list" --yes',
)
@selection_of("words", say("TASK TEXT"), say("Keys of tasks, then what you say; with --where only what you say."))
@click.pass_context
def comment(context: click.Context, /, **given: Any) -> None:
    """Comment."""
    from kamengine.api.work.tasks import around_of
    from kamengine.work.ground.things import check_version
    from kamengine.work.model import Task
    from kamengine.work.tasks import tasks

    *named, text = given["words"] or [""]
    if not named and (given["where"] is None or not text.strip()):
        what = say("the task or the words are missing")
        remedy = say('write the task, then what you say in quotes: kam task comment t17 "…"')
        raise KamError.of(what, remedy, place=Place(key=context.command_path))
    keys = keys_meant(context, {**given, "keys": named})
    workspace, messages = workspace_of(context), messages_of(context)
    around = around_of(workspace, host_of(context), keys, messages)
    with workspace.transaction(given["who"]) as change:
        for key in keys if given["expect"] is not None else ():
            check_version(workspace, change, Task, key, given["expect"])
        said = [tasks.comment(workspace, change, key, text, around) for key in keys]
    tell_of_tasks(context, keys, "comment", given["who"], given["today"])
    if given["as_json"]:
        found = [_comment_json(each, given["who"]) for each in said]
        echo_json(found if given["where"] is not None or len(found) > 1 else found[0])
        return
    for each in said[:_FEW]:
        click.echo(plain(messages.say("{task}: noted", task=each.task), None))
    if len(said) > _FEW:
        click.echo(messages.say("and {n:,} more", n=len(said) - _FEW))


def _comment_json(said: Comment, who: str) -> dict[str, Any]:
    return {"id": said.key, "task": said.task, "account_id": said.account, "text": said.text, "who": who}


def _read(words: Sequence[str], *, anyone: bool) -> tuple[str | None, str]:
    """The account, and what is to be done; with a condition there is no account.

    Raises:
        KamError: one of them is missing, or there is too much.
    """
    wanted = 1 if anyone else 2
    if len(words) != wanted:
        what = say("the account or the words are missing") if len(words) < wanted else say("there are too many words")
        remedy = say('write the account\'s id, then what is to be done in quotes: kam task add C0017 "Call them"')
        raise KamError.of(what, remedy, place=Place(key="kam task add"))
    return (None, words[0]) if anyone else (words[0], words[1])
