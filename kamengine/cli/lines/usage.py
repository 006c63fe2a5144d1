"""What click finds wrong with a line, in our words and the reader's language."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import click

from kamengine.cli.lines.help import LONGEST_WORD
from kamengine.cli.lines.help_page import word_of
from kamengine.problems import Message, Place, Problem, did_you_mean, say


def problem_of(error: click.ClickException, arguments: Sequence[str]) -> Problem:
    """A problem whose place is the command.

    Args:
        error: what click raised.
        arguments: the line.
    """
    context = getattr(error, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else "kam"
    what, remedy = _words(error, arguments)
    return Problem(Place(key=path), what, remedy or say("see {help}", help=f"{path} --help"))


def _words(error: click.ClickException, arguments: Sequence[str]) -> tuple[Message, Message | None]:
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error, arguments)
    if isinstance(error, click.BadOptionUsage):
        name = error.option_name
        if _is_flag(error.ctx, name):
            return say("{option} takes no value", option=name), None
        return say("{option} needs a value", option=name), None
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return say("{argument} is missing", argument=word_of(error.param)), None
    kind = error.param.type if isinstance(error, click.BadParameter) and error.param is not None else None
    if isinstance(error, click.BadParameter) and isinstance(kind, click.IntRange):
        return _no_count(error, kind)
    return say("{reason}", reason=re.sub(r"\s+", " ", error.format_message()).rstrip(". ")), None


def _no_such_option(error: click.NoSuchOption, arguments: Sequence[str]) -> tuple[Message, Message | None]:
    written = next((text for text in arguments if text.startswith(error.option_name)), error.option_name)
    what = say("there is no option {name}", name=written[:LONGEST_WORD])
    if os.path.exists(written):  # not Path.exists: it raises for names that no file can have
        return what, say("for the file of this name write {path}", path=f"./{written}")
    context, name = error.ctx, written.partition("=")[0]
    if context is None:
        return what, None
    for param in context.command.params:
        if isinstance(param, click.Argument) and f"--{param.name}" == name:
            word, command = word_of(param), context.command_path
            return what, say("write it without {name}: {command} {word}", name=name, command=command, word=word)
    options = [each for param in context.command.params for each in param.opts if each.startswith("-")]
    return what, did_you_mean(name, options)


def _no_count(error: click.BadParameter, type: click.IntRange) -> tuple[Message, Message | None]:
    """That a value is no whole number, or too small; click names the value first."""
    value = error.message.split(" is not ")[0].strip("'")[:LONGEST_WORD]
    option = word_of(error.param) if error.param is not None else ""
    told = {"option": option, "value": value, "least": type.min or 0}
    if type.max is None:
        return say("{option}: {value} is no whole number from {least} on", **told), None
    return say("{option}: {value} is no whole number from {least} to {most}", **told, most=type.max), None


def _is_flag(context: click.Context | None, name: str) -> bool:
    params = context.command.params if context else []
    return any(isinstance(param, click.Option) and param.is_flag and name in param.opts for param in params)
