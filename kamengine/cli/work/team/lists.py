"""``kam team list``, ``show``, ``who`` and ``roles``: people, what they answer for, and who holds which role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant, today_option
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.pages.page_table import page_table
from kamengine.cli.work.shared.team_options import hours_text, name_argument, team_workspace, words
from kamengine.cli.work.team.page import echo_line, load_text, person_json, person_line
from kamengine.problems import say
from kamengine.work.people.owners import OWNER

if TYPE_CHECKING:
    from kamengine.api.work.team import Words
    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.work.model import Person
    from kamengine.work.people.people import Team
    from kamengine.work.team.load import Load
    from kamengine.workspace import Workspace


@command(
    "list",
    say("List the people of the team, and whom imports name, with their roles, accounts, hours and managers."),
    "kam team",
    "kam team list --all --json",
)
@option("--all", "everybody", is_flag=True, help=say("Those who have left, too."))
@today_option
@json_option
@click.pass_context
def list_people(context: click.Context, everybody: bool, today: dt.date, as_json: bool) -> None:
    """List people."""
    from kamengine.work.ground.calendar import calendar_of
    from kamengine.work.model import Person
    from kamengine.work.people.people import Team
    from kamengine.work.team.load import loads, weeks_from

    workspace, messages = team_workspace(context), messages_of(context)
    team = Team.of(workspace)
    people = [each for each in team.people.values() if everybody or not each.left]
    people += [Person(key=name) for name in team.only_imported()]
    weeks = weeks_from(today, 1)
    week = {name: load for name, (load,) in loads(workspace, team, calendar_of(workspace), weeks, today).items()}
    if as_json:
        echo_json([{**_json(workspace, team, person), **_week_json(week.get(person.key))} for person in people])
        return
    if not people:
        click.echo(messages.say('There is nobody in the team yet: kam team add "Li Wei" --hours 32'))
        return
    click.echo(_page(team, people, week, words(context), context))
    for note in _notes(team, messages):
        echo_line(note)


@command(
    "show",
    say("Show what a person answers for: accounts, roles, open work, and who stands above and below."),
    'kam team show "Li Wei"',
)
@name_argument
@json_option
@click.pass_context
def show(context: click.Context, name: str, as_json: bool) -> None:
    """Show a person."""
    from kamengine.work.people.people import Team
    from kamengine.work.team.leaving import COUNTED, book_of

    workspace, messages = team_workspace(context), messages_of(context)
    team, book = Team.of(workspace), book_of(workspace, name)
    person = team.find(book.person)
    assert person is not None, "the book is somebody's"
    if as_json:
        echo_json({**_json(workspace, team, person), "answers_for": book.counts(), "reports": list(book.reports)})
        return
    echo_line(person_line(person, messages))
    lines = [messages.say("{what}: {n:,}", what=COUNTED[each], n=count) for each, count in book.counts().items()]
    if path := team.escalation(book.person):
        lines.append(messages.say("matters go up: {names}", names=" → ".join(path)))
    if book.reports:
        lines.append(messages.say("those who report: {names}", names=list(book.reports)))
    if book.roles:
        known = words(context)
        lines.append(messages.say("roles: {roles}", roles=[_role(place, known, messages) for place in book.roles]))
    for line in lines:
        echo_line(line, "  ")


@command(
    "who",
    say("Say who holds which role for an account, what says so, and to whom matters go up."),
    "kam team who C0017",
)
@argument("account", say("ACCOUNT"), say("The account, by id or name."))
@who_option
@json_option
@click.pass_context
def who_for(context: click.Context, account: str, who: str, as_json: bool) -> None:
    """Say who is whose."""
    from kamengine.work.people.people import Team

    workspace, messages, known = team_workspace(context), messages_of(context), words(context)
    (found,) = meant(context, (account,), None, None, who).accounts
    team = Team.of(workspace)
    held = [
        ((role, tier), each)
        for role, tier in _places(workspace, team, found, known)
        if (each := team.held(found, role, tier)).person or role == OWNER
    ]
    owner = team.person(found, OWNER)
    above = list(team.escalation(owner)) if owner else []
    if as_json:
        told = [
            {"role": r, "tier": t or None, "person": each.person or None, "rule": each.rule} for (r, t), each in held
        ]
        echo_json({"account_id": found, "roles": told, "escalation": above})
        return
    nobody = messages.say("nobody")
    rows = [
        [_role(place, known, messages), each.person or nobody, messages.text(_RULES[each.rule])] for place, each in held
    ]
    headings = [messages.say("Role"), messages.say("Person"), messages.say("What says so")]
    click.echo(page_table(rows, headings, ["left", "left", "left"], page_width()))
    if owner and len(held) < len(known.roles):
        echo_line(messages.say("{name} does the tasks of roles that nobody holds", name=owner))
    if above:
        echo_line(messages.say("matters go up: {names}", names=" → ".join(above)))


@command(
    "roles",
    say("List the roles that packs know, and who holds them for the whole team or for a tier."),
    "kam team roles",
)
@json_option
@click.pass_context
def roles(context: click.Context, as_json: bool) -> None:
    """List roles."""
    from kamengine.work.people.people import Team

    messages, known = messages_of(context), words(context)
    holdings = sorted(Team.of(team_workspace(context)).holdings.items())
    held = {role: [(tier, name) for (its, tier), name in holdings if its == role] for role in known.roles}
    if as_json:
        echo_json([_role_json(role, each, known, messages) for role, each in held.items()])
        return
    rows = [[role, messages.label(known.roles[role]), _holders(each, known, messages)] for role, each in held.items()]
    headings = [messages.say("Role"), messages.say("Name"), messages.say("Person")]
    click.echo(page_table(rows, headings, ["left", "left", "left"], page_width()))


_RULES = {
    "account": say("named for the account"),
    "import": say("named by the imported facts"),
    "tier": say("holds the role for the tier"),
    "team": say("holds the role for the team"),
    "nobody": say("nobody is named, and nobody holds the role"),
}


def _json(workspace: Workspace, team: Team, person: Person) -> dict[str, Any]:
    return {
        **person_json(workspace, person),
        "known_from": "team" if person.key in team.people else "import",
        "roles": [{"role": role, "tier": tier or None} for role, tier in team.roles_of(person.key)],
        "accounts": len(team.accounts(person.key, OWNER)),
        "escalation": list(team.escalation(person.key)),
    }


def _role_json(role: str, held: Sequence[tuple[str, str]], known: Words, messages: Messages) -> dict[str, Any]:
    return {
        "role": role,
        "label": messages.label(known.roles[role]),
        "held": [{"tier": tier or None, "person": name} for tier, name in held],
    }


def _week_json(load: Load | None) -> dict[str, Any]:
    from kamengine.language.json_values import json_value

    return {
        "planned_hours": json_value(load.planned) if load is not None else 0,
        "capacity_hours": json_value(load.capacity) if load is not None else None,
    }


def _page(team: Team, people: Sequence[Person], week: Mapping[str, Load], known: Words, context: click.Context) -> str:
    from kamengine.locale.display import number

    messages = messages_of(context)
    rows = [
        [
            each.key,
            number(len(team.accounts(each.key, OWNER)), messages.language),
            "" if each.hours is None else hours_text(each.hours, context),
            load_text(week[each.key], context) if each.key in week else "",
            each.manager,
            messages.text(say("{names}", names=_roles_held(team, each, known, messages))),
        ]
        for each in people
    ]
    headings = [
        messages.say("Person"),
        messages.say("Accounts"),
        messages.say("Hours a week"),
        messages.say("This week"),
        messages.say("Reports to"),
        messages.say("Roles"),
    ]
    aligns: list[Align] = ["left", "right", "right", "right", "left", "left"]
    return page_table(rows, headings, aligns, page_width())


def _roles_held(team: Team, person: Person, known: Words, messages: Messages) -> list[str]:
    if person.left:
        return [messages.say("has left")]
    return [_role(place, known, messages) for place in team.roles_of(person.key)]


def _role(place: tuple[str, str], known: Words, messages: Messages) -> str:
    """A role as people call it, with the tier it is for."""
    role, tier = place
    label = messages.label(known.roles[role]) if role in known.roles else role
    if not tier:
        return label
    of = messages.label(known.tiers[tier]) if tier in known.tiers else tier
    return messages.say("{role} of {tier}", role=label, tier=of)


def _holders(held: Sequence[tuple[str, str]], known: Words, messages: Messages) -> str:
    told = []
    for tier, name in held:
        of = messages.label(known.tiers[tier]) if tier in known.tiers else tier
        told.append(messages.say("{name} ({tier})", name=name, tier=of) if tier else name)
    return messages.text(say("{names}", names=told))


def _notes(team: Team, messages: Messages) -> Iterator[str]:
    imported = team.only_imported()
    if imported:
        call = 'kam team add "NAME" --hours 32'
        yield messages.say("Known from imports only: {n:,}; {call} says more of a person", n=len(imported), call=call)


def _tiers_of(workspace: Workspace, account: str) -> list[str]:
    """The tiers in effect of an account in the packs that plans go by."""
    from kamengine.work.plans.in_effect import tiers_in_any_pack

    return sorted(tiers_in_any_pack(workspace, [account]).get(account, ()))


def _places(workspace: Workspace, team: Team, account: str, known: Words) -> Iterator[tuple[str, str]]:
    """Every role, for each tier of the account for which somebody else holds it."""
    tiers = _tiers_of(workspace, account)
    for role in known.roles:
        special = [tier for tier in tiers if (role, tier) in team.holdings]
        for tier in special or [""]:
            yield role, tier
