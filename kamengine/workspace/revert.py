"""Putting back what was there before a journal entry: one function for each kind of entry, the same for undo and redo.

An entry that takes another back is an entry like any other: it holds what was there before and after it. So doing
something again is taking its taking back back, and each function here knows one direction only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from kamengine.problems import KamError, Place, say
from kamengine.workspace.entry_words import told
from kamengine.workspace.human_work import write
from kamengine.workspace.journal import REDO, Entry, Transaction, newest_about, to_json
from kamengine.workspace.undone_plans import revert_plan, revert_standing

Revert = Callable[[Transaction, Entry, str], int]
"""Puts back what was before an entry, in a change, noted with a verb (``undo`` or ``redo``); the number of the note."""

NEVER = ("run", "standing")
"""Kinds of entries that nobody takes back by themselves."""

ALONGSIDE = (*NEVER, "mapping")
"""Kinds of entries that are noted along the way, with what people meant to do: they are not one's newest change."""


def revert(change: Transaction, entry: Entry, verb: str) -> int:
    """Put back what was there before an entry, which must be what stands.

    Args:
        change: in which it is done.
        entry: to take back; for ``redo`` the taking back of one.
        verb: ``undo`` or ``redo``.

    Returns:
        the journal entry of it.

    Raises:
        KamError: something else has changed the thing since, or it cannot be done again so.
    """
    return _REVERT.get(entry.kind, _revert_record)(change, entry, verb)


def _revert_record(change: Transaction, entry: Entry, verb: str) -> int:
    where = {"kind": entry.kind, "key": entry.key}
    found = list(change.database.query("SELECT content FROM records WHERE kind = :kind AND key = :key", where))
    _refuse_changed(change, entry, json.loads(found[0]["content"]) if found else None, entry.after)
    seq = _note(change, entry, verb)
    write(change.database, entry.kind, entry.key, entry.before)
    return seq


def _revert_import(change: Transaction, entry: Entry, verb: str) -> int:
    if verb == REDO:
        what = say("an import that was taken back is not done again by itself")
        raise KamError.of(what, say("import the file again; the same bytes come in"))
    seq = _note(change, entry, verb)
    change.database.execute("UPDATE imports SET undone_seq = ? WHERE id = ? AND undone_seq IS NULL", [seq, entry.key])
    return seq


def _revert_mapping(change: Transaction, entry: Entry, verb: str) -> int:
    kind, headers = entry.key.split(" ", 1)
    where = {"kind": kind, "headers": headers}
    now = list(change.database.query("SELECT mapping FROM mappings WHERE kind = :kind AND headers = :headers", where))
    _refuse_changed(change, entry, json.loads(now[0]["mapping"]) if now else None, entry.after)
    seq = _note(change, entry, verb)
    change.database.execute("DELETE FROM mappings WHERE kind = :kind AND headers = :headers", where)
    if entry.before is not None:
        row = {**where, "mapping": to_json(entry.before)}
        change.database.execute("INSERT INTO mappings (kind, headers, mapping) VALUES (:kind, :headers, :mapping)", row)
    return seq


def _revert_correction(change: Transaction, entry: Entry, verb: str) -> int:
    """End what the entry began, and let what it ended hold again, in the name of who stated it."""
    account, field = json.loads(entry.key)
    fact = {"account": account, "field": field}
    now = list(change.database.query(f"SELECT {_TOLD} FROM corrections WHERE {_HOLDS}", fact))
    _refuse_changed(change, entry, now[0] if now else None, _began(entry.after))
    seq = _note(change, entry, verb)
    change.database.execute(f"UPDATE corrections SET ended_seq = :seq WHERE {_HOLDS}", {**fact, "seq": seq})
    if _began(entry.before) is not None:
        change.database.execute(_HOLD_AGAIN, {**fact, "seq": seq, "ended": entry.seq})
    return seq


def _note(change: Transaction, entry: Entry, verb: str) -> int:
    return change.note(verb, entry.kind, entry.key, before=entry.after, after=entry.before, undoes=entry.seq)


def _began(told: Any) -> Any:
    """What the journal says of a correction; None for a withdrawal, of which it keeps the reason at most."""
    return told if told is not None and "kind" in told else None


def _refuse_changed(change: Transaction, entry: Entry, now: Any, then: Any) -> None:
    """See that what stands is what the entry left.

    Raises:
        KamError: something else has changed it since; who did so is told, when the journal knows.
    """
    if now == then:
        return
    newest = newest_about(change.database, entry.kind, entry.key)
    if newest.seq != entry.seq:
        what, place = say("it has been changed since: {change}", change=told(newest)), f"{entry.kind} {entry.key[:80]}"
        raise KamError.of(what, say("nothing was changed"), place=Place(key=place))
    what = say("{kind} {key} has been changed since, and is left as it is", kind=entry.kind, key=entry.key[:80])
    raise KamError.of(what, say("nothing was changed"))


_TOLD = "kind, value, imported, why"
_HOLDS = "account = :account AND field = :field AND ended_seq IS NULL"
_HOLD_AGAIN = f"""
INSERT INTO corrections (account, field, who, at, seq, {_TOLD})
SELECT account, field, who, at, :seq, {_TOLD} FROM corrections
WHERE account = :account AND field = :field AND ended_seq = :ended
"""

_REVERT: Mapping[str, Revert] = {
    "import": _revert_import,
    "correction": _revert_correction,
    "mapping": _revert_mapping,
    "plan": revert_plan,
    "standing": revert_standing,
}
"""By kind of entry; all others are records of human work."""
