"""Tasks grouped by week, person or account, and set in lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kamengine.locale import Messages
from kamengine.locale.display import number, plain
from kamengine.today.entries import days_late
from kamengine.tui.looks.lines import Line, fit, width
from kamengine.work.ground.periods import week_of
from kamengine.work.tasks.listing import Listed
from kamengine.work.tasks.query import NO_DAY, TaskSum
from kamengine.work.tasks.tasks import STATUSES

By = Literal["week", "person", "account"]
BYS: tuple[By, ...] = ("week", "person", "account")
MARKS: Mapping[str, str] = {"open": "·", "started": "▶", "blocked": "■", "done": "✓", "dropped": "✕"}
_GAP = "  "
_WHEN, _MOST_ACCOUNT, _LEAST_ACCOUNT, _PERSON = 13, 34, 14, 10
_WITH_PERSON = 96
"""Who does it is named from so many cells on; what is looked at is told in full anyway."""


@dataclass(frozen=True)
class Group:
    """Tasks that stand together.

    Attributes:
        by: what they share.
        key: that of the group: which week, which person, which account.
        title: the same in words.
        tasks: those that are known, in the order in which they are due.
        count: how many there are.
        hours: what those take that are open, as far as that is said.
    """

    by: By
    key: tuple[object, ...]
    title: str
    tasks: tuple[Listed, ...]
    count: int
    hours: Decimal

    @property
    def person(self) -> str:
        """Who does them; empty for nobody, and where they stand together for another reason."""
        return str(self.key[-1]) if self.by == "person" else ""


def grouped(
    listed: Sequence[Listed],
    by: By,
    names: Mapping[str, str],
    today: dt.date,
    messages: Messages,
    sums: Iterable[TaskSum] | None = None,
) -> list[Group]:
    """The tasks in groups: weeks in their order, what is late before them; people and accounts by name.

    Args:
        listed: those that are known, in the order in which they are due.
        by: what stands together.
        names: what accounts are called, by id.
        today: the day to look from.
        messages: in whose language groups are called.
        sums: what all tasks come to, known or not; None when those that are known are all.
    """
    known: dict[tuple[object, ...], list[Listed]] = {}
    for each in listed:
        due = each.task.due.isoformat() if each.task.due is not None else NO_DAY
        key = (each.task.account,) if by == "account" else _key(due, each.task.responsible, each.is_open, by, today)
        known.setdefault(key, []).append(each)
    totals: dict[tuple[object, ...], tuple[int, Decimal]] = {
        key: (len(tasks), sum((each.task.effort or Decimal() for each in tasks if each.is_open), Decimal()))
        for key, tasks in known.items()
        if sums is None
    }
    for part in sums or ():
        key = _key(part.day, part.person, part.is_open, by, today)
        count, hours = totals.get(key, (0, Decimal()))
        totals[key] = count + part.count, hours + (part.hours if part.is_open else 0)
    return [
        Group(by, key, _title_of(key, by, names, messages), tuple(known.get(key, ())), *totals.get(key, (0, Decimal())))
        for key in sorted(totals.keys() | known.keys())  # a task may have come since they were counted
    ]


def _key(due: str, person: str, is_open: bool, by: By, today: dt.date) -> tuple[object, ...]:
    """To which week or person a task belongs; groups are sorted by it."""
    if by == "person":
        return not person, person
    if due == NO_DAY:
        return 2, ""
    if is_open and due < today.isoformat():
        return 0, ""
    return 1, week_of(dt.date.fromisoformat(due)).first.isoformat()


def _title_of(key: tuple[object, ...], by: By, names: Mapping[str, str], messages: Messages) -> str:
    """What a group is called."""
    last = str(key[-1])
    if by == "person":
        return last or messages.say("nobody yet")
    if by == "account":
        return f"{last} {names.get(last, '')}".strip()
    if key[0] == 2:
        return messages.say("without a day")
    if key[0] == 0:
        return messages.say("late")
    week = week_of(dt.date.fromisoformat(last))
    words = {"week": week.name, "first": week.first.isoformat(), "last": week.last.isoformat()}
    return messages.say("{week}: {first} to {last}", **words)


def is_late(each: Listed, today: dt.date) -> bool:
    """Whether a task was to be done before a day and is not."""
    return each.is_open and each.task.due is not None and each.task.due < today


def group_lines(group: Group, messages: Messages, cells: int, *, first: bool) -> list[Line]:
    """The title of a group, how many tasks it has, and how long they take."""
    told = messages.say("tasks: {n:,}", n=group.count)
    if group.hours:
        told += " · " + messages.say("{n} h", n=number(group.hours, messages.language))
    title = fit(group.title, min(cells, width(((plain(group.title, None), ""),))))
    room = max(0, cells - width(((title, ""),)) - len(_GAP))
    line: Line = ((title, "heading"), (_GAP[:room], ""), (fit(told, room).rstrip(), "muted"))
    return [line] if first else [(), line]


def task_lines(each: Listed, by: By, name: str, today: dt.date, messages: Messages, cells: int) -> list[Line]:
    """One line: where it stands, when, the account, what is to be done, who; what the group says is left out."""
    task = each.task
    account = max(_LEAST_ACCOUNT, min(_MOST_ACCOUNT, cells * 30 // 100)) if by != "account" else 0
    person = _PERSON if by != "person" and cells >= _WITH_PERSON else 0
    room = cells - 2 - _WHEN - len(_GAP) - sum(size + len(_GAP) for size in (account, person) if size)
    if room < _LEAST_ACCOUNT:
        return [((fit(f"{MARKS[task.status]} {task.title}", cells), ""),)]
    late = is_late(each, today)
    line: list[tuple[str, str]] = [(f"{MARKS[task.status]} ", "open" if task.status == "blocked" else "best")]
    line += [(fit(when_text(each, today, messages), _WHEN), "open" if late else "muted"), (_GAP, "")]
    if account:
        line += [(fit(f"{task.account} {name}".strip(), account), "strong"), (_GAP, "")]
    line.append((fit(task.title, room), "muted" if not each.is_open else ""))
    if person:
        line += [(_GAP, ""), (fit(task.responsible or messages.say("nobody yet"), person), "muted")]
    return [tuple(line)]


def when_text(each: Listed, today: dt.date, messages: Messages) -> str:
    """When a task is due, or how late it is; of one that is closed that it is."""
    due = each.task.due
    if not each.is_open:
        return messages.text(STATUSES[each.task.status])
    if due is None:
        return messages.say("without a day")
    if due == today:
        return messages.say("today")
    return days_late((today - due).days, messages) if due < today else due.isoformat()
