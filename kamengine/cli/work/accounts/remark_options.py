"""What the verbs of ``kam note`` and ``kam swot`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import echo_json
from kamengine.cli.work.shared.dossier_options import accounts_and_text, change_meant

if TYPE_CHECKING:
    from kamengine.work.model import Note, Swot

    R = TypeVar("R", Note, Swot)


def added(context: click.Context, given: Mapping[str, Any], make: Callable[[str, str], R]) -> list[R]:
    """Keep a remark on each account that is meant; what is kept.

    Args:
        context: of the command.
        given: what arrived by `new_options`.
        make: the remark, from the account and the text.

    Raises:
        KamError: a word is missing or too much, there is no such account, or nobody said yes.
    """
    from kamengine.work.accounts.remarks import add_remark

    workspace = workspace_of(context)
    accounts, text = accounts_and_text(context, given)
    with workspace.transaction(given["who"]) as change:
        return [add_remark(workspace, change, make(account, text)) for account in accounts]


def changed(context: click.Context, of: type[R], given: Mapping[str, Any], values: Mapping[str, Any]) -> list[R]:
    """Change the remarks that are meant; what they are now. See `change_meant`."""
    from kamengine.work.accounts.remarks import change_remark

    return change_meant(context, of, given, lambda space, change, key: change_remark(space, change, of, key, values))


def drop_meant(context: click.Context, of: type[R], given: Mapping[str, Any]) -> None:
    """Remove the remarks that are meant, and say which they were. See `change_meant`."""
    from kamengine.work.accounts.remarks import drop_remark

    gone = change_meant(context, of, given, lambda space, change, key: drop_remark(space, change, of, key))
    if given["as_json"]:
        echo_json([one.key for one in gone])
    else:
        click.echo(messages_of(context).say("Removed: {keys}", keys=[one.key for one in gone]))
