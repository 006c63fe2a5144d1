"""Recording why an account got its verdict. The engine evaluates; nothing is worked out here a second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from kamengine.engine.inspect import Inspection, inspect
from kamengine.engine.left_out import left_out_of
from kamengine.engine.run import Run
from kamengine.explain.model import CriterionTrace, Explanation, PartTrace, TierTrace, Trace, outcome_of
from kamengine.explain.needs import NeedsFinder
from kamengine.language.expressions import (
    Constant,
    Expr,
    Name,
    children,
    constant_value,
    is_computed,
    walk,
)
from kamengine.language.numbers import round_float
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack

Inspect = Callable[[str, tuple[Expr, ...]], Inspection | None]


def explain(run: Run, account_id: str) -> Explanation | None:
    """Why an account of a run got its verdict; None when the run has no such account in scope."""
    found = explained(run.checked, run.bindings, account_id, partial(inspect, run))
    return None if found is None else replace(found, left_out=left_out_of(run, account_id))


def explained(checked: CheckedPack, bindings: Bindings, account_id: str, inspect: Inspect) -> Explanation | None:
    """The same with another way of asking the engine.

    Args:
        checked: the pack.
        bindings: its parameters and its date.
        account_id: the account.
        inspect: what the engine knows of an account, with the values of expressions; None for one that is not in scope.
    """
    questions = tuple(dict.fromkeys(_questions(checked)))
    found = inspect(account_id, questions)
    if found is None:
        return None
    recorder = _Recorder(bindings, found, dict(zip(questions, found.results, strict=True)))
    criteria = {name: recorder.trace(expr) for name, expr in checked.criteria.items()}
    indicators = {name: recorder.trace(expr) for name, expr in _expressions_of_indicators(checked)}
    tiers = tuple(recorder.tiers(checked))
    parts = tuple(recorder.parts(checked))
    undecided = found.tier is None or found.tier != found.tier_possible
    finder = NeedsFinder(checked, bindings, criteria, indicators, parts)
    name = found.values.get("name")
    return Explanation(
        account_id=account_id,
        name=name if isinstance(name, str) else None,
        checked=checked,
        bindings=bindings,
        tier=found.tier,
        tier_possible=found.tier_possible,
        score=found.score,
        criteria=tuple(CriterionTrace(name, criteria[name]) for name in checked.pack.criteria),
        tiers=tiers,
        parts=parts,
        values={**found.values, **bindings.parameters},
        indicators=indicators,
        needs=finder.deciding(tiers, found.tier) if undecided else (),
    )


def _expressions_of_indicators(checked: CheckedPack) -> Iterator[tuple[str, Expr]]:
    """Indicators computed from other facts of the account, not from rows of a ledger."""
    for name, indicator in checked.indicators.items():
        if indicator.indicator.ledger is None:
            yield name, indicator.expr


def _questions(checked: CheckedPack) -> Iterator[Expr]:
    """Everything whose value only the engine can say."""
    roots = [*checked.criteria.values(), *(expr for _, expr in _expressions_of_indicators(checked))]
    roots += [tier.when for tier in checked.tiers if tier.when is not None]
    for root in roots:
        yield from (expr for expr in walk(root) if not isinstance(expr, Name | Constant) and not expr.type.constant)


@dataclass(frozen=True)
class _Recorder:
    """Puts the engine's answers beside the expressions they belong to."""

    bindings: Bindings
    found: Inspection
    answers: Mapping[Expr, object]

    def trace(self, expr: Expr) -> Trace:
        """The expression with its value and the values of its parts."""
        return Trace(expr, self._value(expr), tuple(self.trace(part) for part in children(expr)))

    def _value(self, expr: Expr) -> object:
        if isinstance(expr, Name):
            return self._named(expr)
        if isinstance(expr, Constant) or expr.type.constant:
            return constant_value(expr, self.bindings.parameters)
        value = self.answers[expr]
        return round_float(value) if isinstance(value, float) and is_computed(expr) else value

    def _named(self, name: Name) -> object:
        match name.role:
            case "parameter":
                return self.bindings.parameters[name.name]
            case "as_of":
                return self.bindings.as_of
            case "score":
                return self.found.score
            case "table":
                return None
        return self.found.values.get(name.name)

    def tiers(self, checked: CheckedPack) -> Iterator[TierTrace]:
        """Each tier, best first."""
        for tier in checked.tiers:
            id = tier.tier.id
            trace = self.trace(tier.when) if tier.when is not None else None
            yield TierTrace(id, outcome_of(self.found.tiers[id]), trace)

    def parts(self, checked: CheckedPack) -> Iterator[PartTrace]:
        """Each part of the scorecard."""
        for part, _ in checked.parts:
            low, high = self.found.parts[part.id]
            weight = self.found.weights[part.id]
            yield PartTrace(
                id=part.id,
                subject=part.subject,
                value=self.found.values.get(part.subject),
                points=(low, high),
                weight=weight,
                contribution=(round_float(weight * low / 100), round_float(weight * high / 100)),
            )
