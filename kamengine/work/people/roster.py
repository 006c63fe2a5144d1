"""Changes of who is in a team: people come, are described, hold roles. To leave: `kamengine.work.team.leaving`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kamengine.problems import KamError, Place, say
from kamengine.work.ground.things import find, keep
from kamengine.work.model import Holding, Person
from kamengine.work.people.people import Team, folded, names_of
from kamengine.workspace import Transaction, Workspace

LONGEST_NAME = 80
HOURS_OF_A_WEEK = Decimal(168)


def enlist(workspace: Workspace, change: Transaction, name: str, *, place: Place | None = None) -> str:
    """See that whoever gets work is kept as a person; somebody whom only imports name is taken into the team.

    Returns:
        the name by which the person is kept.

    Raises:
        KamError: there is nobody of this name, or the person has left.
    """
    key = Team.of(workspace).at_work(name, place=place)
    if find(workspace, Person, key) is None:
        keep(workspace, change, Person(key=key), "add")
    return key


def add_person(workspace: Workspace, change: Transaction, person: Person) -> Person:
    """Take somebody into the team, or somebody who has left back.

    Args:
        workspace: where the team is.
        change: in which it is done.
        person: as typed; the manager by any spelling.

    Returns:
        the person as kept.

    Raises:
        KamError: the person is in the team, a spelling is another person's, or the manager is not sound.
    """
    name = " ".join(person.key.split())
    found = Team.of(workspace).people.get(_key_of(workspace, name))
    if found is not None and not found.left:
        what = say("{name} is in the team already", name=found.key)
        raise KamError.of(what, say("kam team set changes what is known of a person"), place=Place(key="NAME"))
    if found is not None:
        person = person.with_(key=found.key, aliases=found.aliases + person.aliases)
    else:
        person = person.with_(key=name)
    return _keep(workspace, change, person, "return" if found is not None else "add")


def change_person(
    workspace: Workspace,
    change: Transaction,
    name: str,
    *,
    aliases: Iterable[str] = (),
    without: Iterable[str] = (),
    hours: Decimal | str | None = None,
    manager: str | None = None,
) -> Person:
    """Change what is known of somebody.

    Args:
        workspace: where the team is.
        change: in which it is done.
        name: any spelling.
        aliases: spellings that come to those that are there.
        without: spellings that go.
        hours: working hours a week; an empty text: unknown; None: as they are.
        manager: to whom the person reports; an empty text: to nobody; None: as it is.

    Returns:
        the person as kept.

    Raises:
        KamError: there is nobody of this name, a spelling is another person's, or the manager is not sound.
    """
    person = find(workspace, Person, enlist(workspace, change, name, place=Place(key="NAME")))
    assert person is not None
    gone = {folded(each) for each in without}
    stay = tuple(alias for alias in person.aliases if folded(alias) not in gone)
    known = {folded(alias) for alias in person.aliases}
    if unknown := [each for each in without if folded(each) not in known]:
        what = say("{name} is not called {alias}", name=person.key, alias=unknown[0][:LONGEST_NAME])
        raise KamError.of(what, place=Place(key="--not-alias"))
    person = person.with_(aliases=(*stay, *aliases))
    person = person.with_(manager=person.manager if manager is None else manager)
    if hours is not None:
        person = person.with_(hours=None if isinstance(hours, str) else hours)
    return _keep(workspace, change, person, "set")


def give_role(workspace: Workspace, change: Transaction, name: str, role: str, tier: str = "") -> str:
    """Let somebody hold a role for the whole team or for the accounts of a tier, in the place of who held it.

    Returns:
        who held it before; empty when nobody did.

    Raises:
        KamError: there is nobody of this name, or the person has left.
    """
    person = enlist(workspace, change, name, place=Place(key="NAME"))
    key = holding_key(role, tier)
    before = find(workspace, Holding, key)
    keep(workspace, change, Holding(key=key, role=role, tier=tier, person=person), "assign")
    return before.person if before is not None else ""


def take_role(workspace: Workspace, change: Transaction, name: str, role: str, tier: str = "") -> None:
    """Let nobody hold a role any more that somebody holds.

    Raises:
        KamError: the person does not hold it.
    """
    person = Team.of(workspace).must(name, place=Place(key="NAME"))
    held = find(workspace, Holding, holding_key(role, tier))
    if held is None or held.person != person:
        what = say("{name} does not hold the role {role}", name=person, role=holding_key(role, tier))
        raise KamError.of(what, say("kam team roles lists who holds which"), place=Place(key="ROLE"))
    workspace.work.drop(change, Holding.kind, held.key)


def holding_key(role: str, tier: str) -> str:
    """The key of who holds a role."""
    return f"{role}/{tier}" if tier else role


def _key_of(workspace: Workspace, name: str) -> str:
    found = Team.of(workspace).find(name)
    return found.key if found is not None else name


def _keep(workspace: Workspace, change: Transaction, person: Person, verb: str) -> Person:
    team = Team.of(workspace)
    person = person.with_(aliases=_aliases(person))
    _check_spellings(team, person)
    if person.hours is not None and not 0 < person.hours <= HOURS_OF_A_WEEK:
        what = say("a week has no {hours} hours", hours=person.hours)
        raise KamError.of(what, say("write how many of them can be planned, such as 32"), place=Place(key="--hours"))
    if person.manager:
        manager = _manager(workspace, change, person)
        person = person.with_(manager=manager)
    keep(workspace, change, person, verb)
    return person


def _aliases(person: Person) -> tuple[str, ...]:
    """The other spellings, each once, without those that mean the same as the name."""
    found = {folded(alias): " ".join(alias.split()) for alias in reversed(person.aliases)}
    return tuple(alias for fold, alias in reversed(found.items()) if fold and fold != folded(person.key))


def _check_spellings(team: Team, person: Person) -> None:
    """See that every spelling means this person only.

    Raises:
        KamError: one is empty, too long, or another person's.
    """
    for name in names_of(person):
        if not folded(name):
            raise KamError.of(say("the name is empty"), place=Place(key="NAME"))
        if len(name) > LONGEST_NAME:
            raise KamError.of(say("the name has more than {most} characters", most=LONGEST_NAME))
        other = team.find(name)
        if other is not None and other.key in team.people and other.key != person.key:
            what = say("{alias} means {name} already", alias=name, name=other.key)
            remedy = say("tell two people of one name apart, such as by the city: {name} (Beijing)", name=name)
            raise KamError.of(what, remedy, place=Place(key="--alias"))


def _manager(workspace: Workspace, change: Transaction, person: Person) -> str:
    """The manager by the kept name.

    Raises:
        KamError: there is nobody of this name, or the manager reports to this person.
    """
    manager, place = enlist(workspace, change, person.manager, place=Place(key="--manager")), Place(key="--manager")
    if manager == person.key:
        raise KamError.of(say("nobody reports to oneself"), place=place)
    path = Team.of(workspace).escalation(manager)
    if person.key in path:
        what = say("{manager} reports to {name} already", manager=manager, name=person.key)
        above = path[: path.index(person.key)]
        remedy = say("through {names}", names=list(above)) if above else say("change that first")
        raise KamError.of(what, remedy, place=place)
    return manager
