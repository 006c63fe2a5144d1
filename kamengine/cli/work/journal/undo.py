"""``kam undo``: take a change back: one's newest, the one of a number, or the newest of a kind."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.imports.imports import ACCOUNTS, import_json, kind_of, sources_text
from kamengine.cli.inputs.daily_work import today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import local_time, who_option, workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, OneOf, argument, command, messages_of, option, place_of
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.workspace import Entry, ImportRecord, Workspace
    from kamengine.workspace.undo import Undone

_KINDS: Mapping[str, str] = {"import": "import", "fact": "correction", "mapping": "mapping"}
_MOST = 8


class _What(OneOf):
    """One of the words, or the number of a change."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or the digits.

        Raises:
            KamError: it is neither.
        """
        word = str(value)
        if word.isdecimal():
            return word
        if word in self.choices or did_you_mean(word, self.choices):
            return super().convert(value, param, ctx)
        remedy = say("write one of {words}, or the number of a change", words=list(self.choices))
        raise KamError.of(say("{value} is not known", value=word[:LONGEST_WORD]), remedy, place=place_of(param))


@command(
    "undo",
    say(
        "Take back your newest change, whatever it was; or the newest import, facts stated by hand, or mapping of "
        "headers, whoever made it."
    ),
    "kam undo",
    "kam undo 128",
    "kam undo import",
    "kam undo fact --as Mei",
)
@argument(
    "what",
    say("WHAT"),
    say("import, fact or mapping, or the number of a change, which kam journal shows."),
    type=_What(list(_KINDS)),
    required=False,
)
@option("--of", value=say("NAME"), help=say("Take back what this person did, instead of what you did."))
@who_option
@today_option
@option("--json", "as_json", is_flag=True, help=say("Print a JSON object."))
@click.pass_context
def undo(context: click.Context, what: str | None, of: str | None, who: str, today: dt.date, as_json: bool) -> None:
    """Take back, and say what holds now."""
    from kamengine.work.journal.back_and_forth import undo as take_back

    if what is None or what.isdecimal():
        number = None if what is None else int(what)
        undone = take_back(workspace_of(context), who, of=of, number=number)
        echo_moved(context, undone, "undo", who, today, as_json=as_json)
        return
    if of is not None:
        remedy = say("leave out {word} or --of", word=what)
        raise KamError.of(say("kam undo {word} takes back the newest, whoever made it", word=what), remedy)
    _undo_kind(context, what, who, as_json=as_json)


def echo_moved(context: click.Context, moved: Undone, verb: str, who: str, today: dt.date, *, as_json: bool) -> None:
    """Say what was taken back, or done again, and tell the plugins that want to know of tasks."""
    from kamengine.api.accounts.names import account_names
    from kamengine.cli.work.journal.page import accounts_in, entry_json, group_lines, groups_of
    from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
    from kamengine.workspace.changes import beginnings

    workspace, messages = workspace_of(context), messages_of(context)
    begun = beginnings(workspace.catalog, moved.entries)
    first = begun[0]
    if as_json:
        changes = [entry_json(entry, verb == "undo") for entry in moved.entries]
        told = {"kind": "change", "change": first.batch, "who": first.who, "when": first.at, "changes": changes}
        echo_json({"undone" if verb == "undo" else "redone": told})
    else:
        words = {"n": first.batch, "who": first.who, "when": local_time(first.at)}
        if verb == "undo":
            line = messages.say("Taken back: change {n} by {who}, {when}; kam redo does it again", **words)
        else:
            line = messages.say("Done again: change {n} by {who}, {when}; kam undo takes it back", **words)
        groups = groups_of(begun)
        names = account_names(workspace, accounts_in(groups))
        lines = wrapped_lines(line)
        click.echo("\n".join([*lines, *group_lines(groups, names, messages)]))
    tell_of_tasks(context, [entry.key for entry in moved.entries if entry.kind == "task"], verb, who, today)


def wrapped_lines(line: str) -> list[str]:
    """A line of text from anywhere, as lines of the page."""
    from kamengine.locale.wrap import wrapped

    return wrapped(plain(line, None), page_width(), "", "  ")


def _undo_kind(context: click.Context, what: str, who: str, *, as_json: bool) -> None:
    workspace, messages = workspace_of(context), messages_of(context)
    undone = workspace.undo(_KINDS[what], who)
    if as_json:
        echo_json(_json(what, undone.entries, workspace))
        return
    if what == "import":
        records = [workspace.imports.get(entry.key) for entry in undone.entries]
        lines = _import_lines(records, workspace, messages)
    else:
        lines = _entry_lines(what, undone.entries, messages)
        lines += _facts_now(context, undone.entries) if what == "fact" else _mappings_now(undone.entries, messages)
    for line in lines:
        click.echo("\n".join(wrapped_lines(line)))


def _json(what: str, entries: tuple[Entry, ...], workspace: Workspace) -> dict[str, Any]:
    from kamengine.api.facts.imports import counting_ids

    if what == "import":
        *others, main = [import_json(workspace.imports.get(e.key), counting_ids(workspace)) for e in entries]
        return {"undone": {**main, "with": others}}
    changes = [{"key": _words(entry), "before": entry.before, "after": entry.after} for entry in entries]
    return {"undone": {"kind": what, "who": entries[0].who, "when": entries[0].at, "changes": changes}}


def _import_lines(records: Sequence[ImportRecord], workspace: Workspace, messages: Messages) -> list[str]:
    """What was taken back, the import itself before what came in with it, and what the facts are made of now."""
    lines = []
    for record in reversed(records):
        facts = {"id": record.id[:8], "kind": kind_of(record), "file": sources_text(record, messages)}
        told = {**facts, "who": record.who, "when": local_time(record.when)}
        lines.append(messages.say("Taken back: import {id} of {kind}: {file}, by {who}, {when}", **told))
    return lines + [_made_of_now(record, workspace, messages) for record in reversed(records)]


def _made_of_now(record: ImportRecord, workspace: Workspace, messages: Messages) -> str:
    """What the facts of an import's kind are made of without it."""
    if record.ledger:
        parts = len(workspace.imports.ledger_parts(record.kind))
        return messages.say("Imports that the ledger {name} is made of now: {n}", name=record.kind, n=parts)
    now = workspace.imports.current_accounts()
    if now is None:
        return messages.say("There are no accounts now.")
    told = {"id": now.id[:8], "file": sources_text(now, messages), "when": local_time(now.when)}
    return messages.say("The accounts are again as import {id} left them: {file}, {when}", **told)


