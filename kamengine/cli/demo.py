"""``kam demo``: made accounts of two industries, classified and explained, and the app when there is a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamengine.cli.classify import summary_text
from kamengine.cli.help import command, messages_of, option
from kamengine.cli.inputs import host_of
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.demo import DemoPortfolio, DemoWorkspace
    from kamengine.engine.run import Run
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost


@command(
    "demo", say("Write made accounts of two industries to a folder, classify both, explain one, and open the app.")
)
@click.argument("directory", default="kam-demo", metavar="[DIR]")
@option("--no-tui", is_flag=True, help=say("Do not open the app."))
@click.pass_context
def demo(context: click.Context, directory: str, no_tui: bool) -> int:
    """Make, classify, explain, open."""
    from kamengine.demo import write_demo

    host, messages = host_of(context), messages_of(context)
    workspace = write_demo(Path(directory), language=messages.language)
    _announce(workspace, messages)
    runs = [_classify(portfolio, host) for portfolio in workspace.portfolios]
    for run in runs:
        click.echo(summary_text(run, run.summary(), messages) + "\n")
    _explain_one(workspace.portfolios[0], runs[0], messages)
    if no_tui or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 0
    from kamengine.cli.app import open_runs

    return open_runs(runs, host, messages)


def _announce(workspace: DemoWorkspace, messages: Messages) -> None:
    click.echo(messages.say("Demo data in {folder}", folder=plain(str(workspace.directory), None)))
    for path in workspace.kept:
        click.echo(messages.say("Kept as you changed it: {file}", file=plain(str(path), None)))
    click.echo()


def _classify(portfolio: DemoPortfolio, host: PluginHost) -> Run:
    from kamengine.api import classify_files, load_pack

    checked = load_pack(portfolio.pack, host)
    return classify_files(checked, portfolio.accounts, portfolio.ledgers, as_of=portfolio.as_of).run


def _explain_one(portfolio: DemoPortfolio, run: Run, messages: Messages) -> None:
    from kamengine.explain import explain, render_text

    for account in run.undecided(1):
        ledgers = " ".join(f"--ledger {name}={path}" for name, path in portfolio.ledgers.items())
        typed = f"kam explain {portfolio.pack} {portfolio.accounts} {account} {ledgers} --as-of {portfolio.as_of}"
        click.echo(f"$ {typed}")
        explanation = explain(run, account)
        assert explanation is not None, "the run has this account"
        click.echo(render_text(explanation, messages, width=100))
