"""``kam visit list``, ``show``, ``due`` and ``ics``: what is planned, what was, and who should have been visited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import json_option, meant, note_pack, today_option
from kamengine.cli.inputs.inputs import host_of, path_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_note
from kamengine.cli.work.visits.due_page import due_json, due_page
from kamengine.cli.work.visits.options import day_option, person_meant, team_of
from kamengine.cli.work.visits.page import show_page, visits_json, visits_table
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.api.work.visits import VisitsDue
    from kamengine.work.model import Visit
    from kamengine.work.people.people import Team

_PACK = option("--pack", value=say("PACK"), help=say("The rule pack; else the only one, or the one run last."))
_WHERE = option("--where", value=say("CONDITION"), help=say("Only accounts that meet a condition."))
_MINE = option("--mine", is_flag=True, help=say("Only those that are yours."))
_PERSON = option("--person", value=say("NAME"), help=say("Only those of this person."))
_ACCOUNT = option("--account", multiple=True, value=say("ACCOUNT"), help=say("Only those of this account."))


@command(
    "list",
    say("List the open visits, the next one first; ! marks those that were to be and are not recorded."),
    "kam visit list --mine --week",
    "kam visit list --account C0017 --all",
)
@_MINE
@_PERSON
@_ACCOUNT
@_WHERE
@_PACK
@option("--week", is_flag=True, help=say("Only those of this week, Monday to Sunday."))
@option("--all", "everything", is_flag=True, help=say("Those that were held or dropped, too."))
@today_option
@who_option
@json_option
@click.pass_context
def list_visits(
    context: click.Context,
    mine: bool,
    person: str | None,
    account: tuple[str, ...],
    where: str | None,
    pack: str | None,
    week: bool,
    everything: bool,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """List visits."""
    from kamengine.api.accounts.names import account_names
    from kamengine.work.ground.periods import week_of

    workspace, messages = workspace_of(context), messages_of(context)
    found = _asked(context, mine, person, account, where, pack, who, everything=everything)
    if week:
        this = week_of(today)
        found = [visit for visit in found if visit.day in this]
    if as_json:
        echo_json(visits_json(workspace, found))
    elif found:
        click.echo(visits_table(found, account_names(workspace, (visit.account for visit in found)), today, messages))
    else:
        click.echo(messages.say("There are no such visits; kam visit plan ACCOUNT --on DATE plans one."))


@command("show", say("Show a visit: its checklist, what came of it, its moves and its tasks."), "kam visit show v1")
@argument("key", say("VISIT"), say("The visit's key, such as v1."))
@json_option
@click.pass_context
def show(context: click.Context, key: str, as_json: bool) -> None:
    """Show one visit."""
    from kamengine.work.visits.visits import the_visit

    workspace = workspace_of(context)
    visit = the_visit(workspace, key)
    if as_json:
        echo_json(visits_json(workspace, [visit])[0])
        return
    click.echo("\n".join(show_page(workspace, visit, messages_of(context))))


@command(
    "due",
    say(
        "List the accounts whose tier calls for a visit by now, and visits that were to be and are not recorded. How "
        "often a tier is visited says the pack under [visits]."
    ),
    "kam visit due --mine",
    "kam visit due --until 2026-12-31 --unplanned",
)
@_MINE
@_PERSON
@_WHERE
@_PACK
@day_option("--until", say("Those that come due until this day, too; else until today."))
@option("--unplanned", is_flag=True, help=say("Only accounts for which no visit is planned."))
@today_option
@who_option
@json_option
@click.pass_context
def due(
    context: click.Context,
    mine: bool,
    person: str | None,
    where: str | None,
    pack: str | None,
    until: dt.date | None,
    unplanned: bool,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """List who is due."""
    from dataclasses import replace

    from kamengine.api.work.visits import visits_due
    from kamengine.work.ground.calendar import calendar_of
    from kamengine.work.people.people import Team

    workspace, messages = workspace_of(context), messages_of(context)
    note_pack(context, pack)
    found = visits_due(
        workspace, host_of(context), who, pack=pack, where=where, today=today, until=max(until or today, today)
    )
    team = Team.of(workspace)
    known = {*found.managers.values(), *(visit.owner for visit in found.unrecorded)}
    whose = person_meant(team, person, who, known) if mine or person is not None else None
    if unplanned:
        found = replace(found, cadences=tuple(each for each in found.cadences if each.planned is None))
    if whose is not None:
        found = _of_person(found, team, whose)
    for note in calendar_of(workspace).notes({today.year, (until or today).year}):
        echo_note(note, messages)
    if as_json:
        echo_json(due_json(found))
    else:
        click.echo("\n".join(due_page(found, messages)))


@command(
    "ics",
    say("Write visits as a calendar file (iCalendar), for any calendar program."),
    "kam visit ics --mine -o visits.ics",
)
@_MINE
@_PERSON
@_ACCOUNT
@_WHERE
@_PACK
@option("--all", "everything", is_flag=True, help=say("Those that were held or dropped, too, however old."))
@option("-o", "--output", value=say("FILE"), help=say("The file to write, which is replaced; else it is printed."))
@today_option
@who_option
@click.pass_context
def ics(
    context: click.Context,
    mine: bool,
    person: str | None,
    account: tuple[str, ...],
    where: str | None,
    pack: str | None,
    everything: bool,
    output: str | None,
    today: dt.date,
    who: str,
) -> None:
    """Write a calendar file."""
    from kamengine.cli.work.visits.calendar import appointments
    from kamengine.pack.editing.files import replace_file
    from kamengine.work.visits.icalendar_file import calendar_file
    from kamengine.work.visits.visits import is_open

    workspace, messages = workspace_of(context), messages_of(context)
    found = _asked(context, mine, person, account, where, pack, who, everything=True)
    if not everything:  # those that were dropped and are still to come are crossed out in calendars that have them
        found = [visit for visit in found if is_open(visit) or (visit.status == "dropped" and visit.day >= today)]
    name = messages.say("Visits: {workspace}", workspace=workspace.settings.name)
    content = calendar_file(name, appointments(workspace, found, messages))
    if output is None:
        click.echo(content, nl=False)
        return
    replace_file(path_of(output), content, old=None)
    click.echo(messages.say("{file}: {n} visits", file=output, n=len(found)))


def _asked(
    context: click.Context,
    mine: bool,
    person: str | None,
    account: Iterable[str],
    where: str | None,
    pack: str | None,
    who: str,
    *,
    everything: bool,
) -> list[Visit]:
    """The visits that the options ask for, by day and time."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Visit

    workspace = workspace_of(context)
    found = list(all_of(workspace, Visit, open=None if everything else True))
    if mine or person is not None:
        team = team_of(workspace)
        whose = person_meant(team, person, who, (visit.owner for visit in found))
        found = [visit for visit in found if _owns(team, whose, visit) or whose in visit.goers]
    if names := list(account):
        accounts = set(meant(context, names, where, pack, who).accounts)
        found = [visit for visit in found if visit.account in accounts]
    elif where is not None:
        accounts = set(meant(context, (), where, pack, who).accounts)
        found = [visit for visit in found if visit.account in accounts]
    return sorted(found, key=lambda visit: (visit.day, visit.time or dt.time.min, len(visit.key), visit.key))


def _of_person(found: VisitsDue, team: Team, person: str) -> VisitsDue:
    """What is due of the accounts that a person manages, and the person's own visits."""
    from dataclasses import replace

    from kamengine.work.people.owners import OWNER

    return replace(
        found,
        cadences=tuple(each for each in found.cadences if found.managers[each.account] == person),
        unrecorded=tuple(visit for visit in found.unrecorded if _owns(team, person, visit)),
        undecided=tuple(account for account in found.undecided if team.person(account, OWNER) == person),
    )


def _owns(team: Team, person: str, visit: Visit) -> bool:
    return (team.stands_for(visit.owner) or visit.owner) == person
