"""``kam need add``, ``set``, ``answer``, ``close`` and ``reopen``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from kamengine.cli.inputs.daily_work import today_option
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import command, option
from kamengine.cli.work.accounts.need_list import echo_needs
from kamengine.cli.work.shared.dossier_options import (
    FEW,
    accounts_and_text,
    change_meant,
    day_option,
    given_values,
    keys_options,
    new_options,
)
from kamengine.problems import say

_ABOUT = option(
    "--about",
    value=say("WORD"),
    help=say("What it concerns: function, quality, price, delivery, service, relationship or other."),
)
_SOURCE = option("--source", value=say("TEXT"), help=say("Where we know it from: a visit, a survey, a complaint."))
_SEVERITY = option(
    "--severity",
    type=click.IntRange(),
    value=say("N"),
    help=say("From 1 (a wish) to 5 (they leave without it); 0 for unknown."),
)
_SOLUTION = option("--solution", value=say("TEXT"), help=say("What we offer for it."))
_ON = day_option("--on", say("When it was said or found; else today."))


@command(
    "add",
    say("Note what a customer needs or suffers from; with a solution it is answered at once."),
    'kam need add C0017 "spare parts within a day" --about service --severity 4 --source "visit v3"',
)
@_ABOUT
@_SOURCE
@_SEVERITY
@_SOLUTION
@_ON
@new_options
@today_option
@click.pass_context
def add(context: click.Context, /, on: dt.date | None, today: dt.date, **given: Any) -> None:
    """Add needs."""
    from kamengine.work.accounts.needs import add_need
    from kamengine.work.model import Need

    workspace = workspace_of(context)
    accounts, text = accounts_and_text(context, given)
    values = {**_values(given), "text": text, "day": on or today}
    with workspace.transaction(given["who"]) as change:
        kept = [add_need(workspace, change, Need(key="", account=account, **values)) for account in accounts]
    echo_needs(context, kept, as_json=given["as_json"], limit=FEW)


@command(
    "set",
    say("Change what is known of needs; an empty text takes it away."),
    "kam need set n3 --severity 5",
)
@option("--text", value=say("TEXT"), help=say("What they need."))
@_ABOUT
@_SOURCE
@_SEVERITY
@_SOLUTION
@day_option("--on", say("When it was said or found."))
@keys_options
@click.pass_context
def change(context: click.Context, /, text: str | None, on: dt.date | None, **given: Any) -> None:
    """Change needs."""
    from kamengine.work.accounts.needs import change_need
    from kamengine.work.model import Need

    values = given_values({"text": text, "day": on, **_values(given)}, context)
    kept = change_meant(context, Need, given, lambda space, change, key: change_need(space, change, key, values))
    echo_needs(context, kept, as_json=given["as_json"], limit=FEW)


@command("answer", say("Note what we offer for a need."), 'kam need answer n3 --solution "a depot in town"')
@option("--solution", value=say("TEXT"), required=True, help=say("What we offer for it."))
@keys_options
@click.pass_context
def answer(context: click.Context, /, solution: str, **given: Any) -> None:
    """Answer needs."""
    from kamengine.work.accounts.dossier import refuse_blank
    from kamengine.work.accounts.needs import change_need
    from kamengine.work.model import Need

    refuse_blank(solution, "--solution")
    values = {"solution": solution}
    kept = change_meant(context, Need, given, lambda space, change, key: change_need(space, change, key, values))
    echo_needs(context, kept, as_json=given["as_json"], limit=FEW)


@command(
    "close",
    say("Close needs that are met or gone, with what came of them."),
    'kam need close n3 --result "the depot opened in May; no complaint since"',
)
@option("--result", value=say("TEXT"), required=True, help=say("What came of it."))
@keys_options
@click.pass_context
def close(context: click.Context, /, result: str, **given: Any) -> None:
    """Close needs."""
    from kamengine.work.accounts.needs import close_need
    from kamengine.work.model import Need

    kept = change_meant(context, Need, given, lambda space, change, key: close_need(space, change, key, result))
    echo_needs(context, kept, as_json=given["as_json"], limit=FEW)


@command("reopen", say("Open needs again that were closed too early."), "kam need reopen n3")
@keys_options
@click.pass_context
def reopen(context: click.Context, /, **given: Any) -> None:
    """Open needs again."""
    from kamengine.work.accounts.needs import reopen_need
    from kamengine.work.model import Need

    kept = change_meant(context, Need, given, reopen_need)
    echo_needs(context, kept, as_json=given["as_json"], limit=FEW)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What was given of a need, by field."""
    from kamengine.work.accounts.buying_centre import word_of
    from kamengine.work.accounts.needs import ABOUT

    found = {name: given[name] for name in ("source", "severity", "solution") if given[name] is not None}
    if given["about"] is not None:
        found["about"] = word_of(given["about"], ABOUT, "--about")
    return found
