"""What is known about customers: contacts, needs, notes, evidence, and what speaks for and against us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from kamengine.work.ground.things import Thing

Attitude = Literal["supporter", "neutral", "opponent", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Contact(Thing):
    """A person at the customer, with the place in the buying centre (domain rows 35 and 36). Its key: ``c1``.

    Attributes:
        title: as on the card: ``Deputy head of purchasing``.
        function: id of a function of the customer, see `kamengine.work.accounts.buying_centre`.
        level: id of a level.
        roles: ids of the roles in the buying centre.
        influence: on decisions, from 1 (little) to 5 (decides); 0 while unknown.
        attitude: to us.
        covered_by: who of us looks after the person.
        reports_to: key of another contact of the account.
        status: closed once the person is no contact any more.
    """

    kind: ClassVar[str] = "contact"

    account: str
    name: str
    title: str = ""
    function: str = ""
    level: str = ""
    roles: tuple[str, ...] = ()
    influence: int = 0
    attitude: Attitude = "unknown"
    covered_by: str = ""
    reports_to: str = ""
    phone: str = ""
    mail: str = ""
    note: str = ""
    status: Literal["", "closed"] = ""


@dataclass(frozen=True, kw_only=True)
class Need(Thing):
    """What a customer needs or suffers from (domain row 54). Its key is such as ``n1``.

    Attributes:
        about: what it concerns, see `kamengine.work.accounts.needs`.
        source: where we know it from: a visit, a survey, a complaint.
        severity: from 1 (a wish) to 5 (they leave without it); 0 while unknown.
        day: when it was said or found.
        solution: what we offer for it.
        result: what came of it.
        status: answered once a solution is offered, closed once it is met or gone.
    """

    kind: ClassVar[str] = "need"

    account: str
    text: str
    about: str = ""
    source: str = ""
    severity: int = 0
    day: dt.date | None = None
    solution: str = ""
    result: str = ""
    status: Literal["open", "answered", "closed"] = "open"


@dataclass(frozen=True, kw_only=True)
class Note(Thing):
    """A note on an account, with attachments by reference: paths and addresses, no copies. Its key: ``o1``."""

    kind: ClassVar[str] = "note"

    account: str
    text: str
    day: dt.date | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence(Thing):
    """That an item of the checklist for a stage of the relationship is met; the key is ``["account","item"]``.

    Attributes:
        day: since when it is so.
        proof: what shows it: minutes, a contract, names.
        until: the last day on which it counts, as of a plan for a year; None: until it is withdrawn.
    """

    kind: ClassVar[str] = "evidence"

    account: str
    item: str
    day: dt.date
    proof: str
    until: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Swot(Thing):
    """One line of an account's SWOT. Its key is such as ``s1``."""

    kind: ClassVar[str] = "swot"

    account: str
    side: Literal["strength", "weakness", "opportunity", "threat"]
    text: str
