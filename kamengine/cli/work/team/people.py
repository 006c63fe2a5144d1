"""``kam team add``, ``set``, ``role`` and ``leave``: who is in the team, and in which role."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.shared.team_options import (
    check_expected,
    expect_option,
    hours_of,
    name_argument,
    team_workspace,
    words,
)
from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
from kamengine.cli.work.team.page import echo_given, echo_line, given_json, person_json, person_line
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.api.work.team import Words
    from kamengine.work.model import Person
    from kamengine.workspace import Workspace

_HOURS = say("Working hours a week that can be planned, such as 32.")
_MANAGER = say("To whom matters go that the person cannot settle.")
_ALIAS = say("Another spelling, as in files or behind --as; once for each.")


@command(
    "add",
    say("Take somebody into the team, or back into it. Whom imports name is of the team without this."),
    'kam team add "Li Wei" --hours 32 --manager "Wang Fang" --alias 李伟',
)
@name_argument
@option("--hours", value=say("HOURS"), callback=hours_of, help=_HOURS)
@option("--manager", default="", value=say("NAME"), help=_MANAGER)
@option("--alias", "aliases", multiple=True, value=say("NAME"), help=_ALIAS)
@who_option
@json_option
@click.pass_context
def add(
    context: click.Context,
    name: str,
    hours: Decimal | str | None,
    manager: str,
    aliases: tuple[str, ...],
    who: str,
    as_json: bool,
) -> None:
    """Take somebody in."""
    from kamengine.work.model import Person
    from kamengine.work.people.roster import add_person

    workspace = team_workspace(context)
    typed = Person(key=name, aliases=aliases, hours=hours if isinstance(hours, Decimal) else None, manager=manager)
    with workspace.transaction(who) as change:
        person = add_person(workspace, change, typed)
    _echo(context, workspace, person, as_json=as_json)


@command(
    "set",
    say("Change what is known of a person; an empty text takes it away."),
    'kam team set "Li Wei" --hours 24',
    'kam team set 李伟 --manager "" --alias "Wei Li"',
)
@name_argument
@option("--hours", value=say("HOURS"), callback=hours_of, help=_HOURS)
@option("--manager", value=say("NAME"), help=_MANAGER)
@option("--alias", "aliases", multiple=True, value=say("NAME"), help=_ALIAS)
@option(
    "--not-alias", "without", multiple=True, value=say("NAME"), help=say("A spelling that no longer means this person.")
)
@expect_option
@who_option
@json_option
@click.pass_context
def change(
    context: click.Context,
    name: str,
    hours: Decimal | str | None,
    manager: str | None,
    aliases: tuple[str, ...],
    without: tuple[str, ...],
    expect: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Change a person."""
    from kamengine.work.model import Person
    from kamengine.work.people.people import Team
    from kamengine.work.people.roster import change_person

    if hours is None and manager is None and not aliases and not without:
        raise KamError.of(say("nothing to change is given"), say("kam team set --help lists what can be"))
    workspace = team_workspace(context)
    with workspace.transaction(who) as transaction:
        check_expected(workspace, transaction, Person, [Team.of(workspace).must(name, place=Place(key="NAME"))], expect)
        person = change_person(
            workspace, transaction, name, aliases=aliases, without=without, hours=hours, manager=manager
        )
    _echo(context, workspace, person, as_json=as_json)


@command(
    "role",
    say("Let somebody hold a role for the whole team, or for the accounts of a tier, in the place of who held it."),
    'kam team role "Zhao Min" sales_director',
    'kam team role "Sun Jie" finance --tier strategic',
    'kam team role "Sun Jie" finance --drop',
)
@name_argument
@argument("role", say("ROLE"), say("The role, by id or by what it is called; kam team roles lists them."))
@option("--tier", value=say("TIER"), help=say("Only for accounts of this tier."))
@option("--drop", is_flag=True, help=say("Let nobody hold it."))
@expect_option
@today_option
@who_option
@json_option
@click.pass_context
def role(
    context: click.Context,
    name: str,
    role: str,
    tier: str | None,
    drop: bool,
    expect: int | None,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Give a role, or take it away."""
    from kamengine.work.model import Holding
    from kamengine.work.people.people import Team
    from kamengine.work.people.roster import holding_key, take_role
    from kamengine.work.team.ownership import give_role_over

    workspace, known = team_workspace(context), words(context)
    id, for_tier, before = known.role(role, "ROLE"), known.tier(tier) if tier else "", ""
    passed: list[str] = []
    with workspace.transaction(who) as change:
        check_expected(workspace, change, Holding, [holding_key(id, for_tier)], expect)
        if drop:
            take_role(workspace, change, name, id, for_tier)
        else:
            before, passed = give_role_over(workspace, change, name, id, for_tier)
    holder = "" if drop else Team.of(workspace).must(name)
    if as_json:
        echo_json({"role": id, "tier": for_tier, "person": holder or None, "before": before or None, "tasks": passed})
    else:
        _echo_role(context, known, (id, for_tier), (holder, before), len(passed))
    tell_of_tasks(context, passed, "assign", who, today)


def _echo_role(
    context: click.Context, known: Words, place: tuple[str, str], people: tuple[str, str], passed: int
) -> None:
    """Say who holds a role now, who did before, and what went along."""
    (id, for_tier), (holder, before), messages = place, people, messages_of(context)
    label = messages.label(known.roles[id])
    if for_tier:
        label = messages.say("{role} of {tier}", role=label, tier=known.tiers[for_tier])
    line = messages.say("{role}: {name}", role=label, name=holder or messages.say("nobody"))
    if before and before != holder:
        line += messages.say(" (before: {name})", name=before)
    echo_line(line)
    if passed:
        work = [say("{what}: {n:,}", what=say("tasks"), n=passed)]
        echo_line(messages.say("Open work that went along: {work}", work=work))


@command(
    "leave",
    say(
        "Let somebody leave the team. Whatever the person answers for goes to who takes over: accounts, roles, open "
        "work, people who report. Later imports that still name the person mean the one who took over."
    ),
    'kam team leave "Li Wei" --to "Mei Lan" --yes',
)
@name_argument
@option("--to", value=say("NAME"), help=say("Who takes over; needed when the person answers for anything."))
@option("--yes", is_flag=True, help=say("Go on without asking, however many it is about."))
@today_option
@who_option
@json_option
@click.pass_context
def leave(
    context: click.Context, name: str, to: str | None, yes: bool, today: dt.date, who: str, as_json: bool
) -> None:
    """Let somebody leave."""
    from kamengine.work.team.leaving import COUNTED
    from kamengine.work.team.leaving import leave as leave_team

    workspace, messages = team_workspace(context), messages_of(context)
    with workspace.transaction(who) as change:
        book, given = leave_team(workspace, change, name, to)
        counts = book.counts()
        if counts and not yes:  # all of it is taken back
            held = [say("{what}: {n:,}", what=COUNTED[each], n=n) for each, n in counts.items()]
            what = say("{name} answers for {held}; nothing was changed", name=book.person, held=held)
            raise KamError.of(what, say("say it again with --yes to go on"), place=Place(key="kam team leave"))
    if as_json:
        echo_json({"person": book.person, **given_json(workspace, given)})
    else:
        echo_line(messages.say("{name} has left the team.", name=book.person))
        echo_given(context, given)
    tell_of_tasks(context, given.tasks, "assign", who, today)


def _echo(context: click.Context, workspace: Workspace, person: Person, *, as_json: bool) -> None:
    if as_json:
        echo_json(person_json(workspace, person))
    else:
        echo_line(person_line(person, messages_of(context)))
