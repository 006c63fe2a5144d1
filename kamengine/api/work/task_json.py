"""Tasks as data, for scripts and for plugins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamengine.api.work.whys import Whys
    from kamengine.work.tasks.listing import Listed
    from kamengine.workspace import Workspace


def tasks_json(workspace: Workspace, listed: Sequence[Listed], whys: Whys, today: dt.date) -> list[dict[str, Any]]:
    """Each task as an object; ``version`` is the journal entry that left it as it is; 0 when nobody touched it."""
    return [task_json(workspace, each, whys, today) for each in listed]


def task_json(workspace: Workspace, each: Listed, whys: Whys, today: dt.date) -> dict[str, Any]:
    """A task as an object."""
    task = each.task
    version = workspace.work.version(task.kind, task.key) if each.touched else None
    return {
        "id": task.key,
        "account_id": task.account,
        "title": task.title,
        "why": whys.why.get(task.key, task.why),
        "responsible": task.responsible,
        "accountable": task.accountable,
        "due": None if task.due is None else task.due.isoformat(),
        "effort_hours": _hours(task.effort),
        "status": task.status,
        "playbook": task.playbook,
        "touched": each.touched,
        "pack": task.pack,
        "reason_gone": whys.gone.get(task.key),
        "overdue": is_late(each, today),
        "stands_in": each.stands_in or None,
        "goal": task.goal or None,
        "needs": list(task.needs),
        "consulted": list(task.consulted),
        "informed": list(task.informed),
        "acceptance": task.acceptance,
        "evidence": task.evidence,
        "result": task.result,
        "blocked_by": task.blocked_by,
        "version": 0 if version is None else version.seq,
    }


def is_late(each: Listed, today: dt.date) -> bool:
    """Whether a task was to be done before a day and is not."""
    return each.is_open and each.task.due is not None and each.task.due < today


def _hours(hours: Decimal | None) -> int | float | None:
    if hours is None:
        return None
    return int(hours) if hours == hours.to_integral_value() else float(hours)
