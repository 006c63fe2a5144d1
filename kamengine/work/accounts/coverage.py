"""How well an account is covered: contacts by function and level, and what hangs on a single thread (domain row 36).

A contact is covered when somebody of the team looks after the person. The risk says what happens when one person goes:

- unknown: no contact of the account is known;
- high: at most one contact is covered, so that the account is lost with that person;
- medium: several are, but all in one function, or none at a level where budgets are decided, or nobody who decides, or
  only deciders who are against us;
- low: none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kamengine.declarations import Label
from kamengine.problems import Message, say
from kamengine.work.accounts.buying_centre import ALWAYS_SHOWN, FUNCTIONS, HIGH, LEVELS, ROLES
from kamengine.work.model import Contact

Risk = Literal["unknown", "high", "medium", "low"]
RISKS: Mapping[Risk, Label] = {
    "unknown": Label("unknown", "未知"),
    "high": Label("high", "高"),
    "medium": Label("medium", "中"),
    "low": Label("low", "低"),
}
"""What the risks are called, the least known and the worst first."""


@dataclass(frozen=True)
class Cell:
    """How many contacts there are at one place of the map, and how many of them are covered."""

    known: int
    covered: int


@dataclass(frozen=True)
class Finding:
    """Something about the coverage of an account.

    Attributes:
        code: a stable name for scripts.
        risk: the risk that it stands for; low for what is only worth knowing.
        text: in words.
    """

    code: str
    risk: Risk
    text: Message


@dataclass(frozen=True)
class Coverage:
    """The contacts of an account by function and level, and what is missing.

    Attributes:
        account: its id.
        contacts: all who are known.
        covered: those of them whom somebody looks after.
        functions: ids of the functions that the map shows, in order; an empty one for contacts whose function is
            unknown.
        levels: the same for levels.
        cells: by level and function; places without contacts are left out.
        roles: the contacts in each role of the buying centre, by id of the role.
        findings: the worst first.
    """

    account: str
    contacts: tuple[Contact, ...]
    covered: tuple[Contact, ...]
    functions: tuple[str, ...]
    levels: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    roles: Mapping[str, tuple[Contact, ...]]
    findings: tuple[Finding, ...]

    @property
    def risk(self) -> Risk:
        """The risk of the worst finding; low when there is none."""
        return self.findings[0].risk if self.findings else "low"


def coverage_of(account: str, contacts: Sequence[Contact], at_work: Callable[[str], bool]) -> Coverage:
    """Lay out the contacts of an account.

    Args:
        account: its id.
        contacts: those who are still there.
        at_work: whether a person of the team can look after anybody; who has left cannot.
    """
    covered = tuple(one for one in contacts if one.covered_by and at_work(one.covered_by))
    functions = {one.function for one in contacts}
    places = [(one.level, one.function) for one in contacts]
    looked_after = [(one.level, one.function) for one in covered]
    return Coverage(
        account=account,
        contacts=tuple(contacts),
        covered=covered,
        functions=tuple(id for id in (*FUNCTIONS, "") if id in functions or id in ALWAYS_SHOWN),
        levels=(*LEVELS, *([""] if any(not one.level for one in contacts) else [])),
        cells={place: Cell(places.count(place), looked_after.count(place)) for place in dict.fromkeys(places)},
        roles={role: tuple(one for one in contacts if role in one.roles) for role in ROLES},
        findings=tuple(sorted(_findings(contacts, covered), key=lambda one: list(RISKS).index(one.risk))),
    )


def _findings(contacts: Sequence[Contact], covered: Sequence[Contact]) -> Iterator[Finding]:
    if not contacts:
        yield Finding("no_contact", "unknown", say("no contact of this account is known"))
        return
    if not covered:
        yield Finding("no_cover", "high", say("nobody of us looks after any contact"))
    elif len(covered) == 1:
        yield Finding("single_thread", "high", say("everything hangs on one contact: {name}", name=covered[0].name))
    else:
        yield from _one_sided(covered)
    yield from _worth_knowing(contacts, covered)


def _one_sided(covered: Sequence[Contact]) -> Iterator[Finding]:
    """What is wrong where several contacts are covered."""
    functions = {one.function for one in covered}
    if len(functions) == 1 and "" not in functions:
        label = FUNCTIONS[functions.pop()]
        yield Finding("single_function", "medium", say("all covered contacts are in one function: {name}", name=label))
    if not any(one.level in HIGH for one in covered):
        what = say("no covered contact stands at a level where budgets are decided")
        yield Finding("no_high_level", "medium", what)
    deciders = [one for one in covered if "decider" in one.roles]
    if not deciders:
        yield Finding("no_decider", "medium", say("no covered contact is one who decides"))
    elif all(one.attitude == "opponent" for one in deciders):
        names = [one.name for one in deciders]
        yield Finding("decider_against_us", "medium", say("those who decide are against us: {names}", names=names))


def _worth_knowing(contacts: Sequence[Contact], covered: Sequence[Contact]) -> Iterator[Finding]:
    """What changes no risk."""
    ours = {one.covered_by for one in covered}
    if len(covered) > 1 and len(ours) == 1:
        yield Finding("one_of_us", "low", say("only one of us looks after all of them: {name}", name=ours.pop()))
    unplaced = [one.name for one in contacts if not one.function or not one.level]
    if unplaced:
        what = say("function or level is unknown of: {names}", names=unplaced)
        yield Finding("unplaced", "low", what)
