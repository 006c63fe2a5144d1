"""Under which names the journal knows a person: any spelling that the team knows, in any case and width."""

from __future__ import annotations

from kamengine.problems import KamError, Message, Place, did_you_mean, say
from kamengine.work.people.people import Team, folded, names_of
from kamengine.workspace import Workspace
from kamengine.workspace.changes import people

_LONGEST = 80


def names_like(workspace: Workspace, name: str) -> tuple[str, ...]:
    """The names in the journal that mean the same person as a name, which itself comes first."""
    person = Team.of(workspace).find(name)
    folds = {folded(each) for each in (name, *(names_of(person) if person else ()))}
    return name, *(each for each in people(workspace.catalog) if folded(each) in folds and each != name)


def names_of_somebody(workspace: Workspace, name: str, *, place: Place) -> tuple[str, ...]:
    """The names of somebody who has done something; see `names_like`.

    Raises:
        KamError: the journal knows nobody of this name.
    """
    known = people(workspace.catalog)
    names = tuple(each for each in names_like(workspace, name) if each in known)
    if not names:
        what = say("{name} has changed nothing", name=name[:_LONGEST])
        raise KamError.of(what, did_you_mean(name, known) or _who(known), place=place)
    return names


def _who(known: list[str]) -> Message | None:
    return say("changes were made by: {names}", names=known[:8]) if known else None
