"""Help in the reader's language: help texts are messages, translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from importlib import import_module
from typing import Any

import click

from kamengine.locale import Messages, choose_language
from kamengine.problems import Message


class Help(str):
    """A help text that remembers its message; to click it is the English text."""

    message: Message

    def __new__(cls, message: Message) -> Help:
        """The English text of a message."""
        text = super().__new__(cls, str(message))
        text.message = message
        return text


def messages_of(context: click.Context) -> Messages:
    """The translator for the language asked for with ``--lang`` anywhere on the line, else that of the locale."""
    chosen = context.find_root().meta.get("kamengine.language")
    import os

    return Messages.of(choose_language(chosen, os.environ))


def shown(text: str | None, context: click.Context) -> str:
    """A help text in the reader's language."""
    if isinstance(text, Help):
        return messages_of(context).text(text.message)
    return text or ""


class Option(click.Option):
    """An option whose help is translated when shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and its help, translated."""
        help, self.help = self.help, shown(self.help, ctx) or None
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = help


class Command(click.Command):
    """A command whose help is translated when shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description, translated."""
        help, self.help = self.help, shown(self.help, ctx)
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = help


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run, and described from a table until then."""

    def __init__(self, *arguments: Any, lazy: MutableMapping[str, tuple[str, Help]], **options: Any) -> None:
        """Take a table from command name to its module (``module:attribute``) and its one-line help."""
        super().__init__(*arguments, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in self.lazy:
            return None
        module, attribute = self.lazy[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description, translated."""
        help, self.help = self.help, shown(self.help, ctx)
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = help

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, shown(help, ctx)) for name, (_, help) in self.lazy.items()])


def option(*names: str, help: Message, **settings: Any) -> Callable[[Any], Any]:
    """An option with a translated help text."""
    return click.option(*names, cls=Option, help=Help(help), **settings)


def command(name: str, help: Message, **settings: Any) -> Callable[[Any], click.Command]:
    """A command with a translated help text, and the options that every command has."""

    def decorate(function: Any) -> click.Command:
        for add in _COMMON:
            function = add(function)
        return click.command(name, cls=Command, help=Help(help), **settings)(function)

    return decorate


def _remember(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value is not None and value is not False:
            context.find_root().meta[f"kamengine.{key}"] = value

    return keep


def _common_options() -> tuple[Callable[[Any], Any], ...]:
    from kamengine.problems import say

    shared: dict[str, Any] = {"expose_value": False}
    return (
        option(
            "--debug",
            is_flag=True,
            help=say("Show a traceback when something goes wrong."),
            callback=_remember("debug"),
            is_eager=True,
            **shared,
        ),
        option(
            "--no-plugins",
            is_flag=True,
            help=say("Load no plugins."),
            callback=_remember("no_plugins"),
            is_eager=True,
            **shared,
        ),
        option(
            "--lang",
            type=click.Choice(["zh", "en"]),
            help=say("Language; else that of the locale."),
            callback=_remember("language"),
            is_eager=True,
            **shared,
        ),
    )


_COMMON = _common_options()
common_options = _COMMON
