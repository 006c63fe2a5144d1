"""``kam team own``, ``release`` and ``hand-over``: accounts go from one person to another."""

from __future__ import annotations

import datetime as dt

import click

from kamengine.cli.inputs.daily_work import ask_first, json_option, meant, today_option, where_options
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.shared.team_options import (
    accounts_argument,
    check_expected,
    expect_option,
    name_argument,
    role_meant,
    role_option,
    team_workspace,
    why_option,
)
from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
from kamengine.cli.work.team.page import echo_given, given_json
from kamengine.problems import KamError, Place, say


@command(
    "own",
    say("Give accounts to somebody, over whatever imports say. The open work on them goes along."),
    'kam team own "Mei Lan" C0017 C0021 --why "speaks Cantonese"',
    'kam team own "Sun Jie" C0017 --role finance',
    'kam team own "Mei Lan" --where "city = \'Guangzhou\'" --yes',
)
@name_argument
@accounts_argument
@role_option
@why_option
@where_options
@expect_option
@today_option
@who_option
@json_option
@click.pass_context
def own(
    context: click.Context,
    name: str,
    accounts: tuple[str, ...],
    role: str | None,
    why: str,
    where: str | None,
    pack: str | None,
    yes: bool,
    expect: int | None,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Give accounts."""
    from kamengine.work.model import Ownership
    from kamengine.work.people.owners import ownership_key
    from kamengine.work.team.ownership import own as own_accounts

    workspace, id = team_workspace(context), role_meant(context, role)
    found = meant(context, accounts, where, pack, who).accounts
    ask_first(len(found), messages_of(context).say("accounts"), where=where, yes=yes)
    with workspace.transaction(who) as change:
        check_expected(workspace, change, Ownership, [ownership_key(account, id) for account in found], expect)
        given = own_accounts(workspace, change, found, name, role=id, why=why)
    if as_json:
        echo_json(given_json(workspace, given))
    else:
        echo_given(context, given)
    tell_of_tasks(context, given.tasks, "assign", who, today)


@command(
    "release",
    say("Let imports, and the roles of the team, say again who owns accounts. Open work stays with those who have it."),
    "kam team release C0017",
    "kam team release --where \"tier = 'other'\" --yes",
)
@accounts_argument
@role_option
@where_options
@who_option
@json_option
@click.pass_context
def release(
    context: click.Context,
    accounts: tuple[str, ...],
    role: str | None,
    where: str | None,
    pack: str | None,
    yes: bool,
    who: str,
    as_json: bool,
) -> None:
    """Release accounts."""
    from kamengine.work.team.ownership import release as release_accounts

    workspace, id = team_workspace(context), role_meant(context, role)
    found = meant(context, accounts, where, pack, who).accounts
    ask_first(len(found), messages_of(context).say("accounts"), where=where, yes=yes)
    with workspace.transaction(who) as change:
        released = release_accounts(workspace, change, found, id)
    if as_json:
        echo_json({"released": released})
        return
    click.echo(messages_of(context).say("Accounts released: {n:,}", n=len(released)))


@command(
    "hand-over",
    say(
        "Hand the whole book of a person over to another, with all open work on it; with accounts, only those of them."
    ),
    'kam team hand-over "Li Wei" --to "Mei Lan" --yes',
    'kam team hand-over "Li Wei" C0017 --to "Mei Lan"',
    'kam team hand-over "Li Wei" --to "Mei Lan" --where "tier = \'growth\'" --yes',
)
@name_argument
@accounts_argument
@option("--to", required=True, value=say("NAME"), help=say("Who takes over."))
@role_option
@why_option
@where_options
@today_option
@who_option
@json_option
@click.pass_context
def hand_over(
    context: click.Context,
    name: str,
    accounts: tuple[str, ...],
    to: str,
    role: str | None,
    why: str,
    where: str | None,
    pack: str | None,
    yes: bool,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Hand a book over."""
    from kamengine.work.team.leaving import hand_over as hand_book_over

    workspace = team_workspace(context)
    id = None if role is None else role_meant(context, role)
    found = meant(context, accounts, where, pack, who).accounts if accounts or where is not None else None
    with workspace.transaction(who) as change:
        given = hand_book_over(workspace, change, name, to, accounts=found, role=id, why=why)
        count = len({account for account, _ in given.accounts})
        if not accounts and not yes:  # all of it is taken back
            told = say(
                "accounts to hand over: {n:,}, open work on them: {work:,}; nothing was changed",
                n=count,
                work=given.work.total(),
            )
            raise KamError.of(told, say("say it again with --yes to go on"), place=Place(key="kam team hand-over"))
    if as_json:
        echo_json(given_json(workspace, given))
    else:
        echo_given(context, given)
    tell_of_tasks(context, given.tasks, "assign", who, today)
