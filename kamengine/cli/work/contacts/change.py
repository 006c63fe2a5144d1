"""``kam contact add``, ``set`` and ``drop``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import OneOf, argument, command, option
from kamengine.cli.work.contacts.list import echo_contacts
from kamengine.cli.work.shared.dossier_options import (
    FEW,
    account_argument,
    change_meant,
    given_values,
    keys_options,
    person_meant,
)
from kamengine.problems import say

_DETAILS = (
    option("--title", value=say("TEXT"), help=say("As on the card: deputy head of purchasing.")),
    option(
        "--function",
        value=say("WORD"),
        help=say("Such as purchasing, finance, production, after_sales, management, research, it."),
    ),
    option("--level", value=say("WORD"), help=say("One of board, executive, director, manager, staff.")),
    option(
        "--role",
        "roles",
        multiple=True,
        value=say("WORD"),
        help=say("In the buying centre: initiator, user, influencer, decider, buyer or gatekeeper; once for each."),
    ),
    option("--influence", type=click.IntRange(), value=say("N"), help=say("From 1 (little) to 5 (decides).")),
    option(
        "--attitude", type=OneOf(["supporter", "neutral", "opponent", "unknown"]), help=say("What they think of us.")
    ),
    option("--covered-by", value=say("NAME"), help=say("Who of us looks after them.")),
    option("--reports-to", value=say("CONTACT"), help=say("The key of the contact above them.")),
    option("--phone", value=say("TEXT"), help=say("Telephone numbers.")),
    option("--mail", value=say("TEXT"), help=say("Mail addresses.")),
    option("--note", value=say("TEXT"), help=say("Whatever else is to be known.")),
)
_NAMES = (
    *("title", "function", "level", "roles", "influence", "attitude", "covered_by", "reports_to"),
    *("phone", "mail", "note"),
)


def _details_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options for what is known of a contact; they arrive as ``details``, by field, None for what is left out."""

    @functools.wraps(function)
    def wrapped(**given: Any) -> Any:
        details = {name: given.pop(name) for name in _NAMES}
        return function(**given, details={**details, "roles": details["roles"] or None})

    for add in reversed(_DETAILS):
        wrapped = add(wrapped)
    return wrapped


def _in_our_words(context: click.Context, details: dict[str, Any]) -> dict[str, Any]:
    """The details with ids for words, and people of the team as they are kept."""
    from kamengine.work.accounts.buying_centre import FUNCTIONS, LEVELS, ROLES, word_of

    found = dict(details)
    for name, known in (("function", FUNCTIONS), ("level", LEVELS)):
        if found[name] is not None:
            found[name] = word_of(found[name], known, f"--{name}")
    if found["roles"] is not None:  # an empty word takes them all away
        words = (word_of(word, ROLES, "--role") for word in found["roles"])
        found["roles"] = tuple(dict.fromkeys(filter(None, words)))
    found["covered_by"] = person_meant(context, found["covered_by"], "--covered-by")
    return found


@command(
    "add",
    say("Add a contact: a person at the customer, with the place in the buying centre and who of us looks after them."),
    'kam contact add C0017 "Wang Fang" --function purchasing --level director --role decider --covered-by "Li Wei"',
)
@account_argument
@argument("name", say("NAME"), say("What the person is called."))
@_details_options
@who_option
@json_option
@click.pass_context
def add(context: click.Context, /, account: str, name: str, details: dict[str, Any], who: str, as_json: bool) -> None:
    """Add a contact."""
    from kamengine.work.accounts.contacts import add_contact
    from kamengine.work.model import Contact

    workspace = workspace_of(context)
    (id,) = meant(context, [account], None, None, who).accounts
    values = {field: value for field, value in _in_our_words(context, details).items() if value is not None}
    with workspace.transaction(who) as change:
        kept = add_contact(workspace, change, Contact(key="", account=id, name=name, **values))
    echo_contacts(context, [kept], as_json=as_json)


@command(
    "set",
    say("Change what is known of contacts; an empty text takes it away. Roles that are given replace those before."),
    'kam contact set c3 --attitude supporter --covered-by "Li Wei"',
    'kam contact set --where "tier = \'key\'" --covered-by "Mei Lan" --yes',
)
@option("--name", value=say("NAME"), help=say("What the person is called."))
@_details_options
@keys_options
@click.pass_context
def change(context: click.Context, /, name: str | None, details: dict[str, Any], **given: Any) -> None:
    """Change contacts."""
    from kamengine.work.accounts.contacts import change_contact
    from kamengine.work.model import Contact

    values = given_values({"name": name, **_in_our_words(context, details)}, context)
    kept = change_meant(context, Contact, given, lambda space, change, key: change_contact(space, change, key, values))
    echo_contacts(context, kept, as_json=given["as_json"], limit=FEW)


@command(
    "drop",
    say("Note that somebody is no contact any more. The person stays to be read, since visits name them."),
    'kam contact drop c3 --why "went to another firm"',
)
@option("--why", default="", value=say("TEXT"), help=say("The reason, for those who ask later."))
@keys_options
@click.pass_context
def drop(context: click.Context, /, why: str, **given: Any) -> None:
    """Close contacts."""
    from kamengine.work.accounts.contacts import close_contact
    from kamengine.work.model import Contact

    kept = change_meant(context, Contact, given, lambda space, change, key: close_contact(space, change, key, why))
    echo_contacts(context, kept, as_json=given["as_json"], limit=FEW)
