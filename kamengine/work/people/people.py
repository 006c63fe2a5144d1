"""Who is who in a team, and who holds which role for an account: one person by one rule, or nobody.

Whom people have named for the account comes first; then, for its manager, whom the imported facts name; then who holds
the role for the account's tier; then who holds it for the whole team. Somebody who has left stands for the successor.
What a role has to do that nobody holds is done by the account's manager, who is the customer's one contact here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.ground.things import all_of
from kamengine.work.model import Holding, Person
from kamengine.work.people.owners import OWNER, Owners
from kamengine.workspace import Workspace

Rule = Literal["account", "import", "tier", "team", "manager", "responsible", "owner", "nobody"]
_LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Held:
    """Who holds a role for an account.

    Attributes:
        person: the name; empty for nobody.
        rule: what says so: a record of the ``account``, the ``import``, the role of the ``tier`` or of the ``team``;
            for who answers, also the ``manager`` of who does it, or who does it (``responsible``); for who does it,
            also the ``owner`` of the account, since nobody holds the role; ``nobody`` does.
    """

    person: str
    rule: Rule


NOBODY = Held("", "nobody")


@dataclass(frozen=True)
class Named:
    """Whom records and imports name for an account; the same for many accounts.

    Attributes:
        imported: as the account's manager, by the imported facts; empty for nobody.
        recorded: by what people have recorded, by role.
    """

    imported: str
    recorded: Mapping[str, str]


class Team:
    """The people of a workspace, as they were when it was read.

    Attributes:
        people: those who are kept, by name; names that only imports have are not among them.
        holdings: who holds a role for the team or for a tier, by role and tier; the tier of the team is empty.
    """

    def __init__(self, people: Iterable[Person], holdings: Iterable[Holding], owners: Owners) -> None:
        """Take who there is, who holds roles, and what is known of single accounts."""
        self.people: Mapping[str, Person] = {person.key: person for person in people}
        self.holdings: Mapping[tuple[str, str], str] = {(each.role, each.tier): each.person for each in holdings}
        self._owners = owners
        self._by_fold = {folded(name): person for person in self.people.values() for name in names_of(person)}
        self._stands_for: dict[str, str] = {}
        self._paths: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, workspace: Workspace) -> Team:
        """The team of a workspace; what is said of single accounts is read when it is asked for."""
        return cls(all_of(workspace, Person), all_of(workspace, Holding), Owners(workspace))

    def read_all(self) -> Team:
        """Read what is said of every account at once, before many are asked for; the team itself."""
        self._owners.read_all()
        return self

    def read_of(self, accounts: Iterable[str]) -> Team:
        """Read what is said of some accounts at once, before they are asked for; the team itself."""
        self._owners.read_of(accounts)
        return self

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def find(self, name: str) -> Person | None:
        """Whoever a name means, by any spelling: case, width and blanks do not matter.

        Somebody whom only imports name is found, too, as a person of whom nothing else is known.
        """
        fold = folded(name)
        if fold in self._by_fold:
            return self._by_fold[fold]
        return Person(key=self._imported[fold][0]) if fold in self._imported else None

    def must(self, name: str, *, place: Place | None = None) -> str:
        """The name by which somebody is kept, or at which imports have accounts.

        Raises:
            KamError: there is nobody of this name.
        """
        found = self.find(name)
        if found is None:
            what = say("there is nobody called {name}", name=name[:_LONGEST_SHOWN])
            remedy = did_you_mean(name, self.spellings()) or say("kam team lists who there is; kam team add NAME")
            raise KamError.of(what, remedy, place=place)
        return found.key

    def at_work(self, name: str, *, place: Place | None = None) -> str:
        """The name of somebody who can be given work; see `must`.

        Raises:
            KamError: there is nobody of this name, or the person has left.
        """
        key = self.must(name, place=place)
        if key in self.people and self.people[key].left:
            successor = self.stands_for(key)
            remedy = say("{name} took over", name=successor) if successor else say("name somebody else")
            raise KamError.of(say("{name} has left", name=key), remedy, place=place)
        return key

    def spellings(self) -> Iterator[str]:
        """Every name that means somebody: of people, their aliases, and names in imports."""
        for person in self.people.values():
            yield from names_of(person)
        yield from (spellings[0] for spellings in self._imported.values())

    def only_imported(self) -> dict[str, int]:
        """The people whom only imports name, with how many accounts; the most frequent first."""
        counted = self._owners.imported_counts
        found = {
            spellings[0]: sum(counted[spelling] for spelling in spellings)
            for fold, spellings in self._imported.items()
            if fold not in self._by_fold
        }
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def stands_for(self, name: str) -> str:
        """Who is meant by a name that a record or an import has: who has left stands for the successor.

        Returns:
            the name; empty when the person has left and nobody took over.
        """
        if name not in self._stands_for:
            self._stands_for[name] = self._followed(name)
        return self._stands_for[name]

    def escalation(self, name: str) -> tuple[str, ...]:
        """To whom matters go that a person cannot settle: the manager, the manager's manager, up to the top."""
        if name not in self._paths:
            self._paths[name] = self._path_above(name)
        return self._paths[name]

    # ── roles ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def person(self, account: str, role: str, tier: str = "") -> str:
        """Who holds a role for an account, if the account has this tier; an empty text for nobody."""
        return self.held(account, role, tier).person

    def held(self, account: str, role: str, tier: str = "") -> Held:
        """Who holds a role for an account, if the account has this tier, and what says so."""
        return self._first(self._named(account, role, tier))

    def doer(self, account: str, role: str, tier: str = "") -> Held:
        """Who does what is a role's to do: who holds it; when nobody does, the account's manager in that place."""
        held = self.held(account, role, tier)
        if held.person or role == OWNER:
            return held
        owner = self.person(account, OWNER, tier)
        return Held(owner, "owner") if owner else NOBODY

    def doer_among(self, named: Named, role: str, tier: str = "") -> Held:
        """The same for every account for which the same people are named."""
        held = self._first(self._named_among(named, role, tier))
        if held.person or role == OWNER:
            return held
        owner = self._first(self._named_among(named, OWNER, tier))
        return Held(owner.person, "owner") if owner.person else NOBODY

    def holders(self, account: str, role: str, tiers: Iterable[str]) -> tuple[Held, ...]:
        """Everybody who holds a role for an account in any of its tiers, as packs may give it several."""
        found = (self.held(account, role, tier) for tier in tuple(tiers) or ("",))
        return tuple(dict.fromkeys(each for each in found if each.person))

    def accountable(self, account: str, role: str, tier: str = "", responsible: str = "") -> Held:
        """Who answers for a task: exactly one person whenever anybody is there to do it.

        It is who holds the role; when nobody does, the manager of who does the task; at the top, that person.
        """
        held = self.held(account, role, tier)
        if held.person or not responsible:
            return held
        above = self.escalation(responsible)
        return Held(above[0], "manager") if above else Held(responsible, "responsible")

    def accounts(self, person: str, role: str | None = None) -> tuple[str, ...]:
        """The accounts that a person holds a role for by name, by id: as records say, or imports for their manager.

        Those of roles held for the team or for a tier are not among them: see `roles_of`. Who has left holds none.
        """
        held = self.held_by_name(person)
        return tuple(sorted({account for account, its_role in held if role in (None, its_role)}))

    def held_by_name(self, person: str) -> tuple[tuple[str, str], ...]:
        """The accounts that a person holds a role for by name, with each role, in order; see `accounts`."""
        if self.stands_for(person) != person:
            return ()
        found = self._owners.roles_recorded_for(self._names_that_mean(person))
        found |= {(account, OWNER) for account in self._imported_accounts(person)}
        return tuple(sorted(found))

    def roles_of(self, person: str) -> tuple[tuple[str, str], ...]:
        """The roles that a person holds for the team or for a tier: role and tier, in order."""
        return tuple(sorted(place for place, name in self.holdings.items() if self.stands_for(name) == person))

    # ── within ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _imported(self) -> Mapping[str, list[str]]:
        """The spellings of each name that imports have, the most frequent first, by the folded name."""
        found: dict[str, list[str]] = {}
        for spelling in self._owners.imported_names:
            if fold := folded(spelling):
                found.setdefault(fold, []).append(spelling)
        for spellings in found.values():
            if len(spellings) > 1:
                spellings.sort(key=lambda spelling: (-self._owners.imported_counts[spelling], spelling))
        return found

    def _named(self, account: str, role: str, tier: str) -> Iterator[tuple[Rule, str]]:
        """Whom each rule names for a role, in their order; who that is now is another question."""
        yield "account", self._owners.recorded(account, role)
        if role == OWNER:
            yield "import", self._owners.imported(account)
        yield from self._held_widely(role, tier)

    def _named_among(self, named: Named, role: str, tier: str) -> Iterator[tuple[Rule, str]]:
        yield "account", named.recorded.get(role, "")
        if role == OWNER:
            yield "import", named.imported
        yield from self._held_widely(role, tier)

    def _held_widely(self, role: str, tier: str) -> Iterator[tuple[Rule, str]]:
        if tier:
            yield "tier", self.holdings.get((role, tier), "")
        yield "team", self.holdings.get((role, ""), "")

    def _first(self, named: Iterable[tuple[Rule, str]]) -> Held:
        """The first of those who are named that stands for anybody."""
        for rule, name in named:
            if name and (person := self.stands_for(name)):
                return Held(person, rule)
        return NOBODY

    def _path_above(self, name: str) -> tuple[str, ...]:
        below = self.find(name)
        path = [below.key] if below is not None else []
        while below is not None and below.manager:
            above = self.stands_for(below.manager)
            if not above or above in path:
                break
            path.append(above)
            below = self.people.get(above)
        return tuple(path[1:])

    def _followed(self, name: str) -> str:
        seen: set[str] = set()
        person = self.find(name)
        while person is not None and person.left:
            seen.add(person.key)
            if not person.successor or person.successor in seen:
                return ""
            name = person.successor
            person = self.find(name)
        if person is not None:
            return person.key
        return name if folded(name) else ""

    def _names_that_mean(self, person: str) -> list[str]:
        return [person, *(key for key in self.people if key != person and self.stands_for(key) == person)]

    def _imported_accounts(self, person: str) -> set[str]:
        """The accounts at which a name of a person stands in imports, and that nobody else owns."""
        names = [name for name in self._owners.imported_names if self.stands_for(name) == person]
        gone = [key for key in self.people if not self.stands_for(key)]
        return self._owners.imported_for(names, gone)


def names_of(person: Person) -> tuple[str, ...]:
    """Every spelling of a person."""
    return (person.key, *person.aliases)


def folded(name: str) -> str:
    """A name as it is compared: case, width, composed letters, blanks and characters that nobody sees do not matter."""
    if name.isascii() and name.isprintable():
        return " ".join(name.lower().split())
    seen = "".join(letter for letter in name if letter.isspace() or unicodedata.category(letter) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).split())


_UNSEEN = ("Cc", "Cf")
