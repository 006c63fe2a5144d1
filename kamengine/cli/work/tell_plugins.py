"""Telling the plugins that want to know of tasks that were changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click

from kamengine.cli.help import messages_of
from kamengine.cli.inputs import host_of
from kamengine.cli.output import echo_note
from kamengine.cli.workspaces import workspace_of


def tell_of_tasks(context: click.Context, keys: Sequence[str], verb: str, who: str, today: dt.date) -> None:
    """Tell them of each task that is still there, after the change was kept; what fails in a plugin is noted."""
    host, workspace, messages = host_of(context), workspace_of(context), messages_of(context)
    if not keys or not host.listens("kam_task_changed"):
        return
    from kamengine.api.whys import Whys
    from kamengine.cli.work.task_page import tasks_json
    from kamengine.work.listing import listed_by_key
    from kamengine.work.people import Team

    listed = listed_by_key(workspace, list(dict.fromkeys(keys)), Team.of(workspace), messages.language)
    objects = tasks_json(workspace, list(listed.values()), Whys({}, {}), today)
    for note in host.notify("kam_task_changed", *({"task": each, "verb": verb, "who": who} for each in objects)):
        echo_note(note, messages)
