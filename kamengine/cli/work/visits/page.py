"""Visits as text and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.work.shared.dossier_options import FEW, echo_more
from kamengine.declarations import Label
from kamengine.locale.terminal import plain

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.work.model import Rescheduling, Task, Visit
    from kamengine.workspace import Workspace

_WHEN = 2  # the column of the day and the time
_TEXTS = ("purpose", "background", "materials", "talking_points", "route")
_COMMA, _COLON = Label(", ", "、"), Label(": ", "：")
_WORDS = {
    "until": Label("until", "结束时间"),
    "place": Label("place", "地点"),
    "dropped because": Label("dropped because", "取消原因"),
    "met": Label("met", "会见"),
    "said": Label("said", "对方意见"),
    "agreed": Label("agreed", "商定事项"),
    "why": Label("why", "改期原因"),
    "notice": Label("notice", "通知"),
    "apology": Label("apology", "致歉"),
}
"""What stands before the texts of a visit; many of these words mean something else elsewhere."""


def echo_visits(context: click.Context, visits: Sequence[Visit], *, as_json: bool) -> None:
    """Say what visits are now, after they were changed, with what is missing and what it led to; of many the first."""
    workspace, messages = workspace_of(context), messages_of(context)
    if as_json:
        echo_json(visits_json(workspace, visits))
        return
    from kamengine.api.accounts.names import account_names

    names = account_names(workspace, (visit.account for visit in visits[:FEW]))
    for visit in visits[:FEW]:
        for line in _short(workspace, visit, names, messages):
            click.echo(line)
    echo_more(context, len(visits) - FEW if len(visits) > FEW else 0)


def visits_json(workspace: Workspace, visits: Sequence[Visit]) -> list[dict[str, Any]]:
    """Visits as data, each with its version, its checklist, its moves and the tasks that it led to."""
    from kamengine.api.accounts.names import account_names

    names = account_names(workspace, (visit.account for visit in visits))
    return [_visit_json(workspace, visit, names.get(visit.account)) for visit in visits]


def _visit_json(workspace: Workspace, visit: Visit, name: str | None) -> dict[str, Any]:
    from kamengine.work.visits.visits import missing, moves_of, tasks_of

    entry = workspace.work.version(visit.kind, visit.key)
    return {
        "id": visit.key,
        "account_id": visit.account,
        "account": name,
        "owner": visit.owner,
        "day": visit.day.isoformat(),
        "time": _clock(visit.time) or None,
        "minutes": visit.minutes or None,
        "how": visit.by,
        "place": visit.place,
        "status": visit.status,
        **{each: getattr(visit, each) for each in _TEXTS},
        "goes": list(visit.goers),
        "missing": missing(visit),
        "met": list(visit.met),
        "said": visit.said,
        "agreed": list(visit.agreed),
        "tasks": [task.key for task in tasks_of(workspace, visit)],
        "moves": [_move_json(move) for move in moves_of(workspace, visit)],
        "reason": visit.reason,
        "version": entry.seq if entry else None,
    }


def _move_json(move: Rescheduling) -> dict[str, Any]:
    return {
        "from": move.day.isoformat(),
        "from_time": _clock(move.time) or None,
        "to": move.to.isoformat(),
        "to_time": _clock(move.to_time) or None,
        "why": move.reason,
        "notice": move.notice,
        "apology": move.apology,
        "by_customer": move.by_customer,
    }


def when_text(visit: Visit) -> str:
    """The day, with the time if it is known."""
    return _moment(visit.day, visit.time)


def visits_table(visits: Sequence[Visit], names: Mapping[str, str], today: dt.date, messages: Messages) -> str:
    """A table of visits; ``!`` marks those that were to be and are not recorded."""
    from kamengine.cli.pages.page_table import page_table
    from kamengine.work.visits.visits import STATUSES, WAYS, is_open

    rows = [
        (
            "!" if is_open(visit) and visit.day < today else "",
            visit.key,
            when_text(visit),
            account_text(visit.account, names),
            messages.label(WAYS[visit.by]),
            messages.label(STATUSES[visit.status]),
            visit.owner,
            visit.purpose,
        )
        for visit in visits
    ]
    headings = ["", "id", messages.say("when"), messages.say("account"), messages.say("how"), messages.say("status")]
    headings += [messages.say("owner"), messages.say("purpose")]
    aligns: list[Align] = ["right", "right", "left", "left", "left", "left", "left", "left"]
    return page_table(rows, headings, aligns, page_width(), whole=(_WHEN,))


def account_text(account: str, names: Mapping[str, str]) -> str:
    """An account by id and name."""
    return f"{account} {names[account]}" if account in names else account


def _short(workspace: Workspace, visit: Visit, names: Mapping[str, str], messages: Messages) -> Iterator[str]:
    from kamengine.work.visits.visits import CHECKLIST, is_open, missing, tasks_of

    yield _line(visit, names, messages)
    if is_open(visit) and (lacking := missing(visit)):
        yield "  " + messages.say("still missing: {items}", items=[CHECKLIST[name] for name in lacking])
    for task in tasks_of(workspace, visit):
        yield f"  {_task_text(task, messages)}"


def _line(visit: Visit, names: Mapping[str, str], messages: Messages) -> str:
    """A visit on one line."""
    from kamengine.work.visits.visits import STATUSES, WAYS

    told = {
        "key": visit.key,
        "when": when_text(visit),
        "how": WAYS[visit.by],
        "account": plain(account_text(visit.account, names)),
        "owner": plain(visit.owner),
        "status": STATUSES[visit.status],
    }
    return messages.say("{key}  {when}  {how}: {account} — {owner}, {status}", **told)


def _task_text(task: Task, messages: Messages) -> str:
    told = {"key": task.key, "title": plain(task.title), "person": plain(task.responsible)}
    due = task.due.isoformat() if task.due else ""
    return messages.say("{key}  {title} — {person}, until {due}", **told, due=due)


def _moment(day: dt.date, time: dt.time | None) -> str:
    return f"{day.isoformat()} {_clock(time)}".rstrip()


def _clock(time: dt.time | None) -> str:
    return "" if time is None else f"{time:%H:%M}"


# ── one visit ────────────────────────────────────────────────────────────────────────────────────────────────────────


def show_page(workspace: Workspace, visit: Visit, messages: Messages) -> Iterator[str]:
    """The lines of a page about one visit: what is planned, the checklist, the record, the tasks and the moves."""
    from kamengine.api.accounts.names import account_names
    from kamengine.work.visits.visits import moves_of, tasks_of

    names = account_names(workspace, [visit.account])
    yield _line(visit, names, messages)
    yield from _terms(_planned(visit, messages), messages)
    yield ""
    yield messages.say("Checklist")
    yield from _checklist(visit, messages)
    if recorded := _recorded(workspace, visit, messages):
        yield ""
        yield messages.say("Record")
        yield from _terms(recorded, messages)
    tasks = tasks_of(workspace, visit)
    if tasks:
        yield ""
        yield messages.say("Tasks")
    for task in tasks:
        yield f"  {_task_text(task, messages)}"
    for move in moves_of(workspace, visit):
        yield ""
        old, new = _moment(move.day, move.time), _moment(move.to, move.to_time)
        yield messages.say("Moved from {old} to {new}", old=old, new=new)
        yield from _terms(_told(move, messages), messages)


def _planned(visit: Visit, messages: Messages) -> dict[str, str]:
    from kamengine.work.visits.visits import ends

    end = ends(visit)
    return {
        messages.label(_WORDS["until"]): f"{end:%H:%M}" if end is not None else "",
        messages.label(_WORDS["place"]): visit.place,
        messages.label(_WORDS["dropped because"]): visit.reason,
    }


def _checklist(visit: Visit, messages: Messages) -> Iterator[str]:
    from kamengine.work.visits.visits import CHECKLIST, missing

    lacking = missing(visit)
    for name, label in CHECKLIST.items():
        value = getattr(visit, name)
        text = messages.label(_COMMA).join(value) if isinstance(value, tuple) else value
        if name in lacking:
            yield f"  [ ] {messages.label(label)}"
        elif text.strip():
            yield from _term(f"[x] {messages.label(label)}", text, messages)
    if visit.by == "visit" and visit.status != "done":
        yield "  " + messages.say("and before leaving: business cards, how one is dressed")


def _recorded(workspace: Workspace, visit: Visit, messages: Messages) -> dict[str, str]:
    if visit.status != "done":
        return {}
    from kamengine.work.ground.things import find
    from kamengine.work.model import Contact

    contacts = [(key, find(workspace, Contact, key)) for key in visit.met]
    met = [key if contact is None else f"{contact.name} ({key})" for key, contact in contacts]
    return {
        messages.label(_WORDS["met"]): messages.label(_COMMA).join(met),
        messages.label(_WORDS["said"]): visit.said,
        messages.label(_WORDS["agreed"]): messages.label(_COMMA).join(visit.agreed),
    }


def _told(move: Rescheduling, messages: Messages) -> dict[str, str]:
    return {
        messages.label(_WORDS["why"]): move.reason,
        messages.label(_WORDS["notice"]): move.notice,
        messages.label(_WORDS["apology"]): messages.say("none: the customer asked for it")
        if move.by_customer
        else move.apology,
    }


def _terms(texts: Mapping[str, str], messages: Messages) -> Iterator[str]:
    for label, text in texts.items():
        if text.strip():
            yield from _term(label, text, messages)


def _term(label: str, text: str, messages: Messages) -> Iterator[str]:
    """A label and its text, whose own lines stay lines; the lines that go on are indented."""
    from kamengine.locale.wrap import wrapped

    lines = [plain(line, None) for line in text.splitlines() if line.strip()]
    yield from wrapped(f"{label}{messages.label(_COLON)}{lines[0]}", page_width(), "  ", "      ")
    for line in lines[1:]:
        yield from wrapped(line, page_width(), "      ", "      ")
