"""Taking back what people did: the newest change of a kind, as the journal tells it, whole or not at all.

Each kind of entry has one function that puts back what was there before an entry. Whoever adds a kind of human work
adds its function here; that it is written in the journal with `before` and `after` is all that it needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kamengine.problems import KamError, say
from kamengine.workspace.journal import Entry, Journal, Transaction, to_json


@dataclass(frozen=True)
class Undone:
    """A change that was taken back.

    Attributes:
        entries: what it had done, oldest first; all of one kind.
        seq: the journal entry of its taking back, the first if there are several.
    """

    entries: tuple[Entry, ...]
    seq: int


def undo_newest(journal: Journal, kind: str, who: str) -> Undone:
    """Take the newest change of a kind back that is not taken back yet.

    Args:
        journal: of the workspace.
        kind: of the entries; one of `REVERT`.
        who: takes it back.

    Raises:
        KamError: there is none, or what it changed was changed by something else since.
    """
    with journal.transaction(who) as change:
        entries = _newest(journal, change, kind)
        if not entries:
            raise KamError.of(say("there is nothing to take back"))
        seqs = [REVERT[kind](change, entry) for entry in reversed(entries)]
    return Undone(entries, seqs[0])


def _newest(journal: Journal, change: Transaction, kind: str) -> tuple[Entry, ...]:
    """The entries of this kind in the newest change that has any that stand, oldest first."""
    found = list(change.database.query(_NEWEST, {"kind": kind}))
    if not found or found[0]["batch"] is None:
        return ()
    return tuple(entry for entry in journal.batch(found[0]["batch"]) if entry.kind == kind and entry.undoes is None)


_NEWEST = """
SELECT max(batch) AS batch FROM journal AS entry
WHERE kind = :kind AND undoes IS NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE undoes = entry.seq)
"""


# ── one function for each kind: puts back what was before an entry, notes it, and gives the number of that note ──────


def _revert_import(change: Transaction, entry: Entry) -> int:
    seq = change.note("undo", entry.kind, entry.key, before=entry.after, undoes=entry.seq)
    change.database.execute("UPDATE imports SET undone_seq = ? WHERE id = ? AND undone_seq IS NULL", [seq, entry.key])
    return seq


def _revert_mapping(change: Transaction, entry: Entry) -> int:
    kind, headers = entry.key.split(" ", 1)
    where = {"kind": kind, "headers": headers}
    now = list(change.database.query("SELECT mapping FROM mappings WHERE kind = :kind AND headers = :headers", where))
    _refuse_changed(entry, json.loads(now[0]["mapping"]) if now else None, entry.after)
    seq = change.note("undo", entry.kind, entry.key, before=entry.after, after=entry.before, undoes=entry.seq)
    if entry.before is None:
        change.database.execute("DELETE FROM mappings WHERE kind = :kind AND headers = :headers", where)
    else:
        values = {**where, "mapping": to_json(entry.before)}
        change.database.execute(
            "UPDATE mappings SET mapping = :mapping WHERE kind = :kind AND headers = :headers", values
        )
    return seq


def _revert_correction(change: Transaction, entry: Entry) -> int:
    """End what the entry began, and let what it ended hold again, in the name of who stated it."""
    account, field = json.loads(entry.key)
    fact = {"account": account, "field": field}
    now = list(change.database.query(f"SELECT {_TOLD} FROM corrections WHERE {_HOLDS}", fact))
    _refuse_changed(entry, now[0] if now else None, entry.after if entry.verb == "set" else None)
    seq = change.note("undo", entry.kind, entry.key, before=entry.after, after=entry.before, undoes=entry.seq)
    change.database.execute(f"UPDATE corrections SET ended_seq = :seq WHERE {_HOLDS}", {**fact, "seq": seq})
    change.database.execute(_HOLD_AGAIN, {**fact, "seq": seq, "ended": entry.seq})
    return seq


def _refuse_changed(entry: Entry, now: Any, then: Any) -> None:
    """See that what stands is what the entry left.

    Raises:
        KamError: something else has changed it since.
    """
    if now != then:
        what = say("{kind} {key} has been changed since, and is left as it is", kind=entry.kind, key=entry.key[:80])
        raise KamError.of(what, say("nothing was changed"))


_TOLD = "kind, value, imported, why"
_HOLDS = "account = :account AND field = :field AND ended_seq IS NULL"
_HOLD_AGAIN = f"""
INSERT INTO corrections (account, field, who, at, seq, {_TOLD})
SELECT account, field, who, at, :seq, {_TOLD} FROM corrections
WHERE account = :account AND field = :field AND ended_seq = :ended
"""

REVERT: Mapping[str, Callable[[Transaction, Entry], int]] = {
    "import": _revert_import,
    "correction": _revert_correction,
    "mapping": _revert_mapping,
}
"""How an entry of each kind is taken back."""
