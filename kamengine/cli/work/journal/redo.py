"""``kam redo``: do again what was taken back last."""

from __future__ import annotations

import datetime as dt

import click

from kamengine.cli.inputs.daily_work import json_option, today_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, option
from kamengine.cli.work.journal.undo import echo_moved
from kamengine.problems import say


@command(
    "redo",
    say("Do again what you took back last, as long as you did nothing new since."),
    "kam redo",
    "kam redo --as Mei",
)
@option("--of", value=say("NAME"), help=say("What this person took back last, instead of what you did."))
@who_option
@today_option
@json_option
@click.pass_context
def redo(context: click.Context, of: str | None, who: str, today: dt.date, as_json: bool) -> None:
    """Do it again, and say what holds now."""
    from kamengine.work.journal.back_and_forth import redo as do_again

    echo_moved(context, do_again(workspace_of(context), who, of=of), "redo", who, today, as_json=as_json)
