"""What must change, as plain data for scripts."""

from __future__ import annotations

from datetime import date
from typing import Any

from kamengine.changes import Change, Changes, Interval, Move
from kamengine.changes.grid import exact
from kamengine.language.json_values import json_value

Json = dict[str, Any]


def changes_json(changes: Changes) -> Json:
    """What ``kam explain --json`` adds about what must change.

    Returns:
        ``changes``, cheapest first: ``tier`` that is then certain, ``set`` and ``from`` (values by fact), ``delta``
        (new less old for numbers, days for dates), ``cost``, ``proof``, and for unknown facts ``would_do``: a list of
        values, or ``from`` and ``to``, both included, None without an end. ``changes_not_settled``: ``facts`` and
        ``pairs`` where the search ended at its bound. ``changes_not_looked_at``: facts that move other accounts too.
    """
    return {
        "changes": [_change(change) for change in changes.cheapest_first()],
        "changes_not_settled": {"facts": list(changes.stopped), "pairs": changes.pairs_stopped},
        "changes_not_looked_at": list(changes.left_out),
    }


def _change(change: Change) -> Json:
    return {
        "tier": change.tier,
        "set": {move.fact: json_value(move.new) for move in change.moves},
        "from": {move.fact: json_value(move.old) for move in change.moves},
        "delta": {move.fact: delta for move in change.moves if (delta := _delta(move)) is not None},
        "cost": float(change.cost),
        "proof": change.proof,
        "would_do": {move.fact: _would_do(move.would_do) for move in change.moves if move.would_do is not None},
    }


def _delta(move: Move) -> int | float | None:
    if move.old is None or isinstance(move.new, bool | str):
        return None
    if isinstance(move.new, date):
        return move.new.toordinal() - int(move.old.toordinal())
    difference = exact(move.new) - exact(move.old)
    return int(difference) if difference.denominator == 1 else float(difference)


def _would_do(wanted: Interval | tuple[Any, ...]) -> object:
    if isinstance(wanted, Interval):
        return {"from": json_value(wanted.low), "to": json_value(wanted.high)}
    return [json_value(value) for value in wanted]
