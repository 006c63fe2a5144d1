"""Which tasks are asked for, a task as it is listed, and the order in which lists of tasks stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kamengine.pack.playbooks import CheckedPlaybook
from kamengine.work.model import Task
from kamengine.work.plans.proposals import Proposal, Window
from kamengine.work.plans.reasons import Reason

Order = Literal["day", "account"]
"""Lists stand by day (without one last), account and key; or by account, day and key. 2.call comes before 10.call."""

TaskPlace = tuple[str, str, int, str]
"""Where a task stands in a list: its day and its account, or these the other way round; then its key, by length."""

NO_DAY = "9999-99-99"
"""Stands for the day of a task without one: after every other."""


@dataclass(frozen=True)
class TaskQuery:
    """Which tasks are asked for.

    Attributes:
        window: the days.
        person: who does them, by the name under which people are kept; empty for anybody.
        accounts: whose; None for all.
        gone: only those whose reason has gone.
        closed: with those that are done or dropped, when they are records.
        playbook: only those of this playbook; empty for all.
        step: only those of this step of a playbook; empty for all.
    """

    window: Window
    person: str = ""
    accounts: tuple[str, ...] | None = None
    gone: bool = False
    closed: bool = False
    playbook: str = ""
    step: str = ""


@dataclass(frozen=True)
class Listed:
    """A task as it is listed.

    Attributes:
        task: with the people who hold its roles now; an untouched one has no words for why it is there yet.
        touched: whether it is a record, since somebody has changed it.
        reason: why it was proposed; None for a task by hand.
        playbook: that proposed it, as it is said now.
        stands_in: the role that the account's manager does an untouched one for, since nobody holds it; empty for none.
    """

    task: Task
    touched: bool
    reason: Reason | None = None
    playbook: CheckedPlaybook | None = field(default=None, repr=False)
    stands_in: str = ""

    @property
    def gone(self) -> tuple[str, ...]:
        """Why its reason has gone; empty while it stands."""
        return self.reason.gone_why if self.reason is not None and self.reason.gone_seq is not None else ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.task.status not in ("done", "dropped")


@dataclass(frozen=True)
class TaskSum:
    """What tasks that are alike come to.

    Attributes:
        day: on which they are due (ISO 8601); `NO_DAY` without one.
        person: who does them; empty for nobody, and where that was not asked.
        is_open: whether somebody still has to do them.
        count: how many there are.
        hours: what all of them take, as far as that is said.
    """

    day: str
    person: str
    is_open: bool
    count: int
    hours: Decimal


def place_of(each: Listed | Proposal, order: Order = "day") -> TaskPlace:
    """Where a task stands in a list."""
    if isinstance(each, Proposal):
        day, account, key = each.due.day, each.reason.account, each.key
    else:
        day, account, key = str(each.task.due or NO_DAY), each.task.account, each.task.key
    return (day, account, len(key), key) if order == "day" else (account, day, len(key), key)
