"""What the commands in a workspace share: which workspace it is, and who works in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.lines.help import option
from kamengine.locale.clock import local_time as local_time
from kamengine.problems import KamError, Place, say

if TYPE_CHECKING:
    from kamengine.workspace import Workspace

_OPEN = "kamengine.workspace.open"


def workspace_or_none(context: click.Context) -> Workspace | None:
    """The workspace of the command, opened once and closed when the command ends; None outside of any.

    It is the one that ``-w`` names, else that of ``KAM_WORKSPACE``, else the current folder if it is one.

    Raises:
        KamError: what is named is no workspace, or it cannot be opened.
    """
    if _OPEN not in context.meta:
        from kamengine.workspace import find_workspace

        named: Path | None = context.meta.get("kamengine.workspace")
        found = context.meta[_OPEN] = find_workspace(named, os.environ)
        if found is not None:
            context.find_root().call_on_close(found.close)
    opened: Workspace | None = context.meta[_OPEN]
    return opened


def workspace_of(context: click.Context) -> Workspace:
    """The workspace of a command that needs one; see `workspace_or_none`.

    Raises:
        KamError: there is none.
    """
    workspace = workspace_or_none(context)
    if workspace is None:
        raise no_workspace(context)
    return workspace


def no_workspace(context: click.Context) -> KamError:
    """The problem that a command is run outside of any workspace."""
    remedy = say("go into its folder, name it with -w DIR, or make one with kam init DIR")
    return KamError.of(say("this folder is no workspace"), remedy, place=Place(key=context.command_path))


def plugins_used(context: click.Context) -> tuple[str, ...] | None:
    """The plugins that the settings of the workspace name; None for all, and outside of any workspace.

    Raises:
        KamError: what is named is no workspace, or its settings are wrong.
    """
    from kamengine.workspace import find_settings

    settings = find_settings(context.meta.get("kamengine.workspace"), os.environ)
    return None if settings is None else settings.plugins


def who_option(function: Any) -> Any:
    """The option ``--as``, whose value arrives as ``who``: the name that the journal notes."""
    add = option(
        "--as",
        "who",
        value=say("NAME"),
        help=say("Who does this; else KAM_USER, else the name of the system's user."),
        callback=_name_of,
    )
    return add(function)


def _name_of(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    from kamengine.workspace import who_is_it

    return who_is_it(value, os.environ)
