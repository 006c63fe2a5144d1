"""Taking an update of plans back: the reasons that it found go, those that it ended stand again."""

from __future__ import annotations

import json

from kamengine.problems import KamError, say
from kamengine.workspace.journal import Entry, Transaction

UNDONE = json.dumps(["undone"])
"""Why a reason has gone whose plan was taken back, as it is kept."""


def take_back_plan(change: Transaction, entry: Entry) -> int:
    """Take an update of plans back. Tasks that people have touched are records, and stay as they are.

    Returns:
        the journal entry of the taking back.

    Raises:
        KamError: a later update of the same pack stands.
    """
    database, pack = change.database, {"pack": entry.key, "seq": entry.seq}
    newest = list(database.query(_NEWEST, pack))
    if newest[0]["seq"] != entry.seq:
        what = say("the plans of {pack} have been brought up to date since", pack=entry.key)
        raise KamError.of(what, say("nothing was changed"))
    seq = change.note("undo", entry.kind, entry.key, before=entry.after, undoes=entry.seq)
    values = {**pack, "now": seq, "why": UNDONE}
    database.execute("UPDATE plans SET undone_seq = :now WHERE seq = :seq", values)
    database.execute(_FORGET, values)
    database.execute(_STAND_AGAIN, values)
    return seq


_NEWEST = "SELECT max(seq) AS seq FROM plans WHERE pack = :pack AND undone_seq IS NULL"
_FORGET = "UPDATE reasons SET gone_seq = :now, gone_why = :why WHERE pack = :pack AND from_seq = :seq"
_STAND_AGAIN = "UPDATE reasons SET gone_seq = NULL, gone_why = NULL WHERE pack = :pack AND gone_seq = :seq"
