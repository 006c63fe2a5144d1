"""Changes as text and as JSON: what was done to which thing, with the values that became others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamengine.cli.inputs.workspaces import local_time
from kamengine.cli.pages.output import page_width
from kamengine.locale.terminal import plain

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.workspace import Entry
    from kamengine.workspace.changes import Change, Group

_KEYS = 3
WORDS: Mapping[str, str] = {"correction": "fact"}
"""Kinds that the line calls by another word."""


def change_text(change: Change, names: Mapping[str, str], messages: Messages, *, whole: bool = False) -> str:
    """A change: its number, when and who, and below what was done.

    Args:
        change: to be told.
        names: of accounts, by id.
        messages: in whose language.
        whole: with every value; else the first few.
    """
    head = {"n": change.number, "when": local_time(change.at), "who": change.who}
    if change.undone:
        line = messages.say("{n}  {when}  {who}  (taken back since)", **head)
    else:
        line = messages.say("{n}  {when}  {who}", **head)
    return "\n".join([*_lines(line), *group_lines(change.groups, names, messages, whole=whole)])


def group_lines(
    groups: Iterable[Group], names: Mapping[str, str], messages: Messages, *, whole: bool = False
) -> Iterator[str]:
    """What was done, thing by thing; many things of a kind to which the same was done are counted."""
    for group in groups:
        if whole or group.count == 1:
            for entry in group.entries:
                yield from _entry_lines(entry, names, messages, whole=whole)
        else:
            yield from _lines(_counted(group, messages), "    ")


def groups_of(entries: Sequence[Entry], of_each: int = _KEYS) -> tuple[Group, ...]:
    """Entries by kind and by what was done, as `kamengine.workspace.changes` groups them."""
    from kamengine.workspace.changes import Group

    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.verb), []).append(entry)
    return tuple(Group(tuple(each[:of_each]), len(each)) for each in found.values())


def accounts_in(groups: Iterable[Group]) -> set[str]:
    """The accounts that the entries of groups are about."""
    from kamengine.workspace.entry_words import account_of

    return {account for group in groups for entry in group.entries if (account := account_of(entry))}


def entry_json(entry: Entry, undone: bool) -> dict[str, Any]:
    """An entry as an object."""
    from kamengine.workspace.entry_words import account_of

    return {
        "version": entry.seq,
        "change": entry.batch,
        "when": entry.at,
        "who": entry.who,
        "verb": entry.verb,
        "kind": WORDS.get(entry.kind, entry.kind),
        "key": _key(entry),
        "account_id": account_of(entry) or None,
        "before": entry.before,
        "after": entry.after,
        "takes_back": entry.undoes,
        "undone": undone,
    }


def _key(entry: Entry) -> str:
    """A key as people know it."""
    return " ".join(json.loads(entry.key)) if entry.kind == "correction" else entry.key


def _entry_lines(entry: Entry, names: Mapping[str, str], messages: Messages, *, whole: bool) -> Iterator[str]:
    from kamengine.workspace.entry_words import changes_between, in_words, verb_of, worth_telling

    thing = _thing(entry, names, messages)
    yield from _lines(messages.say("{thing}: {verb}", thing=thing, verb=verb_of(entry)), "    ")
    if whole:
        for each in changes_between(entry.before, entry.after):
            yield from _lines(messages.text(each.words), "      ")
    elif changes := worth_telling(entry):
        yield from _lines(messages.say("{changes}", changes=in_words(changes)), "      ")


def _thing(entry: Entry, names: Mapping[str, str], messages: Messages) -> str:
    """What an entry is about: the thing, the account, and what the thing is called."""
    from kamengine.workspace.entry_words import account_of, parts_of, thing_of, title_of

    thing, account, title = messages.text(thing_of(entry, names)), account_of(entry), title_of(entry)
    if account and account not in parts_of(entry):
        thing = messages.say("{thing} ({account})", thing=thing, account=f"{account} {names.get(account, '')}".strip())
    return messages.say("{thing} “{title}”", thing=thing, title=title) if title else thing


def _counted(group: Group, messages: Messages) -> str:
    from kamengine.workspace.entry_words import COUNTED, key_of, verb_of

    first = group.entries[0]
    shown = list(dict.fromkeys(key_of(entry) for entry in group.entries[:_KEYS]))
    more = ["…"] if group.count > len(group.entries[:_KEYS]) else []
    told = {"kind": COUNTED.get(first.kind, first.kind), "verb": verb_of(first)}
    return messages.say("{kind} ({n:,}): {verb}: {keys}", **told, n=group.count, keys=[*shown, *more])


def _lines(text: str, indent: str = "") -> list[str]:
    from kamengine.locale.wrap import wrapped

    return wrapped(plain(text, None), page_width(), indent, f"{indent}  ")
