"""``kam dossier``: everything about an account on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from kamengine.api.goals.words import value_text
from kamengine.cli.inputs.daily_work import json_option, meant, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import command, messages_of
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.accounts.need_list import echo_need, needs_json
from kamengine.cli.work.accounts.note_verbs import echo_notes, notes_json
from kamengine.cli.work.accounts.stage_list import standing_json, standing_lines, standings
from kamengine.cli.work.accounts.swot_verbs import echo_sides
from kamengine.cli.work.contacts.list import contacts_json, echo_contact
from kamengine.cli.work.contacts.map import coverage_json, echo_risk
from kamengine.cli.work.dossier.work import going_json, going_on, task_line, visit_lines
from kamengine.cli.work.goals.page import echo_goal, goal_json, measured
from kamengine.cli.work.shared.dossier_options import account_argument, account_text, echo_wrapped
from kamengine.cli.work.shared.team_options import team_workspace
from kamengine.declarations import Label
from kamengine.locale.terminal import plain
from kamengine.problems import say
from kamengine.work.tiers.standing_words import in_effect, tier_text

if TYPE_CHECKING:
    from kamengine.api.accounts.dossier import Profile
    from kamengine.api.accounts.panels import PanelTold
    from kamengine.locale import Messages
    from kamengine.workspace import Workspace


@command(
    "dossier",
    say(
        "Show everything about an account on one page: its tiers, its business and our share of wallet, visits and "
        "tasks, the stage of the relationship, contacts, goals, needs, strengths and weaknesses, and notes."
    ),
    "kam dossier C0017",
)
@account_argument
@today_option
@who_option
@json_option
@click.pass_context
def dossier(context: click.Context, account: str, today: dt.date, who: str, as_json: bool) -> None:
    """Show a dossier."""
    from kamengine.api.accounts.dossier import profile_of

    workspace, messages = team_workspace(context), messages_of(context)
    (id,) = meant(context, [account], None, None, who).accounts
    profile, found = profile_of(workspace, host_of(context), id, who), _read(context, workspace, id, today, who)
    names = {id: profile.name} if profile.name else {}
    if as_json:
        echo_json(_json(workspace, id, profile, found, messages))
        return
    click.echo(plain(account_text(id, names)))
    _echo_profile(profile, messages)
    _section(messages.say("Visits"))
    for line in visit_lines(found["going"], messages):
        echo_wrapped(line, "  ")
    _section(messages.say("Tasks"))
    echo_wrapped(task_line(found["going"], id, messages), "  ")
    _section(messages.say("Stage of the relationship"))
    for line in standing_lines(found["standing"], account_text(id, names), messages):
        click.echo(f"  {line}")
    _section(messages.say("Contacts"))
    for contact in found["contacts"]:
        echo_contact(contact, found["met"], messages)
    echo_risk(found["coverage"], messages)
    _echo_all(messages.say("Goals"), found["goals"], lambda one: echo_goal(one, messages))
    _echo_all(messages.say("Needs"), found["needs"], lambda one: echo_need(one, messages))
    if any(found["swot"].values()):
        _section(messages.say("Strengths, weaknesses, opportunities, threats"))
        echo_sides(found["swot"], messages)
    _echo_all(messages.say("Notes"), found["notes"], lambda one: echo_notes(workspace, [one], messages))
    for told in found["panels"]:
        _echo_panel(told, messages)


def _read(context: click.Context, workspace: Workspace, account: str, today: dt.date, who: str) -> dict[str, Any]:
    """What people have written about an account, by what it is."""
    from kamengine.work.accounts.contacts import contacts_of, last_met
    from kamengine.work.accounts.coverage import coverage_of
    from kamengine.work.accounts.swot import by_side
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Goal, Need, Note
    from kamengine.work.people.people import Team

    team, contacts = Team.of(workspace), contacts_of(workspace, account)
    goals = sorted(all_of(workspace, Goal, account=account, open=True), key=lambda one: (one.due, one.key))
    needs = sorted(all_of(workspace, Need, account=account, open=True), key=lambda one: -one.severity)
    notes = sorted(all_of(workspace, Note, account=account), key=lambda one: one.day or dt.date.min, reverse=True)
    (standing,) = standings(context, None, [account], today)
    return {
        "standing": standing,
        "contacts": contacts,
        "met": last_met(workspace, account),
        "coverage": coverage_of(account, contacts, lambda name: bool(team.stands_for(name))),
        "goals": measured(context, goals, who),
        "needs": needs,
        "swot": by_side(workspace, account),
        "notes": notes,
        "going": going_on(workspace, team, account, today, messages_of(context).language),
        "panels": _panels(context, workspace, account, today),
    }


def _panels(context: click.Context, workspace: Workspace, account: str, today: dt.date) -> tuple[PanelTold, ...]:
    """What plugins say; nothing is gathered for nobody."""
    from kamengine.api.accounts.panels import panels_told, view_of

    host = host_of(context)
    return panels_told(host, view_of(workspace, host, account, today)) if host.panels() else ()


def _echo_panel(told: PanelTold, messages: Messages) -> None:
    from kamengine.api.accounts.panels import said

    _section(plain(messages.label(told.title)))
    if told.failure is not None:
        for problem in told.failure.problems:
            echo_wrapped(problem.text(messages), "  ")
    for line in told.lines:
        label, text = said(line.label, messages), said(line.text, messages)
        echo_wrapped(messages.say("{label}: {text}", label=label, text=text) if label else text, "  ")


def _echo_profile(profile: Profile, messages: Messages) -> None:
    from kamengine.work.accounts.wallet import PLACES

    for one in profile.tiers:
        told = {"name": messages.label(one.checked.pack.title), "value": tier_text(one.checked, one.computed, messages)}
        echo_wrapped(messages.say("{name}: {value}", **told), "  ")
        if one.why is not None or one.effective != one.computed:
            echo_wrapped(in_effect(one.why, tier_text(one.checked, one.effective, messages), messages), "    ")
    _section(messages.say("Business"))
    for known in profile.facts.values():
        told = {"name": messages.label(known.label), "value": _value(known.value, known.unit, messages)}
        echo_wrapped(messages.say("{name}: {value}", **told), "  ")
    wallet = profile.wallet
    if wallet.share is None or wallet.place is None:
        echo_wrapped(messages.say("Share of wallet: unknown"), "  ")
    else:
        share = {"share": value_text(wallet.share, "ratio", messages, decimals=1), "place": PLACES[wallet.place]}
        echo_wrapped(messages.say("Share of wallet: {share}, {place}", **share), "  ")
    if wallet.contradicts:
        told = {"spend": value_text(wallet.by_spend, "ratio", messages, decimals=1)}
        told["rest"] = value_text(wallet.by_competitors, "ratio", messages, decimals=1)
        echo_wrapped(
            messages.say("! what they buy from us says {spend}, the competitors' shares leave {rest}", **told), "  "
        )
    if profile.unknown:
        echo_wrapped(messages.say("not known: {names}", names=list(profile.unknown)), "  ")


def _echo_all(heading: str, things: list[Any], echo: Callable[[Any], None]) -> None:
    if things:
        _section(heading)
    for one in things:
        echo(one)


def _section(heading: str) -> None:
    click.echo(f"\n{heading}")


def _value(value: object, unit: str, messages: Messages) -> str:
    from kamengine.locale.display import value as shown

    return messages.label(value) if isinstance(value, Label) else shown(value, messages.language, unit=unit or None)


def _json(
    workspace: Workspace, account: str, profile: Profile, found: dict[str, Any], messages: Messages
) -> dict[str, Any]:
    from kamengine.api.accounts.panels import panel_json
    from kamengine.language.json_values import json_value

    names, wallet = {account: profile.name} if profile.name else {}, profile.wallet
    return {
        "account_id": account,
        "account": profile.name or None,
        "tiers": {one.checked.pack.id: {"computed": one.computed, "effective": one.effective} for one in profile.tiers},
        "profile": {
            name: messages.label(one.value) if isinstance(one.value, Label) else json_value(one.value)
            for name, one in profile.facts.items()
        },
        "wallet": {
            "share": json_value(wallet.share),
            "by_spend": json_value(wallet.by_spend),
            "by_competitors": json_value(wallet.by_competitors),
            "place": wallet.place,
        },
        "stage": standing_json(workspace, found["standing"]),
        "contacts": contacts_json(workspace, found["contacts"], found["met"]),
        "coverage": coverage_json(found["coverage"], messages),
        "goals": [goal_json(workspace, one, names, messages) for one in found["goals"]],
        "needs": needs_json(workspace, found["needs"]),
        "swot": {side: [one.text for one in lines] for side, lines in found["swot"].items()},
        "notes": notes_json(workspace, found["notes"], names),
        **going_json(workspace, found["going"]),
        "panels": [panel_json(told, messages) for told in found["panels"]],
    }
