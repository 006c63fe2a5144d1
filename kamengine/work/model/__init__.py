"""The things of this room: tasks, people, ownership, goals, visits, contacts, needs, notes, evidence and decisions.

Texts are as people typed them; days are days of the calendar without a zone. Names of people are the keys of `Person`.
"""

from __future__ import annotations

from kamengine.work.ground.lists import Tag, View
from kamengine.work.ground.things import Thing
from kamengine.work.model.customers import Attitude, Contact, Evidence, Need, Note, Swot
from kamengine.work.model.goals import Goal, GoalStatus, Together
from kamengine.work.model.tasks import Comment, Task, TaskStatus
from kamengine.work.model.team import Dispute, Holding, Ownership, Person
from kamengine.work.model.tiers import Decision, Override
from kamengine.work.model.visits import Rescheduling, Visit, VisitStatus

__all__ = [
    "THINGS",
    "Attitude",
    "Comment",
    "Contact",
    "Decision",
    "Dispute",
    "Evidence",
    "Goal",
    "GoalStatus",
    "Holding",
    "Need",
    "Note",
    "Override",
    "Ownership",
    "Person",
    "Rescheduling",
    "Swot",
    "Tag",
    "Task",
    "TaskStatus",
    "Together",
    "View",
    "Visit",
    "VisitStatus",
]

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
    Tag,
    View,
)
"""All that people keep."""
