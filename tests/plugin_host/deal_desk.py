"""An example plugin: playbooks with roles and days, and a log of what happens to plans and tasks.

It stands for what somebody writes who wants every task that is done in a system of their own. It uses nothing of
kamengine but its public names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping

from kamengine import Label, Playbook, Step, hookimpl

LOG = "DEAL_DESK_LOG"
"""The environment variable that names the file of the log."""


@hookimpl
def kam_playbooks() -> Iterable[Playbook]:
    """What the deal desk asks of key customers, and of everybody whose spend is unknown."""
    approve = Step(
        Label("Have the offer approved", "方案报批"),
        id="approve",
        responsible="finance",
        accountable="kam_head",
        effort="0.5",
        due="2 working days",
    )
    offer = Step(Label("Send the offer", "发送方案"), id="offer", due="5 working days", after=("approve",))
    return [
        Playbook(
            "telecom", "key", Label("No offer without approval", "方案须经审批"), (approve, offer), id="deal-desk"
        ),
        Playbook(
            "telecom",
            "",
            Label("Know the spend", "了解消费"),
            (Label("Ask for the last three bills", "索取近三个月账单"),),
            criterion="big_spender",
            outcome="unknown",
        ),
    ]


@hookimpl
def kam_plan_updated(workspace_name: str, pack: str, run: str, new: int, kept: int, gone: int) -> None:
    """Log that plans are up to date."""
    _log({"event": "plan", "workspace": workspace_name, "pack": pack, "run": run, "tasks": [new, kept, gone]})


@hookimpl
def kam_task_changed(task: Mapping[str, object], verb: str, who: str) -> None:
    """Log what somebody did to a task."""
    _log({"event": verb, "task": task, "who": who})


def _log(line: Mapping[str, object]) -> None:
    path = os.environ.get(LOG)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
