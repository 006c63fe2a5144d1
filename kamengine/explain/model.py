"""What an explanation holds: plain data, recorded once, put into words elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kamengine.engine.left_out import LeftOut
from kamengine.language.expressions import Expr, Name
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.workspace.corrected import CorrectedFact

Outcome = Literal["met", "not met", "unknown"]
Interval = tuple[float, float]
MARKS: Mapping[Outcome, str] = {"met": "✓", "not met": "✗", "unknown": "?"}


@dataclass(frozen=True)
class Trace:
    """One part of a condition and what it came to for the account.

    Attributes:
        expr: the part, as the pack has it.
        value: as the engine found it: True, False or None for a condition; numbers computed in double precision are
            rounded as they are before a comparison; the score is its two ends; None is unknown.
        parts: the same for each of its own parts, in the order of `kamengine.language.expressions.children`.
    """

    expr: Expr
    value: object
    parts: tuple[Trace, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The value of a condition in words."""
        return outcome_of(self.value)

    @property
    def role(self) -> str | None:
        """What the name stands for, when this is a name."""
        return self.expr.role if isinstance(self.expr, Name) else None


@dataclass(frozen=True)
class CriterionTrace:
    """Why a criterion is met, not met or unknown."""

    id: str
    trace: Trace

    @property
    def outcome(self) -> Outcome:
        """What came out."""
        return self.trace.outcome


@dataclass(frozen=True)
class TierTrace:
    """Whether a tier's condition is met; no trace for a tier without a condition."""

    id: str
    outcome: Outcome
    trace: Trace | None


@dataclass(frozen=True)
class PartTrace:
    """What a part of the scorecard adds to the score.

    Attributes:
        id: of the part.
        subject: the indicator or field that it looks at.
        value: of the subject; None is unknown.
        points: fewest and most, 0 to 100.
        weight: what it really weighs (under ``renormalise`` the known parts share 100, the others weigh 0).
        contribution: weight × points / 100, lowest and highest.
    """

    id: str
    subject: str
    value: object
    points: Interval
    weight: float
    contribution: Interval


@dataclass(frozen=True)
class Need:
    """Something unknown that would decide the tier.

    Attributes:
        name: of the fact; when known facts leave something unknown, of the indicator, criterion or tier that it
            stands in.
        role: what the name is.
        gap: the step that known facts do not allow, such as a division by zero; None when the fact is simply missing.
    """

    name: str
    role: Literal["field", "indicator", "criterion", "tier"]
    gap: Trace | None = None


@dataclass(frozen=True)
class Explanation:
    """Why an account got its verdict.

    Attributes:
        name: of the account; None when nobody said.
        checked: the pack that was applied.
        bindings: the date, parameters and tables that it was applied with.
        tier: the best that is certain; None if none is.
        tier_possible: the best that is not ruled out.
        score: its two ends; None when the pack has no scorecard.
        criteria: in the order of the pack.
        tiers: best first.
        parts: of the scorecard, in order.
        values: every field, indicator, criterion and parameter by name.
        indicators: how each indicator without a ledger came about.
        needs: the facts that would decide, those that weigh most first; empty when the tier is decided.
        corrected: facts of the account that somebody corrected by hand; None when nobody has looked for any.
        left_out: the other accounts that shares and ranks leave out, on which the tier may depend.
    """

    account_id: str
    name: str | None
    checked: CheckedPack
    bindings: Bindings
    tier: str | None
    tier_possible: str | None
    score: Interval | None
    criteria: tuple[CriterionTrace, ...]
    tiers: tuple[TierTrace, ...]
    parts: tuple[PartTrace, ...]
    values: Mapping[str, object]
    indicators: Mapping[str, Trace]
    needs: tuple[Need, ...]
    corrected: tuple[CorrectedFact, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()


def outcome_of(value: object) -> Outcome:
    """``met``, ``not met`` or ``unknown`` for True, False and None."""
    return "unknown" if value is None else "met" if value else "not met"
