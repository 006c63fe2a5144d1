"""``kam contact list``, and contacts as text and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.shared.dossier_options import (
    accounts_argument,
    accounts_asked,
    day_text,
    echo_by_account,
    echo_wrapped,
    filter_options,
    label_text,
    names_of,
    version_of,
)
from kamengine.declarations import Label
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Contact
    from kamengine.workspace import Workspace

_COMMA = Label(", ", "、")


@command(
    "list",
    say("List contacts, account by account: who they are, what they decide, and who of us looks after them."),
    "kam contact list C0017",
    "kam contact --where \"tier = 'key'\" --json",
)
@accounts_argument
@filter_options
@option("--all", "everybody", is_flag=True, help=say("Those who are no contacts any more, too."))
@who_option
@json_option
@click.pass_context
def list_contacts(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    everybody: bool,
    who: str,
    as_json: bool,
) -> None:
    """List contacts."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Contact

    workspace, messages = workspace_of(context), messages_of(context)
    asked = accounts_asked(context, accounts, where, pack, who)
    found = [one for one in all_of(workspace, Contact, open=None if everybody else True)]
    if asked is not None:
        wanted = set(asked)
        found = [one for one in found if one.account in wanted]
    found.sort(key=lambda one: (one.account, len(one.key), one.key))
    if not found and not as_json:
        click.echo(messages.say("There are no such contacts; kam contact add ACCOUNT NAME adds one."))
        return
    echo_contacts(context, found, as_json=as_json)


def echo_contacts(
    context: click.Context, contacts: Sequence[Contact], *, as_json: bool, limit: int | None = None
) -> None:
    """Print contacts as they are now; as a page only so many of them."""
    from kamengine.work.accounts.contacts import last_met

    workspace, messages = workspace_of(context), messages_of(context)
    met = last_met(workspace)
    if as_json:
        echo_json(contacts_json(workspace, contacts, met))
        return

    def echo(its: Sequence[Contact]) -> None:
        for one in its:
            echo_contact(one, met, messages)

    echo_by_account(context, contacts, echo, limit)


def contacts_json(
    workspace: Workspace, contacts: Sequence[Contact], met: Mapping[str, dt.date]
) -> list[dict[str, Any]]:
    """Contacts as data, each with its version and when the person was last met."""
    names = names_of(workspace, (one.account for one in contacts))
    return [
        {
            "id": one.key,
            "account_id": one.account,
            "account": names.get(one.account),
            "name": one.name,
            "title": one.title,
            "function": one.function or None,
            "level": one.level or None,
            "roles": list(one.roles),
            "influence": one.influence or None,
            "attitude": one.attitude,
            "covered_by": one.covered_by or None,
            "reports_to": one.reports_to or None,
            "phone": one.phone,
            "mail": one.mail,
            "note": one.note,
            "last_met": day_text(met.get(one.key)) or None,
            "status": one.status or "open",
            "version": version_of(workspace, one),
        }
        for one in contacts
    ]


def echo_contact(one: Contact, met: Mapping[str, dt.date], messages: Messages, indent: str = "  ") -> None:
    """Print a contact: the name and the title; then the place in the buying centre, and who looks after the person."""
    from kamengine.work.accounts.buying_centre import ATTITUDES, FUNCTIONS, HIGHEST_INFLUENCE, LEVELS, ROLES

    comma, last = messages.label(_COMMA), met.get(one.key)
    places = (label_text(one.function, FUNCTIONS, messages), label_text(one.level, LEVELS, messages))
    facts = [
        comma.join(filter(None, places)),
        comma.join(label_text(role, ROLES, messages) for role in one.roles),
        messages.say("influence {n} of {most}", n=one.influence, most=HIGHEST_INFLUENCE) if one.influence else "",
        label_text(one.attitude, ATTITUDES, messages) if one.attitude != "unknown" else "",
        messages.say("reports to {name}", name=one.reports_to) if one.reports_to else "",
        messages.say("covered by {name}", name=one.covered_by) if one.covered_by else messages.say("covered by nobody"),
        messages.say("last met {day}", day=last.isoformat()) if last else "",
        *filter(None, (one.phone, one.mail)),
    ]
    if one.status == "closed":
        facts = [messages.say("no contact any more")]
    under = f"{indent}    "
    echo_wrapped(f"{one.key}  {comma.join(filter(None, (one.name, one.title)))}", indent, under)
    echo_wrapped(" · ".join(filter(None, facts)), under, under)
    echo_wrapped(one.note, under, under)
