"""Which tasks come before which: never in a circle, whether people or playbooks say so."""

from __future__ import annotations

from kamengine.problems import KamError, Place, say
from kamengine.work.ground.things import find
from kamengine.work.model import Task
from kamengine.work.people.people import Team
from kamengine.work.tasks.listing import listed_by_key
from kamengine.workspace import Workspace

_CLOSED = ("done", "dropped")
_LONGEST = 80


def check_needs(workspace: Workspace, task: Task, team: Team, language: str) -> None:
    """See that the tasks that a task needs are there, and that none of them waits for the task itself.

    To be asked in the transaction that keeps the task, so that two people cannot make a circle together.

    Raises:
        KamError: one is missing, or they go in a circle, which is named.
    """
    known = listed_by_key(workspace, task.needs, team, language)
    for key in task.needs:
        if key not in known:
            what = say("there is no task {key}", key=key[:_LONGEST])
            raise KamError.of(what, say("kam tasks lists them"), place=Place(key="--after"))
    waits: dict[str, tuple[str, ...]] = {task.key: task.needs, **{key: each.task.needs for key, each in known.items()}}

    def needs_of(key: str) -> tuple[str, ...]:
        if key not in waits:
            found = listed_by_key(workspace, [key], team, language)
            waits[key] = found[key].task.needs if key in found else ()
        return waits[key]

    path = [(task.key, iter(task.needs))]
    seen: set[str] = set()
    while path:
        following = next(path[-1][1], None)
        if following is None:
            path.pop()
        elif following == task.key:
            circle = [*(each for each, _ in path), following]
            what = say("tasks wait for each other in a circle: {tasks}", tasks=" → ".join(circle))
            raise KamError.of(what, say("leave one of them out of --after"), place=_place(task))
        elif following not in seen:
            seen.add(following)
            path.append((following, iter(needs_of(following))))


def unfinished(workspace: Workspace, task: Task) -> tuple[str, ...]:
    """The tasks that come first and are neither done nor dropped."""
    needed = ((key, find(workspace, Task, key)) for key in task.needs)
    return tuple(key for key, found in needed if found is None or found.status not in _CLOSED)


def _place(task: Task) -> Place:
    return Place(key=task.key)
