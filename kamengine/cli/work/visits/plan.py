"""``kam visit plan``, ``prepare`` and ``ready``: everything before a visit."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import click

from kamengine.cli.inputs.daily_work import ask_first, json_option, meant, today_option, where_options
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, messages_of
from kamengine.cli.work.visits.options import (
    check_versions,
    day_option,
    details_options,
    expect_option,
    owner_of,
    people_in,
    team_of,
    tell_clashes,
    tell_days_off,
    time_option,
    visits_meant,
)
from kamengine.cli.work.visits.page import echo_visits
from kamengine.problems import KamError, Place, say


@command(
    "plan",
    say("Plan a visit or a call. What is still missing of its checklist is shown."),
    'kam visit plan C0017 --on 2026-12-03 --at 14:00 --purpose "renew the contract"',
    "kam visit plan --where \"tier = 'key'\" --on 2026-12-03 --how call --yes",
)
@argument("accounts", say("ACCOUNT"), say("The account, by id or name."), nargs=-1)
@day_option("--on", say("The day, such as 2026-12-03."), required=True)
@time_option
@details_options
@where_options
@today_option
@who_option
@json_option
@click.pass_context
def plan(
    context: click.Context,
    accounts: tuple[str, ...],
    on: dt.date,
    at: dt.time | None,
    details: dict[str, Any],
    where: str | None,
    pack: str | None,
    yes: bool,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Plan visits."""
    from kamengine.work.model import Visit
    from kamengine.work.visits.visits import plan as plan_visits

    workspace = workspace_of(context)
    if on < today:
        remedy = say("name a day to come; kam visit log notes a visit that has been")
        raise KamError.of(say("{day} is past", day=on.isoformat()), remedy, place=Place(key="--on"))
    found = meant(context, accounts, where, pack, who).accounts
    ask_first(len(found), messages_of(context).say("visits to plan"), where=where, yes=yes)
    team = team_of(workspace)
    details = people_in(details, lambda: team, who, context)
    planned = [
        Visit(key="", account=account, **{"owner": owner_of(team, account, who), **details, "day": on, "time": at})
        for account in found
    ]
    with workspace.transaction(who) as change:
        kept = plan_visits(workspace, change, planned)
    tell_days_off(context, workspace, [on])
    tell_clashes(context, kept)
    echo_visits(context, kept, as_json=as_json)


@command(
    "prepare",
    say("Fill in the checklist of a visit, or change what is planned; its day is changed by kam visit move."),
    'kam visit prepare v1 --background "two complaints open" --goes "Li Wei" --route "metro line 2"',
    'kam visit prepare --where "industry = \'bank\'" --talking-points "prices hold until March" --yes',
)
@argument("visits", say("VISIT"), say("The visit's key, such as v1."), nargs=-1)
@details_options
@where_options
@expect_option
@who_option
@json_option
@click.pass_context
def prepare(
    context: click.Context,
    visits: tuple[str, ...],
    details: dict[str, Any],
    where: str | None,
    pack: str | None,
    yes: bool,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Change visits."""
    from kamengine.work.visits.visits import prepare as prepare_visit

    workspace = workspace_of(context)
    if not details:
        raise KamError.of(say("nothing to change is given"), say("kam visit prepare --help lists what can be"))
    found = visits_meant(context, visits, where, pack, who, yes=yes)
    details = people_in(details, cache(lambda: team_of(workspace)), who, context)
    with workspace.transaction(who) as change:
        check_versions(workspace, change, found, expect)
        kept = [prepare_visit(workspace, change, visit.key, details) for visit in found]
    tell_clashes(context, kept)
    echo_visits(context, kept, as_json=as_json)


@command(
    "ready",
    say("Call a visit ready. It must have a purpose, background, materials, talking points, who goes, and a route."),
    "kam visit ready v1",
)
@argument("visits", say("VISIT"), say("The visit's key, such as v1."), nargs=-1)
@where_options
@expect_option
@who_option
@json_option
@click.pass_context
def ready(
    context: click.Context,
    visits: tuple[str, ...],
    where: str | None,
    pack: str | None,
    yes: bool,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Pass the gate."""
    from kamengine.work.visits.visits import make_ready

    workspace = workspace_of(context)
    found = visits_meant(context, visits, where, pack, who, yes=yes)
    with workspace.transaction(who) as change:
        check_versions(workspace, change, found, expect)
        kept = [make_ready(workspace, change, visit.key) for visit in found]
    echo_visits(context, kept, as_json=as_json)
