"""Planned hours against working hours, person by person and week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kamengine.work.ground.calendar import Calendar
from kamengine.work.ground.periods import Week, weeks_between
from kamengine.work.ground.things import all_of
from kamengine.work.model import Person, Task, Visit
from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.proposed import proposed
from kamengine.work.tasks.query import TaskQuery
from kamengine.work.tasks.touched import touched_in_order
from kamengine.workspace import Workspace

DAYS_OF_A_WEEK = 5
"""So many working days a usual week has, among which the hours of a person are spread."""

_DOER = "responsible="


@dataclass(frozen=True)
class Planned:
    """Something that somebody is to do, one or several alike: a task, or a visit on which the person goes.

    Attributes:
        person: who does it; empty for nobody.
        day: on which it is due.
        hours: how long each takes; None when nothing says so.
        kind: ``task`` or ``visit``.
        missing: the role of who should do it and whom nobody names, so that the account's manager does; else empty.
        count: how many such things these are.
    """

    person: str
    day: dt.date
    hours: Decimal | None
    kind: str
    missing: str = ""
    count: int = 1


@dataclass(frozen=True)
class Load:
    """What a person has to do in a week.

    Attributes:
        person: the name; empty for what nobody does.
        week: Monday to Sunday.
        capacity: working hours of the days that are left, by the calendar; None when the person's hours are unknown.
        planned: hours of what falls due in it; in the first week also of what is late.
        late: those of them that were due before today.
        tasks: how many tasks these are.
        visits: how many visits.
        without_hours: how many of both nothing is said of how long they take.
        missing: the roles that nobody holds, and in whose place the person does tasks.
    """

    person: str
    week: Week
    capacity: Decimal | None
    planned: Decimal
    late: Decimal
    tasks: int
    visits: int
    without_hours: int
    missing: tuple[str, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """Planned hours as a share of the capacity; None when it is unknown or nothing."""
        return self.planned / self.capacity if self.capacity else None

    @property
    def is_too_much(self) -> bool:
        """Whether more is planned than there is time for."""
        return self.capacity is not None and self.planned > self.capacity


def weeks_from(today: dt.date, count: int) -> list[Week]:
    """The week of a day and those after it, so many in all."""
    return list(weeks_between(today, today + dt.timedelta(weeks=count - 1)))[:count]


def loads(
    workspace: Workspace, team: Team, calendar: Calendar, weeks: Sequence[Week], today: dt.date, person: str = ""
) -> dict[str, tuple[Load, ...]]:
    """What everybody who is in the team or has something to do has in each week, by name; nobody comes last.

    Args:
        workspace: where the work is.
        team: who does it.
        calendar: of the working days.
        weeks: in a row; the first is that of today, or one after it, in which everything before it is counted, too.
        today: the day to work from.
        person: only this one, by the kept name; empty for everybody.
    """
    found: dict[str, list[Planned]] = {key: [] for key, each in team.people.items() if not each.left}
    if person:
        found = {person: []}
    for each in planned_between(workspace, team, weeks, today, person):
        found.setdefault(each.person, []).append(each)
    names = sorted(found, key=lambda name: (not name, name))
    return {name: tuple(_weekly(team.find(name), found[name], calendar, weeks, today, name)) for name in names}


def planned_between(
    workspace: Workspace, team: Team, weeks: Sequence[Week], today: dt.date, person: str = ""
) -> Iterator[Planned]:
    """Everything open that falls due in weeks, and what is late; untouched tasks, touched ones, and visits alike.

    Args:
        workspace: where the work is.
        team: who does it.
        weeks: in a row; the first is that of today, or one after it: what is due before that is there, too.
        today: the day to work from.
        person: only what this person does, by the kept name; empty for everybody.
    """
    query = TaskQuery(Window(today, min(today, weeks[0].first), weeks[-1].last), person=person)
    for each in proposed(workspace, query, team).by_doers():
        if not each.gone:
            missing = each.step.responsible if each.by.rule in ("owner", "nobody") else ""
            day = dt.date.fromisoformat(each.due.day)
            yield Planned(each.by.person, day, each.step.effort, Task.kind, missing, each.count)
    for listed in touched_in_order(workspace, query):
        task = listed.task
        if not listed.gone and task.due is not None:
            doer = team.stands_for(task.responsible)
            yield Planned(doer, task.due, task.effort, task.kind, "" if doer else doer_role(task.roles))
    for visit in all_of(workspace, Visit, open=True, last=weeks[-1].last.isoformat()):
        hours = Decimal(visit.minutes) / 60 if visit.minutes else None
        for name in dict.fromkeys(map(team.stands_for, (visit.owner, *visit.goers))):
            if person in ("", name):
                yield Planned(name, visit.day, hours, visit.kind)


def doer_role(roles: Iterable[str]) -> str:
    """The role of who does a task, out of `Task.roles`; empty for a task by hand."""
    return next((each.removeprefix(_DOER) for each in roles if each.startswith(_DOER)), "")


def capacity_of(person: Person | None, calendar: Calendar, week: Week, today: dt.date) -> Decimal | None:
    """The working hours that somebody has left in a week; None when nothing says how many the person works.

    The hours of a week are spread evenly over five days; a week with holidays has fewer of them, one whose weekend is
    worked more. Of the current week the days before today are gone.
    """
    if person is None or person.hours is None:
        return None
    first = max(week.first, today)
    days = calendar.working_days(first, week.last) if first <= week.last else []
    return person.hours * len(days) / DAYS_OF_A_WEEK


def _weekly(
    person: Person | None,
    planned: Iterable[Planned],
    calendar: Calendar,
    weeks: Sequence[Week],
    today: dt.date,
    name: str,
) -> Iterator[Load]:
    by_week: dict[Week, list[Planned]] = {week: [] for week in weeks}
    for each in planned:
        by_week[weeks[max(0, (each.day - weeks[0].first).days // weeks[0].days)]].append(each)
    for week, due in by_week.items():
        yield Load(
            person=name,
            week=week,
            capacity=capacity_of(person, calendar, week, today),
            planned=_sum(due),
            late=_sum(each for each in due if each.day < today),
            tasks=sum(each.count for each in due if each.kind == Task.kind),
            visits=sum(each.count for each in due if each.kind == Visit.kind),
            without_hours=sum(each.count for each in due if each.hours is None),
            missing=tuple(sorted({each.missing for each in due if each.missing})),
        )


def _sum(planned: Iterable[Planned]) -> Decimal:
    return sum((each.hours * each.count for each in planned if each.hours is not None), Decimal(0))
