"""The cell with the next thing to do for an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamengine.locale import Messages
from kamengine.tui.looks.lines import Line, fit
from kamengine.tui.portfolio.beside import Beside
from kamengine.tui.portfolio.further_cells import FurtherCells

if TYPE_CHECKING:
    from kamengine.work.tasks.listing import Listed

NEXT_TASK = "next_task"
_ID = "account_id"


def next_task_cell(beside: Beside[Listed], today: dt.date) -> FurtherCells:
    """How the day and the title of the next task are drawn; one that is late stands out.

    Args:
        beside: the next tasks of the accounts in sight.
        today: the day to work from.
    """

    def draw(row: Mapping[str, Any], messages: Messages, cells: int) -> Line:
        account = str(row[_ID])
        if not beside.knows(account):
            return ((fit("…", cells), "faint"),)
        found = beside.of(account)
        if found is None:
            return ((" " * cells, ""),)
        task = found.task
        if task.due is None:
            return ((fit(task.title, cells), ""),)
        day = fit(f"{task.due:%m-%d}" if task.due.year == today.year else f"{task.due:%Y}", 5)
        return ((day, "open" if task.due < today else "muted"), (fit(f" {task.title}", cells - 5), ""))

    return FurtherCells(14, 26, False, draw, sortable=False)