def _entry_lines(what: str, entries: tuple[Entry, ...], messages: Messages) -> list[str]:
    first = entries[0]
    noun = messages.say("fact") if what == "fact" else messages.say("mapping")
    words = {"n": len(entries), "what": noun, "who": first.who, "when": local_time(first.at)}
    return [messages.say("Taken back: {what} ({n}), by {who}, {when}", **words), messages.say("What holds now:")]


def _facts_now(context: click.Context, entries: Sequence[Entry]) -> list[str]:
    """What holds for each fact: an older correction, else what is imported or computed."""
    from kamengine.api.facts.computed import beside_ledgers
    from kamengine.api.facts.facts import known_facts
    from kamengine.cli.facts.fact_page import undone_lines
    from kamengine.engine.database import scratch
    from kamengine.workspace.tables import beside_tables

    workspace, keys = workspace_of(context), [tuple(json.loads(entry.key)) for entry in entries[:_MOST]]
    last = {(one.account, one.field): one for one in workspace.corrections.history()}
    with scratch() as connection:
        tables = workspace.tables(connection)
        known = known_facts(workspace, tables, host_of(context))
        told = beside_tables(connection, tables, [last[key] for key in keys])
        told = beside_ledgers(connection, tables, known.packs, told)
    held = {one.id for one in tables.corrections}
    lines = [f"  {line}" for line in undone_lines(told, held, known, messages_of(context))]
    return lines + (["  …"] if len(entries) > _MOST else [])


def _mappings_now(entries: Sequence[Entry], messages: Messages) -> list[str]:
    """The headers of each mapping, and what is kept of them now."""
    lines = []
    for entry in entries[:_MOST]:
        kind, _, headers = entry.key.partition(" ")
        told = {"kind": messages.label(ACCOUNTS) if kind == "accounts" else kind, "headers": json.loads(headers)}
        if entry.before is None:
            lines.append(messages.say("  {kind}: the headers {headers} mean what their names say", **told))
        else:
            lines.append(messages.say("  {kind}: the headers {headers} mean what was said before", **told))
    return lines + (["  …"] if len(entries) > _MOST else [])


def _words(entry: Entry) -> str:
    """What an entry is about, as people know it."""
    if entry.kind == "correction":
        return " ".join(json.loads(entry.key))
    return entry.key
