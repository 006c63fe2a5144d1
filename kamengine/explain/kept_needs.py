"""The missing facts that would decide an account of a kept run: as `kamengine.explain.needs`, without an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kamengine.engine.results import Results
from kamengine.engine.scoring import points_range
from kamengine.explain.model import Need, PartTrace, TierTrace, Trace, outcome_of
from kamengine.explain.needs import NeedsFinder
from kamengine.language.expressions import Expr

Traced = Callable[[Expr], Trace | None]


def facts_that_would_decide(results: Results, row: Mapping[str, Any], traced: Traced, tier: str | None) -> list[str]:
    """The names of the missing fields and indicators that would decide the tier of an account, in the order of rules.

    Args:
        results: of the run.
        row: what the run and the facts say of the account, by name.
        traced: a condition with the values of its parts for the account; None where these depend on other accounts.
        tier: the one that is certain; None for none.
    """
    checked = results.checked

    def trace(expr: Expr, value: object) -> Trace:
        return traced(expr) or Trace(expr, value)

    criteria = {name: trace(expr, row[name]) for name, expr in checked.criteria.items()}
    indicators = {
        name: trace(one.expr, row[name]) for name, one in checked.indicators.items() if one.indicator.ledger is None
    }
    finder = NeedsFinder(checked, results.bindings, criteria, indicators, tuple(_parts(results, row)))
    return [need.name for need in finder.deciding(tuple(_tiers(results, traced)), tier) if _is_fact(need)]


def _tiers(results: Results, traced: Traced) -> Iterator[TierTrace]:
    for each in results.checked.tiers:
        trace = traced(each.when) if each.when is not None else None
        yield TierTrace(each.tier.id, outcome_of(trace.value if trace is not None else None), trace)


def _parts(results: Results, row: Mapping[str, Any]) -> Iterator[PartTrace]:
    """The parts of the scorecard: whether each is known, and whether that matters."""
    for part, _ in results.checked.parts:
        least, most = points_range(part, results.bindings)
        value = row.get(part.subject)
        yield PartTrace(part.id, part.subject, value, (float(least), float(most)), weight=0, contribution=(0, 0))


def _is_fact(need: Need) -> bool:
    return need.gap is None and need.role in ("field", "indicator")
