"""``kam contact map`` and ``risk``: the contacts of an account by function and level, and what hangs on one thread."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.pages.page_table import page_table
from kamengine.cli.work.shared.dossier_options import (
    account_argument,
    account_text,
    accounts_argument,
    accounts_asked,
    echo_wrapped,
    filter_options,
    label_text,
    names_of,
)
from kamengine.cli.work.shared.team_options import team_workspace
from kamengine.declarations import Label
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamengine.locale import Messages
    from kamengine.locale.display import Align
    from kamengine.work.accounts.coverage import Coverage
    from kamengine.work.people.people import Team
    from kamengine.workspace import Workspace

_COMMA = Label(", ", "、")


@command(
    "map",
    say(
        "Show an account's contacts by function and level. 1/2 stands for two contacts of whom one is covered: "
        "somebody of us looks after the person."
    ),
    "kam contact map C0017",
)
@account_argument
@who_option
@json_option
@click.pass_context
def show_map(context: click.Context, account: str, who: str, as_json: bool) -> None:
    """Show the map of one account."""
    from kamengine.work.accounts.contacts import contacts_of
    from kamengine.work.accounts.coverage import coverage_of
    from kamengine.work.people.people import Team

    workspace, messages = team_workspace(context), messages_of(context)
    (id,) = meant(context, [account], None, None, who).accounts
    found = coverage_of(id, contacts_of(workspace, id), _at_work(Team.of(workspace)))
    if as_json:
        echo_json(coverage_json(found, messages))
        return
    click.echo(plain(account_text(id, names_of(workspace, [id]))))
    for line in coverage_page(found, messages):
        click.echo(line)
    echo_risk(found, messages)


@command(
    "risk",
    say(
        "List the accounts whose contacts are a risk, the worst first: everything hangs on one person, on one "
        "function, on people who do not decide. Accounts of which no contact is known are listed with --where or by "
        "name."
    ),
    "kam contact risk",
    "kam contact risk --where \"tier = 'key'\"",
)
@accounts_argument
@filter_options
@option("--all", "everything", is_flag=True, help=say("Those without any risk, too."))
@who_option
@json_option
@click.pass_context
def risk(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    everything: bool,
    who: str,
    as_json: bool,
) -> None:
    """List risks."""
    from kamengine.work.accounts.coverage import RISKS

    workspace, messages = team_workspace(context), messages_of(context)
    found = _coverages(workspace, accounts_asked(context, accounts, where, pack, who))
    found = [one for one in found if everything or one.risk != "low"]
    found.sort(key=lambda one: (list(RISKS).index(one.risk), one.account))
    if as_json:
        echo_json([coverage_json(one, messages) for one in found])
        return
    if not found:
        click.echo(messages.say("No account hangs on a single thread, of those whose contacts are known."))
        return
    names = names_of(workspace, (one.account for one in found))
    for one in found:
        told = {"covered": len(one.covered), "known": len(one.contacts), "risk": RISKS[one.risk]}
        told["account"] = account_text(one.account, names)
        echo_wrapped(messages.say("{account} — risk: {risk}; contacts covered: {covered} of {known}", **told))
        echo_findings(one, messages)


def coverage_page(found: Coverage, messages: Messages) -> Iterator[str]:
    """The lines of a map: levels down, functions across, and who has which role in the buying centre."""
    from kamengine.work.accounts.buying_centre import FUNCTIONS, LEVELS, ROLES

    unknown = messages.say("unknown")
    rows = []
    for level in found.levels:
        cells = (found.cells.get((level, function)) for function in found.functions)
        texts = [f"{cell.covered}/{cell.known}" if cell is not None else "·" for cell in cells]
        rows.append((label_text(level, LEVELS, messages) or unknown, *texts))
    headings = ["", *(label_text(id, FUNCTIONS, messages) or unknown for id in found.functions)]
    aligns: list[Align] = ["left", *(["right"] * len(found.functions))]  # type: ignore[list-item]
    yield page_table(rows, headings, aligns, page_width())
    if not found.contacts:
        return
    comma = messages.label(_COMMA)
    for role, label in ROLES.items():
        people = comma.join(f"{one.name} ({one.key})" for one in found.roles[role])
        yield "  " + plain(messages.say("{role}: {people}", role=label, people=people or "—"), None)


def echo_risk(found: Coverage, messages: Messages) -> None:
    """Print the risk of an account, and why."""
    from kamengine.work.accounts.coverage import RISKS

    click.echo(messages.say("Risk of depending on one contact: {risk}", risk=RISKS[found.risk]))
    echo_findings(found, messages)


def echo_findings(found: Coverage, messages: Messages) -> None:
    """Print what is wrong with the coverage of an account."""
    for finding in found.findings:
        echo_wrapped(f"- {messages.text(finding.text)}", "  ", "    ")


def coverage_json(found: Coverage, messages: Messages) -> dict[str, Any]:
    """The coverage of an account as data."""
    return {
        "account_id": found.account,
        "risk": found.risk,
        "contacts": [one.key for one in found.contacts],
        "covered": [one.key for one in found.covered],
        "matrix": [
            {"level": level or None, "function": function or None, "known": cell.known, "covered": cell.covered}
            for (level, function), cell in found.cells.items()
        ],
        "roles": {role: [one.key for one in people] for role, people in found.roles.items()},
        "findings": [{"code": one.code, "risk": one.risk, "text": messages.text(one.text)} for one in found.findings],
    }


def _coverages(workspace: Workspace, accounts: tuple[str, ...] | None) -> list[Coverage]:
    """The coverage of accounts; of all that have contacts when none are asked for."""
    from kamengine.work.accounts.coverage import coverage_of
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Contact
    from kamengine.work.people.people import Team

    by_account: dict[str, list[Contact]] = defaultdict(list)
    for one in all_of(workspace, Contact, open=True):
        by_account[one.account].append(one)
    at_work = _at_work(Team.of(workspace))
    return [coverage_of(id, by_account.get(id, []), at_work) for id in accounts or sorted(by_account)]


def _at_work(team: Team) -> Any:
    """Whether somebody can look after a contact: whoever is there, or stands for who has left."""
    return lambda name: bool(team.stands_for(name))
