"""When the steps of playbooks fall due: worked out once for all reasons that began on one day, and never moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kamengine.pack.playbooks import CheckedPlaybook, CheckedStep
from kamengine.work.ground.calendar import Calendar

if TYPE_CHECKING:
    from sqlite_utils import Database

_ENOUGH = dt.timedelta(days=365)
"""So far ahead the days of what repeats are known at least …"""
_AHEAD = dt.timedelta(days=396)
"""… and so far they are worked out when they are not."""


def enter_due_days(
    database: Database, pack: str, playbooks: Mapping[str, CheckedPlaybook], calendar: Calendar, today: dt.date
) -> None:
    """Write down when the steps of all reasons that stand fall due; what is written already stays.

    A step that a playbook did not have when a reason began is due as if the reason began today.
    """
    known = {tuple(key): (number, dt.date.fromisoformat(due)) for *key, number, due in database.execute(_KNOWN, [pack])}
    groups = database.execute(_GROUPS, [pack]).fetchall()
    rows = [
        (pack, playbook, step.id, since, number, due.isoformat())
        for playbook, since in groups
        for step in playbooks[playbook].steps
        for number, due in _days(
            step, dt.date.fromisoformat(since), known.get((playbook, step.id, since)), calendar, today
        )
    ]
    database.conn.executemany(_ENTER, rows)


def _days(
    step: CheckedStep, since: dt.date, last: tuple[int, dt.date] | None, calendar: Calendar, today: dt.date
) -> Iterator[tuple[int, dt.date]]:
    """The occurrences that are not known yet, by number from 1, with their days; number 0 for what does not repeat."""
    if step.every is None:
        if last is None:
            yield 0, calendar.after(max(since, today), step.due, step.on_holiday)
        return
    if last is not None and last[1] >= today + _ENOUGH:
        return
    number = 0 if last is None else last[0]
    while (day := calendar.occurrence(since, step.due, step.every, number, step.on_holiday)) <= today + _AHEAD:
        number += 1
        if day >= today or last is not None:
            yield number, day


_KNOWN = "SELECT playbook, step, since, max(occurrence), max(due) FROM due_days WHERE pack = ? GROUP BY 1, 2, 3"
_GROUPS = "SELECT DISTINCT playbook, since FROM reasons WHERE pack = ? AND gone_seq IS NULL"
_ENTER = "INSERT INTO due_days (pack, playbook, step, since, occurrence, due) VALUES (?, ?, ?, ?, ?, ?)"
