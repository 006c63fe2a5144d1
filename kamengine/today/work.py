"""What of the plans is due: tasks, and how the hours that they take stand against working hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api.accounts.names import account_names
from kamengine.api.work.whys import Whys, whys_of
from kamengine.today.ground import Ground
from kamengine.work.ground.calendar import calendar_of
from kamengine.work.plans.proposals import Window
from kamengine.work.tasks.listing import Found, TaskQuery, find_tasks
from kamengine.work.team.load import Load, loads, weeks_from

if TYPE_CHECKING:
    from kamengine.locale import Messages

WEEKS = 2
"""The load is shown for this week and the next one; on a weekend for the two that come."""
_MOST_FREE = 4  # weeks in a row without a working day that are passed over


@dataclass(frozen=True)
class Tasks:
    """The open tasks that are late or due today.

    Attributes:
        found: the first of them by day, and how many there are.
        whys: why each is there.
        names: what their accounts are called, by id.
    """

    found: Found
    whys: Whys
    names: Mapping[str, str]


def tasks_of(ground: Ground, messages: Messages) -> Tasks:
    """The open tasks that are late or due today; of one person those that the person does."""
    workspace, asking = ground.workspace, ground.asking
    query = TaskQuery(Window(asking.today, asking.today, asking.today), person=asking.person)
    found = find_tasks(workspace, query, ground.team, messages.language, asking.most)
    whys = whys_of(workspace, ground.host, found.shown, messages)
    return Tasks(found, whys, account_names(workspace, (each.task.account for each in found.shown)))


def load_of(ground: Ground) -> dict[str, tuple[Load, ...]]:
    """What everybody, or the one person, has to do in this week and the next; see `kamengine.work.team.load.loads`.

    Where no working day of this week is left, it is passed over: what is late or due by then counts to the next one.
    """
    asking = ground.asking
    calendar = calendar_of(ground.workspace)
    ahead = weeks_from(asking.today, WEEKS + _MOST_FREE)
    free = [not calendar.working_days(max(week.first, asking.today), week.last) for week in ahead[:_MOST_FREE]]
    begin = free.index(False) if False in free else 0
    weeks = ahead[begin : begin + WEEKS]
    return loads(ground.workspace, ground.team, calendar, weeks, asking.today, asking.person)
