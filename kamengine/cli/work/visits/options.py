"""What the verbs of ``kam visit`` share: their options, whom names mean, which visits are meant."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import ask_first, meant
from kamengine.cli.inputs.inputs import day_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, OneOf, messages_of, option, place_of
from kamengine.cli.pages.output import echo_note
from kamengine.problems import KamError, Message, Place, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.work.model import Visit
    from kamengine.work.people.people import Team
    from kamengine.workspace import Transaction, Workspace

_DETAILS = (
    option("--owner", value=say("NAME"), help=say("Who answers for it; else the account's manager, else you.")),
    option("--how", "by", type=OneOf(["visit", "call", "video"]), help=say("In person, by telephone or by video.")),
    option("--minutes", type=click.IntRange(0, 1440), value=say("N"), help=say("How long it takes.")),
    option("--place", value=say("TEXT"), help=say("Where it is.")),
    option("--purpose", value=say("TEXT"), help=say("What it is to reach.")),
    option("--background", value=say("TEXT"), help=say("What those who go must know of the customer.")),
    option("--materials", value=say("TEXT"), help=say("What they bring.")),
    option("--talking-points", value=say("TEXT"), help=say("What was agreed to be said.")),
    option("--goes", "goers", multiple=True, value=say("NAME"), help=say("Who goes; once for each.")),
    option("--route", value=say("TEXT"), help=say("How they get there.")),
)
_NAMES = ("owner", "by", "minutes", "place", "purpose", "background", "materials", "talking_points", "goers", "route")


def details_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options for what a visit holds; those that were given arrive as ``details``, by field of `Visit`."""

    @functools.wraps(function)
    def wrapped(**given: Any) -> Any:
        details = {name: given.pop(name) for name in _NAMES}
        details = {name: value for name, value in details.items() if value not in (None, ())}
        return function(**given, details=details)

    for add in reversed(_DETAILS):
        wrapped = add(wrapped)
    return wrapped


def expect_option(function: Any) -> Any:
    """The option ``--expect``, whose value arrives as ``expect``: the version that was seen."""
    add = option(
        "--expect",
        type=click.IntRange(min=0),
        value=say("N"),
        help=say("Only if nobody has changed it since this version, which --json shows."),
    )
    return add(function)


def day_option(name: str, help: Any, **settings: Any) -> Callable[[Any], Any]:
    """An option whose value is a day."""
    return option(name, value=say("DATE"), callback=day_of, help=help, **settings)


def time_option(function: Any) -> Any:
    """The option ``--at``, whose value arrives as ``at``: a time of the day."""
    add = option("--at", value=say("TIME"), callback=_time, help=say("When, such as 14:30, by the clock of the place."))
    return add(function)


def people_in(details: dict[str, Any], team: Callable[[], Team], who: str, context: click.Context) -> dict[str, Any]:
    """The details with people called as the team calls them, which is looked at only when there are any.

    Whoever owns a visit must be of the team; others may go along, which is noted, since it may be a misspelling.

    Raises:
        KamError: the team has nobody of the owner's name.
    """
    found = dict(details)
    if "owner" in found:
        found["owner"] = team().at_work(found["owner"], place=Place(key="--owner"))
    if "goers" in found:
        found["goers"] = tuple(dict.fromkeys(_goer(name, team(), who, context) for name in found["goers"]))
    return found


def _goer(name: str, team: Team, who: str, context: click.Context) -> str:
    person = team.find(name)
    if person is not None:
        return team.stands_for(person.key) or person.key
    if name == who:
        return name
    near = did_you_mean(name, team.spellings())
    note = say("{name} is not of the team", name=name[:LONGEST_WORD])
    echo_note(say("{text} — {remedy}", text=note, remedy=near) if near else note, messages_of(context))
    return name


def person_meant(team: Team, person: str | None, who: str, known: Iterable[str]) -> str:
    """Whose visits are asked for.

    Args:
        team: who is there.
        person: a name; None for who asks.
        who: who asks.
        known: names at which visits stand.

    Raises:
        KamError: nobody has this name.
    """
    name = who if person is None else person
    found = team.find(name)
    if found is None and name in set(known):
        return name
    return team.must(name, place=Place(key="--mine" if person is None else "--person"))


