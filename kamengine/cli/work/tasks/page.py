"""Lists of tasks, as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from kamengine.api.work.task_json import is_late
from kamengine.locale.terminal import plain
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.api.work.whys import Whys
    from kamengine.locale import Messages
    from kamengine.work.tasks.listing import Found, Listed, TaskQuery
    from kamengine.workspace import Workspace

_INDENT = "    "
_FEW = 10
_WEEKDAYS: Sequence[Message] = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)


def tasks_page(workspace: Workspace, found: Found, whys: Whys, query: TaskQuery, messages: Messages, cells: int) -> str:
    """The tasks by day: what is late first, then each day with its tasks, each with its reason below."""
    from kamengine.api.accounts.names import account_names

    if not found.count:
        return " ".join([messages.say("There is nothing to do here."), *_hints(workspace, query, messages)])
    names = account_names(workspace, (each.task.account for each in found.shown))
    lines = [_head(found, query, messages)]
    for heading, day in groupby(found.shown, lambda each: _heading(each, query.window.today, messages)):
        lines += ["", heading]
        for account, tasks in groupby(day, lambda each: each.task.account):
            lines += _lines(" ".join(filter(None, (account, names.get(account, "")))), cells, "  ")
            for _, group in groupby(tasks, _reason):
                lines += _group_lines(list(group), whys, messages, cells, person=not query.person)
    if len(found.shown) < found.count:
        more = found.count - len(found.shown)
        lines += ["", messages.say("and {n:,} more; --limit lists more, --json all", n=more)]
    return "\n".join(lines)


def _reason(each: Listed) -> str:
    """Tasks of one reason stand together."""
    return str(each.reason.id) if each.reason is not None else each.task.key


def _group_lines(group: Sequence[Listed], whys: Whys, messages: Messages, cells: int, *, person: bool) -> Iterator[str]:
    """Each task that is due for one reason, and the reason."""
    first = group[0].task
    for each in group:
        yield from _task_lines(each, whys, messages, cells, person=person)
    key = first.key
    if why := whys.why.get(key, first.why):
        yield from _lines(messages.say("why: {text}", text=why), cells, _INDENT)
    if key in whys.gone:
        yield from _lines(messages.say("! the reason has gone: {text}", text=whys.gone[key]), cells, _INDENT)


def _task_lines(each: Listed, whys: Whys, messages: Messages, cells: int, *, person: bool) -> Iterator[str]:
    from kamengine.work.tasks.tasks import STATUSES

    task = each.task
    who = (task.responsible or messages.say("nobody yet")) if person else ""
    effort = messages.say("{n} h", n=hours_text(task.effort)) if task.effort is not None else ""
    status = messages.text(STATUSES[task.status]) if task.status != "open" else ""
    place = messages.say("for {role}", role=whys.stands_in[task.key]) if task.key in whys.stands_in else ""
    told = (f"{task.key}  {task.title}", " ".join(filter(None, (who, place))), effort, status)
    yield from _lines(" · ".join(filter(None, told)), cells, _INDENT)
    if task.blocked_by:
        yield from _lines(messages.say("blocked: {text}", text=task.blocked_by), cells, _INDENT + "  ")


def _lines(text: str, cells: int, indent: str) -> list[str]:
    """Text from anywhere on lines of the page."""
    from kamengine.locale.wrap import wrapped

    return wrapped(plain(text, None), cells, indent, indent + "  ")


def changed_page(workspace: Workspace, listed: Sequence[Listed], messages: Messages, cells: int) -> str:
    """What tasks are now, one below the other; of many only the first."""
    from kamengine.api.accounts.names import account_names
    from kamengine.work.tasks.tasks import STATUSES

    names = account_names(workspace, (each.task.account for each in listed[:_FEW]))
    lines = []
    for each in listed[:_FEW]:
        task = each.task
        account = " ".join(filter(None, (task.account, names.get(task.account, ""))))
        due = messages.say("due {day}", day=day_text(task.due, messages)) if task.due is not None else ""
        status, who = messages.text(STATUSES[task.status]), task.responsible or messages.say("nobody yet")
        lines += _lines(" · ".join(filter(None, (f"{task.key}  {account}", status, who, due))), cells, "")
        lines += _lines(task.title, cells, _INDENT)
    if len(listed) > _FEW:
        lines.append(messages.say("and {n:,} more", n=len(listed) - _FEW))
    return "\n".join(lines)


def hours_text(hours: Decimal | None) -> str:
    """Hours without needless zeros."""
    return "" if hours is None else format(hours.normalize(), "f")


def day_text(day: dt.date, messages: Messages) -> str:
    """A day with the day of its week."""
    return messages.say("{day}, {weekday}", day=day.isoformat(), weekday=_WEEKDAYS[day.weekday()])


def _head(found: Found, query: TaskQuery, messages: Messages) -> str:
    """How many there are, how long they take, and how many are late."""
    told = [messages.say("tasks: {n:,}", n=found.count), messages.say("{n} h", n=hours_text(found.hours))]
    if found.late:
        told.append(messages.say("late: {n:,}", n=found.late))
    if query.window.first is not None and query.window.last is not None and query.window.first <= query.window.last:
        days = {"first": query.window.first.isoformat(), "last": query.window.last.isoformat()}
        told.insert(0, messages.say("{first} to {last}", **days))
    return " · ".join([*([plain(query.person)] if query.person else []), *told])


def _heading(each: Listed, today: dt.date, messages: Messages) -> str:
    if each.task.due is None:
        return messages.say("without a day")
    day = day_text(each.task.due, messages)
    return messages.say("{day} — late", day=day) if is_late(each, today) else day


def _hints(workspace: Workspace, query: TaskQuery, messages: Messages) -> Iterator[str]:
    """Where there is something to do."""
    from kamengine.work.plans.proposals import next_due
    from kamengine.work.plans.reasons import newest_plans

    if not newest_plans(workspace):
        yield messages.say("kam plan makes the plans.")
    elif query.window.last is not None and (day := next_due(workspace, max(query.window.today, query.window.last))):
        yield messages.say("What playbooks propose next is due on {day}.", day=day)
