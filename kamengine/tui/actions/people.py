"""Choosing somebody of the team."""

from __future__ import annotations

from kamengine.api.work.owners import bring_owners
from kamengine.problems import Message, say
from kamengine.tui.dialogs.choose import Choose, Option
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.work.people.people import Team
from kamengine.workspace import Workspace


def people_of(workspace: Workspace) -> list[Option]:
    """Everybody who can be given work: who is kept first, then those whom only imports name."""
    team = Team.of(workspace)
    kept = [Option(name, name, _about(person.aliases)) for name, person in team.people.items() if not person.left]
    imported = [Option(name, name, say("accounts: {n}", n=n)) for name, n in team.only_imported().items()]
    return [*kept, *imported]


async def choose_person(screen: SpeakingScreen[None], title: Message, *, everybody: bool = False) -> str | None:
    """Let somebody be chosen.

    Args:
        screen: that asks.
        title: what for.
        everybody: whether the whole team can be chosen, too.

    Returns:
        the kept name; empty for the whole team; None when nobody was chosen.
    """
    options = await screen.office.ask(people_of)
    if not options:  # the facts may name managers, whom nobody has asked for yet
        await screen.office.work(bring_owners)
        options = await screen.office.ask(people_of)
    if everybody:
        options = [Option("", say("Everybody")), *options]
    chosen = await screen.home.push_screen_wait(Choose(title, options))
    return chosen if isinstance(chosen, str) else None


def _about(aliases: tuple[str, ...]) -> Message | str:
    return say("also called {names}", names=list(aliases)) if aliases else ""
