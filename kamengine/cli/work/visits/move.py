"""``kam visit move`` and ``drop``: visits that do not take place as they were planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from kamengine.cli.inputs.daily_work import json_option, today_option, where_options
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import argument, command, option
from kamengine.cli.work.visits.options import (
    check_versions,
    day_option,
    expect_option,
    tell_clashes,
    tell_days_off,
    time_option,
    visits_meant,
)
from kamengine.cli.work.visits.page import echo_visits
from kamengine.problems import KamError, Place, say


@command(
    "move",
    say("Move a visit to another day or time. How the customer was told, and the apology, are noted."),
    'kam visit move v1 --to 2026-12-10 --why "Li Wei is ill" --notice "called Wang Fang" --apology "by telephone"',
    'kam visit move v1 --to 2026-12-11 --why "their audit" --notice "Wang Fang wrote" --customer',
)
@argument("key", say("VISIT"), say("The visit's key, such as v1."))
@day_option("--to", say("The new day; else the same day, at another time."))
@time_option
@option("--why", value=say("TEXT"), help=say("Why it is moved."))
@option("--notice", value=say("TEXT"), help=say("How and when the customer was told."))
@option("--apology", value=say("TEXT"), help=say("The apology that was made."))
@option("--customer", is_flag=True, help=say("The customer asked for it, so that no apology is due."))
@today_option
@expect_option
@who_option
@json_option
@click.pass_context
def move(
    context: click.Context,
    key: str,
    to: dt.date | None,
    at: dt.time | None,
    why: str | None,
    notice: str | None,
    apology: str | None,
    customer: bool,
    today: dt.date,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Move a visit."""
    from kamengine.work.model import Rescheduling
    from kamengine.work.visits.visits import move as move_visit
    from kamengine.work.visits.visits import the_visit

    workspace = workspace_of(context)
    visit = the_visit(workspace, key)
    if to is None and at is None:
        what = say("neither a day nor a time is named")
        raise KamError.of(what, say("name another day with --to, or another time with --at"), place=Place(key="--to"))
    to = to or visit.day
    if to < today:
        raise KamError.of(say("{day} is past", day=to.isoformat()), say("name a day to come"), place=Place(key="--to"))
    there: dict[str, Any] = {"account": visit.account, "day": visit.day, "to": to, "to_time": at or visit.time}
    told: dict[str, Any] = {
        "reason": why or "",
        "notice": notice or "",
        "apology": apology or "",
        "by_customer": customer,
    }
    wanted = Rescheduling(key="", visit=visit.key, **there, **told)
    with workspace.transaction(who) as change:
        check_versions(workspace, change, [visit], expect)
        kept, _ = move_visit(workspace, change, wanted)
    tell_days_off(context, workspace, [to])
    tell_clashes(context, [kept])
    echo_visits(context, [kept], as_json=as_json)


@command(
    "drop",
    say("Take a visit off the plan. It stays to be read, and calendars that have it cross it out."),
    'kam visit drop v1 --why "the contract is signed"',
)
@argument("visits", say("VISIT"), say("The visit's key, such as v1."), nargs=-1)
@option("--why", value=say("TEXT"), help=say("The reason."))
@where_options
@expect_option
@who_option
@json_option
@click.pass_context
def drop(
    context: click.Context,
    visits: tuple[str, ...],
    why: str | None,
    where: str | None,
    pack: str | None,
    yes: bool,
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Drop visits."""
    from kamengine.work.visits.visits import drop as drop_visit

    workspace = workspace_of(context)
    found = visits_meant(context, visits, where, pack, who, yes=yes)
    with workspace.transaction(who) as change:
        check_versions(workspace, change, found, expect)
        kept = [drop_visit(workspace, change, visit.key, why or "") for visit in found]
    echo_visits(context, kept, as_json=as_json)
