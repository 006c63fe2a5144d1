"""``kam plan``: bring the plan of every account up to date with the newest run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note, echo_problem
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.plans.propose import PlanUpdated


@command(
    "plan",
    say(
        "Bring the plan of every account up to date: what the playbooks call for is proposed, what people have touched "
        "is never changed. Classifies first where facts or rules have changed."
    ),
    "kam plan",
    "kam plan --pack telecom",
    "kam plan --today 2026-12-01 --json",
)
@option("--pack", value=say("PACK"), help=say("One rule pack; else all of the workspace."))
@who_option
@today_option
@json_option
@click.pass_context
def plan(context: click.Context, pack: str | None, who: str, today: dt.date, as_json: bool) -> int:
    """Bring plans up to date, and say what is new; status 1 when a pack could not be planned with."""
    from kamengine.api.work.plans import plan_workspace, tell_of_plans

    messages = messages_of(context)
    workspace, host = workspace_of(context), host_of(context)
    planned = plan_workspace(workspace, host, who, pack=pack, today=today)
    for note in (*planned.notes, *tell_of_plans(workspace, host, planned)):
        echo_note(note, messages)
    if as_json:
        packs = [_json(update) for update in planned.updates]
        echo_json({**{name: sum(each[name] for each in packs) for name in _COUNTS}, "packs": packs})
    else:
        for update in planned.updates:
            for line in _lines(update, messages):
                click.echo(plain(line, None))
        click.echo(
            messages.say("kam tasks --week lists what is to be done in the next seven days; with --mine, what you do.")
        )
    for problem in planned.problems:
        echo_problem(problem, messages)
    return int(bool(planned.problems))


_COUNTS = ("plans", "tasks_new", "tasks_kept", "tasks_reason_gone")


def _json(update: PlanUpdated) -> dict[str, Any]:
    return {
        "pack": update.run.pack,
        "run": update.run.id,
        "as_of": update.run.as_of,
        "plans": update.plans,
        "tasks_new": update.new,
        "tasks_kept": update.kept,
        "tasks_reason_gone": update.gone,
    }


def _lines(update: PlanUpdated, messages: Messages) -> Iterator[str]:
    run = update.run
    yield messages.say("{pack}, run {run} as of {day}", pack=run.pack, run=run.id[:8], day=run.as_of)
    yield "  " + messages.say("accounts with a plan: {n:,}", n=update.plans)
    yield "  " + messages.say("tasks: {new:,} new, {kept:,} kept", new=update.new, kept=update.kept)
    if update.gone:
        told = messages.say("tasks whose reason has gone: {n:,}; kam tasks --reason-gone lists them", n=update.gone)
        yield "  " + told
    if update.seq is None:
        yield "  " + messages.say("nothing has changed since the plan before")
