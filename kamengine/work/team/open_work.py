"""The open work that names a person, and how it passes on to another: tasks, goals, visits and contacts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from kamengine.work.ground.things import Thing
from kamengine.work.model import Contact, Goal, Task, Visit
from kamengine.work.people.owners import OWNER
from kamengine.workspace import Record, Workspace
from kamengine.workspace.journal import to_json

NAMING: Mapping[type[Thing], tuple[str, ...]] = {
    Task: ("responsible", "accountable", "consulted", "informed"),
    Goal: ("owner",),
    Visit: ("owner", "goers"),
    Contact: ("covered_by",),
}
"""The fields of open work that name people."""


def open_work(workspace: Workspace, person: str) -> Iterator[Thing]:
    """Everything open that names a person, by kind and key.

    Args:
        workspace: where the work is.
        person: the kept name.
    """
    for of, names in NAMING.items():
        for row in workspace.catalog.rows(_NAMED, {"kind": of.kind, "name": to_json(person)}):
            thing = of.of(Record(of.kind, row["key"], json.loads(row["content"])))
            if any(_names(getattr(thing, name), person) for name in names):
                yield thing


def passed_on(
    thing: Thing,
    giver: str,
    taker: str,
    held: Collection[tuple[str, str]] | None = None,
    keeps: Collection[str] = (),
) -> Thing:
    """A thing that names somebody else instead of a person, in the roles that went; the same when none of it did.

    Who answers for a task only because of doing it, and not in a role of the team, stops answering for it, too.

    Args:
        thing: of open work.
        giver: the kept name of who has it.
        taker: the kept name of who gets it.
        held: accounts and roles that went; None for everything.
        keeps: the roles that the giver goes on holding for the team or for a tier.
    """
    went = {name for name in NAMING[type(thing)] if held is None or (_account_of(thing), _role_of(thing, name)) in held}
    if isinstance(thing, Task) and "responsible" in went and thing.responsible == giver:
        went |= {"accountable"} if _role_of(thing, "accountable") not in keeps else set()
    return thing.with_(**{name: _with(getattr(thing, name), giver, taker) for name in went})


def roles_in(task: Task) -> set[str]:
    """The roles of a playbook that a task names people for; none of a task by hand."""
    return set(_roles(task).values())


def _account_of(thing: Thing) -> str:
    account: str = getattr(thing, "account")  # noqa: B009 — every kind of open work is about an account
    return account


def _role_of(thing: Thing, name: str) -> str:
    """The role in which a field names somebody: that of the playbook, else the one of who owns the account."""
    return (_roles(thing) if isinstance(thing, Task) else {}).get(name, OWNER)


def _roles(task: Task) -> dict[str, str]:
    return dict(each.split("=", 1) for each in task.roles if "=" in each)


def _names(value: str | tuple[str, ...], person: str) -> bool:
    return person in value if isinstance(value, tuple) else value == person


def _with(value: str | tuple[str, ...], giver: str, taker: str) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(taker if name == giver else name for name in value))
    return taker if value == giver else value


_NAMED = """
SELECT key, content FROM records
WHERE kind = :kind AND instr(content, :name) > 0 AND open
ORDER BY length(key), key
"""
