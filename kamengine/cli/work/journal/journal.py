"""``kam journal``: who changed what and when, the newest first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.inputs import day_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, OneOf, argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.journal.page import WORDS, accounts_in, change_text, entry_json
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.workspace import Workspace
    from kamengine.workspace.changes import Asked

_SHOWN = 20
_KINDS = (
    *("comment", "contact", "decision", "dispute", "evidence", "fact", "goal", "holding", "import", "mapping", "need"),
    *(
        "note",
        "override",
        "ownership",
        "person",
        "plan",
        "rescheduling",
        "run",
        "standing",
        "swot",
        "tag",
        "task",
        "view",
        "visit",
    ),
)


@command(
    "journal",
    say("Tell who changed what and when, the newest first. Runs are told with --kind run; nothing is ever lost."),
    "kam journal --account C0017",
    "kam journal --by Mei --since 2026-11-01",
    "kam journal t17",
    "kam journal 128 --json",
)
@argument("thing", say("THING"), say("The key of a thing, such as t17, or the number of a change."), required=False)
@option("--account", value=say("ACCOUNT"), help=say("Only what was done about this account, by id or name."))
@option("--kind", value=say("KIND"), type=OneOf(_KINDS), help=say("Only things of this kind, such as task or visit."))
@option("--by", value=say("NAME"), help=say("Only what this person did, by any spelling of the name."))
@option("--since", value=say("DATE"), callback=day_of, help=say("Only what was done on this day or later."))
@option(
    "--limit",
    value=say("N"),
    type=click.IntRange(min=0),
    default=_SHOWN,
    help=say("So many changes at most; else 20. 0 for all."),
)
@json_option
@click.pass_context
def journal(
    context: click.Context,
    thing: str | None,
    account: str | None,
    kind: str | None,
    by: str | None,
    since: dt.date | None,
    limit: int,
    as_json: bool,
) -> None:
    """Tell of changes."""
    from kamengine.workspace.changes import Asked

    workspace = workspace_of(context)
    names = None if by is None else _names(workspace, by)
    kind = {said: kept for kept, said in WORDS.items()}.get(kind or "", kind)
    if account is not None:
        account = _account(workspace, account)
    asked = Asked(kind=kind, account=account, of=names, since=None if since is None else _midnight(since))
    if thing is not None and thing.isdecimal():
        _show_one(context, int(thing), as_json=as_json)
    else:
        _list(context, _about(workspace, asked, thing), limit, as_json=as_json)


def _list(context: click.Context, asked: Asked, limit: int, *, as_json: bool) -> None:
    from kamengine.api.accounts.names import account_names
    from kamengine.workspace.changes import changes, entries_of, numbers, taken_back

    workspace, messages = workspace_of(context), messages_of(context)
    catalog = workspace.catalog
    if as_json:
        found = []
        for number in numbers(catalog, asked, limit or None):
            gone = taken_back(catalog, number)
            found += [entry_json(entry, entry.seq in gone) for entry in reversed(entries_of(catalog, number, asked))]
        echo_json(found)
        return
    shown = changes(catalog, asked, limit + 1 if limit else None)
    more, shown = limit and len(shown) > limit, shown[: limit or None]
    names = account_names(workspace, {account for each in shown for account in accounts_in(each.groups)})
    for each in shown:
        click.echo(change_text(each, names, messages))
    if not shown:
        click.echo(messages.say("Nothing of this kind has been changed."))
    if more:
        click.echo(messages.say("There is more: --limit shows it."))


def _show_one(context: click.Context, number: int, *, as_json: bool) -> None:
    """Tell of one change in full.

    Raises:
        KamError: there is none of this number.
    """
    from kamengine.api.accounts.names import account_names
    from kamengine.workspace.changes import Asked, entries_of, taken_back, whole_change

    workspace, messages = workspace_of(context), messages_of(context)
    batch = workspace.journal.change_with(number)
    if batch is None:
        what = say("there is no change of this number")
        raise KamError.of(what, say("kam journal lists them"), place=Place(key=str(number)))
    if as_json:
        gone = taken_back(workspace.catalog, batch)
        echo_json(
            [entry_json(entry, entry.seq in gone) for entry in entries_of(workspace.catalog, batch, Asked(runs=True))]
        )
        return
    change = whole_change(workspace.catalog, batch)
    click.echo(change_text(change, account_names(workspace, accounts_in(change.groups)), messages, whole=True))


def _about(workspace: Workspace, asked: Asked, thing: str | None) -> Asked:
    """What is asked for about a thing of a key, of whichever kind; about anything when none is named.

    Raises:
        KamError: nothing was ever done to a thing of this key.
    """
    from dataclasses import replace

    from kamengine.workspace.changes import kinds_of

    if thing is None:
        return asked
    found = replace(asked, key=thing)
    kinds = kinds_of(workspace.catalog, thing)
    if not kinds or (asked.kind is not None and asked.kind not in kinds):
        what = say("nothing was ever done to {thing}", thing=thing[:LONGEST_WORD])
        raise KamError.of(what, say("for an account write --account {thing}", thing=thing[:LONGEST_WORD]))
    return found if asked.kind is not None else replace(found, kind=kinds[0])


def _account(workspace: Workspace, typed: str) -> str:
    """The id of the account that is meant; as it was typed for one that is gone, of which the journal still tells.

    Raises:
        KamError: nothing was ever done about such an account, and there is none.
    """
    from kamengine.api.accounts.chosen import account_named
    from kamengine.workspace.changes import Asked, numbers

    if numbers(workspace.catalog, Asked(account=typed), 1):
        return typed
    return account_named(workspace, typed)


def _names(workspace: Workspace, by: str) -> tuple[str, ...]:
    from kamengine.work.journal.whose import names_of_somebody

    return names_of_somebody(workspace, by, place=Place(key="--by"))


def _midnight(day: dt.date) -> str:
    """When a day begins on the clock of this computer, as the journal writes it."""
    return dt.datetime.combine(day, dt.time()).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
