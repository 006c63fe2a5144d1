"""What the verbs of ``kam task`` share: which tasks are meant, and what is told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import ask_first, json_option, meant, today_option, where_options
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, argument, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
from kamengine.problems import KamError, Message, Place, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.work.model import Task
    from kamengine.work.tasks.listing import Listed
    from kamengine.work.tasks.tasks import Verb
    from kamengine.workspace import Workspace

_FEW = 12


def selection_options(function: Any) -> Any:
    """The tasks of a verb: keys, or ``--where`` with ``--playbook`` and ``--step``; they arrive as ``given``."""
    return selection_of("keys", say("TASK"), say("Keys of tasks, as kam tasks lists them."))(function)


def selection_of(name: str, value: Message, help: Message) -> Callable[[Any], Any]:
    """The options that say which tasks a verb is about, after words under a name of their own; see there."""
    return partial(_with_selection, argument(name, value, help, nargs=-1))


def _with_selection(words: Callable[[Any], Any], function: Any) -> Any:
    adds = (
        words,
        where_options,
        option("--playbook", value=say("PLAYBOOK"), help=say("With --where: only tasks of this playbook.")),
        option("--step", value=say("STEP"), help=say("With --where: only this step of the playbook.")),
        option(
            "--expect",
            type=click.IntRange(min=0),
            value=say("N"),
            help=say("Only if nobody has changed it since this version, which --json shows."),
        ),
        who_option,
        today_option,
        json_option,
    )
    for add in reversed(adds):
        function = add(function)
    return function


def change_meant(context: click.Context, given: dict[str, Any], verb: Verb) -> None:
    """Do something to the tasks that are meant, tell plugins, and show what they are now.

    Raises:
        KamError: nothing is meant, a task cannot be changed so, or nobody said yes.
    """
    from kamengine.api.work.tasks import change

    keys = keys_meant(context, given)
    tasks = change(
        workspace_of(context),
        host_of(context),
        keys,
        verb,
        messages_of(context),
        who=given["who"],
        expected=given["expect"],
    )
    echo_changed(context, tasks, verb.name, given)


def keys_meant(context: click.Context, given: dict[str, Any]) -> list[str]:
    """The keys of the tasks that are meant; with a condition all open ones of the accounts that meet it.

    Raises:
        KamError: nothing is meant, keys and a condition are given, or nobody said yes.
    """
    keys, where = list(dict.fromkeys(given["keys"])), given["where"]
    if where is None:
        if not keys:
            what = say("no task is named")
            raise KamError.of(what, say("write its key, or --where CONDITION"), place=Place(key=context.command_path))
        if given["expect"] is not None and len(keys) > 1:
            what = say("a version is given for several tasks")
            raise KamError.of(what, say("change one task at a time"), place=Place(key="--expect"))
        return keys
    if keys:
        what = say("tasks are named and a condition is given")
        raise KamError.of(what, say("leave one of them out"), place=Place(key="--where"))
    keys = _open_tasks(context, given)
    ask_first(len(keys), messages_of(context).say("tasks"), where=where, yes=given["yes"])
    return keys


def see_playbook(workspace: Workspace, playbook: str) -> None:
    """See that a playbook is one that any plan was made with.

    Raises:
        KamError: it is not.
    """
    from kamengine.work.plans.reasons import known_playbooks

    known = known_playbooks(workspace)
    if playbook in known:
        return
    what = say("no plan knows a playbook {name}", name=playbook[:LONGEST_WORD])
    remedy = did_you_mean(playbook, known) or (say("known are {words}", words=known[:_FEW]) if known else None)
    raise KamError.of(what, remedy, place=Place(key="--playbook"))


def echo_changed(context: click.Context, tasks: Sequence[Task], verb: str, given: dict[str, Any]) -> None:
    """Show tasks that were changed, and tell the plugins that want to know."""
    from kamengine.api.work.task_json import tasks_json
    from kamengine.api.work.whys import Whys
    from kamengine.cli.work.tasks.page import changed_page

    workspace, messages = workspace_of(context), messages_of(context)
    keys = [task.key for task in tasks]
    listed = _listed(context, keys)
    if given["as_json"]:
        echo_json(tasks_json(workspace, listed, Whys({}, {}), given["today"]))
    else:
        click.echo(changed_page(workspace, listed, messages, page_width()))
    tell_of_tasks(context, keys, verb, given["who"], given["today"])


def _listed(context: click.Context, keys: Sequence[str]) -> list[Listed]:
    from kamengine.work.people.people import Team
    from kamengine.work.tasks.listing import listed_by_key

    workspace = workspace_of(context)
    found = listed_by_key(workspace, keys, Team.of(workspace), messages_of(context).language)
    return [found[key] for key in keys]


def _open_tasks(context: click.Context, given: dict[str, Any]) -> list[str]:
    from kamengine.work.people.people import Team
    from kamengine.work.plans.proposals import Window
    from kamengine.work.tasks.listing import TaskQuery, list_tasks

    accounts = meant(context, (), given["where"], given["pack"], given["who"]).accounts
    if given["playbook"]:
        see_playbook(workspace_of(context), given["playbook"])
    query = TaskQuery(
        Window(given["today"]), accounts=accounts, playbook=given["playbook"] or "", step=given["step"] or ""
    )
    workspace = workspace_of(context)
    found = list_tasks(workspace, query, Team.of(workspace), messages_of(context).language)
    if not found:
        raise KamError.of(say("the accounts that meet the condition have no such task"), place=Place(key="--where"))
    return [each.task.key for each in found]
