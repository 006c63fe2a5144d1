"""The entry point: runs a command and turns what goes wrong into one line each and an exit status.

Status 0: fine. 1: findings. 2: bad usage or input. 70: a bug of ours. 130: interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from kamengine.cli.help import Help, LazyGroup, common_options, messages_of
from kamengine.locale import Messages
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, say

FINDINGS, USAGE, BUG, INTERRUPTED = 1, 2, 70, 130

COMMANDS: dict[str, tuple[str, Help]] = {
    "demo": ("kamengine.cli.demo:demo", Help(say("Make demo data, classify it, explain an account, open the app."))),
    "classify": ("kamengine.cli.classify:classify", Help(say("Classify the accounts in a file by a rule pack."))),
    "explain": ("kamengine.cli.explain:explain", Help(say("Say why an account has its tier, and what is unknown."))),
    "open": ("kamengine.cli.app:open_app", Help(say("Open accounts in the terminal app."))),
    "check": ("kamengine.cli.packs:check", Help(say("Check rule packs; every problem with file, line and key."))),
    "test": ("kamengine.cli.packs:test", Help(say("Run the tests inside rule packs."))),
    "packs": ("kamengine.cli.packs:packs", Help(say("List the rule packs that can be called by id."))),
    "plugins": ("kamengine.cli.plugins:plugins", Help(say("List every plugin, with what is wrong with it."))),
    "functions": ("kamengine.cli.plugins:functions", Help(say("List the functions that conditions may call."))),
}


@click.group(
    "kam",
    cls=LazyGroup,
    lazy=COMMANDS,
    help=Help(say("Key account management: which customers matter, why, and what to do.")),
    invoke_without_command=True,
)
@click.version_option(package_name="kamengine", message="%(prog)s %(version)s")
@click.pass_context
def kam(context: click.Context) -> None:
    """The command group; without a command it prints help."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _add in common_options:
    kam = _add(kam)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kam`` and return its exit status; never lets an exception out."""
    meta: dict[str, object] = {}
    try:
        with kam.make_context("kam", list(sys.argv[1:] if arguments is None else arguments)) as context:
            meta = context.meta
            result = kam.invoke(context)
            sys.stdout.flush()
            return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        return _usage_error(error)
    except KamError as error:
        return _bad_input(error, meta)
    except (KeyboardInterrupt, click.Abort):
        click.echo(str(say("interrupted")), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the exit does not complain again
        return 0
    except Exception as error:
        return _bug(error, meta)


def _usage_error(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "kam"
    text = plain(error.format_message().rstrip("."), None)
    click.echo(f"{path}: {text} — {path} --help", err=True)
    return USAGE


def _bad_input(error: KamError, meta: dict[str, object]) -> int:
    messages = _messages(meta)
    for problem in error.problems:
        click.echo(plain(problem.text(messages), None), err=True)
    if meta.get("kamengine.debug"):
        traceback.print_exc()
    return USAGE


def _bug(error: Exception, meta: dict[str, object]) -> int:
    if meta.get("kamengine.debug"):
        traceback.print_exc()
        return BUG
    what = say("a bug of kamengine: {kind}: {text}", kind=type(error).__name__, text=str(error).split("\n")[0][:200])
    remedy = say("run it again with --debug and report what it prints")
    click.echo(plain(f"{_messages(meta).text(what)} — {_messages(meta).text(remedy)}", None), err=True)
    return BUG


def _messages(meta: dict[str, object]) -> Messages:
    context = click.Context(kam)
    context.meta.update(meta)
    return messages_of(context)
