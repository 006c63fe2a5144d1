"""What is asked of somebody who adds a task, on whatever screen, and what is said of it before it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kamengine.problems import KamError, Message, say
from kamengine.tui.actions.people import People
from kamengine.tui.dialogs.confirm import Confirm
from kamengine.tui.dialogs.form import Answers, Asked
from kamengine.tui.ground.speaking import SpeakingApp
from kamengine.work.ground.days import day_typed, how_typed

if TYPE_CHECKING:
    from kamengine.work.model import Task


def asked_of_task(today: dt.date, people: People) -> list[Asked]:
    """What is to be done, until when, by whom, and how long it takes."""
    return [
        Asked("title", say("What is to be done"), needed=True),
        Asked("due", say("The last day"), hint=how_typed(today)),
        people.asked("responsible", say("Who does it")),
        Asked("effort", say("Hours it takes")),
    ]


def said_of_task(given: Answers, today: dt.date) -> dict[str, Any]:
    """The answers as `kamengine.api.work.task_work.drafted` takes them.

    Raises:
        KamError: the last day is none.
    """
    due = day_typed(given["due"], today) if given["due"] else None
    return {**given, "due": due, "effort": given["effort"] or None}


def is_late(due: dt.date | None, today: dt.date) -> bool:
    """Whether a last day is over before there is a task."""
    return due is not None and due < today


def task_told(draft: Task, given: Answers, today: dt.date) -> list[Message]:
    """A task that is not kept yet, in lines: what, until when, by whom, and how long it takes."""
    said = [say("Task: {title}", title=draft.title)]
    if draft.due is not None:
        said.append(day_told(draft.due, today))
    named = given["responsible"]
    said.append(
        say("Who does it: {name}", name=draft.responsible) if named else say("Who does it: the manager of the account")
    )
    return said + ([say("Hours it takes: {n}", n=draft.effort)] if draft.effort is not None else [])


def day_told(due: dt.date, today: dt.date) -> Message:
    """The last day, and whether it is over."""
    if is_late(due, today):
        return say("The last day: {day}, which is already past", day=due.isoformat())
    return say("The last day: {day}", day=due.isoformat())


async def see_sure(home: SpeakingApp, title: Message, said: Sequence[Message]) -> None:
    """Ask whether it is wanted.

    Raises:
        KamError: it is not; nothing was changed.
    """
    if await home.push_screen_wait(Confirm(title, said)) is not True:
        raise KamError.of(say("nothing was changed yet"), say("Ctrl+S asks again, Esc leaves"))
