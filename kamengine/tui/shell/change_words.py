"""Changes of the journal in words, for notices and for the question whether one is to be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from kamengine.declarations import Label
from kamengine.locale.clock import local_time
from kamengine.problems import KamError, Message, say
from kamengine.work.model import Ownership
from kamengine.work.people.owners import OWNER
from kamengine.work.plans.reasons import KeptPlaybooks
from kamengine.workspace import Entry, Workspace
from kamengine.workspace.entry_words import (
    COUNTED,
    account_of,
    in_words,
    parts_of,
    thing_of,
    title_of,
    verb_of,
    with_tiers_called,
    worth_telling,
)
from kamengine.workspace.revert import NEVER

if TYPE_CHECKING:
    from kamengine.pack.checked import CheckedPack
    from kamengine.workspace import RunRecord

PackOf = Callable[["Workspace", "RunRecord"], "CheckedPack"]
"""The pack of a run, which has the names of tiers."""


def change_told(workspace: Workspace, done: Sequence[Entry], pack_of: PackOf) -> Message:
    """What was done in a change: its first thing in words, or all to which the same was done, and whose change it is.

    Args:
        workspace: where it was done.
        done: the entries of it, oldest first; at least one.
        pack_of: the pack of a run, for the names of tiers.
    """
    meant = _meant(done)
    first = meant[0]
    alike = _groups(meant)[0]
    words = {
        "what": _group(workspace, alike, pack_of),
        "n": first.batch,
        "who": first.who,
        "when": local_time(first.at),
    }
    if len(meant) == len(alike):
        return say("{what} (change {n} by {who}, {when})", **words)
    return say("{what}, and {more:,} more (change {n} by {who}, {when})", **words, more=len(meant) - len(alike))


def change_listed(workspace: Workspace, done: Sequence[Entry], pack_of: PackOf) -> list[Message]:
    """What was done in a change, a line for each kind of thing to which the same was done; first whose change it is."""
    meant = _meant(done)
    words = {"n": meant[0].batch, "who": meant[0].who, "when": local_time(meant[0].at)}
    return [
        say("Change {n} by {who}, {when}", **words),
        *(_group(workspace, each, pack_of) for each in _groups(meant)),
    ]


def size_of(workspace: Workspace, done: Sequence[Entry]) -> int:
    """How many things a change is about, with the tasks that plans proposed in it."""
    return len(_meant(done)) + sum(_tasks(workspace, entry) for entry in done)


def _meant(done: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of what somebody meant to do; what was noted along the way only where there is nothing else."""
    return [entry for entry in done if entry.kind not in NEVER] or done


def _groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries by what was done to which kind of thing."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        owner = _owner_in(entry)
        groups.setdefault((entry.kind, owner or entry.verb), []).append(entry)
    return list(groups.values())


def _group(workspace: Workspace, entries: Sequence[Entry], pack_of: PackOf) -> Message:
    """The same that was done to some things of one kind, with what all of them have in common."""
    first = entries[0]
    if len(entries) == 1:
        return _in_words(workspace, first, pack_of)
    owners = {_owner_in(entry) for entry in entries}
    if len(owners) == 1 and (name := owners.pop()):
        return say("{n:,} accounts given to {name}", n=len(entries), name=name)
    if tasks := sum(_tasks(workspace, entry) for entry in entries):
        names = [_pack_named(workspace, entry, pack_of) for entry in entries]
        return say("plans of {names}: {verb} (tasks: {n:,})", names=names, verb=verb_of(first), n=tasks)
    words = {"kind": COUNTED.get(first.kind, first.kind), "n": len(entries), "verb": verb_of(first)}
    if (title := title_of(first)) and all(title_of(entry) == title for entry in entries):
        return say("{kind} ({n:,}) “{title}”: {verb}", **words, title=title)
    return say("{kind} ({n:,}): {verb}", **words)


def _owner_in(entry: Entry) -> str:
    """To whom an entry gave an account; empty where it did not."""
    told = entry.after
    if entry.kind != Ownership.kind or not isinstance(told, dict) or told.get("role") != OWNER:
        return ""
    return str(told.get("person", ""))


def _in_words(workspace: Workspace, entry: Entry, pack_of: PackOf) -> Message:
    """One thing that was done: ``task t17 (C0017 …) “Call them”: added``, ``fact city of C0017: stated``."""
    from kamengine.api.accounts.names import account_names  # in the thread of the office, since loading takes a moment
    from kamengine.api.accounts.tier_names import tier_names

    if tasks := _tasks(workspace, entry):
        told = {"names": [_pack_named(workspace, entry, pack_of)], "verb": verb_of(entry), "n": tasks}
        return say("plans of {names}: {verb} (tasks: {n:,})", **told)
    account = account_of(entry)
    names = account_names(workspace, [account] if account else ())
    thing, title = thing_of(entry, names), title_of(entry)
    if account and account not in parts_of(entry):
        thing = say("{thing} ({account})", thing=thing, account=f"{account} {names.get(account, '')}".strip())
    if title:
        thing = say("{thing} “{title}”", thing=thing, title=title)
    called = tier_names(workspace, partial(pack_of, workspace))
    verb, changes = verb_of(entry), with_tiers_called(worth_telling(entry), entry, called)
    if not changes:
        return say("{thing}: {verb}", thing=thing, verb=verb)
    return say("{thing}: {verb} ({changes})", thing=thing, verb=verb, changes=in_words(changes))


def _pack_named(workspace: Workspace, entry: Entry, pack_of: PackOf) -> Label | str:
    """What people call the pack that plans were made by; its id where that cannot be read."""
    told = entry.after
    with suppress(KamError):
        if isinstance(told, dict) and "run" in told:
            return pack_of(workspace, workspace.runs.get(str(told["run"]))).pack.title
    return entry.key


def _tasks(workspace: Workspace, entry: Entry) -> int:
    """How many tasks an entry proposed; only plans do."""
    return KeptPlaybooks(workspace).tasks_of(entry.seq) if entry.kind == "plan" else 0
