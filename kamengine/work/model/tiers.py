"""What people say about tiers: overrides and decisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from kamengine.work.ground.things import Thing


@dataclass(frozen=True, kw_only=True)
class Override(Thing):
    """A tier that people give an account in the place of the computed one; the key is ``["pack","account"]``.

    Attributes:
        tier: the one that is to hold.
        reason: why.
        approver: who agreed; noted, not proved.
        since: the first day on which it holds, against the date of a run.
        until: the last one.
    """

    kind: ClassVar[str] = "override"

    pack: str
    account: str
    tier: str
    reason: str
    approver: str
    since: dt.date
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class Decision(Thing):
    """What was decided about a move that a run found; the key is ``["pack","account"]``, the newest move counts.

    Attributes:
        run: that found the move.
        before: the tier in effect until then.
        after: the tier that the run computed.
        state: confirmed: it takes effect; deferred: not before ``until``.
        approver: who agreed; noted, not proved.
        base: the last run before the move.
    """

    kind: ClassVar[str] = "decision"

    pack: str
    account: str
    run: str
    before: str
    after: str
    state: Literal["confirmed", "deferred"]
    reason: str = ""
    approver: str = ""
    base: str = ""
    until: dt.date | None = None
