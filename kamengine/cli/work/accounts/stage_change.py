"""``kam stage evidence`` and ``withdraw``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from kamengine.cli.inputs.daily_work import today_option
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_note
from kamengine.cli.work.accounts.stage_list import echo_standings
from kamengine.cli.work.shared.dossier_options import accounts_and_item, day_option, item_options
from kamengine.cli.work.shared.team_options import check_expected, expect_option
from kamengine.problems import say


@command(
    "evidence",
    say("Note what shows an item of the checklist: minutes, a contract, names. It replaces what was noted before."),
    'kam stage evidence C0017 yearly_plan --proof "signed on 2026-01-12, folder plans" --until 2026-12-31',
)
@option("--proof", value=say("TEXT"), required=True, help=say("What shows it, and where it can be found."))
@day_option("--on", say("Since when it is so; else today."))
@day_option("--until", say("The last day on which it counts; else it counts until it is withdrawn."))
@item_options
@expect_option
@today_option
@click.pass_context
def evidence(
    context: click.Context,
    /,
    proof: str,
    on: dt.date | None,
    until: dt.date | None,
    expect: int | None,
    today: dt.date,
    **given: Any,
) -> None:
    """Note evidence."""
    from kamengine.api.accounts.stages import stages_for
    from kamengine.work.accounts.stages import evidence_key, item_meant, show_item
    from kamengine.work.model import Evidence

    workspace = workspace_of(context)
    accounts, typed = accounts_and_item(context, given)
    item = item_meant(stages_for(workspace, host_of(context), given["pack"]), typed)
    values: dict[str, Any] = {"item": item, "day": on or today, "until": until, "proof": proof}
    with workspace.transaction(given["who"]) as change:
        check_expected(workspace, change, Evidence, [evidence_key(account, item) for account in accounts], expect)
        for account in accounts:
            show_item(workspace, change, Evidence(key="", account=account, **values))
    echo_standings(context, accounts, given["pack"], today, as_json=given["as_json"])


@command(
    "withdraw",
    say("Take the evidence for an item away, as when a plan was given up. The journal keeps it."),
    "kam stage withdraw C0017 yearly_plan",
)
@item_options
@expect_option
@today_option
@click.pass_context
def withdraw(context: click.Context, /, expect: int | None, today: dt.date, **given: Any) -> None:
    """Take evidence away."""
    from kamengine.api.accounts.stages import stages_for
    from kamengine.work.accounts.stages import evidence_key, evidence_of, item_meant, withdraw_item
    from kamengine.work.model import Evidence

    workspace = workspace_of(context)
    accounts, typed = accounts_and_item(context, given)
    kept = {one.item for account in accounts for one in evidence_of(workspace, account)}
    stages = stages_for(workspace, host_of(context), given["pack"])
    item = typed if typed in kept else item_meant(stages, typed)  # an item of a checklist that has changed since
    with workspace.transaction(given["who"]) as change:
        check_expected(workspace, change, Evidence, [evidence_key(account, item) for account in accounts], expect)
        taken = [withdraw_item(workspace, change, account, item) for account in accounts]
    if not any(taken):
        echo_note(say("there was no evidence for {item}", item=item), messages_of(context))
    echo_standings(context, accounts, given["pack"], today, as_json=given["as_json"])
