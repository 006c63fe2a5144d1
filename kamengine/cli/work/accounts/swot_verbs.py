"""The verbs of ``kam swot``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.daily_work import json_option
from kamengine.cli.inputs.workspaces import who_option, workspace_of
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.accounts.remark_options import added, changed, drop_meant
from kamengine.cli.work.shared.dossier_options import (
    FEW,
    accounts_argument,
    accounts_asked,
    echo_by_account,
    echo_wrapped,
    filter_options,
    given_values,
    keys_options,
    names_of,
    new_options,
    version_of,
)
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.work.model import Swot

_SIDE = option("--side", value=say("WORD"), help=say("One of strength, weakness, opportunity, threat."))


@command("list", say("Show the strengths, weaknesses, opportunities and threats of accounts."), "kam swot list C0017")
@accounts_argument
@filter_options
@who_option
@json_option
@click.pass_context
def list_lines(
    context: click.Context, accounts: tuple[str, ...], where: str | None, pack: str | None, who: str, as_json: bool
) -> None:
    """List lines."""
    from kamengine.work.ground.things import all_of
    from kamengine.work.model import Swot

    asked = accounts_asked(context, accounts, where, pack, who)
    wanted = None if asked is None else set(asked)
    found = [one for one in all_of(workspace_of(context), Swot) if wanted is None or one.account in wanted]
    if not found and not as_json:
        click.echo(messages_of(context).say("There are no such lines; kam swot add ACCOUNT TEXT --side SIDE adds one."))
        return
    _echo(context, sorted(found, key=lambda one: (one.account, len(one.key), one.key)), as_json=as_json)


@command(
    "add",
    say("Add a line to a side of an account, or of all that meet a condition."),
    'kam swot add C0017 "our service level has held for two years" --side strength',
)
@_SIDE
@new_options
@click.pass_context
def add(context: click.Context, /, side: str | None, **given: Any) -> None:
    """Add lines."""
    from kamengine.work.model import Swot

    meant: Any = _side(side)
    if meant is None:
        what = say("the side is missing")
        raise KamError.of(what, say("write one of {words}", words=_sides()), place=Place(key="--side"))
    kept = added(context, given, lambda account, text: Swot(key="", account=account, side=meant, text=text))
    _echo(context, kept, as_json=given["as_json"], limit=FEW)


@command("set", say("Change lines, or move them to another side."), "kam swot set s3 --side threat")
@option("--text", value=say("TEXT"), help=say("What it says."))
@_SIDE
@keys_options
@click.pass_context
def change(context: click.Context, /, text: str | None, side: str | None, **given: Any) -> None:
    """Change lines."""
    from kamengine.work.model import Swot

    values = given_values({"text": text, "side": _side(side)}, context)
    kept = changed(context, Swot, given, values)
    _echo(context, kept, as_json=given["as_json"], limit=FEW)


@command("drop", say("Remove lines. The journal keeps them; kam undo brings them back."), "kam swot drop s3")
@keys_options
@click.pass_context
def drop(context: click.Context, /, **given: Any) -> None:
    """Remove lines."""
    from kamengine.work.model import Swot

    drop_meant(context, Swot, given)


def echo_sides(by_side: Mapping[str, Sequence[Swot]], messages: Messages, indent: str = "  ") -> None:
    """Print the sides of an account that have lines."""
    from kamengine.work.accounts.swot import SIDES

    for side, lines in by_side.items():
        if lines:
            click.echo(f"{indent}{messages.label(SIDES[side])}")
        for line in lines:
            echo_wrapped(f"{line.key}  {line.text}", f"{indent}  ", f"{indent}      ")


def _echo(context: click.Context, lines: Sequence[Swot], *, as_json: bool, limit: int | None = None) -> None:
    from kamengine.work.accounts.swot import SIDES

    workspace, messages = workspace_of(context), messages_of(context)
    names = names_of(workspace, (one.account for one in lines))
    if as_json:
        echo_json(
            [
                {
                    "id": one.key,
                    "account_id": one.account,
                    "account": names.get(one.account),
                    "side": one.side,
                    "text": one.text,
                    "version": version_of(workspace, one),
                }
                for one in lines
            ]
        )
        return

    def echo(its: Sequence[Swot]) -> None:
        echo_sides({side: [one for one in its if one.side == side] for side in SIDES}, messages)

    echo_by_account(context, lines, echo, limit)


def _side(typed: str | None) -> str | None:
    from kamengine.work.accounts.buying_centre import word_of
    from kamengine.work.accounts.swot import SIDES

    return None if typed is None else word_of(typed, SIDES, "--side") or None


def _sides() -> list[str]:
    from kamengine.work.accounts.swot import SIDES

    return list(SIDES)
