"""Visits, and days that were moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from kamengine.work.ground.things import Thing

VisitStatus = Literal["planned", "ready", "done", "dropped"]


@dataclass(frozen=True, kw_only=True)
class Visit(Thing):
    """A visit or a call: planned, prepared, held and recorded. Its key is such as ``v1``.

    Before it may be called ready its checklist must be complete (domain rows 58 and 59): purpose, background,
    materials, agreed talking points, who goes, route. After it: whom we met, what they said, what was agreed. A visit
    that is moved keeps its key; each move is a `Rescheduling`.

    Attributes:
        account: the account's id.
        owner: who answers for it.
        day: when it is to be, or was.
        time: on the clock of the place where it is; None for some time of the day.
        minutes: how long it takes; 0 while that is open.
        by: in person, by telephone or by video.
        place: where.
        purpose: what it is to reach.
        background: what those who go must know: open orders, complaints, changes at the customer.
        materials: what they bring.
        talking_points: what was agreed to be said, so that everybody says the same.
        goers: who goes.
        route: how they get there; needs none by telephone or video.
        status: where it stands.
        met: whom we met: keys of contacts, or names.
        said: what they said.
        agreed: what was agreed; each is a task whose ``visit`` is this key.
        reason: why it was dropped.
    """

    kind: ClassVar[str] = "visit"

    account: str
    owner: str
    day: dt.date
    time: dt.time | None = None
    minutes: int = 0
    by: Literal["visit", "call", "video"] = "visit"
    place: str = ""
    purpose: str = ""
    background: str = ""
    materials: str = ""
    talking_points: str = ""
    goers: tuple[str, ...] = ()
    route: str = ""
    status: VisitStatus = "planned"
    met: tuple[str, ...] = ()
    said: str = ""
    agreed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Rescheduling(Thing):
    """That a visit was moved to another day or time (domain row 59); the key is ``<visit>#<n>``.

    Attributes:
        visit: its key.
        day: on which it would have been.
        time: at which it would have been.
        to: the new day.
        to_time: the new time.
        reason: why.
        notice: how and when the customer was told.
        apology: what was said for it; empty when the customer asked for the move.
        by_customer: whether the customer asked for it.
    """

    kind: ClassVar[str] = "rescheduling"

    visit: str
    account: str
    day: dt.date
    time: dt.time | None = None
    to: dt.date
    to_time: dt.time | None = None
    reason: str
    notice: str
    apology: str = ""
    by_customer: bool = False
