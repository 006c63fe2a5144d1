"""Commands whose words are messages: help, arguments and options are shown in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kamengine.cli.lines.help_page import group_page, page
from kamengine.locale import Messages
from kamengine.problems import KamError, Message, Place, did_you_mean, say

LONGEST_WORD = 80
"""So much of a word of the line is repeated when something is wrong with it."""

Decorator = Callable[[Any], Any]


def messages_of(context: click.Context) -> Messages:
    """The translator into the reader's language (see `kamengine.cli.entry`)."""
    return context.find_object(Messages) or Messages.of()


class Option(click.Option):
    """An option whose help and value are messages."""

    def __init__(
        self, *names: Any, about: Message, value: Message | None = None, everywhere: bool = False, **settings: Any
    ) -> None:
        """Take what the option is for, the word that stands for its value, and whether every command has it."""
        super().__init__(*names, **{**settings, "help": str(about)})
        self.about, self.value_word, self.everywhere = about, value, everywhere


class Argument(click.Argument):
    """An argument whose name and description are messages."""

    def __init__(self, *names: Any, about: Message, word: Message, **settings: Any) -> None:
        """Take what the argument is, and the word that stands for it."""
        super().__init__(*names, metavar=str(word), **settings)
        self.about, self.word = about, word


class Command(click.Command):
    """A command with a description and examples; what is left over on its line is refused in our words."""

    def __init__(self, *names: Any, about: Message, examples: tuple[str, ...] = (), **settings: Any) -> None:
        """Take the description, and examples of how the command is called."""
        super().__init__(*names, **{**settings, "help": str(about), "add_help_option": False})
        self.about, self.examples = about, examples
        self.allow_extra_args = True

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        formatter.write(page(ctx, self.about, self.examples, messages_of(ctx)))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the line.

        Raises:
            KamError: there are more arguments than the command takes.
        """
        with _knowing_the_command(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            what = say("this is too much: {arguments}", arguments=[word[:LONGEST_WORD] for word in rest])
            raise KamError.of(what, say("put names that hold blanks in quotes"), place=Place(key=ctx.command_path))
        return rest


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run, and described from a table until then."""

    def __init__(self, *names: Any, about: Message, lazy: Mapping[str, tuple[str, Message]], **settings: Any) -> None:
        """Take the description, and a table from command to its module (``module:attribute``) and one-line help."""
        super().__init__(*names, **{**settings, "help": str(about), "add_help_option": False})
        self.about, self.lazy = about, lazy

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options before the command."""
        with _knowing_the_command(ctx):
            return super().parse_args(ctx, args)

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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the line names.

        Raises:
            KamError: there is none of this name.
        """
        if args[0] not in self.lazy and not ctx.resilient_parsing:
            remedy = did_you_mean(args[0], self.lazy) or say("kam --help lists the commands")
            raise KamError.of(
                say("there is no command {name}", name=args[0][:LONGEST_WORD]), remedy, place=Place(key="kam")
            )
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page, with the table of commands."""
        commands = {name: help for name, (_, help) in self.lazy.items()}
        formatter.write(group_page(ctx, self.about, commands, messages_of(ctx)))


class OneOf(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word.

        Raises:
            KamError: it is none of them.
        """
        if value not in self.choices:
            known = list(self.choices)
            remedy = did_you_mean(str(value), known) or say("write one of {words}", words=known)
            raise KamError.of(
                say("{value} is not known", value=str(value)[:LONGEST_WORD]), remedy, place=place_of(param)
            )
        return str(value)


@contextmanager
def _knowing_the_command(context: click.Context) -> Iterator[None]:
    """Tell click's complaints about a line which command it was for."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or context
        raise


def place_of(param: click.Parameter | None) -> Place:
    """An option or argument as the place of a problem: ``--key``, ``WHAT``."""
    if isinstance(param, Argument):
        return Place(key=str(param.word))
    return Place(key=param.opts[-1] if param else None)


def option(*names: str, help: Message, value: Message | None = None, **settings: Any) -> Decorator:
    """An option with translated words."""
    return click.option(*names, cls=Option, about=help, value=value, **settings)


def argument(name: str, word: Message, help: Message, **settings: Any) -> Decorator:
    """An argument with translated words."""
    return click.argument(name, cls=Argument, about=help, word=word, **settings)


def command(name: str, help: Message, *examples: str) -> Callable[[Any], click.Command]:
    """A command with translated words, and the options that every command has."""

    def decorate(function: Any) -> click.Command:
        return click.command(name, cls=Command, about=help, examples=examples)(with_common_options(function))

    return decorate


def with_common_options(function: Any) -> Any:
    """Add the options that may stand before and after the command.

    ``--lang`` and ``--debug`` count from the beginning, so `kamengine.cli.entry` finds them by itself; here they are
    described and checked.
    """
    for add in reversed(_COMMON):
        function = add(function)
    return function


def _no_plugins(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.meta["kamengine.no_plugins"] = True


def _workspace(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.meta["kamengine.workspace"] = Path(value)


def _debug(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.meta["kamengine.debug"] = True


def _show_help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


_COMMON: tuple[Decorator, ...] = tuple(
    option(*names, help=help, everywhere=True, expose_value=False, **settings)
    for names, help, settings in (
        (("--lang",), say("Language; else that of the system."), {"type": OneOf(["zh", "en"])}),
        (
            ("-w", "--workspace"),
            say("The workspace; else KAM_WORKSPACE, else this folder."),
            {"value": say("DIR"), "callback": _workspace},
        ),
        (("--no-plugins",), say("Load no plugins."), {"is_flag": True, "is_eager": True, "callback": _no_plugins}),
        (("--debug",), say("Show a traceback when something goes wrong."), {"is_flag": True, "callback": _debug}),
        (("-h", "--help"), say("Show this help."), {"is_flag": True, "is_eager": True, "callback": _show_help}),
    )
)
