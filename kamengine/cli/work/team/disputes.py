"""``kam team dispute``, ``settle`` and ``disputes``: two people claim one account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant, today_option
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.shared.team_options import (
    check_expected,
    expect_option,
    name_argument,
    role_meant,
    role_option,
    team_workspace,
    why_option,
)
from kamengine.cli.work.shared.tell_plugins import tell_of_tasks
from kamengine.cli.work.team.page import echo_line
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Dispute
    from kamengine.work.team.disputes import Finding
    from kamengine.workspace import Workspace


@command(
    "dispute",
    say("Note that somebody claims an account that somebody else owns. It stays where it is until it is settled."),
    'kam team dispute "Mei Lan" C0017 --why "met the purchasing head first"',
)
@name_argument
@argument("account", say("ACCOUNT"), say("The account, by id or name."))
@option("--why", default="", value=say("TEXT"), help=say("On what grounds; a claim needs some."))
@option(
    "--protection",
    type=click.IntRange(0, 3650),
    value=say("DAYS"),
    help=say("For so many days an assignment or documented work keeps an account; 90 if left out."),
)
@role_option
@today_option
@who_option
@json_option
@click.pass_context
def dispute(
    context: click.Context,
    name: str,
    account: str,
    why: str,
    protection: int | None,
    role: str | None,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Claim an account."""
    from kamengine.work.team.disputes import PROTECTION_DAYS, claim

    workspace, id = team_workspace(context), role_meant(context, role)
    (found,) = meant(context, (account,), None, None, who).accounts
    days = PROTECTION_DAYS if protection is None else protection
    with workspace.transaction(who) as change:
        made = claim(workspace, change, found, name, why, today, role=id, protection=days)
    _echo(context, workspace, [made], today, as_json=as_json)


