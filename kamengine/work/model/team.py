"""The team: people, the roles that they hold, and who owns which account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from kamengine.work.ground.things import Thing


@dataclass(frozen=True, kw_only=True)
class Person(Thing):
    """Somebody who works with accounts; the key is the name by which people are called.

    Attributes:
        aliases: other spellings, as in imported files or behind ``--as``.
        hours: working hours a week that can be planned.
        manager: to whom matters go that this person cannot settle; empty at the top.
        left: no longer works here; kept, since old work names the person.
        successor: who is meant where records and imports still name somebody who has left.
    """

    kind: ClassVar[str] = "person"

    aliases: tuple[str, ...] = ()
    hours: Decimal | None = None
    manager: str = ""
    left: bool = False
    successor: str = ""


@dataclass(frozen=True, kw_only=True)
class Holding(Thing):
    """Who holds a role, in the whole team or for the accounts of a tier; the key is ``role`` or ``role/tier``."""

    kind: ClassVar[str] = "holding"

    role: str
    person: str
    tier: str = ""


@dataclass(frozen=True, kw_only=True)
class Ownership(Thing):
    """Who holds a role for one account, over whatever files say; the key is ``["account","role"]`` as JSON."""

    kind: ClassVar[str] = "ownership"

    account: str
    role: str
    person: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Dispute(Thing):
    """Two people claim an account; by which rule it was settled, and how (domain row 66). Its key is such as ``d1``.

    Attributes:
        role: the one that both claim.
        holder: who held it when it was claimed.
        claimant: who claims it.
        claim: on what grounds.
        day: on which it was claimed.
        protection: for so many days an assignment or documented work keeps an account with its holder.
        rule: that settled it: see `kamengine.work.team.disputes`; empty while it is open.
        decision: who got the account.
        why: the reason of whoever decided it.
        decided_by: who that was.
        assigned: the day on which people assigned the account to the holder, if they did; the rules looked at it.
        holder_worked: the last day of documented work of the holder, as the rules saw it.
        claimant_worked: the last day of documented work of the claimant.
    """

    kind: ClassVar[str] = "dispute"

    account: str
    role: str
    holder: str
    claimant: str
    claim: str
    day: dt.date | None = None
    protection: int = 90
    rule: str = ""
    decision: str = ""
    why: str = ""
    decided_by: str = ""
    assigned: dt.date | None = None
    holder_worked: dt.date | None = None
    claimant_worked: dt.date | None = None
    status: Literal["open", "closed"] = "open"
