"""All that needs somebody on a day, kind by kind, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.locale.display import number
from kamengine.problems import say
from kamengine.today.entries import (
    Entries,
    move_entries,
    risk_entries,
    task_entries,
    undecided_entries,
    visit_entries,
)

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.today.day import Day
    from kamengine.work.team.load import Load

_NAMED = 5


def sections(day: Day, messages: Messages) -> list[Entries]:
    """The kinds in the order in which they are shown: tasks, visits, moves, risks, undecided accounts."""
    found = [task_entries(day.tasks, day.ground.asking.today, messages), visit_entries(day.visits, messages)]
    found += [move_entries(each, messages, several=len(day.moves) > 1) for each in day.moves]
    found += [risk_entries(each, messages, several=len(day.risks) > 1) for each in day.risks]
    found += [undecided_entries(each, messages, several=len(day.undecided) > 1) for each in day.undecided]
    return found


def load_lines(load: Mapping[str, Sequence[Load]], person: str, messages: Messages) -> list[str]:
    """The hours that are planned against working hours: of one person by week, of the team who has too much."""
    if person:
        return [load_line(each, messages) for each in load.get(person, ())]
    now = [each[0] for each in load.values() if each]
    if not now:
        return []
    planned = sum((each.planned for each in now), Decimal(0))
    lines = [messages.say("{week}: {n} h planned", week=now[0].week.name, n=number(planned, messages.language))]
    too_much = sorted((each for each in now if each.is_too_much), key=lambda each: -(each.share or 0))
    if too_much:
        names = [f"{each.person} {hours(each, messages)}" for each in too_much[:_NAMED]]
        more = len(too_much) - len(names)
        told = say("too much to do: {names} and {more} more", names=names, more=more)
        lines.append(messages.text(told if more else say("too much to do: {names}", names=names)))
    nobodys = sum((each.planned for each in now if not each.person), Decimal(0))
    if nobodys:
        lines.append(messages.say("nobody's: {n} h", n=number(nobodys, messages.language)))
    return lines


def load_line(load: Load, messages: Messages) -> str:
    """What a person has in a week: ``2026-W40: 18/40 h, 2 h of it late``."""
    week, told = load.week.name, hours(load, messages)
    if not load.late:
        return messages.say("{week}: {hours} h", week=week, hours=told)
    late = number(load.late, messages.language)
    return messages.say("{week}: {hours} h, {late} h of it late", week=week, hours=told, late=late)


def hours(load: Load, messages: Messages) -> str:
    """Planned hours, over the working hours where these are known."""
    planned = number(load.planned, messages.language, decimals=None)
    if load.capacity is None:
        return planned
    return f"{planned}/{number(load.capacity, messages.language)}"
