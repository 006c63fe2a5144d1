"""Help pages: how a command is called, what it does, its arguments and options, set for the terminal's width."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from kamengine.locale import Messages
from kamengine.locale.terminal import width
from kamengine.locale.wrap import wrapped
from kamengine.problems import Message

_WIDEST, _NARROWEST = 96, 50
_WIDEST_TERM = 32


def page(context: click.Context, about: Message, examples: Sequence[str], messages: Messages) -> str:
    """The help page of a command."""
    lines = [*_usage(context, messages), "", *_wrap(messages.text(about)), ""]
    arguments = [(_word(param, messages), _about(param, messages)) for param in _arguments(context)]
    if arguments:
        lines += [messages.say("Arguments:"), *term_list(arguments), ""]
    lines += [messages.say("Options:"), *term_list(_options(context, messages))]
    if examples:
        lines += ["", messages.say("Examples:"), *(f"  {example}" for example in examples)]
    return "\n".join(lines)


def group_page(context: click.Context, about: Message, commands: Mapping[str, Message], messages: Messages) -> str:
    """The help page of a group of commands."""
    lines = [messages.say("Usage: {call}", call=f"{context.command_path} {messages.say('COMMAND [OPTIONS]')}")]
    lines += ["", *_wrap(messages.text(about)), "", messages.say("Commands:")]
    lines += term_list([(name, messages.text(help)) for name, help in commands.items()])
    lines += ["", messages.say("Options:"), *term_list(_options(context, messages)), ""]
    example = "classify" if "classify" in commands else next(iter(commands))
    lines += _wrap(messages.say("More about a command: {call}", call=f"{context.command_path} {example} --help"))
    return "\n".join(lines)


def word_of(param: click.Parameter) -> Message | str:
    """An argument or option as the user writes it: ``PACK``, ``--key``."""
    word = getattr(param, "word", None)
    return word if isinstance(word, Message) else max(param.opts, key=len)


def term_list(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The lines of terms and what they mean, in two columns as wide as the terminal; a long term has its own line."""
    found = list(rows)
    column = min(_WIDEST_TERM, max(width(term) for term, _ in found)) + 4
    for term, meaning in found:
        first, *more = _wrap(meaning, cells=_cells() - column)
        if width(term) > column - 4:
            yield f"  {term}"
            yield " " * column + first
        else:
            yield f"  {term}{' ' * (column - 2 - width(term))}{first}"
        yield from (" " * column + line for line in more)


def _usage(context: click.Context, messages: Messages) -> list[str]:
    words = [context.command_path, messages.say("[OPTIONS]")]
    words += [_word(param, messages) for param in _arguments(context)]
    return _wrap(messages.say("Usage: {call}", call=" ".join(words)), "    ")


def _arguments(context: click.Context) -> Iterator[click.Argument]:
    return (param for param in context.command.params if isinstance(param, click.Argument))


def _word(param: click.Argument, messages: Messages) -> str:
    word = word_of(param)
    shown = (messages.text(word) if isinstance(word, Message) else word) + ("…" if param.nargs < 0 else "")
    return shown if param.required else f"[{shown}]"


def _options(context: click.Context, messages: Messages) -> Iterator[tuple[str, str]]:
    """The command's own options, then those that every command has."""
    options = [param for param in context.command.params if isinstance(param, click.Option)]
    for param in sorted(options, key=lambda param: getattr(param, "everywhere", False)):
        yield _spelling(param, messages), _about(param, messages)


def _spelling(param: click.Option, messages: Messages) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    value = getattr(param, "value_word", None)
    if isinstance(value, Message):
        return f"{names} {messages.text(value)}"
    if isinstance(param.type, click.Choice):
        return f"{names} {'|'.join(param.type.choices)}"
    return names


def _about(param: click.Parameter, messages: Messages) -> str:
    about = getattr(param, "about", None)
    return messages.text(about) if isinstance(about, Message) else ""


def _wrap(text: str, indent: str = "", cells: int | None = None) -> list[str]:
    return wrapped(text, cells or _cells(), "", indent)


def _cells() -> int:
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns - 1))