@command(
    "settle",
    say(
        "Settle a dispute. The rules look at who was assigned the account and whose work on it is documented; where "
        "they cannot say, or a decision is to go over them, somebody who stands above both says --for whom and why."
    ),
    "kam team settle d1",
    'kam team settle d1 --for "Mei Lan" --why "the customer asked for her" --as "Wang Fang"',
)
@argument("key", say("DISPUTE"), say("The dispute's key, such as d1."))
@option("--for", "winner", value=say("NAME"), help=say("Who gets the account by a decision; without it the rules say."))
@why_option
@expect_option
@today_option
@who_option
@json_option
@click.pass_context
def settle(
    context: click.Context,
    key: str,
    winner: str | None,
    why: str,
    expect: int | None,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """Settle a dispute."""
    from kamengine.work.model import Dispute
    from kamengine.work.team.disputes import settle as settle_dispute
    from kamengine.work.team.disputes import the_dispute

    workspace = team_workspace(context)
    with workspace.transaction(who) as change:
        check_expected(workspace, change, Dispute, [the_dispute(workspace, key).key], expect)
        settled, given = settle_dispute(workspace, change, key, today, winner=winner, why=why)
    _echo(context, workspace, [settled], today, as_json=as_json)
    tell_of_tasks(context, given.tasks, "assign", who, today)


@command(
    "disputes",
    say("List disputes, with what the rules make of those that are open."),
    "kam team disputes",
    "kam team disputes --all --json",
)
@option("--all", "everything", is_flag=True, help=say("Those that are settled, too."))
@today_option
@json_option
@click.pass_context
def disputes(context: click.Context, everything: bool, today: dt.date, as_json: bool) -> None:
    """List disputes."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Dispute

    workspace = team_workspace(context)
    found = list(all_of(workspace, Dispute, open=None if everything else True))
    if not found and not as_json:
        click.echo(messages_of(context).say("There are no disputes."))
        return
    _echo(context, workspace, found, today, as_json=as_json)


def _echo(context: click.Context, workspace: Workspace, found: list[Dispute], today: dt.date, *, as_json: bool) -> None:
    from kamengine.work.team.disputes import judge

    judged = [(each, judge(workspace, each, today) if each.status == "open" else None) for each in found]
    if as_json:
        echo_json([_json(workspace, each, finding) for each, finding in judged])
        return
    for each, finding in judged:
        _echo_dispute(each, finding, messages_of(context))


def _json(workspace: Workspace, dispute: Dispute, finding: Finding | None) -> dict[str, Any]:
    entry, seen = workspace.work.version(dispute.kind, dispute.key), finding or dispute
    return {
        "id": dispute.key,
        "account_id": dispute.account,
        "role": dispute.role,
        "holder": dispute.holder,
        "claimant": dispute.claimant,
        "claim": dispute.claim,
        "day": _iso(dispute.day),
        "status": dispute.status,
        "protection_days": dispute.protection,
        "rule": seen.rule or None,
        "by_rule": finding.winner or None if finding else None,
        "judges": list(finding.judges) if finding else [],
        "assigned": _iso(seen.assigned),
        "holder_worked": _iso(seen.holder_worked),
        "claimant_worked": _iso(seen.claimant_worked),
        "decision": dispute.decision or None,
        "why": dispute.why or None,
        "decided_by": dispute.decided_by or None,
        "version": entry.seq if entry else None,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _echo_dispute(dispute: Dispute, finding: Finding | None, messages: Messages) -> None:
    told = say(
        "{key}  {claimant} claims {account}, which {holder} has: {claim}",
        key=dispute.key,
        claimant=dispute.claimant,
        account=dispute.account,
        holder=dispute.holder,
        claim=dispute.claim,
    )
    echo_line(messages.text(told))
    seen = finding or dispute
    for text in _seen(dispute, seen.assigned, seen.holder_worked, seen.claimant_worked):
        echo_line(messages.text(text), "    ")
    echo_line(messages.text(_closed(dispute) if finding is None else _by_rule(dispute, finding)), "    ")


def _seen(
    dispute: Dispute, assigned: dt.date | None, held: dt.date | None, claimed: dt.date | None
) -> Iterator[Message]:
    """What the rules look at."""
    if assigned is not None:
        yield say("assigned to {name} on {day}", name=dispute.holder, day=assigned.isoformat())
    for name, day in ((dispute.holder, held), (dispute.claimant, claimed)):
        if day is None:
            yield say("no documented work of {name} on it", name=name)
        else:
            yield say("last documented work of {name} on it: {day}", name=name, day=day.isoformat())


def _by_rule(dispute: Dispute, finding: Finding) -> Message:
    """What the rules make of an open dispute, and what settles it."""
    call = f"kam team settle {dispute.key}"
    if finding.winner:
        return say(
            "by the rules {name} gets it, since {why}: {call}",
            name=finding.winner,
            why=_why(dispute, finding.rule),
            call=call,
        )
    if finding.judges:
        return say(
            "no rule settles it; {name} decides: {call} --for NAME --why TEXT", name=finding.judges[0], call=call
        )
    return say("no rule settles it; somebody above both decides: {call} --for NAME --why TEXT", call=call)


def _closed(dispute: Dispute) -> Message:
    words = {"name": dispute.decision, "who": dispute.decided_by}
    if dispute.rule == "above":
        return say("{who} gave it to {name}: {why}", why=dispute.why, **words)
    return say("{name} got it, since {why}; settled by {who}", why=_why(dispute, dispute.rule), **words)


def _why(dispute: Dispute, rule: str) -> Message:
    words = {"holder": dispute.holder, "claimant": dispute.claimant, "n": dispute.protection}
    if rule == "assigned":
        return say("it was assigned to {holder} no more than {n} days ago", **words)
    if rule == "worked":
        return say("{holder} worked on it in the last {n} days", **words)
    if rule == "left":
        return say("one of the two left, and the other took over")
    return say("{claimant} worked on it in the last {n} days and {holder} did not", **words)
