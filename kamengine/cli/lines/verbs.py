"""Commands that take a verb: ``kam visit plan``, ``kam visit done`` …, each a command with a help page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from kamengine.cli.lines.help import LONGEST_WORD, LazyGroup, with_common_options
from kamengine.problems import KamError, Message, Place, did_you_mean, say

_HELP = ("-h", "--help")


class Verbs(LazyGroup):
    """A command and its verbs. A line without a verb, as ``kam visit --json``, means the one that lists."""

    def __init__(
        self,
        *names: Any,
        about: Message,
        lazy: Mapping[str, tuple[str, Message]],
        bare: str | None = None,
        **settings: Any,
    ) -> None:
        """Take what a group takes, and the verb that a line without one means; None: it then gets the help page."""
        super().__init__(*names, about=about, lazy=lazy, **settings)
        self.bare = bare

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options before the verb; a line with nothing on it gets the help page if no verb is meant by it."""
        if self.bare is None and not args:
            args = ["--help"]
        if self.bare is not None and not any(word in self.lazy or word in _HELP for word in args):
            first = args[0] if args else ""
            if not first or first.startswith("-"):
                args = [self.bare, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that the line names.

        Raises:
            KamError: there is none of this name.
        """
        if args[0] not in self.lazy and not ctx.resilient_parsing:
            remedy = did_you_mean(args[0], self.lazy) or say("write one of {words}", words=list(self.lazy))
            what = say("there is no command {name}", name=f"{ctx.command_path} {args[0][:LONGEST_WORD]}")
            raise KamError.of(what, remedy, place=Place(key=ctx.command_path))
        return super().resolve_command(ctx, args)


def verbs(name: str, about: Message, table: Mapping[str, tuple[str, Message]], *, bare: str | None = None) -> Verbs:
    """A command with verbs.

    Args:
        name: of the command.
        about: what it is for.
        table: for each verb its module (``module:attribute``, made with `kamengine.cli.lines.help.command`) and one
            line of help, in the order in which they are listed.
        bare: the verb that a line without one means.
    """

    @click.group(name, cls=Verbs, about=about, lazy=table, bare=bare)
    @with_common_options
    def group() -> None:
        """The verbs."""

    assert isinstance(group, Verbs)
    return group
