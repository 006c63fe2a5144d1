"""Telling the plugins that want to know of tasks that were changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click

from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import messages_of
from kamengine.cli.pages.output import echo_note


def tell_of_tasks(context: click.Context, keys: Sequence[str], verb: str, who: str, today: dt.date) -> None:
    """Tell them of each task that is still there, after the change was kept; what fails in a plugin is noted."""
    host, workspace, messages = host_of(context), workspace_of(context), messages_of(context)
    if not keys or not host.listens("kam_task_changed"):
        return
    from kamengine.api.work.task_work import tell_plugins

    for note in tell_plugins(workspace, host, keys, verb, messages, who=who, today=today):
        echo_note(note, messages)
