"""The next thing to do for each of some accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamengine.work.people.people import Team
from kamengine.work.plans.proposals import Proposal, Window
from kamengine.work.tasks.listing import Listed, TaskQuery, as_tasks
from kamengine.work.tasks.proposed import proposed
from kamengine.work.tasks.touched import touched_in_order
from kamengine.workspace import Workspace

_LAST = "9999-99-99"


def next_tasks(workspace: Workspace, accounts: Sequence[str], today: dt.date, language: str) -> dict[str, Listed]:
    """The open task of each account that is due first, overdue ones included; accounts without any are left out.

    Args:
        workspace: where they are.
        accounts: their ids, such as those that a screen shows.
        today: the day to work from.
        language: of what playbooks say, ``"en"`` or ``"zh"``.
    """
    query = TaskQuery(Window(today), accounts=tuple(accounts))
    team = Team.of(workspace)
    touched = [each for each in touched_in_order(workspace, query) if each.is_open and not each.gone]
    untouched = [each for each in proposed(workspace, query, team).in_order() if each.reason.gone_seq is None]
    first: dict[str, Listed | Proposal] = {}
    found: list[Listed | Proposal] = [*touched, *untouched]
    for each in sorted(found, key=_day):
        first.setdefault(_account(each), each)
    told = as_tasks(workspace, [each for each in first.values() if isinstance(each, Proposal)], team, language)
    return {account: each if isinstance(each, Listed) else next(told) for account, each in first.items()}


def _day(each: Listed | Proposal) -> tuple[str, str]:
    if isinstance(each, Proposal):
        return each.due.day, each.key
    return (each.task.due.isoformat() if each.task.due else _LAST), each.task.key


def _account(each: Listed | Proposal) -> str:
    return each.reason.account if isinstance(each, Proposal) else each.task.account
