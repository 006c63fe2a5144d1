"""Goals: what is to be reached by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from kamengine.work.ground.things import Thing

GoalStatus = Literal["open", "closed", "dropped"]
Together = Literal["", "total", "average", "share"]


@dataclass(frozen=True, kw_only=True)
class Goal(Thing):
    """A SMART goal: specific, measured, reachable, relevant, with a day. Its key is such as ``g1``.

    It is about one account, or about many together: all of them, those that meet a condition, one manager's, or both.

    Attributes:
        account: the one that it is about; empty for many.
        together: how many accounts come to one number: their total, their average, or the share of them that meets the
            criterion ``indicator``; empty for one account.
        where: the condition that the accounts meet; empty for all. Each run says anew which ones do.
        book: whose accounts they are; empty for everybody's.
        counted: of how many accounts the baseline is.
        indicator: the field or indicator of the pack that measures it.
        unit: of the three values.
        baseline: where it stands at the beginning.
        target: where it is to be.
        since: the day of the baseline.
        term: long (a year or more) or short.
        parent: key of the goal that this one is part of.
        status: where it stands; of one that is closed ``outcome`` says what came of it.
        outcome: whether a closed goal was reached.
        result: what came of it in words, or why it was dropped.
        ended: where the indicator stood when it was closed; None when that was unknown.
        ended_run: the run that said so.
    """

    kind: ClassVar[str] = "goal"

    account: str = ""
    together: Together = ""
    where: str = ""
    book: str = ""
    counted: int | None = None
    title: str
    pack: str
    indicator: str
    unit: str = ""
    baseline: Decimal
    target: Decimal
    owner: str
    since: dt.date
    due: dt.date
    term: Literal["long", "short"] = "short"
    parent: str = ""
    status: GoalStatus = "open"
    outcome: Literal["", "reached", "missed"] = ""
    result: str = ""
    ended: Decimal | None = None
    ended_run: str = ""
