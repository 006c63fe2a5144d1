"""Handing a whole book over in one step, and leaving the team: nothing that a person answers for is left to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kamengine.problems import KamError, Message, Place, say
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Dispute, Holding, Person
from kamengine.work.people.people import Team
from kamengine.work.people.roster import enlist
from kamengine.work.team.open_work import open_work, passed_on
from kamengine.work.team.ownership import Given, give, refuse_disputed
from kamengine.workspace import Transaction, Workspace


@dataclass(frozen=True)
class Book:
    """What somebody answers for.

    Attributes:
        person: the kept name.
        accounts: account and role of each that names the person, in order.
        roles: role and tier of those held for the team (the tier is empty) or for a tier.
        work: kind and key of each open task, goal, visit and contact that names the person.
        reports: who reports to the person.
        disputes: keys of the open disputes that the person is a side of.
    """

    person: str
    accounts: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    work: tuple[tuple[str, str], ...]
    reports: tuple[str, ...]
    disputes: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How much there is of each, without what there is nothing of."""
        found = {
            "accounts": len({account for account, _ in self.accounts}),
            "roles": len(self.roles),
            **{kind: sum(each == kind for each, _ in self.work) for kind in ("task", "goal", "visit", "contact")},
            "reports": len(self.reports),
            "disputes": len(self.disputes),
        }
        return {name: count for name, count in found.items() if count}


COUNTED: dict[str, Message] = {
    "accounts": say("accounts"),
    "roles": say("roles"),
    "task": say("tasks"),
    "goal": say("goals"),
    "visit": say("visits"),
    "contact": say("contacts"),
    "reports": say("people who report"),
    "disputes": say("disputes"),
}
"""What is counted in a book, in words."""


def book_of(workspace: Workspace, name: str) -> Book:
    """What somebody answers for.

    Raises:
        KamError: there is nobody of this name.
    """
    team = Team.of(workspace)
    person = team.must(name, place=Place(key="NAME"))
    return Book(
        person,
        team.held_by_name(person),
        team.roles_of(person),
        tuple((thing.kind, thing.key) for thing in open_work(workspace, person)),
        tuple(key for key, each in team.people.items() if each.manager == person and not each.left),
        tuple(each.key for each in _disputes_of(workspace, person)),
    )


def hand_over(
    workspace: Workspace,
    change: Transaction,
    name: str,
    to: str,
    *,
    accounts: Iterable[str] | None = None,
    role: str | None = None,
    why: str = "",
) -> Given:
    """Let somebody take over the accounts of somebody else, with the open work on them, in one step.

    Args:
        workspace: where they are.
        change: in which it is done.
        name: whose accounts, by any spelling.
        to: who takes over, by any spelling.
        accounts: only those of them; None for the whole book.
        role: only those held in this role; None for any.
        why: the reason, if one is given.

    Raises:
        KamError: one of the two is not there, both are the same, nothing is held, or an account is disputed.
    """
    giver = Team.of(workspace).must(name, place=Place(key="NAME"))
    taker = _taker(workspace, change, giver, to)
    wanted = None if accounts is None else set(accounts)
    held = [
        (account, its_role)
        for account, its_role in Team.of(workspace).held_by_name(giver)
        if (wanted is None or account in wanted) and role in (None, its_role)
    ]
    if not held:
        roles = sorted({role for role, _ in Team.of(workspace).roles_of(giver)})
        remedy = say("kam team role gives a role to somebody else: {roles}", roles=roles) if roles else None
        raise KamError.of(say("{name} owns none of these accounts", name=giver), remedy, place=Place(key="NAME"))
    refuse_disputed(workspace, held)
    return give(workspace, change, held, taker, why=why, verb="hand-over")


def leave(workspace: Workspace, change: Transaction, name: str, to: str | None) -> tuple[Book, Given]:
    """Let somebody leave the team; everything that the person answers for goes to the successor.

    The person is kept, since old work names the person. Imports that still name the person mean the successor.

    Args:
        workspace: where the team is.
        change: in which it is done.
        name: who leaves, by any spelling.
        to: who takes over; None for nobody, which is fine for somebody who answers for nothing.

    Returns:
        what the person answered for, and what the successor got.

    Raises:
        KamError: there is nobody of this name, the person has left, or answers for something and nobody takes over.
    """
    leaver = enlist(workspace, change, name, place=Place(key="NAME"))
    book = book_of(workspace, leaver)
    if to is None and book.counts():
        raise still_answers(book)
    taker = "" if to is None else _taker(workspace, change, leaver, to)
    given = Given()
    if taker:
        given = give(workspace, change, book.accounts, taker, verb="hand-over")
        _pass_on_the_rest(workspace, change, book, taker, given)
    person = find(workspace, Person, leaver)
    assert person is not None
    keep(workspace, change, person.with_(left=True, successor=taker), "leave")
    return book, given


def still_answers(book: Book) -> KamError:
    """That somebody cannot go, with everything that would be left to nobody."""
    held = [say("{what}: {n:,}", what=COUNTED[name], n=count) for name, count in book.counts().items()]
    what = say("{name} still answers for {held}", name=book.person, held=held)
    return KamError.of(what, say("say who takes over with --to NAME"), place=Place(key="--to"))


def _taker(workspace: Workspace, change: Transaction, giver: str, to: str) -> str:
    taker = enlist(workspace, change, to, place=Place(key="--to"))
    if taker == giver:
        what = say("{name} cannot take over from {name}", name=giver)
        raise KamError.of(what, say("name somebody else"), place=Place(key="--to"))
    return taker


def _pass_on_the_rest(workspace: Workspace, change: Transaction, book: Book, taker: str, given: Given) -> None:
    for thing in list(open_work(workspace, book.person)):
        keep(workspace, change, passed_on(thing, book.person, taker), "assign")
        given.count(thing.kind, thing.key)
    for held in list(all_of(workspace, Holding)):
        if (held.role, held.tier) in book.roles:
            keep(workspace, change, held.with_(person=taker), "assign")
    _pass_on_reports(workspace, change, book, taker)
    _pass_on_disputes(workspace, change, book.person, taker)


def _pass_on_reports(workspace: Workspace, change: Transaction, book: Book, taker: str) -> None:
    """Let those who reported to the leaver report to the successor; a successor among them rises to the leaver's own.

    A successor further below rises, too, so that nobody comes to stand above himself.
    """
    leaver = find(workspace, Person, book.person)
    assert leaver is not None
    if book.person in Team.of(workspace).escalation(taker):
        successor = find(workspace, Person, taker)
        assert successor is not None
        keep(workspace, change, successor.with_(manager=leaver.manager), "set")
    for name in book.reports:
        report = find(workspace, Person, name)
        if report is not None and name != taker:
            keep(workspace, change, report.with_(manager=taker), "set")


def _pass_on_disputes(workspace: Workspace, change: Transaction, leaver: str, taker: str) -> None:
    """Let the successor stand for the leaver; a dispute with the successor is over."""
    for dispute in _disputes_of(workspace, leaver):
        holder, claimant = (taker if name == leaver else name for name in (dispute.holder, dispute.claimant))
        dispute = dispute.with_(holder=holder, claimant=claimant)
        if holder == claimant:
            dispute = dispute.with_(rule="left", decision=taker, decided_by=change.who, status="closed")
        keep(workspace, change, dispute, "set" if dispute.status == "open" else "settle")


def _disputes_of(workspace: Workspace, person: str) -> Sequence[Dispute]:
    return [each for each in all_of(workspace, Dispute, open=True) if person in (each.holder, each.claimant)]
