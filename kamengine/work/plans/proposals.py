"""Tasks that nobody has touched: what follows from reasons, the steps of their playbooks and the days these are due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kamengine.pack.playbooks import CheckedPlaybook, CheckedStep
from kamengine.work.plans.reasons import Cohort, KeptPlaybooks, Reason
from kamengine.workspace import Workspace

Group = tuple[str, str, str]
"""Reasons whose tasks are due on the same days: pack, playbook, and the day on which they began."""

_KEY = re.compile(r"(?P<reason>[0-9]+)\.(?P<step>[^.]+)(?:\.(?P<occurrence>[0-9]+))?")


@dataclass(frozen=True)
class Due:
    """A step that falls due on a day, for all reasons of a group.

    Attributes:
        occurrence: from 1 for a step that repeats; 0 for one that does not.
        day: ISO 8601.
    """

    step: str
    occurrence: int
    day: str


@dataclass(frozen=True)
class Proposal:
    """A task that a reason calls for."""

    reason: Reason
    playbook: CheckedPlaybook
    step: CheckedStep
    due: Due

    @property
    def key(self) -> str:
        """The key that the task has, and keeps when somebody touches it."""
        return key_of(self.reason.id, self.due.step, self.due.occurrence)


@dataclass(frozen=True)
class Window:
    """Which days are asked for.

    Attributes:
        first: the first day; None for no window: of a step that repeats, the next time is then meant.
        last: the last one.
        late: with what was due before `today` and is not done; of a step that repeats only the last time.
        today: the day to work from.
    """

    today: dt.date
    first: dt.date | None = None
    last: dt.date | None = None
    late: bool = True

    def has(self, day: dt.date | None) -> bool:
        """Whether a task that is due on a day is meant; one without a day is due whenever no window is given."""
        if day is None or self.first is None or self.last is None:
            return self.first is None
        return self.first <= day <= self.last or (self.late and day < self.today)


def key_of(reason: int, step: str, occurrence: int) -> str:
    """The key of a task: ``1042.call``, and ``1042.visit.3`` for the third time of a step that repeats."""
    return f"{reason}.{time_of(step, occurrence)}"


def time_of(step: str, occurrence: int) -> str:
    """What follows the number of the reason in the key of a task: ``call``, ``visit.3``."""
    return f"{step}.{occurrence}" if occurrence else step


def reason_in(key: str) -> int | None:
    """The number of the reason in the key of a task; None for a task by hand."""
    found = _KEY.fullmatch(key)
    return int(found["reason"]) if found else None


def step_in(key: str) -> str:
    """The id of the step in the key of a task; empty for a task by hand."""
    found = _KEY.fullmatch(key)
    return found["step"] if found else ""


def due_in(workspace: Workspace, window: Window) -> dict[Group, list[Due]]:
    """What falls due in a window, group by group."""
    values = {"today": window.today.isoformat(), "first": str(window.first), "last": str(window.last)}
    queries = [_NEXT] if window.first is None else [_WITHIN]
    queries += [_LATE] if window.late else []
    found: dict[Group, dict[Due, None]] = {}
    for query in queries:
        for row in workspace.catalog.rows(query, values):
            group = row["pack"], row["playbook"], row["since"]
            found.setdefault(group, {})[Due(row["step"], row["occurrence"], row["due"])] = None
    return {group: list(days) for group, days in found.items()}


def next_due(workspace: Workspace, day: dt.date) -> str | None:
    """The first day after another one on which anything falls due that playbooks propose (ISO 8601); None for none."""
    sql = "SELECT min(due) AS day FROM due_days WHERE due > :day"
    found: str | None = workspace.catalog.rows(sql, {"day": day.isoformat()})[0]["day"]
    return found


class Calls:
    """What reasons call for, by what falls due in a window. What has gone is told until the day on which it was due."""

    def __init__(self, due: Mapping[Group, Sequence[Due]], playbooks: KeptPlaybooks, window: Window) -> None:
        """By the days of groups (see `due_in`) and the playbooks that plans were made with."""
        self._due, self._playbooks, self._today = due, playbooks, window.today.isoformat()
        self._steps: dict[int, Mapping[str, CheckedStep]] = {}

    def of(self, reason: Reason | Cohort) -> list[tuple[CheckedPlaybook, CheckedStep, Due]]:
        """The tasks that a reason, or each one of a cohort, calls for: of which playbook, which step, and when."""
        days = self._due.get((reason.pack, reason.playbook, reason.since))
        if not days or (playbook := self._playbooks.of(reason)) is None:
            return []
        if id(playbook) not in self._steps:
            self._steps[id(playbook)] = {step.id: step for step in playbook.steps}
        steps = self._steps[id(playbook)]
        return [
            (playbook, step, each)
            for each in days
            if (step := steps.get(each.step)) is not None
            and not (each.occurrence > 1 and step.every is None)
            and not _is_over(reason, each, self._today)
        ]


def proposals(
    reasons: Iterable[Reason], due: Mapping[Group, Sequence[Due]], playbooks: KeptPlaybooks, window: Window
) -> Iterator[Proposal]:
    """What reasons call for, by what falls due; see `Calls`."""
    calls = Calls(due, playbooks, window)
    return (Proposal(reason, *called) for reason in reasons for called in calls.of(reason))


def proposal_of(workspace: Workspace, reason: Reason, key: str, playbooks: KeptPlaybooks) -> Proposal | None:
    """The task of a key that a reason calls for; None when its playbook has no such step, or no such time."""
    found, playbook = _KEY.fullmatch(key), playbooks.of(reason)
    if found is None or playbook is None:
        return None
    step = next((step for step in playbook.steps if step.id == found["step"]), None)
    values = {"pack": reason.pack, "playbook": reason.playbook, "since": reason.since, "step": found["step"]}
    rows = workspace.catalog.rows(_OF_STEP, {**values, "occurrence": int(found["occurrence"] or 0)})
    if step is None or not rows:
        return None
    return Proposal(reason, playbook, step, Due(step.id, rows[0]["occurrence"], rows[0]["due"]))


def _is_over(reason: Reason | Cohort, due: Due, today: str) -> bool:
    """Whether a reason went before this task of it could matter: a later time of what repeats, or a day long past."""
    if reason.gone_seq is None:
        return False
    return due.day < today or (due.occurrence > 1 and due.day > reason.gone_on)


_WITHIN = """
SELECT pack, playbook, step, since, occurrence, due FROM due_days WHERE due BETWEEN :first AND :last
"""
_NEXT = """
SELECT pack, playbook, step, since, min(occurrence) AS occurrence, min(due) AS due
FROM due_days WHERE due >= :today GROUP BY pack, playbook, step, since
"""
_LATE = """
SELECT pack, playbook, step, since, max(occurrence) AS occurrence, max(due) AS due
FROM due_days WHERE due < :today GROUP BY pack, playbook, step, since
"""
_OF_STEP = """
SELECT occurrence, due FROM due_days
WHERE (pack, playbook, step, since, occurrence) = (:pack, :playbook, :step, :since, :occurrence)
"""
