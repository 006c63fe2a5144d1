"""``kam demo``: made accounts of two industries, classified and explained, and the app when there is a terminal."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING

import click

from kamengine.cli.accounts.summary import summary_text
from kamengine.cli.inputs.inputs import host_of, path_of
from kamengine.cli.inputs.workspaces import who_option
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import page_width
from kamengine.cli.workspace.app import office_in, on_terminal, open_portfolios
from kamengine.locale.terminal import plain
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.api import Classified
    from kamengine.demo import DemoFiles
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


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
@who_option
@click.pass_context
def demo(context: click.Context, directory: str, no_tui: bool, who: str) -> int:
    """Make, import, classify, explain, open."""
    from kamengine.api.demo import open_demo
    from kamengine.demo import write_demo

    files, messages = write_demo(path_of(directory)), messages_of(context)
    host = host_of(context)
    _announce(files, messages)
    with open_demo(files, language=messages.language) as workspace:
        classified = _classify(workspace, files, host, who)
        for each in classified:
            click.echo(summary_text(each, messages) + "\n")
        _explain_one(files, classified[0], messages)
        if no_tui or not on_terminal():
            _say_how_to_go_on(files, messages)
            return 0
        from kamengine.tui import portfolios_in

        office = office_in(context, workspace, host, who, dt.date.today())
        return open_portfolios(portfolios_in(workspace, host, who), messages, office)


def _announce(files: DemoFiles, messages: Messages) -> None:
    click.echo(plain(messages.say("Demo data in {folder}", folder=str(files.directory)), None))
    for path in files.kept:
        click.echo(plain(messages.say("Kept as you changed it: {file}", file=str(path)), None))
    click.echo()


def _classify(workspace: Workspace, files: DemoFiles, host: PluginHost, who: str) -> list[Classified]:
    """Bring the files into the workspace, and run the pack of each portfolio."""
    from kamengine.api.demo import begin_demo, demo_packs, import_demo, run_demo
    from kamengine.locale import Messages

    packs = demo_packs(workspace, files, host)
    chinese = Messages.of("zh")
    begin_demo(workspace, files, packs, host, who=who, chinese=chinese)
    import_demo(workspace, files, packs, host, who=who, chinese=chinese)
    return [run_demo(workspace, portfolio, packs[portfolio.pack], who=who) for portfolio in files.portfolios]


def _explain_one(files: DemoFiles, classified: Classified, messages: Messages) -> None:
    """Explain the undecided account with the best possible tier, under the call that does it."""
    from kamengine.changes import what_must_change
    from kamengine.explain import explain, render_text

    portfolio = files.portfolios[0]
    for account in classified.run.undecided(1):
        words = ["kam", "explain", portfolio.pack, account, "--as-of", portfolio.as_of.isoformat()]
        click.echo(f"$ {_in_folder(files, words)}")
        explanation = explain(classified.run, account)
        assert explanation is not None, "the run has this account"
        changes = what_must_change(classified.run, account)
        click.echo(render_text(explanation, messages, width=page_width(), changes=changes))


def _say_how_to_go_on(files: DemoFiles, messages: Messages) -> None:
    call = _in_folder(files, ["kam", "accounts", "--pack", files.portfolios[0].pack])
    click.echo("\n" + messages.say("The folder is a workspace: {call}", call=call))
    click.echo(messages.say("What is to be done, and by whom: {call}", call=_in_folder(files, ["kam", "plan"])))
    call = plain(shlex.join(["kam", "demo", str(files.directory)]), None)
    click.echo(messages.say("To open them in the app, on a terminal: {call}", call=call))


def _in_folder(files: DemoFiles, words: list[str]) -> str:
    return plain(shlex.join([*words, "-w", str(files.directory)]), None)
