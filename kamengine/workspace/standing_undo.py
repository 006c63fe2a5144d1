"""Taking a run back that was taken in: accounts have again what they had before it."""

from __future__ import annotations

from kamengine.problems import KamError, say
from kamengine.workspace.journal import Entry, Transaction


def take_back_standing(change: Transaction, entry: Entry) -> int:
    """Forget what accounts have since a run was taken in. What people said of them are records, and stay as they are.

    Returns:
        the journal entry of the taking back.

    Raises:
        KamError: a later run of the same pack was taken in, and not taken back.
    """
    database = change.database
    (newest,) = database.query(_NEWEST, {"kind": entry.kind, "pack": entry.key})
    if newest["seq"] != entry.seq:
        what = say("a later run of {pack} has been taken in since", pack=entry.key)
        raise KamError.of(what, say("nothing was changed"))
    seq = change.note("undo", entry.kind, entry.key, before=entry.after, undoes=entry.seq)
    database.execute("DELETE FROM standing WHERE pack = ? AND seq = ?", [entry.key, entry.seq])
    return seq


_NEWEST = """
SELECT max(seq) AS seq FROM journal AS entry
WHERE kind = :kind AND key = :pack AND undoes IS NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE undoes = entry.seq)
"""
