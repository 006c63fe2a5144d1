"""``kam need list``, and needs as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
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
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Need
    from kamengine.workspace import Workspace


@command(
    "list",
    say("List the needs that are not closed, account by account, the worst first."),
    "kam need list C0017",
    "kam need --unanswered --least 4",
)
@accounts_argument
@filter_options
@option("--least", type=click.IntRange(1, 5), value=say("N"), help=say("Only those of this severity or worse."))
@option("--unanswered", is_flag=True, help=say("Only those for which nothing is offered yet."))
@option("--all", "everything", is_flag=True, help=say("Those that are closed, too."))
@who_option
@json_option
@click.pass_context
def list_needs(
    context: click.Context,
    accounts: tuple[str, ...],
    where: str | None,
    pack: str | None,
    least: int | None,
    unanswered: bool,
    everything: bool,
    who: str,
    as_json: bool,
) -> None:
    """List needs."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Need

    workspace, messages = workspace_of(context), messages_of(context)
    asked = accounts_asked(context, accounts, where, pack, who)
    wanted = None if asked is None else set(asked)
    found = [
        one
        for one in all_of(workspace, Need, open=None if everything else True)
        if (wanted is None or one.account in wanted)
        and one.severity >= (least or 0)
        and not (unanswered and one.status != "open")
    ]
    if not found and not as_json:
        click.echo(messages.say("There are no such needs; kam need add ACCOUNT TEXT notes one."))
        return
    echo_needs(context, sorted(found, key=_order), as_json=as_json)


def echo_needs(context: click.Context, needs: Sequence[Need], *, as_json: bool, limit: int | None = None) -> None:
    """Print needs as they are now, account by account; as a page only so many of them."""
    workspace, messages = workspace_of(context), messages_of(context)
    if as_json:
        echo_json(needs_json(workspace, needs))
        return

    def echo(its: Sequence[Need]) -> None:
        for one in its:
            echo_need(one, messages)

    echo_by_account(context, needs, echo, limit)


def echo_need(need: Need, messages: Messages, indent: str = "  ") -> None:
    """Print a need: what it is, how bad, since when; then what is offered for it and what came of it."""
    from kamengine.work.accounts.needs import ABOUT, SEVERITIES, STATUSES

    severity = SEVERITIES.get(need.severity)
    facts = [
        messages.say("severity {n}: {words}", n=need.severity, words=severity) if severity else "",
        label_text(need.about, ABOUT, messages),
        messages.label(STATUSES[need.status]),
        day_text(need.day),
        need.source,
    ]
    echo_wrapped(f"{need.key}  {need.text}", indent, f"{indent}    ")
    echo_wrapped(" · ".join(filter(None, facts)), f"{indent}    ", f"{indent}    ")
    if need.solution:
        echo_wrapped(messages.say("we offer: {text}", text=need.solution), f"{indent}    ")
    if need.result:
        echo_wrapped(messages.say("came of it: {text}", text=need.result), f"{indent}    ")


def needs_json(workspace: Workspace, needs: Sequence[Need]) -> list[dict[str, Any]]:
    """Needs as data, each with its version."""
    names = names_of(workspace, (one.account for one in needs))
    return [
        {
            "id": one.key,
            "account_id": one.account,
            "account": names.get(one.account),
            "text": one.text,
            "about": one.about or None,
            "source": one.source,
            "severity": one.severity or None,
            "day": day_text(one.day) or None,
            "solution": one.solution,
            "result": one.result,
            "status": one.status,
            "version": version_of(workspace, one),
        }
        for one in needs
    ]


def _order(need: Need) -> tuple[str, int, str, int, str]:
    """By account; the worst first, those that have waited longest before others."""
    return need.account, -need.severity, day_text(need.day) or "9999", len(need.key), need.key
