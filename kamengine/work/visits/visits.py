"""Visits from the plan to the record: a checklist with a gate before, and moves that the customer was told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kamengine.declarations import Label
from kamengine.locale.clock import local_time
from kamengine.problems import KamError, Place, Problem, did_you_mean, say
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Contact, Rescheduling, Task, Visit
from kamengine.work.tasks.tasks import add_task
from kamengine.workspace import Transaction, Workspace

CHECKLIST: Mapping[str, Label] = {
    "purpose": Label("purpose", "拜访目的"),
    "background": Label("background", "客户情况"),
    "materials": Label("materials", "携带资料"),
    "talking_points": Label("talking points", "统一口径"),
    "goers": Label("who goes", "参加人员"),
    "route": Label("route", "路线"),
}
"""What must be there before a visit is ready, by field of `Visit`."""

STATUSES: Mapping[str, Label] = {
    "planned": Label("planned", "已计划"),
    "ready": Label("ready", "已就绪"),
    "done": Label("held", "已拜访"),
    "dropped": Label("dropped", "已取消"),
}
"""What the states of a visit are called."""

WAYS: Mapping[str, Label] = {
    "visit": Label("visit", "拜访"),
    "call": Label("call", "电话"),
    "video": Label("video", "视频"),
}
"""How a visit can be held."""

_MINUTES_OF_A_DAY = 24 * 60


def missing(visit: Visit) -> list[str]:
    """The items of the checklist that are still empty; a call or a video meeting needs no route."""
    needed = [name for name in CHECKLIST if name != "route" or visit.by == "visit"]
    return [name for name in needed if not _filled(getattr(visit, name))]


def is_open(visit: Visit) -> bool:
    """Whether it is still to come, or still to be recorded."""
    return visit.status in ("planned", "ready")


def ends(visit: Visit) -> dt.datetime | None:
    """When it ends by the clock on the wall; None without a time or a length."""
    if visit.time is None or not visit.minutes:
        return None
    return dt.datetime.combine(visit.day, visit.time) + dt.timedelta(minutes=visit.minutes)


def the_visit(workspace: Workspace, key: str) -> Visit:
    """A visit by its key.

    Raises:
        KamError: there is none.
    """
    found = find(workspace, Visit, key) or find(workspace, Visit, key.strip().casefold())
    if found is None:
        remedy = did_you_mean(key, (visit.key for visit in all_of(workspace, Visit)))
        what = say("there is no visit {key}", key=key[:40])
        raise KamError.of(what, remedy or say("kam visit list --all lists them"))
    return found


def plan(workspace: Workspace, change: Transaction, visits: Iterable[Visit]) -> list[Visit]:
    """Keep new visits; whatever keys they have, they get keys of their own.

    Raises:
        KamError: a text cannot be kept.
    """
    found = []
    for visit in visits:
        _check_length(visit)
        new = visit.with_(key=workspace.work.new_key(change, Visit.kind, "v"))
        keep(workspace, change, new, "add")
        found.append(new)
    return found


def prepare(workspace: Workspace, change: Transaction, key: str, values: Mapping[str, Any]) -> Visit:
    """Fill in the checklist, or change what was planned; one that is no longer complete is no longer ready.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        key: of the visit.
        values: by field of `Visit`.

    Raises:
        KamError: there is no such visit, or it is over.
    """
    visit = _still_open(workspace, key).with_(**values)
    _check_length(visit)
    if visit.status == "ready" and missing(visit):
        visit = visit.with_(status="planned")
    keep(workspace, change, visit)
    return visit


def make_ready(workspace: Workspace, change: Transaction, key: str) -> Visit:
    """Call a visit ready.

    Raises:
        KamError: there is no such visit, it is over, or its checklist is not complete: a problem for each item.
    """
    visit = _still_open(workspace, key)
    lacking = missing(visit)
    if lacking:
        raise KamError(_lacks(visit, name) for name in lacking)
    ready = visit.with_(status="ready")
    keep(workspace, change, ready, "ready")
    return ready


def record(
    workspace: Workspace,
    change: Transaction,
    visit: Visit,
    *,
    met: Sequence[str],
    said: str,
    agreed: Sequence[Task] = (),
    day: dt.date | None = None,
) -> tuple[Visit, list[Task]]:
    """Note what came of a visit, and keep a task for each thing that was agreed.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        visit: as it is kept, or a new one with an empty key.
        met: keys of contacts of the account, or names.
        said: what they said.
        agreed: the tasks; they get keys of their own and name the visit.
        day: when it was, if not when it was to be.

    Raises:
        KamError: the visit is over already, a contact is another account's, or nothing was said about it.
    """
    if not any(_filled(one) for one in (said, *met)):
        what = say("neither whom you met nor what they said is given")
        raise KamError.of(what, say("say it with --met and --said"))
    if visit.key:
        visit = _still_open(workspace, visit.key)
    people = tuple(dict.fromkeys(_contact(workspace, visit.account, name) for name in met if _filled(name)))
    key = visit.key or workspace.work.new_key(change, Visit.kind, "v")
    titles = tuple(task.title for task in agreed)
    held = visit.with_(key=key, status="done", day=day or visit.day, met=people, said=said, agreed=titles)
    keep(workspace, change, held, "done" if visit.key else "add")
    return held, _agreed(workspace, change, held, agreed)


def agree(workspace: Workspace, change: Transaction, key: str, agreed: Sequence[Task]) -> tuple[Visit, list[Task]]:
    """Add what was agreed at a visit that has been held.

    Raises:
        KamError: there is no such visit, or it has not been held.
    """
    visit = the_visit(workspace, key)
    if visit.status != "done":
        what = say("{key} has not been held yet", key=visit.key)
        raise KamError.of(what, say("kam visit done {key} records it", key=visit.key))
    held = visit.with_(agreed=(*visit.agreed, *(task.title for task in agreed)))
    keep(workspace, change, held)
    return held, _agreed(workspace, change, held, agreed)


def move(workspace: Workspace, change: Transaction, rescheduling: Rescheduling) -> tuple[Visit, Rescheduling]:
    """Move a visit, and note that the customer was told.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        rescheduling: of which visit, to when, why, and how the customer was told; the rest is filled in here.

    Raises:
        KamError: there is no such visit, it is over, the day and time are those it has, the customer was not told, or
            there is no apology though the move is ours.
    """
    visit = _still_open(workspace, rescheduling.visit)
    if (visit.day, visit.time) == (rescheduling.to, rescheduling.to_time):
        what = say("{key} is on {day} already", key=visit.key, day=visit.day.isoformat())
        raise KamError.of(what, say("name another day with --to, or another time with --at"), place=Place(key="--to"))
    _check_told(rescheduling)
    number = len(moves_of(workspace, visit)) + 1
    here = {"visit": visit.key, "account": visit.account, "day": visit.day, "time": visit.time}
    noted = rescheduling.with_(key=f"{visit.key}#{number}", **here)
    moved = visit.with_(day=noted.to, time=noted.to_time)
    keep(workspace, change, moved, "move")
    keep(workspace, change, noted, "add")
    return moved, noted


def drop(workspace: Workspace, change: Transaction, key: str, reason: str) -> Visit:
    """Take a visit off the plan; it stays to be read.

    Raises:
        KamError: there is no such visit, it is over, or no reason is given.
    """
    visit = _still_open(workspace, key)
    if not _filled(reason):
        raise KamError.of(say("no reason is given"), say("say why with --why"), place=Place(key="--why"))
    dropped = visit.with_(status="dropped", reason=reason)
    keep(workspace, change, dropped, "drop")
    return dropped


def moves_of(workspace: Workspace, visit: Visit) -> list[Rescheduling]:
    """How often a visit was moved, the first time first."""
    found = (one for one in all_of(workspace, Rescheduling, account=visit.account) if one.visit == visit.key)
    return sorted(found, key=lambda one: int(one.key.rpartition("#")[2]))


def tasks_of(workspace: Workspace, visit: Visit) -> list[Task]:
    """What was agreed at a visit, as tasks, by key."""
    return [task for task in all_of(workspace, Task, account=visit.account) if task.visit == visit.key]


def _agreed(workspace: Workspace, change: Transaction, visit: Visit, agreed: Sequence[Task]) -> list[Task]:
    if not all(_filled(task.title) for task in agreed):
        raise KamError.of(say("the text is empty"), say("write what it is"), place=Place(key="--agreed"))
    for task in agreed:
        if task.due is not None and task.due < visit.day:
            what = say("{day} is before the visit, {visit}", day=task.due.isoformat(), visit=visit.day.isoformat())
            raise KamError.of(what, say("name a later day"), place=Place(key="--due"))
    return [add_task(workspace, change, task.with_(account=visit.account, visit=visit.key)) for task in agreed]


def _still_open(workspace: Workspace, key: str) -> Visit:
    """A visit that is still to be held.

    Raises:
        KamError: there is none of this key, or it is over; who said so, and when, is told.
    """
    visit = the_visit(workspace, key)
    if is_open(visit):
        return visit
    entry = workspace.work.version(Visit.kind, visit.key)
    told = {"key": visit.key, "who": entry.who if entry else "", "when": local_time(entry.at) if entry else ""}
    if visit.status == "done":
        remedy = say("kam visit agree {key} TEXT adds what was agreed, kam undo takes it back", key=visit.key)
        raise KamError.of(say("{key} has been held: {who} recorded it, {when}", **told), remedy)
    raise KamError.of(say("{key} was dropped by {who}, {when}", **told), say("plan another one"))


def _lacks(visit: Visit, name: str) -> Problem:
    what = say("the checklist lacks: {item}", item=CHECKLIST[name])
    if name == "goers":
        return Problem(Place(key=visit.key), what, say("kam visit prepare {key} --goes NAME", key=visit.key))
    option = f"--{name.replace('_', '-')}"
    return Problem(
        Place(key=visit.key), what, say("kam visit prepare {key} {option} TEXT", key=visit.key, option=option)
    )


def _check_told(move: Rescheduling) -> None:
    """See that the customer knows of a move.

    Raises:
        KamError: what is missing.
    """
    wanted = [
        ("--why", move.reason, say("why it is moved is not given"), say("say it with --why")),
        ("--notice", move.notice, say("it is not noted how the customer was told"), say("say it with --notice")),
    ]
    if not move.by_customer:
        remedy = say("say it with --apology, or --customer when the customer asked for the move")
        wanted.append(("--apology", move.apology, say("no apology is noted"), remedy))
    problems = [Problem(Place(key=name), what, remedy) for name, text, what, remedy in wanted if not _filled(text)]
    if problems:
        raise KamError(problems)


def _contact(workspace: Workspace, account: str, name: str) -> str:
    """The key of the contact that a word means, by key or name; else the word itself.

    Raises:
        KamError: it is the key of another account's contact.
    """
    by_key = find(workspace, Contact, name)
    if by_key is not None:
        if by_key.account != account:
            what = say("{key} is a contact of {account}", key=name, account=by_key.account)
            remedy = say("kam contact list {account} lists them", account=account)
            raise KamError.of(what, remedy, place=Place(key="--met"))
        return name
    wanted = name.strip().casefold()
    there = all_of(workspace, Contact, account=account, open=True)
    called = [one.key for one in there if one.name.casefold() == wanted]
    return called[0] if len(called) == 1 else name.strip()


def _check_length(visit: Visit) -> None:
    if not 0 <= visit.minutes <= _MINUTES_OF_A_DAY:
        what = say("a visit cannot take {n} minutes", n=visit.minutes)
        raise KamError.of(what, say("write at most {most}", most=_MINUTES_OF_A_DAY), place=Place(key="--minutes"))


def _filled(value: str | Sequence[str]) -> bool:
    return bool(value.strip()) if isinstance(value, str) else any(text.strip() for text in value)
