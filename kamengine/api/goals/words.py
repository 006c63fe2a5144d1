"""Goals with where they stand, and that in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.locale.display import quantity, unknown
from kamengine.locale.figures import figure
from kamengine.work.goals.breakdown import as_goal_sees, expected, smallest
from kamengine.work.goals.smart import STATES, progress

if TYPE_CHECKING:
    from kamengine.api.goals.goals import Measure
    from kamengine.locale import Messages
    from kamengine.work.goals.smart import Progress
    from kamengine.work.ground.calendar import Calendar
    from kamengine.work.model import Goal


@dataclass(frozen=True)
class Measured:
    """A goal with what measures it and where it stands; both are None when that cannot be measured any more."""

    goal: Goal
    measure: Measure | None
    progress: Progress | None


def progress_of(goal: Goal, measure: Measure | None, calendar: Calendar) -> Progress | None:
    """Where a goal stands by what measures it; None without that. A closed one keeps what it was closed with."""
    if measure is None:
        return None
    value = measure.values.get(goal.account) if goal.status == "open" else goal.ended
    day = measure.day if goal.status == "open" else goal.due
    if value is not None:
        value = as_goal_sees(goal, measure.kind, value)
    return progress(goal, value, expected(goal, day, calendar, smallest(goal, measure.kind)), day)


def state_text(one: Measured, messages: Messages) -> str:
    """Where a goal stands, in words."""
    goal, progress = one.goal, one.progress
    if goal.status == "dropped":
        return messages.say("dropped")
    if goal.status == "closed":
        value = value_text(goal.ended, goal.unit, messages)
        return messages.say("closed with {value}: {outcome}", value=value, outcome=STATES[goal.outcome or "missed"])
    if progress is None or one.measure is None:
        return messages.say("cannot be measured: the pack or its indicator is gone")
    if progress.value is None or progress.share is None:
        return messages.say("now unknown")
    told = {
        "value": value_text(progress.value, goal.unit, messages),
        "day": one.measure.run.as_of,
        "share": value_text(progress.share, "ratio", messages, decimals=0),
        "expected": value_text(progress.expected, goal.unit, messages),
        "state": STATES[progress.state],
    }
    return messages.say("{value} on {day}, {share} of the way; {expected} expected: {state}", **told)


def value_text(value: Decimal | None, unit: str, messages: Messages, *, decimals: int | None = None) -> str:
    """An amount as people read it."""
    if value is None:
        return unknown(messages.language)
    if decimals is None:
        return figure(value, unit or None, messages.language)
    return quantity(value, unit or None, messages.language, decimals=decimals)
