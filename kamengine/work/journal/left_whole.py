"""What taking something back must not leave: things that refer to what is gone, and tasks that wait in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from kamengine.problems import KamError, Place, Problem, say
from kamengine.work.ground.things import find
from kamengine.work.model import Goal, Person, Task, Visit
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import reason_in
from kamengine.work.tasks.dependencies import check_needs
from kamengine.workspace import Entry, Record, Transaction, Workspace

_MOST = 8
_FEW = 20
_REFERRED_TO = (Task.kind, Goal.kind, Visit.kind, Person.kind)
_PEOPLE = (
    *("responsible", "accountable", "consulted", "informed", "owner", "goers", "person", "manager", "successor"),
    *("covered_by", "holder", "claimant"),
)
_REFERENCES: Mapping[str, Mapping[str, str]] = {
    Task.kind: {"needs": Task.kind, "goal": Goal.kind, "visit": Visit.kind},
    "comment": {"task": Task.kind},
    "rescheduling": {"visit": Visit.kind},
    Goal.kind: {"parent": Goal.kind},
}
"""By kind of record, the names of its values that are keys of other things, and of which kind these are."""


def wrong_after(workspace: Workspace, change: Transaction, entries: Sequence[Entry]) -> Iterator[Problem]:
    """What would be wrong after entries were taken back, seen from inside the change; see `kamengine.workspace.undo`.

    Args:
        workspace: where it is.
        change: in which they were taken back.
        entries: that were.
    """
    gone = {(entry.kind, entry.key) for entry in entries if entry.before is None and entry.after is not None}
    gone = {thing for thing in gone if thing[0] in _REFERRED_TO}
    yield from _left_over(workspace, {thing for thing in gone if workspace.work.get(*thing) is None})
    yield from _circles(workspace, entries)


def _left_over(workspace: Workspace, gone: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """The records that refer to what is gone, the first of them if there are many."""
    team = Team.of(workspace)
    told: set[tuple[str, str, str]] = set()
    for record in _candidates(workspace, gone):
        for kind, key in _referred(record):
            found = record.kind, record.key, key
            if (kind, key) in gone and found not in told and not (kind == Person.kind and team.find(key)):
                told.add(found)
                what = say("it refers to {thing}, which would be gone", thing=f"{kind} {key}")
                yield Problem(Place(key=f"{record.kind} {record.key}"), what, say("take that back first"))
        if len(told) >= _MOST:
            return


def _candidates(workspace: Workspace, gone: Collection[tuple[str, str]]) -> Iterator[Record]:
    """The records that may refer to what is gone."""
    if len(gone) > _FEW:
        yield from workspace.work.every()
    else:
        for _, key in sorted(gone):
            yield from workspace.work.holding(key)


def _referred(record: Record) -> Iterator[tuple[str, str]]:
    for name, kind in _REFERENCES.get(record.kind, {}).items():
        for key in _texts(record, name):
            if name != "needs" or reason_in(key) is None:  # a proposal is there without a record
                yield kind, key
    for name in _PEOPLE:
        yield from ((Person.kind, key) for key in _texts(record, name))


def _texts(record: Record, name: str) -> list[str]:
    value = record.content.get(name) or []
    return value if isinstance(value, list) else [value]


def _circles(workspace: Workspace, entries: Sequence[Entry]) -> Iterator[Problem]:
    for entry in entries:
        if entry.kind != Task.kind or (entry.before or {}).get("needs") == (entry.after or {}).get("needs"):
            continue
        task = find(workspace, Task, entry.key)
        try:
            if task is not None and task.needs:
                check_needs(workspace, task, Team.of(workspace), "en")
        except KamError as error:
            yield from error.problems
