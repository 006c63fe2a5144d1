"""``kam demo``: made accounts of two industries, classified and explained, and the app when there is a terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from kamengine.cli.app import on_terminal, open_runs
from kamengine.cli.calls import explain_call
from kamengine.cli.help import argument, command, messages_of, option
from kamengine.cli.inputs import Inputs, host_of, path_of
from kamengine.cli.output import page_width
from kamengine.cli.summary import summary_text
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.api import Classified
    from kamengine.demo import DemoPortfolio, DemoWorkspace
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost


@command(
    "demo",
    say("Write made accounts of two industries to a folder, classify both, explain one, and open the app."),
    "kam demo",
    "kam demo somewhere/else --no-tui",
)
@argument(
    "directory", say("DIR"), say("A new folder, or one that holds the demo; kam-demo if left out."), default="kam-demo"
)
@option("--no-tui", is_flag=True, help=say("Do not open the app."))
@click.pass_context
def demo(context: click.Context, directory: str, no_tui: bool) -> int:
    """Make, classify, explain, open."""
    from kamengine.demo import write_demo

    host, messages = host_of(context), messages_of(context)
    workspace = write_demo(path_of(directory), language=messages.language)
    _announce(workspace, messages)
    classified = [_classify(portfolio, host) for portfolio in workspace.portfolios]
    for each in classified:
        click.echo(summary_text(each, messages) + "\n")
    _explain_one(workspace.portfolios[0], classified[0], messages)
    if no_tui or not on_terminal():
        call = shlex.join(["kam", "demo", str(workspace.directory)])
        click.echo("\n" + plain(messages.say("To open them in the app, on a terminal: {call}", call=call), None))
        return 0
    return open_runs([each.run for each in classified], host, messages)


def _announce(workspace: DemoWorkspace, messages: Messages) -> None:
    click.echo(plain(messages.say("Demo data in {folder}", folder=str(workspace.directory)), None))
    for path in workspace.kept:
        click.echo(plain(messages.say("Kept as you changed it: {file}", file=str(path)), None))
    click.echo()


def _classify(portfolio: DemoPortfolio, host: PluginHost) -> Classified:
    from kamengine.api import classify_files, load_pack

    checked = load_pack(portfolio.pack, host)
    return classify_files(checked, portfolio.accounts, portfolio.ledgers, as_of=portfolio.as_of)


def _explain_one(portfolio: DemoPortfolio, classified: Classified, messages: Messages) -> None:
    """Explain the undecided account with the best possible tier, under the call that does it."""
    from kamengine.changes import what_must_change
    from kamengine.explain import explain, render_text

    inputs = Inputs(portfolio.pack, portfolio.accounts, portfolio.ledgers, as_of=portfolio.as_of)
    for account in classified.run.undecided(1):
        click.echo(f"$ {explain_call(inputs, account)}")
        explanation = explain(classified.run, account)
        assert explanation is not None, "the run has this account"
        changes = what_must_change(classified.run, account)
        click.echo(render_text(explanation, messages, width=page_width(), changes=changes))
