"""Choosing somebody of the team; whoever is typed and not in it can be added on the way, as ``kam team add`` does."""

from __future__ import annotations

from dataclasses import dataclass

from kamengine.api.work.owners import bring_owners
from kamengine.problems import KamError, Message, Place, say
from kamengine.tui.dialogs.choose import Choose, Further, Option, Typed
from kamengine.tui.dialogs.form import Answers, Asked, Form
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.work.ground.hours import OF_A_WEEK, hours_typed
from kamengine.work.model import Person
from kamengine.work.people.people import Team, folded, names_of
from kamengine.work.people.roster import add_person
from kamengine.workspace import Workspace


@dataclass(frozen=True)
class People:
    """Everybody who can be given work.

    Attributes:
        options: who is kept first, then those whom only imports name.
        spellings: every name that means one of them, folded.
    """

    options: tuple[Option, ...]
    spellings: frozenset[str]

    @classmethod
    def of(cls, workspace: Workspace) -> People:
        """Those of a workspace."""
        team = Team.of(workspace)
        here, imported = [each for each in team.people.values() if not each.left], team.only_imported()
        kept = [Option(person.key, person.key, _about(person.aliases)) for person in here]
        named = [Option(name, name, say("accounts: {n}", n=n)) for name, n in imported.items()]
        spellings = [*imported, *(name for person in here for name in names_of(person))]
        return cls((*kept, *named), frozenset(map(folded, spellings)))

    def asked(self, name: str, label: Message, value: str = "") -> Asked:
        """Somebody is asked for in a form: they are suggested while one types, and anybody else can be added.

        Args:
            name: of the answer; see `settled` for somebody who is new.
            label: what for.
            value: who stands there to begin with.
        """
        names = [(str(each.value), each.title) for each in self.options]
        details = {str(each.value): each.detail for each in self.options}
        hint = say("left empty: the manager of the account")
        return Asked(name, label, value, names, hint=hint, details=details, free=self.offer)

    def offer(self, typed: str) -> Message | None:
        """That somebody can be added to the team; None where the name means somebody who is in it."""
        return None if folded(typed) in self.spellings else say("add {name} to the team…", name=typed)


async def choose_person(screen: SpeakingScreen[None], title: Message, *, everybody: bool = False) -> str | None:
    """Let somebody be chosen, or be added to the team.

    Args:
        screen: that asks.
        title: what for.
        everybody: whether the whole team can be chosen, too.

    Returns:
        the kept name; empty for the whole team; None when nobody was chosen.
    """
    people = await people_of(screen)
    options = [Option("", say("Everybody")), *people.options] if everybody else people.options
    further = Further(people.offer, say("Nobody is in the team yet: type a name."))
    chosen = await screen.home.push_screen_wait(Choose(title, options, further))
    if isinstance(chosen, Typed):
        return await _added(screen, chosen.text)
    return chosen if isinstance(chosen, str) else None


async def people_of(screen: SpeakingScreen[None]) -> People:
    """Everybody who can be given work in the workspace of a screen."""
    people = await screen.office.ask(People.of)
    if not people.options:  # the facts may name managers, whom nobody has asked for yet
        await screen.office.work(bring_owners)
        people = await screen.office.ask(People.of)
    return people


async def settled(screen: SpeakingScreen[None], name: str) -> str:
    """The name that was typed in a form; whom nobody has is added to the team first, after asking.

    Args:
        screen: that asks.
        name: empty for nobody.

    Raises:
        KamError: it was left, and nobody was added.
    """
    if not name or (await people_of(screen)).offer(name) is None:
        return name
    added = await _added(screen, name)
    if added is None:
        remedy = say("name somebody else, or add {name} to the team", name=name)
        raise KamError.of(say("nothing was changed yet"), remedy)
    return added


async def _added(screen: SpeakingScreen[None], name: str) -> str | None:
    """Add somebody to the team, after asking what is known; the kept name, None when that was left."""
    asked = (
        Asked("name", say("Name of the person"), name, needed=True, key="NAME"),
        Asked("hours", say("Working hours a week"), hint=say("such as 32; may be unknown")),
    )
    who = screen.office.who

    async def add(given: Answers) -> str:
        hours = hours_typed(given["hours"], OF_A_WEEK, place=Place(key="--hours")) if given["hours"] else None

        def added(workspace: Workspace) -> Person:
            with workspace.transaction(who) as change:
                return add_person(workspace, change, Person(key=given["name"], hours=hours))

        kept = (await screen.office.change(added)).key
        screen.home.note_change()
        screen.home.tell(say("{name} is in the team; u takes it back", name=kept))
        return kept

    found = await screen.home.push_screen_wait(Form(say("Add to the team"), asked, add))
    return found if isinstance(found, str) else None


def _about(aliases: tuple[str, ...]) -> Message | str:
    return say("also called {names}", names=list(aliases)) if aliases else ""