def visits_meant(
    context: click.Context, keys: Sequence[str], where: str | None, pack: str | None, who: str, *, yes: bool
) -> list[Visit]:
    """The visits that are named, or the open ones of all accounts that meet a condition.

    Raises:
        KamError: there is no such visit, none is named, no account meets the condition or none has an open visit, or
            nobody said yes.
    """
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Visit
    from kamengine.work.visits.visits import is_open, the_visit

    workspace = workspace_of(context)
    if where is None:
        if not keys:
            raise KamError.of(say("no visit is named"), say("write its key, such as v1, or --where CONDITION"))
        return list({visit.key: visit for visit in (the_visit(workspace, key) for key in keys)}.values())
    if keys:
        raise KamError.of(say("both visits and a condition are given"), say("leave one of them out"), place=_WHERE)
    accounts = set(meant(context, (), where, pack, who).accounts)
    found = [visit for visit in all_of(workspace, Visit, open=True) if is_open(visit) and visit.account in accounts]
    if not found:
        raise KamError.of(say("no account that meets the condition has an open visit"), place=_WHERE)
    ask_first(len(found), messages_of(context).say("visits"), where=where, yes=yes)
    return found


def check_versions(workspace: Workspace, change: Transaction, visits: Sequence[Visit], expected: int | None) -> None:
    """See that nobody has changed a visit since it was seen.

    Raises:
        KamError: somebody has, or several visits are expected to have one version.
    """
    if expected is None:
        return
    if len(visits) != 1:
        what = say("a version is given for several visits")
        raise KamError.of(what, say("change one visit at a time"), place=Place(key="--expect"))
    from kamengine.work.ground.things import check_version

    check_version(workspace, change, type(visits[0]), visits[0].key, expected)


def team_of(workspace: Workspace) -> Team:
    """The team, with whom the facts of now name as the managers of accounts."""
    from kamengine.api.work.owners import bring_owners
    from kamengine.work.people.people import Team

    bring_owners(workspace)
    return Team.of(workspace)


def owner_of(team: Team, account: str, who: str) -> str:
    """Who answers for visits to an account when nobody is named: its manager, else who plans them."""
    from kamengine.work.people.owners import OWNER

    me = team.find(who)
    return team.person(account, OWNER) or (me.key if me else who)


def tell_days_off(context: click.Context, workspace: Workspace, days: Iterable[dt.date]) -> None:
    """Note on stderr which of the days nobody works on, and what the calendar does not know of their years."""
    from kamengine.work.ground.calendar import calendar_of

    calendar, messages, wanted = calendar_of(workspace), messages_of(context), sorted(set(days))
    for note in calendar.notes(day.year for day in wanted):
        echo_note(note, messages)
    for day in wanted:
        if not calendar.is_working_day(day):
            told = {"day": day.isoformat(), "calendar": calendar.name, "next": calendar.shift(day).isoformat()}
            name = calendar.holiday(day, messages.language)
            echo_note(_day_off(told, name), messages)


def tell_clashes(context: click.Context, visits: Sequence[Visit]) -> None:
    """Note on stderr who would have to be somewhere else, too, when a single visit was planned or changed."""
    from kamengine.work.visits.clashes import clashes

    if len(visits) != 1:
        return
    for person, other in clashes(workspace_of(context), visits[0]):
        told = {"person": person, "key": other.key, "account": other.account, "time": f"{other.time:%H:%M}"}
        note = say("{person} is to be at another visit then: {key}, {account}, {day} {time}", day=other.day, **told)
        echo_note(note, messages_of(context))


def _day_off(told: dict[str, str], holiday: str) -> Message:
    if not holiday:
        return say("{day} is no working day ({calendar}); the next one is {next}", **told)
    return say("{day} is {holiday} ({calendar}); the next working day is {next}", holiday=holiday, **told)


_WHERE = Place(key="--where")


def _time(_context: click.Context, parameter: click.Parameter, text: str | None) -> dt.time | None:
    if text is None:
        return None
    hours, colon, minutes = text.strip().replace("：", ":").partition(":")
    try:
        if colon and hours.isascii() and minutes.isascii() and len(minutes) == 2:
            return dt.time(int(hours), int(minutes))
    except ValueError:
        pass
    what = say("{value} is not a time", value=text[:LONGEST_WORD])
    raise KamError.of(what, say("write it as 14:30"), place=place_of(parameter))
