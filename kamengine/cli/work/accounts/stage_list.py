"""``kam stage list``, ``show`` and ``items``, and stages as text and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option, meant, today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.cli.work.shared.dossier_options import (
    FEW,
    account_argument,
    account_text,
    accounts_argument,
    accounts_asked,
    day_text,
    echo_more,
    filter_options,
    names_of,
    version_of,
)
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.accounts.stages import Standing
    from kamengine.workspace import Workspace

_PACK = option("--pack", value=say("PACK"), help=say("The rule pack whose stages count; else the one that has any."))


@command(
    "list",
    say("List accounts with their stages and what is missing for the next one; without a name those with evidence."),
    "kam stage list",
    "kam stage --where \"tier = 'key'\" --json",
)
@accounts_argument
@filter_options
@today_option
@who_option
@json_option
@click.pass_context
def list_stages(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    today: dt.date,
    who: str,
    as_json: bool,
) -> None:
    """List stages."""
    from kamengine.work.accounts.stages import evidence_of

    workspace, messages = workspace_of(context), messages_of(context)
    asked = accounts_asked(context, accounts, where, pack, who)
    if asked is None:
        asked = tuple(sorted({one.account for one in evidence_of(workspace)}))
    found = standings(context, pack, asked, today)
    if as_json:
        echo_json([standing_json(workspace, one) for one in found])
        return
    if not found:
        click.echo(messages.say("No account has any evidence yet; kam stage items lists what can be shown."))
        return
    names = names_of(workspace, asked)
    for one in found:
        for line in standing_lines(one, account_text(one.account, names), messages):
            click.echo(line)


@command(
    "show", say("Show an account's stage, its evidence, and what is missing for the next."), "kam stage show C0017"
)
@account_argument
@_PACK
@today_option
@who_option
@json_option
@click.pass_context
def show(context: click.Context, account: str, pack: str | None, today: dt.date, who: str, as_json: bool) -> None:
    """Show one account."""
    (id,) = meant(context, [account], None, None, who).accounts
    echo_standings(context, [id], pack, today, as_json=as_json)


@command("items", say("List the stages and what each asks for, with the names by which items are called."))
@_PACK
@json_option
@click.pass_context
def items(context: click.Context, pack: str | None, as_json: bool) -> None:
    """List the checklist."""
    from kamengine.api.accounts.stages import stages_for

    messages = messages_of(context)
    stages = stages_for(workspace_of(context), host_of(context), pack)
    if as_json:
        echo_json(
            [
                {
                    "stage": one.id,
                    "label": messages.label(one.label),
                    "items": {item: messages.label(label) for item, label in one.items.items()},
                }
                for one in stages
            ]
        )
        return
    for stage in stages:
        click.echo(plain(messages.label(stage.label)))
        for item, label in stage.items.items():
            for line in _wrapped(f"{item}: {messages.label(label)}", "  ", "    "):
                click.echo(line)


def standings(context: click.Context, pack: str | None, accounts: Sequence[str], today: dt.date) -> list[Standing]:
    """Where accounts stand, in the order in which they are named."""
    from kamengine.api.accounts.stages import stages_for
    from kamengine.work.accounts.stages import evidence_of, standing
    from kamengine.work.model import Evidence

    workspace = workspace_of(context)
    stages = stages_for(workspace, host_of(context), pack)
    by_account: dict[str, list[Evidence]] = {}
    for one in evidence_of(workspace, accounts[0] if len(accounts) == 1 else None):
        by_account.setdefault(one.account, []).append(one)
    return [standing(account, stages, by_account.get(account, ()), today) for account in accounts]


def echo_standings(
    context: click.Context, accounts: Sequence[str], pack: str | None, today: dt.date, *, as_json: bool
) -> None:
    """Print where accounts stand, with all evidence; as a page only the first of many."""
    workspace, messages = workspace_of(context), messages_of(context)
    if as_json:
        echo_json([standing_json(workspace, one) for one in standings(context, pack, accounts, today)])
        return
    names = names_of(workspace, accounts[:FEW])
    for one in standings(context, pack, accounts[:FEW], today):
        for line in standing_page(one, account_text(one.account, names), messages):
            click.echo(line)
    echo_more(context, len(accounts) - FEW if len(accounts) > FEW else 0)


def standing_lines(one: Standing, account: str, messages: Messages) -> Iterator[str]:
    """An account with its stage, and what is missing for the next one."""
    yield from _wrapped(messages.say("{account}: {stage}", account=account, stage=one.stage.label), "", "  ")
    if one.next is not None:
        text = messages.say("still missing for {stage}: {items}", stage=one.next.label, items=list(one.missing))
        yield from _wrapped(text, "  ", "    ")


def standing_page(one: Standing, account: str, messages: Messages) -> Iterator[str]:
    """An account with its stage and the whole checklist: what is shown, by what, and what is missing."""
    yield from _wrapped(messages.say("{account}: {stage}", account=account, stage=one.stage.label), "", "  ")
    for stage in one.stages:
        if stage.items:
            yield "  " + plain(messages.label(stage.label))
        for item, label in stage.items.items():
            shown = one.evidence.get(item)
            yield from _wrapped(f"[{'x' if shown else ' '}] {messages.label(label)} ({item})", "    ", "        ")
            if shown is not None:
                until = messages.say("until {day}", day=day_text(shown.until)) if shown.until else ""
                text = " · ".join(filter(None, (shown.proof, day_text(shown.day), until)))
                yield from _wrapped(text, "        ", "        ")
            elif item in one.run_out:
                gone = one.run_out[item]
                told = {"day": day_text(gone.until), "proof": gone.proof}
                yield from _wrapped(messages.say("ran out on {day}: {proof}", **told), "        ", "        ")
            elif item in one.to_come:
                early = one.to_come[item]
                told = {"day": day_text(early.day), "proof": early.proof}
                yield from _wrapped(messages.say("counts from {day} on: {proof}", **told), "        ", "        ")


def standing_json(workspace: Workspace, one: Standing) -> dict[str, Any]:
    """Where an account stands, as data."""
    return {
        "account_id": one.account,
        "stage": one.stage.id,
        "next": one.next.id if one.next is not None else None,
        "missing": list(one.missing),
        "evidence": [
            {
                "item": each.item,
                "proof": each.proof,
                "day": day_text(each.day),
                "until": day_text(each.until) or None,
                "counts": each.item in one.evidence,
                "version": version_of(workspace, each),
            }
            for each in (*one.evidence.values(), *one.run_out.values(), *one.to_come.values())
        ],
    }


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    from kamengine.locale.wrap import wrapped

    return wrapped(plain(" ".join(text.split()), None), page_width(), first, rest)
