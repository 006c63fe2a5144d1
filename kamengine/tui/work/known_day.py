"""What has been looked up of a day so far; what is not known yet is shown as such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.problems import Message, say
from kamengine.review.moves import Review
from kamengine.today.entries import (
    Entries,
    Kind,
    move_entries,
    risk_entries,
    task_entries,
    undecided_entries,
    visit_entries,
)
from kamengine.today.ground import Ground
from kamengine.today.moves import Moves, moves_of
from kamengine.today.risks import Risks, risks_of
from kamengine.today.undecided import Undecided, undecided_of
from kamengine.today.visits import Visits, visits_of
from kamengine.today.work import Tasks, load_of, tasks_of
from kamengine.work.team.load import Load

LOOKS: Mapping[str, tuple[str, Callable[[Ground, Mapping[str, Review], Messages], object]]] = {
    "task": ("tasks", lambda ground, _, messages: tasks_of(ground, messages)),
    "visit": ("visits", lambda ground, _, __: visits_of(ground)),
    "undecided": ("undecided", lambda ground, _, __: undecided_of(ground)),
    "load": ("load", lambda ground, _, __: load_of(ground)),
    "move": ("moves", lambda ground, reviews, _: moves_of(ground, reviews)),
    "risk": ("risks", lambda ground, reviews, _: risks_of(ground, reviews)),
}
"""What is looked up of a day, by kind: as what it is known, and how."""


@dataclass
class KnownDay:
    """A day as far as it is known; None for what has not been looked up.

    Attributes:
        notes: what is worth knowing of the runs.
        stale: the packs whose facts or rules have changed since their runs.
    """

    tasks: Tasks | None = None
    visits: Visits | None = None
    moves: tuple[Moves, ...] | None = None
    risks: tuple[Risks, ...] | None = None
    undecided: tuple[Undecided, ...] | None = None
    load: Mapping[str, Sequence[Load]] | None = None
    notes: tuple[Message, ...] = ()
    stale: tuple[Label, ...] = ()

    def kinds(self, today: dt.date, messages: Messages) -> Iterator[Entries]:
        """The kinds of things in the order in which they are shown."""
        if self.tasks is None:
            yield _pending("task", say("Tasks"), messages)
        else:
            yield task_entries(self.tasks, today, messages)
        yield visit_entries(self.visits, messages) if self.visits else _pending("visit", say("Visits"), messages)
        if self.moves is None:
            yield _pending("move", say("To review"), messages)
        for moves in self.moves or ():
            yield move_entries(moves, messages, several=len(self.moves or ()) > 1)
        if self.risks is None:
            yield _pending("risk", say("At risk"), messages)
        for risks in self.risks or ():
            yield risk_entries(risks, messages, several=len(self.risks or ()) > 1)
        if self.undecided is None:
            yield _pending("undecided", say("Undecided"), messages)
        for undecided in self.undecided or ():
            yield undecided_entries(undecided, messages, several=len(self.undecided or ()) > 1)

    def loads(self, person: str) -> list[Load]:
        """What a person has to do week by week; of the team what everybody has this week, who has most to do first."""
        if self.load is None:
            return []
        if person:
            return list(self.load.get(person, ()))
        this_week = [each[0] for each in self.load.values() if each and (each[0].planned or each[0].capacity)]
        return sorted(this_week, key=lambda each: (not each.person, -(each.share or 0), -each.planned, each.person))


def _pending(kind: Kind, title: Message, messages: Messages) -> Entries:
    return Entries(kind, messages.text(title), messages.say("looking…"), (), 0)
