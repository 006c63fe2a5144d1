"""The things of this room: tasks, people, ownership, goals, visits, contacts, needs, notes, evidence and decisions.

Texts are as people typed them; days are days of the calendar without a zone. Names of people are the keys of `Person`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from kamengine.work.things import Thing

TaskStatus = Literal["open", "started", "blocked", "done", "dropped"]
VisitStatus = Literal["planned", "ready", "done", "dropped"]
GoalStatus = Literal["open", "closed", "dropped"]
Together = Literal["", "total", "average", "share"]
Attitude = Literal["supporter", "neutral", "opponent", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Task(Thing):
    """What somebody does for an account by a day.

    A task that a playbook proposes and nobody has touched is no record; it has this shape when it is listed. Its key is
    ``<reason>.<step>``, with ``.<occurrence>`` when it repeats; a task by hand is ``t17``.

    Attributes:
        account: the account's id.
        title: what is to be done.
        why: the reason in words.
        pack: of the playbook; empty for a task by hand.
        playbook: the playbook that proposed it.
        responsible: does it; a person, or empty while nobody is named.
        accountable: answers for it: exactly one person.
        consulted: are asked before.
        informed: are told after.
        roles: for a proposed task the role of each: ``responsible=account_manager``.
        due: the last day.
        effort: in hours.
        status: where it stands.
        acceptance: how the result is judged.
        evidence: what must be there to show it.
        needs: keys of the tasks that come first.
        result: what came of it.
        blocked_by: what keeps it from going on.
        indicator: what shows its effect, if anything does.
        before: the indicator when it was started, as canonical text; None while unknown.
        after: the indicator when it was done.
        before_run: the run that said so.
        after_run: the run that said so.
        reason_gone: why the rules no longer call for it; empty while they do. Derived, never kept.
        touched: whether people have taken it over. Derived, never kept.
    """

    kind: ClassVar[str] = "task"

    account: str
    title: str
    why: str = ""
    pack: str = ""
    playbook: str = ""
    responsible: str = ""
    accountable: str = ""
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    due: dt.date | None = None
    effort: Decimal | None = None
    status: TaskStatus = "open"
    acceptance: str = ""
    evidence: str = ""
    needs: tuple[str, ...] = ()
    result: str = ""
    blocked_by: str = ""
    goal: str = ""
    visit: str = ""
    indicator: str = ""
    before: str | None = None
    after: str | None = None
    before_run: str = ""
    after_run: str = ""


@dataclass(frozen=True, kw_only=True)
class Comment(Thing):
    """What somebody said about a task; the journal knows who and when. The key is ``<task>#<n>``."""

    kind: ClassVar[str] = "comment"

    task: str
    account: str
    text: str


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
        rule: that settled it: see `kamengine.work.disputes`; empty while it is open.
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


@dataclass(frozen=True, kw_only=True)
class Goal(Thing):
    """A SMART goal: specific, measured, reachable, relevant, with a day. Its key is such as ``g1``.

    It is about one account, or about many together: all of them, those that meet a condition, one manager's, or both.

    Attributes:
        account: the one that it is about; empty for many.
        together: how many accounts come to one number: their total, their average, or the share of them that meets the
            criterion ``indicator``; empty for one account.
        where: the condition that the accounts meet; empty for all. Each run says anew which ones do.
        book: whose accounts they are; empty for everybody's.
        counted: of how many accounts the baseline is.
        indicator: the field or indicator of the pack that measures it.
        unit: of the three values.
        baseline: where it stands at the beginning.
        target: where it is to be.
        since: the day of the baseline.
        term: long (a year or more) or short.
        parent: key of the goal that this one is part of.
        status: where it stands; of one that is closed ``outcome`` says what came of it.
        outcome: whether a closed goal was reached.
        result: what came of it in words, or why it was dropped.
        ended: where the indicator stood when it was closed; None when that was unknown.
        ended_run: the run that said so.
    """

    kind: ClassVar[str] = "goal"

    account: str = ""
    together: Together = ""
    where: str = ""
    book: str = ""
    counted: int | None = None
    title: str
    pack: str
    indicator: str
    unit: str = ""
    baseline: Decimal
    target: Decimal
    owner: str
    since: dt.date
    due: dt.date
    term: Literal["long", "short"] = "short"
    parent: str = ""
    status: GoalStatus = "open"
    outcome: Literal["", "reached", "missed"] = ""
    result: str = ""
    ended: Decimal | None = None
    ended_run: str = ""


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


@dataclass(frozen=True, kw_only=True)
class Contact(Thing):
    """A person at the customer, with the place in the buying centre (domain rows 35 and 36). Its key: ``c1``.

    Attributes:
        title: as on the card: ``Deputy head of purchasing``.
        function: id of a function of the customer, see `kamengine.work.buying_centre`.
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
        about: what it concerns, see `kamengine.work.needs`.
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


@dataclass(frozen=True, kw_only=True)
class Override(Thing):
    """A tier that people give an account in the place of the computed one; the key is ``["pack","account"]``.

    Attributes:
        tier: the one that is to hold.
        reason: why.
        approver: who agreed; noted, not proved.
        since: the first day on which it holds, against the date of a run.
        until: the last one.
    """

    kind: ClassVar[str] = "override"

    pack: str
    account: str
    tier: str
    reason: str
    approver: str
    since: dt.date
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class Decision(Thing):
    """What was decided about a move that a run found; the key is ``["pack","account"]``, the newest move counts.

    Attributes:
        run: that found the move.
        before: the tier in effect until then.
        after: the tier that the run computed.
        state: confirmed: it takes effect; deferred: not before ``until``.
        approver: who agreed; noted, not proved.
        base: the last run before the move.
    """

    kind: ClassVar[str] = "decision"

    pack: str
    account: str
    run: str
    before: str
    after: str
    state: Literal["confirmed", "deferred"]
    reason: str = ""
    approver: str = ""
    base: str = ""
    until: dt.date | None = None


THINGS: tuple[type[Thing], ...] = (
    Task,
    Comment,
    Person,
    Holding,
    Ownership,
    Dispute,
    Goal,
    Visit,
    Rescheduling,
    Contact,
    Need,
    Note,
    Evidence,
    Swot,
    Override,
    Decision,
)
"""All that people keep."""
