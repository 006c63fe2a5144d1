"""Whether a goal is SMART, and where it stands.

S and M: it is bound to an indicator or a field that is a quantity, in its unit, from a known baseline to another
target. A: how many accounts stand at the target today is told, and judged by people. R: it serves a goal above it, or a
criterion of the pack looks at its indicator; where neither is so, that is told. T: it ends after it begins, within ten
years, and no later than the goal that it is part of. After G. T. Doran, "There's a S.M.A.R.T. way to write management's
goals and objectives" (1981).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from kamengine.declarations import Kind, Label
from kamengine.locale.written_numbers import has_sign, is_percentage, number_written
from kamengine.pack.spans import LONGEST_DAYS
from kamengine.pack.typed import RATIO
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.work.model import Goal

State = Literal["reached", "on_track", "behind", "missed", "not_begun", "unknown"]
STATES: Mapping[State, Label] = {
    "reached": Label("reached", "已达成"),
    "on_track": Label("on track", "进度正常"),
    "behind": Label("behind", "落后"),
    "missed": Label("missed", "未达成"),
    "not_begun": Label("not begun", "未开始"),
    "unknown": Label("unknown", "未知"),
}
"""What the states are called."""

QUANTITIES: tuple[Kind, ...] = ("money", "number", "integer", "ratio")
LARGEST = Decimal(10) ** 18
"""No goal is larger: what many accounts have together, too, can be measured up to here."""
LONG_TERM = 365
"""From so many days on a goal is a long-term one."""

_ROOM = Context(prec=60)
_LONGEST = 40


@dataclass(frozen=True)
class Progress:
    """Where a goal stands.

    Attributes:
        value: of the indicator; None while it is unknown.
        expected: where it was to be on the day of the value.
        share: how much of the way is done: 1 is all of it; below 0 it went the other way. None while unknown.
        state: reached counts as soon as the value is at the target or beyond; missed, once the goal is due without it;
            not begun instead of behind, while the value is of a day before the goal begins.
    """

    value: Decimal | None
    expected: Decimal
    share: Decimal | None
    state: State


def progress(goal: Goal, value: Decimal | None, expected: Decimal, day: dt.date) -> Progress:
    """Where a goal stands.

    Args:
        goal: rising or falling.
        value: of its indicator; None for unknown.
        expected: where it was to be on that day, see `kamengine.work.goals.breakdown.expected`.
        day: of the value.
    """
    if value is None:
        return Progress(None, expected, None, "unknown")
    share = _ROOM.divide(_ROOM.subtract(value, goal.baseline), _ROOM.subtract(goal.target, goal.baseline))
    if is_reached(goal, value):
        state: State = "reached"
    elif day >= goal.due:
        state = "missed"
    elif value >= expected if goal.target > goal.baseline else value <= expected:
        state = "on_track"
    else:
        state = "behind" if day >= goal.since else "not_begun"
    return Progress(value, expected, share, state)


def is_reached(goal: Goal, value: Decimal) -> bool:
    """Whether a value is at the target of a goal or beyond it; a goal whose target is below its baseline is to fall."""
    return value >= goal.target if goal.target > goal.baseline else value <= goal.target


def problems_of(goal: Goal, kind: Kind | str, parent: Goal | None, *, joins: bool = True) -> list[Problem]:
    """All that keeps a goal from being SMART.

    Args:
        goal: as it is to be kept.
        kind: of its indicator.
        parent: the goal that it is part of; None for none.
        joins: whether it becomes part of it now; one that was part of it before stays so when that one is closed.
    """
    return list(_problems(goal, kind, parent, joins))


def _problems(goal: Goal, kind: Kind | str, parent: Goal | None, joins: bool) -> Iterator[Problem]:
    if not goal.title.strip():
        yield _problem("TEXT", say("the goal says nothing"), say("write what is to be reached"))
    if kind not in QUANTITIES:
        what = say("{name} is no quantity, so no progress can be measured", name=goal.indicator)
        yield _problem("--indicator", what, say("name an amount, a number or a share"))
    if goal.target == goal.baseline:
        what = say("the target is where the account stands: {value}", value=format(goal.target, "f"))
        yield _problem("--target", what, say("name another target"))
    if max(abs(goal.target), abs(goal.baseline)) > LARGEST:
        what = say("no account has such an amount: {value}", value=f"{max(goal.target, goal.baseline, key=abs):.3e}")
        yield _problem("--target", what, say("write it with fewer digits"))
    if kind == "integer" and goal.target != goal.target.to_integral_value():
        yield _problem(
            "--target", say("{name} is counted in whole numbers", name=goal.indicator), say("leave out the decimals")
        )
    if goal.due <= goal.since:
        told = {"due": goal.due.isoformat(), "since": goal.since.isoformat()}
        yield _problem(
            "--due", say("{due} is not after the day of the baseline, {since}", **told), say("name a later day")
        )
    if (goal.due - goal.since).days > LONGEST_DAYS:
        yield _problem("--due", say("the goal would take more than ten years"), say("name an earlier day"))
    if not goal.owner:
        yield _problem("--owner", say("nobody answers for the goal"), say("name somebody with --owner"))
    if parent is not None:
        yield from _with_parent(goal, parent, joins)


def _with_parent(goal: Goal, parent: Goal, joins: bool) -> Iterator[Problem]:
    if parent.account and parent.account != goal.account:
        what = say("{key} is a goal of {account}", key=parent.key, account=parent.account)
        remedy = say("name a goal of the same account, or one of many accounts together")
        yield _problem("--part-of", what, remedy)
    if joins and parent.status != "open":
        yield _problem("--part-of", say("{key} is closed", key=parent.key), say("name an open goal"))
    if parent.due < goal.due:
        told = {"due": goal.due.isoformat(), "key": parent.key, "day": parent.due.isoformat()}
        yield _problem("--due", say("{due} is after {key} is due, {day}", **told), say("name an earlier day"))


def read_target(text: str, kind: Kind | str, baseline: Decimal | None, unit: str = "") -> Decimal:
    """The target that a text names.

    ``120000``, ``12万`` and ``1.5`` are the target itself, as is ``5%`` for a share; ``+10%`` and ``-20%`` are so much
    of the baseline more or less; ``+5000`` and ``-0.02`` are the baseline and so much. Numbers are read as facts are.

    Args:
        text: as typed.
        kind: of the indicator.
        baseline: None while it is unknown.
        unit: such as ``CNY/year``, whose currency may be named.

    Raises:
        KamError: it is none of these, it needs a baseline that is unknown, or could mean two things.
    """
    percent, signed = is_percentage(text), has_sign(text)
    number = number_written(text, RATIO if percent or kind == RATIO else unit)
    if number is None:
        raise _wrong_target(say("{value} is no target", value=text[:_LONGEST]))
    if not signed:
        if percent and kind != "ratio":
            raise _wrong_target(say("{value}: of what is not said", value=text[:_LONGEST]))
        return number
    if percent and kind == "ratio":
        what = say("{value} could mean points or a part of the baseline", value=text[:_LONGEST])
        raise KamError.of(what, say("write the share itself, such as 35%"), place=Place(key="--target"))
    if baseline is None:
        what = say("{value} needs a baseline, and it is unknown", value=text[:_LONGEST])
        raise KamError.of(what, say("say where the account stands with --baseline"), place=Place(key="--target"))
    change = _ROOM.multiply(baseline, number) if percent else number
    return _ROOM.add(baseline, change)


def _wrong_target(what: Message) -> KamError:
    return KamError.of(what, say("write such as 120000, +10%, -500"), place=Place(key="--target"))


def _problem(key: str, what: Message, remedy: Message) -> Problem:
    return Problem(Place(key=key), what, remedy)
