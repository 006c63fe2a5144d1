"""``kam open``: accounts in the terminal app. The app itself is imported only here, when it is opened."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from kamengine.cli.asked import Asked
from kamengine.cli.help import command, messages_of
from kamengine.cli.inputs import Inputs, account_or_workspace_options, classify_inputs, host_of
from kamengine.cli.output import echo_problem
from kamengine.cli.work.options import today_option
from kamengine.cli.workspaces import who_option, workspace_of
from kamengine.problems import KamError, Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.engine.run import Run
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.tui import Office
    from kamengine.tui.portfolio import FindCorrected
    from kamengine.workspace.corrected import CorrectedFact
    from kamengine.workspace.tables import WorkspaceTables


@command(
    "open",
    say("Classify the accounts in a file, or those of the workspace, and open them in the terminal app."),
    "kam open telecom accounts.csv --ledger bills=bills.csv",
    "kam open",
)
@account_or_workspace_options
@who_option
@today_option
@click.pass_context
def open_app(context: click.Context, inputs: Inputs | Asked, who: str, today: dt.date) -> int:
    """Classify, then browse."""
    if not on_terminal():
        what = say("the app needs a terminal")
        remedy = say("kam classify and kam explain show the same as text")
        raise KamError.of(what, remedy, place=Place(key="kam open"))
    if isinstance(inputs, Asked):
        return open_workspace(context, inputs, who, today)
    host = host_of(context)
    run = classify_inputs(context, host, inputs).run
    return open_runs([run], host, messages_of(context))


def open_workspace(context: click.Context, asked: Asked, who: str, today: dt.date) -> int:
    """Open the workspace by each pack that is meant; a pack that cannot be used is told, and the others open.

    Returns:
        The exit status of the app.

    Raises:
        KamError: no pack can be used.
    """
    from kamengine.api import classify_tables
    from kamengine.engine.database import connect
    from kamengine.tui import Office

    workspace, host, messages = workspace_of(context), host_of(context), messages_of(context)
    connection = connect()
    tables = workspace.tables(connection)
    runs: list[Run] = []
    problems: list[Problem] = []
    for pack in asked.packs(workspace, host):
        try:
            runs.append(classify_tables(connection, tables, pack.checked, asked.options).run)
        except KamError as error:
            problems += error.problems
    if not runs:
        raise KamError(problems)
    office = Office(workspace.folder, host, who, today)
    found = partial(_corrected, tables)
    status = open_runs(runs, host, messages, found, office)
    for problem in problems:
        echo_problem(problem, messages)
    return status


def _corrected(tables: WorkspaceTables, cursor: DuckDBPyConnection, account: str) -> tuple[CorrectedFact, ...]:
    from kamengine.workspace.tables import corrected_facts

    return corrected_facts(cursor, tables, account)


def on_terminal() -> bool:
    """Whether keys come from a terminal and the screen is one."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_runs(
    runs: Sequence[Run],
    host: PluginHost,
    messages: Messages,
    corrected: FindCorrected | None = None,
    office: Office | None = None,
) -> int:
    """Open runs in the app and return its exit status.

    Args:
        runs: one for each portfolio.
        host: the plugins.
        messages: the translator.
        corrected: what of an account was corrected by hand; None for accounts of files.
        office: the workspace; None for accounts of files.
    """
    from kamengine.tui import Portfolio, run_app

    portfolios = [Portfolio(run, partial(host.playbooks_for, run.checked.pack.id), corrected) for run in runs]
    return run_app(portfolios, messages, office, debug=bool(click.get_current_context().meta.get("kamengine.debug")))
