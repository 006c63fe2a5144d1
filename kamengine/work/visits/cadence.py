"""How often accounts are visited by their tier, and whose visit is due (domain row 60).

An account is due a span after it was visited last, on that day or, when nobody works then, the next working day. One
that was never visited is due at once. Calls and video meetings count like visits in person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kamengine.pack.playbooks import Span
from kamengine.work.ground.calendar import Calendar
from kamengine.work.model import Visit
from kamengine.work.visits.visits import is_open

State = Literal["never", "overdue", "due", "later"]


@dataclass(frozen=True)
class Cadence:
    """Where an account stands with its visits.

    Attributes:
        account: the account's id.
        tier: the tier in effect.
        every: how often the tier is visited.
        last: the day of the last visit; None when there was none.
        due: the day of the next one; None when there was none yet, which is due at once.
        planned: the next open visit from today on; None when nothing is planned.
        state: ``never`` visited; ``overdue``: due before today; ``due``: due today; ``later``.
        days_over: how many days it is overdue; 0 when it is not, or was never visited.
    """

    account: str
    tier: str
    every: Span
    last: dt.date | None
    due: dt.date | None
    planned: Visit | None
    state: State
    days_over: int


@dataclass
class _Visited:
    """What visits say of one account."""

    last: dt.date | None = None
    planned: Visit | None = None


def cadences(
    tiers: Mapping[str, str],
    every: Mapping[str, Span],
    visits: Iterable[Visit],
    calendar: Calendar,
    today: dt.date,
) -> Iterator[Cadence]:
    """Where each account stands whose tier is visited regularly, in the order of the accounts.

    Args:
        tiers: the tier in effect by account.
        every: how often accounts of a tier are visited; of a tier that is not named none is due.
        visits: all that there are.
        calendar: whose working days count.
        today: the day to look from; visits that were held later do not count yet.
    """
    visited = _visited(visits, today)
    for account, tier in tiers.items():
        if tier not in every:
            continue
        found = visited.get(account, _Visited())
        due = calendar.after(found.last, every[tier]) if found.last is not None else None
        over = (today - due).days if due is not None else 0
        state: State = "never" if due is None else "overdue" if over > 0 else "due" if over == 0 else "later"
        yield Cadence(account, tier, every[tier], found.last, due, found.planned, state, max(over, 0))


def unrecorded(visits: Iterable[Visit], today: dt.date) -> list[Visit]:
    """The visits that were to be before today and are neither recorded, moved nor dropped, the oldest first."""
    return sorted(
        (visit for visit in visits if is_open(visit) and visit.day < today),
        key=lambda visit: (visit.day, len(visit.key), visit.key),
    )


def _visited(visits: Iterable[Visit], today: dt.date) -> dict[str, _Visited]:
    found: dict[str, _Visited] = {}
    for visit in visits:
        of = found.setdefault(visit.account, _Visited())
        if visit.status == "done" and visit.day <= today:
            of.last = visit.day if of.last is None else max(of.last, visit.day)
        elif is_open(visit) and visit.day >= today and (of.planned is None or visit.day < of.planned.day):
            of.planned = visit
    return found
