"""The effect of a task: its indicator when it was started, when it was done, and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.api.work.tasks import measured
from kamengine.work.tasks.effects import Effect, Reading

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.work.tasks.listing import Listed
    from kamengine.workspace import Workspace


def effect_of(workspace: Workspace, host: PluginHost, each: Listed) -> Effect | None:
    """What the indicator of a task was and is; None for a task without one."""
    task = each.task
    if not task.indicator:
        return None
    days = {run.id: run.as_of for run in workspace.runs.list(task.pack)}
    now = measured(workspace, host, [each]).get((task.pack, task.account, task.indicator))

    def reading(value: str | None, run: str) -> Reading | None:
        return Reading(value, run, days.get(run, "")) if run else None

    return Effect(
        task.indicator,
        reading(task.before, task.before_run),
        reading(task.after, task.after_run),
        reading(*now) if now else None,
    )
