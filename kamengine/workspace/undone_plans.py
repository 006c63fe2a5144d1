"""Taking an update of plans back, and doing it again: the reasons that it found, those that it ended, and the tiers.

What an update did is put aside when it is taken back, so that doing it again brings the same reasons with their numbers
back, and tasks that people have touched since still belong to them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kamengine.problems import KamError, say
from kamengine.workspace.journal import UNDO, Entry, Transaction, root_of

if TYPE_CHECKING:
    from sqlite_utils import Database

UNDONE = json.dumps(["undone"])
"""Why a reason has gone whose plan was taken back, as it is kept."""


def revert_plan(change: Transaction, entry: Entry, verb: str) -> int:
    """Take an update of plans back, or do it again. Tasks that people have touched are records, and stay as they are.

    Returns:
        the journal entry of it.

    Raises:
        KamError: a later update of the same pack stands.
    """
    database, plan = change.database, root_of(change.database, entry.seq)
    newest = next(database.query(_NEWEST, {"pack": entry.key, "seq": plan}))
    if newest["later"]:
        what = say("the plans of {pack} have been brought up to date since", pack=entry.key)
        raise KamError.of(what, say("nothing was changed"))
    seq = change.note(verb, entry.kind, entry.key, before=entry.after, after=entry.before, undoes=entry.seq)
    steps = _BACK if verb == UNDO else _AGAIN
    _do(database, steps, {"pack": entry.key, "plan": plan, "now": seq, "why": UNDONE})
    return seq


def revert_standing(change: Transaction, entry: Entry, verb: str) -> int:
    """Take back, or do again, that a run was taken into the tiers in effect.

    Returns:
        the journal entry of it.
    """
    seq = change.note(verb, entry.kind, entry.key, before=entry.after, after=entry.before, undoes=entry.seq)
    source, target = ("standing", "undone_standing") if verb == UNDO else ("undone_standing", "standing")
    values = {"pack": entry.key, "seq": root_of(change.database, entry.seq)}
    for step in (f"INSERT INTO {target} SELECT * FROM {source}", f"DELETE FROM {source}"):
        change.database.execute(f"{step} WHERE pack = :pack AND seq = :seq", values)
    return seq


def _do(database: Database, steps: tuple[str, ...], values: dict[str, object]) -> None:
    for step in steps:
        database.execute(step, {name: value for name, value in values.items() if f":{name}" in step})


_NEWEST = """
SELECT count(*) AS later FROM plans WHERE pack = :pack AND undone_seq IS NULL AND seq > :seq
"""
_BACK = (
    "UPDATE plans SET undone_seq = :now WHERE seq = :plan",
    "UPDATE reasons SET gone_seq = :now, gone_why = :why WHERE pack = :pack AND from_seq = :plan",
    "INSERT INTO undone_ends SELECT gone_seq, id, gone_why FROM reasons WHERE pack = :pack AND gone_seq = :plan",
    "UPDATE reasons SET gone_seq = NULL, gone_why = NULL WHERE pack = :pack AND gone_seq = :plan",
)
_AGAIN = (
    "UPDATE plans SET undone_seq = NULL WHERE seq = :plan",
    """
    UPDATE reasons SET gone_seq = undone_ends.seq, gone_why = undone_ends.why
    FROM undone_ends WHERE undone_ends.seq = :plan AND undone_ends.reason = reasons.id
    """,
    "DELETE FROM undone_ends WHERE seq = :plan",
    "UPDATE reasons SET gone_seq = NULL, gone_why = NULL WHERE pack = :pack AND from_seq = :plan AND gone_why = :why",
)
