"""What goes on with an account, for its dossier: the last visit, those to come, and how many tasks are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamengine.cli.work.visits.page import visits_json, when_text

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Visit
    from kamengine.work.people.people import Team
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Going:
    """What goes on with an account.

    Attributes:
        last: the visit or call that was held last; None when there was none.
        planned: those that are still to be, the next one first.
        tasks: how many tasks are open.
        late: how many of them are overdue.
    """

    last: Visit | None
    planned: tuple[Visit, ...]
    tasks: int
    late: int


def going_on(workspace: Workspace, team: Team, account: str, today: dt.date, language: str) -> Going:
    """What goes on with an account on a day."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Visit
    from kamengine.work.plans.proposals import Window
    from kamengine.work.tasks.listing import TaskQuery, find_tasks
    from kamengine.work.visits.visits import is_open

    visits = sorted(
        all_of(workspace, Visit, account=account), key=lambda one: (one.day, one.time or dt.time(), one.key)
    )
    held = [visit for visit in visits if visit.status == "done"]
    tasks = find_tasks(workspace, TaskQuery(Window(today), accounts=(account,)), team, language, limit=0)
    planned = tuple(visit for visit in visits if is_open(visit))
    return Going(held[-1] if held else None, planned, tasks.count, tasks.late)


def visit_lines(going: Going, messages: Messages) -> Iterator[str]:
    """The visits, each on a line."""
    from kamengine.work.visits.visits import STATUSES, WAYS

    if going.last is None:
        yield messages.say("nobody has visited or called them yet")
    else:
        told = {"when": when_text(going.last), "how": WAYS[going.last.by]}
        yield messages.say("last: {key}, {when}, {how}", key=going.last.key, **told)
    for visit in going.planned:
        told = {"when": when_text(visit), "how": WAYS[visit.by], "status": STATUSES[visit.status]}
        yield messages.say("next: {key}, {when}, {how} — {owner}, {status}", key=visit.key, owner=visit.owner, **told)


def task_line(going: Going, account: str, messages: Messages) -> str:
    """How many tasks there are, and where they are listed."""
    if not going.tasks:
        return messages.say("none is open")
    told = {"n": going.tasks, "late": going.late, "account": account}
    return messages.say("open: {n:,}, overdue: {late:,}; kam tasks --account {account} lists them", **told)


def going_json(workspace: Workspace, going: Going) -> dict[str, Any]:
    """The same as data."""
    last = visits_json(workspace, [going.last])[0] if going.last is not None else None
    return {
        "visits": {"last": last, "planned": visits_json(workspace, going.planned)},
        "tasks": {"open": going.tasks, "overdue": going.late},
    }
