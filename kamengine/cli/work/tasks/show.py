"""``kam task show``: everything about one task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import local_time, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.work.shared.dossier_options import account_text, names_of
from kamengine.locale.terminal import plain
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.api.work.whys import Speaker, Whys
    from kamengine.locale import Messages
    from kamengine.work.tasks.effects import Effect, Reading
    from kamengine.work.tasks.listing import Listed
    from kamengine.workspace import Entry, Workspace


@command(
    "show",
    say("Show a task: why it is there, who does what, what was done and said, and its effect."),
    "kam task show 12.call",
)
@argument("key", say("TASK"), say("The task's key, as kam tasks lists it."))
@today_option
@json_option
@click.pass_context
def show(context: click.Context, key: str, today: dt.date, as_json: bool) -> None:
    """Show a task."""
    from kamengine.api.work.effects import effect_of
    from kamengine.api.work.task_json import task_json
    from kamengine.api.work.whys import Speaker, whys_of
    from kamengine.work.people.people import Team
    from kamengine.work.tasks.tasks import Around, tasks_meant

    workspace, host, messages = workspace_of(context), host_of(context), messages_of(context)
    each = tasks_meant(workspace, [key], Around(Team.of(workspace), messages.language))[key]
    whys = whys_of(workspace, host, [each], messages)
    effect, history = effect_of(workspace, host, each), _history(workspace, each)
    if as_json:
        told = task_json(workspace, each, whys, today)
        echo_json({**told, "effect": effect and asdict(effect), "history": [_entry_json(entry) for entry in history]})
        return
    for text, indent in _page(each, whys, names_of(workspace, [each.task.account]), messages):
        _echo(text, indent)
    for text in _history_lines(history, messages):
        _echo(text, "  ")
    if effect is not None:
        for text in _effect_lines(effect, each, Speaker(workspace, host, messages), messages):
            _echo(text, "  ")


def _echo(text: str, indent: str) -> None:
    from kamengine.locale.wrap import wrapped

    click.echo("\n".join(wrapped(plain(text, None), page_width(), indent, indent + "  ")))


def _page(each: Listed, whys: Whys, names: Mapping[str, str], messages: Messages) -> Iterator[tuple[str, str]]:
    """The task itself: text and indent of each line."""
    from kamengine.cli.work.tasks.page import day_text, hours_text
    from kamengine.work.tasks.tasks import STATUSES

    task = each.task
    yield f"{task.key}  {account_text(task.account, names)} · {messages.text(STATUSES[task.status])}", ""
    yield task.title, "  "
    due = None if task.due is None else day_text(task.due, messages)
    separator = messages.say(", ")
    told: tuple[tuple[Message, str | None], ...] = (
        (say("why"), whys.why.get(task.key)),
        (say("the reason has gone"), whys.gone.get(task.key)),
        (say("blocked by"), task.blocked_by),
        (say("does it"), task.responsible or messages.say("nobody yet")),
        (say("in the place of"), whys.stands_in.get(task.key)),
        (say("answers for it"), task.accountable or messages.say("nobody yet")),
        (say("are asked before"), separator.join(task.consulted)),
        (say("are told after"), separator.join(task.informed)),
        (say("due"), due),
        (say("hours"), hours_text(task.effort)),
        (say("judged by"), task.acceptance),
        (say("evidence"), task.evidence),
        (say("comes after"), separator.join(task.needs)),
        (say("playbook"), task.playbook),
        (say("goal"), task.goal),
        (say("result"), task.result),
    )
    for label, text in told:
        if text:
            yield messages.say("{label}: {text}", label=label, text=text), "  "
    if not each.touched:
        yield messages.say("Nobody has touched it: it follows from the plan, and goes with its reason."), "  "


def _history(workspace: Workspace, each: Listed) -> list[Entry]:
    """What was done to the task and said about it, oldest first."""
    from kamengine.work.model import Comment

    found = workspace.journal.entries(kind=each.task.kind, key=each.task.key)
    for record in workspace.work.list(Comment.kind, account=each.task.account):
        if record.content["task"] == each.task.key:
            found += workspace.journal.entries(kind=Comment.kind, key=record.key)
    return sorted(found, key=lambda entry: entry.seq)


def _history_lines(history: list[Entry], messages: Messages) -> Iterator[str]:
    from kamengine.workspace.entry_words import VERBS

    for entry in history:
        if entry.kind == "comment" and entry.after is not None:
            what = messages.say("“{text}”", text=entry.after["text"])
        else:
            what = messages.text(VERBS[entry.verb]) if entry.verb in VERBS else entry.verb
        yield f"{local_time(entry.at)}  {entry.who}  {what}"


def _entry_json(entry: Entry) -> dict[str, Any]:
    text = entry.after["text"] if entry.kind == "comment" and entry.after is not None else None
    return {"version": entry.seq, "when": entry.at, "who": entry.who, "verb": entry.verb, "text": text}


def _effect_lines(effect: Effect, each: Listed, speaker: Speaker, messages: Messages) -> Iterator[str]:
    """The indicator before, after and now, and how little that proves."""
    from kamengine.work.tasks.effects import CAVEAT

    pack, name = each.task.pack, effect.indicator

    def told(when: Message, reading: Reading | None) -> Iterator[str]:
        if reading is not None:
            value = speaker.value(pack, name, reading.value)
            facts = {"when": when, "value": value, "day": reading.as_of, "run": reading.run[:8]}
            yield messages.say("{when}: {value} (as of {day}, run {run})", **facts)

    yield messages.say("Effect: {name}", name=speaker.label(pack, name))
    yield from told(say("when it was started"), effect.before)
    yield from told(say("when it was done"), effect.after)
    yield from told(say("now"), effect.now)
    if effect.change is not None:
        yield messages.text(CAVEAT)
