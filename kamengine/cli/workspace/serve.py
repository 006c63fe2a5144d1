"""``kam serve``: the app of the workspace in a browser on this computer."""

from __future__ import annotations

import datetime as dt
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.daily_work import today_option
from kamengine.cli.inputs.workspaces import no_workspace, who_option
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_error
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.locale import Messages

_INSTALL = 'pip install "kamengine[serve]"'


@command(
    "serve",
    say("Show the app of the workspace in a browser on this computer."),
    "kam serve",
    "kam serve -w acme --port 8765",
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    value=say("N"),
    help=say("Listen there on 127.0.0.1; else at a port that is free."),
)
@who_option
@today_option
@click.pass_context
def serve(context: click.Context, port: int, who: str, today: dt.date) -> int:
    """Print the address, and serve until Ctrl+C."""
    if find_spec("textual_serve") is None:
        what = say("the library textual-serve is missing")
        raise KamError.of(what, say("install it: {call}", call=_INSTALL), place=Place(key="kam serve"))
    folder, messages = _workspace_folder(context), messages_of(context)
    from kamengine.serve import serve
    from kamengine.tui.terminal.served import DRIVER

    return serve(
        app_words(context, folder, who, today),
        DRIVER,
        _texts(folder, messages),
        port=port,
        announce=lambda address: _announce(address, messages),
        tell=lambda line: echo_error(plain(line, None)),
    )


def app_words(context: click.Context, folder: Path, who: str, today: dt.date) -> list[str]:
    """The command that opens the same workspace as the same person in the same language; no shell reads it.

    The day is given only if it was asked for: a server may run for days.
    """
    words = [sys.executable, "-P", "-m", "kamengine", "open", f"--workspace={folder}", f"--as={who}"]
    words.append(f"--lang={messages_of(context).language}")
    if context.get_parameter_source("today") == click.core.ParameterSource.COMMANDLINE:
        words.append(f"--today={today.isoformat()}")
    for name, word in (("kamengine.no_plugins", "--no-plugins"), ("kamengine.debug", "--debug")):
        if context.meta.get(name):
            words.append(word)
    return words


def _workspace_folder(context: click.Context) -> Path:
    """The workspace to serve, which can be opened.

    Raises:
        KamError: it cannot, or there is none.
    """
    from kamengine.workspace import find_workspace

    workspace = find_workspace(context.meta.get("kamengine.workspace"), os.environ)
    if workspace is None:
        raise no_workspace(context)
    workspace.close()
    return workspace.folder.resolve()


def _texts(folder: Path, messages: Messages) -> dict[str, str]:
    return {
        "language": messages.language,
        "title": f"{plain(folder.name, 60)} · kamengine",
        "opening": messages.say("The app is being opened…"),
        "ended": messages.say("The app has ended."),
        "again": messages.say("Open it again"),
    }


def _announce(address: str, messages: Messages) -> None:
    click.echo(messages.say("Open this in a browser on this computer; it works once:"))
    click.echo(address)
    click.echo(messages.say("Ctrl+C ends it."))
