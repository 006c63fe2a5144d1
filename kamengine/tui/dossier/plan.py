"""The plan: goals and tasks of an account, or what its tier calls for where nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kamengine.api.goals.words import Measured, state_text, value_text
from kamengine.api.work.task_json import is_late
from kamengine.api.work.whys import Whys
from kamengine.declarations import Playbook, Step
from kamengine.locale import Messages
from kamengine.locale.display import date, plain
from kamengine.problems import Message, say
from kamengine.tui.dossier.parts import gap, heading, words
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.item_list import Item
from kamengine.work.tasks.listing import Listed
from kamengine.work.tasks.tasks import STATUSES

TASK, GOAL = "task", "goal"


@dataclass(frozen=True)
class Work:
    """What is to be done for an account.

    Attributes:
        goals: those that are open, with where they stand.
        tasks: open ones by day, then those that are done or dropped.
        whys: why they are there.
    """

    goals: tuple[Measured, ...]
    tasks: tuple[Listed, ...]
    whys: Whys


def plan_items(work: Work, messages: Messages, today: dt.date) -> list[Item]:
    """Goals, then tasks by day, then those that are over."""
    items: list[Item] = []
    if work.goals:
        items += [heading(say("Goals"), messages), *(_goal(one, messages) for one in work.goals), gap()]
    open_ = [each for each in work.tasks if each.is_open]
    over = [each for each in work.tasks if not each.is_open]
    items.append(heading(say("Tasks"), messages))
    items += _tasks(open_, work.whys, messages, today)
    if not open_:
        items.append(words(say("There is nothing to do; t adds a task."), messages))
    if over:
        items += [gap(), heading(say("Done and dropped"), messages)]
        items += _tasks(over, work.whys, messages, today)
    return items


def playbook_items(playbooks: tuple[Playbook, ...], messages: Messages) -> list[Item]:
    """The goal and the steps of each playbook that a tier calls for."""
    if not playbooks:
        return [words(say("No plugin says what this tier calls for."), messages, ("nothing",))]
    items: list[Item] = []
    for number, playbook in enumerate(playbooks):
        items += [gap()] if items else []
        items.append(Item(partial(_playbook, playbook, messages), ("playbook", number)))
    return items


def _playbook(playbook: Playbook, messages: Messages, cells: int) -> list[Line]:
    lines = paragraph(plain(messages.label(playbook.goal), None), cells, "strong")
    digits = len(str(len(playbook.steps)))
    for number, step in enumerate(playbook.steps, 1):
        what = step.what if isinstance(step, Step) else step
        text = plain(messages.label(what), None)
        lines += paragraph(text, cells, first=((f"{number:>{digits}}. ", "muted"),))
    return lines


def _goal(one: Measured, messages: Messages) -> Item:
    goal = one.goal

    def lines(cells: int) -> list[Line]:
        told = {
            "name": messages.label(one.measure.label) if one.measure else goal.indicator,
            "baseline": value_text(goal.baseline, goal.unit, messages),
            "target": value_text(goal.target, goal.unit, messages),
            "due": date(goal.due, messages.language),
        }
        way = messages.say("{name}: from {baseline} to {target} by {due}", **told)
        stands = " · ".join(filter(None, (state_text(one, messages), goal.owner)))
        return [
            *paragraph(plain(goal.title, None), cells, "strong"),
            *paragraph(plain(way, None), cells, "muted", first=(("  ", ""),)),
            *paragraph(plain(stands, None), cells, "muted", first=(("  ", ""),)),
        ]

    return Item(lines, (GOAL, goal.key))


def _tasks(listed: Sequence[Listed], whys: Whys, messages: Messages, today: dt.date) -> list[Item]:
    """Each task; why they are there is told once where several follow from the same."""
    reasons = [whys.why.get(each.task.key, each.task.why) if each.is_open else "" for each in listed]
    said = [why if at == 0 or why != reasons[at - 1] else "" for at, why in enumerate(reasons)]
    return [_task(each, why, whys, messages, today) for each, why in zip(listed, said, strict=True)]


def _task(each: Listed, why: str, whys: Whys, messages: Messages, today: dt.date) -> Item:
    task = each.task

    def lines(cells: int) -> list[Line]:
        late = is_late(each, today)
        mark = _MARKS.get(task.status, "! " if late else "· ")
        due = messages.say("due {day}", day=date(task.due, messages.language)) if task.due is not None else ""
        due = messages.say("{day} — late", day=due) if late else due
        who = task.responsible or messages.say("nobody yet")
        status = messages.text(STATUSES[task.status]) if task.status != "open" else ""
        about = " · ".join(filter(None, (who, due, status)))
        told = [
            *paragraph(
                plain(task.title, None), cells, _INKS.get(task.status, ""), first=((mark, "open" if late else "muted"),)
            ),
            *paragraph(plain(about, None), cells, "open" if late else "muted", first=(("  ", ""),)),
        ]
        for label, text in _said(each, why, whys):
            line = messages.say("{label}: {text}", label=label, text=text)
            told += paragraph(plain(line, None), cells, "muted", first=(("  ", ""),))
        return told

    return Item(lines, (TASK, task.key))


def _said(each: Listed, why: str, whys: Whys) -> list[tuple[Message, str]]:
    """What is worth a line of its own below a task."""
    task = each.task
    told = [
        (say("why"), why),
        (say("the reason has gone"), whys.gone.get(task.key, "")),
        (say("blocked by"), task.blocked_by),
        (say("result"), task.result),
    ]
    return [(label, text) for label, text in told if text]


_MARKS = {"done": "✓ ", "dropped": "✗ ", "started": "▶ ", "blocked": "■ "}
_INKS = {"done": "muted", "dropped": "faint"}
