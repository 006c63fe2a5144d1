"""The facts that would decide an account whose tier is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kamengine.explain.model import Need, PartTrace, TierTrace, Trace
from kamengine.explain.unknown import sources
from kamengine.language.expressions import Name
from kamengine.language.sql import Bindings
from kamengine.pack.bind import weight_of
from kamengine.pack.checked import CheckedPack

Owner = tuple[str, Literal["indicator", "criterion", "tier"]]


@dataclass
class NeedsFinder:
    """Walks from the open tiers down to what is missing; each thing is visited once.

    Attributes:
        criteria: the condition of each criterion.
        indicators: the value of each indicator that has no ledger.
        parts: of the scorecard.
    """

    checked: CheckedPack
    bindings: Bindings
    criteria: Mapping[str, Trace]
    indicators: Mapping[str, Trace]
    parts: Sequence[PartTrace]
    _found: list[Need] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def deciding(self, tiers: Sequence[TierTrace], certain: str | None) -> tuple[Need, ...]:
        """What would decide between the certain tier and the better ones that are still open.

        Args:
            tiers: all of them, best first.
            certain: the best that is certain; None if none is.
        """
        for tier in tiers:
            if tier.id == certain:
                break
            if tier.outcome == "unknown" and tier.trace is not None:
                self._below(tier.trace, (tier.id, "tier"))
        return tuple(self._found)

    def _below(self, trace: Trace, owner: Owner) -> None:
        for source in sources(trace):
            match source.expr:
                case Name(role="score"):
                    self._score()
                case Name(name=name, role=role):
                    self._name(name, role)
                case _:
                    self._add(Need(*owner, gap=source), f"{owner[1]} {owner[0]}")

    def _name(self, name: str, role: str) -> None:
        if name in self._seen:
            return
        if role == "criterion":
            self._seen.add(name)
            self._below(self.criteria[name], (name, "criterion"))
        elif role == "indicator" and name in self.indicators:
            self._seen.add(name)
            self._indicator(name, self.indicators[name])
        else:
            self._add(Need(name, "indicator" if role == "indicator" else "field"), name)

    def _indicator(self, name: str, trace: Trace) -> None:
        if trace.value is None:
            self._below(trace, (name, "indicator"))
        else:  # lost in rounding: no number that can be held
            self._add(Need(name, "indicator"), f"indicator {name}")

    def _score(self) -> None:
        if "score" in self._seen:
            return
        self._seen.add("score")
        score = self.checked.pack.score
        assert score is not None
        weights = {part.id: weight_of(part, self.bindings) for part in score.parts}
        for part in sorted(self.parts, key=lambda part: -weights[part.id]):
            settled = score.missing == "interval" and part.points[0] == part.points[1]
            if part.value is None and weights[part.id] and not settled:
                self._name(part.subject, self.checked.symbols[part.subject].role)

    def _add(self, need: Need, key: str) -> None:
        if key not in self._seen:
            self._seen.add(key)
            self._found.append(need)
