"""``kam open``: accounts in the terminal app. The app itself is imported only here, when it is opened."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.daily_work import today_option
from kamengine.cli.inputs.inputs import Inputs, account_or_workspace_options, classify_inputs, host_of
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.engine.run import Run
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.tui import Office, Portfolio
    from kamengine.workspace import Workspace


@command(
    "open",
    say("Open the accounts of the workspace, or those in a file, in the terminal app."),
    "kam open telecom accounts.csv --ledger bills=bills.csv",
    "kam open",
)
@account_or_workspace_options
@who_option
@today_option
@click.pass_context
def open_app(context: click.Context, inputs: Inputs | Asked, who: str, today: dt.date) -> int:
    """Browse the accounts; those of files are classified first."""
    if not on_terminal():
        what = say("the app needs a terminal")
        remedy = say("kam classify and kam explain show the same as text")
        raise KamError.of(what, remedy, place=Place(key="kam open"))
    if isinstance(inputs, Asked):
        return open_workspace(context, inputs, who, today)
    host = host_of(context)
    run = classify_inputs(context, host, inputs).run
    return open_run(run, host, messages_of(context))


def open_workspace(context: click.Context, asked: Asked, who: str, today: dt.date) -> int:
    """Open the workspace on the runs that it keeps, or on runs that try something else, which are not kept.

    Returns:
        The exit status of the app.

    Raises:
        KamError: there is no such pack.
    """
    from kamengine.tui import portfolios_in

    workspace, host = workspace_of(context), host_of(context)
    portfolios = portfolios_in(workspace, host, who, asked.pack, asked.options if asked.tries else None)
    return open_portfolios(portfolios, messages_of(context), office_in(context, workspace, host, who, today))


def office_in(context: click.Context, workspace: Workspace, host: PluginHost, who: str, today: dt.date) -> Office:
    """Where the app asks and changes a workspace."""
    from kamengine.tui import Office

    with_plugins = not context.meta.get("kamengine.no_plugins")
    return Office(workspace.folder, host, who, today, with_plugins=with_plugins)


def on_terminal() -> bool:
    """Whether keys come from a terminal and the screen is one, or a server shows it in a browser."""
    from kamengine.tui.terminal.served import is_served

    if is_served(os.environ):
        return True
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_run(run: Run, host: PluginHost, messages: Messages) -> int:
    """Open a run over files in the app and return its exit status."""
    from kamengine.tui import Portfolio

    return open_portfolios([Portfolio.of_run(run, partial(host.playbooks_for, run.checked.pack.id))], messages)


def open_portfolios(portfolios: Sequence[Portfolio], messages: Messages, office: Office | None = None) -> int:
    """Open portfolios in the app and return its exit status.

    Args:
        portfolios: at least one.
        messages: the translator.
        office: the workspace that they are of; None for accounts of files.
    """
    from kamengine.tui import run_app

    return run_app(portfolios, messages, office, debug=bool(click.get_current_context().meta.get("kamengine.debug")))
