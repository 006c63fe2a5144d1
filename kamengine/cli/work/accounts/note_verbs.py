"""The verbs of ``kam note``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note
from kamengine.cli.work.accounts.remark_options import added, changed, drop_meant
from kamengine.cli.work.shared.dossier_options import (
    FEW,
    accounts_argument,
    accounts_asked,
    day_option,
    day_text,
    echo_by_account,
    echo_wrapped,
    filter_options,
    given_values,
    keys_options,
    names_of,
    new_options,
    version_of,
)
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Note
    from kamengine.workspace import Workspace

_ATTACH = option(
    "--attach",
    multiple=True,
    value=say("FILE"),
    help=say("The path of a file, or an address such as https://…; once for each. Nothing is copied."),
)
_CONTAINS = option("--contains", value=say("TEXT"), help=say("Only those that hold this text."))


@command(
    "list",
    say("List notes, account by account, the newest first, and say which attachments are not there any more."),
    "kam note list C0017",
    'kam note --contains "credit line"',
)
@accounts_argument
@filter_options
@_CONTAINS
@who_option
@json_option
@click.pass_context
def list_notes(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    contains: str | None,
    who: str,
    as_json: bool,
) -> None:
    """List notes."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Note

    workspace, messages = workspace_of(context), messages_of(context)
    asked = accounts_asked(context, accounts, where, pack, who)
    wanted = None if asked is None else set(asked)
    found = [
        one
        for one in all_of(workspace, Note)
        if (wanted is None or one.account in wanted) and (contains or "").casefold() in one.text.casefold()
    ]
    if not found and not as_json:
        click.echo(messages.say("There are no such notes; kam note add ACCOUNT TEXT adds one."))
        return
    found.sort(key=lambda one: (one.day or dt.date.min, len(one.key), one.key), reverse=True)
    _echo(context, sorted(found, key=lambda one: one.account), as_json=as_json)


@command(
    "add",
    say("Add a note to an account, or to all that meet a condition."),
    'kam note add C0017 "The minutes of the yearly review" --attach minutes/2026.docx',
)
@_ATTACH
@day_option("--on", say("The day that it is about; else today."))
@new_options
@today_option
@click.pass_context
def add(context: click.Context, /, attach: tuple[str, ...], on: dt.date | None, today: dt.date, **given: Any) -> None:
    """Add notes."""
    from kamengine.work.accounts.notes import references
    from kamengine.work.model import Note

    attachments = references(workspace_of(context), attach, Path.cwd())

    def note(account: str, text: str) -> Note:
        return Note(key="", account=account, text=text, day=on or today, attachments=attachments)

    kept = added(context, given, note)
    _tell_missing(context, attachments)
    _echo(context, kept, as_json=given["as_json"], limit=FEW)


@command(
    "set",
    say("Change notes. Attachments that are given replace those before; an empty one takes them away."),
    'kam note set o3 --text "The minutes, corrected" --attach minutes/2026-2.docx',
)
@option("--text", value=say("TEXT"), help=say("What it says."))
@_ATTACH
@day_option("--on", say("The day that it is about."))
@keys_options
@click.pass_context
def change(
    context: click.Context, /, text: str | None, attach: tuple[str, ...], on: dt.date | None, **given: Any
) -> None:
    """Change notes."""
    from kamengine.work.accounts.notes import references
    from kamengine.work.model import Note

    workspace = workspace_of(context)
    attachments = references(workspace, filter(None, attach), Path.cwd()) if attach else None
    values = given_values({"text": text, "day": on, "attachments": attachments}, context)
    _tell_missing(context, attachments or ())
    kept = changed(context, Note, given, values)
    _echo(context, kept, as_json=given["as_json"], limit=FEW)


@command("drop", say("Remove notes. The journal keeps what they said; kam undo brings them back."), "kam note drop o3")
@keys_options
@click.pass_context
def drop(context: click.Context, /, **given: Any) -> None:
    """Remove notes."""
    from kamengine.work.model import Note

    drop_meant(context, Note, given)


def echo_notes(workspace: Workspace, notes: Iterable[Note], messages: Messages, indent: str = "  ") -> None:
    """Print notes, each with its day and its attachments."""
    from kamengine.work.accounts.notes import presence

    for one in notes:
        echo_wrapped(f"{one.key}  {day_text(one.day)} {one.text}", indent, f"{indent}    ")
        for reference in one.attachments:
            there = presence(workspace, reference) != "missing"
            text = reference if there else messages.say("{file} (not there)", file=reference)
            echo_wrapped(f"@ {text}", f"{indent}    ", f"{indent}      ")


def _echo(context: click.Context, notes: Sequence[Note], *, as_json: bool, limit: int | None = None) -> None:
    workspace, messages = workspace_of(context), messages_of(context)
    if as_json:
        echo_json(notes_json(workspace, notes, names_of(workspace, (one.account for one in notes))))
        return
    echo_by_account(context, notes, lambda its: echo_notes(workspace, its, messages), limit)


def notes_json(workspace: Workspace, notes: Iterable[Note], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Notes as data, each with its version and whether its attachments are there."""
    from kamengine.work.accounts.notes import presence

    return [
        {
            "id": note.key,
            "account_id": note.account,
            "account": names.get(note.account),
            "text": note.text,
            "day": day_text(note.day) or None,
            "attachments": [{"reference": each, "is": presence(workspace, each)} for each in note.attachments],
            "version": version_of(workspace, note),
        }
        for note in notes
    ]


def _tell_missing(context: click.Context, attachments: Iterable[str]) -> None:
    """Note on stderr which attachments are not there: noted all the same, since they may come."""
    from kamengine.work.accounts.notes import presence

    workspace = workspace_of(context)
    for each in attachments:
        if presence(workspace, each) == "missing":
            echo_note(say("{file} is not there", file=each), messages_of(context))
