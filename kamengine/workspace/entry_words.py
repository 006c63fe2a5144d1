"""Journal entries in words: who did what to which thing, and which of its values changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from kamengine.declarations import Label
from kamengine.locale.clock import local_time
from kamengine.problems import Message, say
from kamengine.workspace.field_words import FIELDS, VALUES
from kamengine.workspace.journal import Entry

_LONGEST = 60
_MOST_FIELDS = 6


@dataclass(frozen=True)
class Changed:
    """One value of a thing that an entry changed; None where there was or is none."""

    field: str
    before: Any = None
    after: Any = None

    @property
    def words(self) -> Message:
        """The change in words: ``due: 2026-03-02 → 2026-03-09``."""
        name = FIELDS.get(self.field, self.field)
        if self.before is None:
            return say("{field}: {value}", field=name, value=self._value(self.after))
        values = {"before": self._value(self.before), "after": self._value(self.after)}
        return say("{field}: {before} → {after}", field=name, **values)

    def _value(self, value: Any) -> object:
        if value is None or value == []:
            return "–"
        if isinstance(value, Label):
            return value
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if isinstance(value, bool):
            return say("yes") if value else say("no")
        text = str(value)
        known = VALUES.get((self.field, text))
        return known or (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def changes_between(before: Any, after: Any) -> list[Changed]:
    """What is other in a thing, value by value; nothing when it is not kept as values by name."""
    if not isinstance(before, dict | None) or not isinstance(after, dict | None):
        return []
    was, now = before or {}, after or {}
    names = (name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name))
    return [Changed(name, was.get(name), now.get(name)) for name in names]


def in_words(changes: Sequence[Changed]) -> list[object]:
    """Changes in words, the first of them if there are many."""
    more = ["…"] if len(changes) > _MOST_FIELDS else []
    return [*(each.words for each in changes[:_MOST_FIELDS]), *more]


def verb_of(entry: Entry) -> Message | str:
    """What was done, as a participle: ``started``, ``taken back``."""
    if entry.kind == "correction" and entry.verb == "set":
        return say("stated")
    if entry.kind == "override" and entry.verb == "set" and entry.before is None:
        return VERBS["add"]
    return VERBS.get(entry.verb, entry.verb)


def worth_telling(entry: Entry) -> list[Changed]:
    """What an entry changed that is worth telling in a list: of what is new or gone, only what was said with it."""
    changes = changes_between(entry.before, entry.after)
    if entry.kind == "correction":
        return [each for each in changes if each.field != "kind"]
    if entry.before is None or entry.after is None:
        said = _SAID_WITH.get((entry.kind, entry.verb), _SAID_WITH.get(("", entry.verb), ()))
        return sorted((each for each in changes if each.field in said), key=lambda each: said.index(each.field))
    return changes


def with_tiers_called(changes: Sequence[Changed], entry: Entry, called: Callable[[str, str], Label]) -> list[Changed]:
    """The same changes with tiers by what people call them.

    Args:
        changes: of the entry.
        entry: of a thing that says which pack the tiers are of; others are left as they are.
        called: the label of a tier, by the ids of a pack and of the tier.
    """
    told = entry.after or entry.before
    pack = told.get("pack") if isinstance(told, dict) else None
    if not isinstance(pack, str):
        return list(changes)

    def label(tier: Any) -> Any:
        return called(pack, tier) if isinstance(tier, str) else tier

    def with_label(change: Changed) -> Changed:
        return replace(change, before=label(change.before), after=label(change.after))

    return [with_label(each) if each.field == "tier" else each for each in changes]


def told(entry: Entry) -> Message:
    """Who did what and when, with the values that changed: ``Li, 2026-03-02 09:12: done (status: open → done)``."""
    words = {"who": entry.who, "when": local_time(entry.at), "verb": verb_of(entry)}
    changes = changes_between(entry.before, entry.after)
    if entry.before is None or entry.after is None or not changes:
        return say("{who}, {when}: {verb}", **words)
    return say("{who}, {when}: {verb} ({changes})", **words, changes=in_words(changes))


def thing_of(entry: Entry, names: Mapping[str, str] | None = None) -> Message:
    """What an entry is about, as people know it: ``task t17``, ``fact city of C0017``.

    Args:
        entry: of the journal.
        names: of accounts, by id, to be said where the account is part of the key.
    """
    if entry.kind == "correction":
        account, field = json.loads(entry.key)
        return say("fact {field} of {account}", field=field, account=_named(account, names))
    if entry.kind == "mapping":
        return say("mapping of headers of {kind}", kind=entry.key.split(" ", 1)[0])
    kind = KINDS.get(entry.kind, entry.kind)
    if entry.kind in _NAMES:
        told = entry.after or entry.before or {}
        return say("{kind} {key}", kind=kind, key=f"{entry.key[:8]} {told.get(_NAMES[entry.kind], '')}")
    account = account_of(entry)
    parts = [_named(each, names) if each == account else each for each in parts_of(entry)]
    return say("{kind} {key}", kind=kind, key=" ".join(parts))


def parts_of(entry: Entry) -> list[str]:
    """The key of an entry; of one that is a list, as ``["C0017","account_manager"]``, what is in it."""
    if entry.key.startswith("["):
        with suppress(ValueError):
            return [str(each) for each in json.loads(entry.key)]
    return [entry.key]


def account_of(entry: Entry) -> str:
    """The account that an entry is about; empty for none."""
    if entry.kind == "correction":
        return str(json.loads(entry.key)[0])
    told = entry.after or entry.before
    return str(told.get("account", "")) if isinstance(told, dict) else ""


def title_of(entry: Entry) -> str:
    """What a thing is called, by the words that people gave it; empty for none."""
    told = entry.after or entry.before
    if not isinstance(told, dict):
        return ""
    text = next((str(told[name]) for name in _TITLES if told.get(name)), "")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def key_of(entry: Entry) -> str:
    """The key of a thing as people know it."""
    return entry.key[:8] if entry.kind in _NAMES else " ".join(parts_of(entry))


def _named(account: str, names: Mapping[str, str] | None) -> str:
    return f"{account} {(names or {}).get(account, '')}".strip()


KINDS: Mapping[str, Message] = {
    "comment": say("comment"),
    "contact": say("contact"),
    "correction": say("fact"),
    "decision": say("review of"),
    "dispute": say("dispute"),
    "evidence": say("evidence"),
    "goal": say("goal"),
    "holding": say("role"),
    "import": say("import"),
    "mapping": say("mapping"),
    "need": say("need"),
    "note": say("note"),
    "override": say("tier override of"),
    "ownership": say("owner of"),
    "person": say("person"),
    "plan": say("plans of"),
    "rescheduling": say("move of visit"),
    "run": say("run"),
    "standing": say("tiers in effect of"),
    "swot": say("SWOT"),
    "tag": say("tag of"),
    "task": say("task"),
    "view": say("view"),
    "visit": say("visit"),
}
"""The kinds of things, in words that stand before a key."""

COUNTED: Mapping[str, Message] = {
    "comment": say("comments"),
    "contact": say("contacts"),
    "correction": say("facts"),
    "decision": say("reviews"),
    "dispute": say("disputes"),
    "evidence": say("evidence"),
    "goal": say("goals"),
    "holding": say("roles"),
    "import": say("imports"),
    "mapping": say("mappings"),
    "need": say("needs"),
    "note": say("notes"),
    "override": say("tier overrides"),
    "ownership": say("owners"),
    "person": say("people"),
    "plan": say("plans"),
    "rescheduling": say("moves of visits"),
    "run": say("runs"),
    "standing": say("tiers in effect"),
    "swot": say("SWOT"),
    "tag": say("tags"),
    "task": say("tasks"),
    "view": say("views"),
    "visit": say("visits"),
}
"""The same kinds, in words that stand before the number of many."""

_SAID_WITH = {
    ("", "assign"): ("responsible", "accountable", "person"),
    ("", "block"): ("blocked_by",),
    ("", "done"): ("result",),
    ("", "drop"): ("result",),
    ("override", "set"): ("tier", "until", "reason", "approver"),
    ("override", "end"): ("tier",),
}
"""By kind, ``""`` for any, and verb: of what a change makes or ends, such as a task, what is told of it, in order."""
_NAMES = {"import": "kind", "run": "pack"}
_TITLES = ("title", "text", "name", "purpose")

VERBS: Mapping[str, Message] = {
    "add": say("added"),
    "assign": say("assigned"),
    "block": say("blocked"),
    "close": say("closed"),
    "comment": say("commented on"),
    "confirm": say("confirmed"),
    "defer": say("deferred"),
    "done": say("done"),
    "drop": say("dropped"),
    "end": say("ended"),
    "leave": say("left"),
    "move": say("rescheduled"),
    "ready": say("called ready"),
    "redo": say("done again"),
    "release": say("given back"),
    "remove": say("removed"),
    "reopen": say("opened again"),
    "repeat": say("came out the same again"),
    "return": say("came back"),
    "set": say("changed"),
    "settle": say("settled"),
    "start": say("started"),
    "undo": say("taken back"),
    "update": say("updated"),
    "withdraw": say("withdrawn"),
}
"""What was done to a thing, in words; other verbs are told as they are."""
