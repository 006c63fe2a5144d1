"""Which columns of a run depend on which parameters and weights, directly or through others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from kamengine.engine import scoring
from kamengine.engine.query import tier_column
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, Bindings
from kamengine.pack.bind import weight_of
from kamengine.pack.check_score import quantities
from kamengine.pack.checked import CheckedIndicator, CheckedPack
from kamengine.pack.weights import PREFIX

SCORE, SCOPE = "score", "scope#"
"""Stand for both ends of the score, and for the condition that says who is in scope."""


def changed_names(checked: CheckedPack, old: Bindings, new: Bindings) -> frozenset[str]:
    """The parameters that differ, and ``weights.PART`` for each part that weighs something else."""
    parameters = {name for name, value in new.parameters.items() if value != old.parameters[name]}
    weights = {PREFIX + part.id for part, _ in checked.parts if weight_of(part, old) != weight_of(part, new)}
    return frozenset(parameters | weights)


@dataclass(frozen=True)
class Dependence:
    """What each computed column of a pack is computed from.

    Columns are named as in the query (see `kamengine.engine.query`); `SCORE` and `SCOPE` are names of their own.
    """

    checked: CheckedPack

    @cached_property
    def uses(self) -> dict[str, frozenset[str]]:
        """For each computed column, the parameters, weights, facts and columns in its formula; what is used first."""
        return {name: frozenset(used) for name, used in self._uses()}

    def dependents(self, names: Collection[str]) -> frozenset[str]:
        """Every column that depends on one of the names, directly or through others."""
        found = set(names)
        for column, used in self.uses.items():
            if not found.isdisjoint(used):
                found.add(column)
        return frozenset(found.difference(names))

    def direct(self, names: Collection[str]) -> frozenset[str]:
        """The columns with one of the names in their formula."""
        return frozenset(column for column, used in self.uses.items() if not used.isdisjoint(names))

    def needed_for(self, columns: Collection[str]) -> frozenset[str]:
        """The columns and everything that they are computed from, directly or through others."""
        needed = set(columns)
        for column, used in reversed(self.uses.items()):
            if column in needed:
                needed |= used
        return frozenset(needed)

    def look_at_all(self, columns: Collection[str]) -> bool:
        """Whether one of these columns looks at more accounts than its own: its formula calls a portfolio function."""
        return any(node.calls(expr, "portfolio") for name in columns for expr in self._formulas(name))

    def _formulas(self, name: str) -> Iterator[Expr]:
        checked = self.checked
        if name in checked.indicators:
            yield checked.indicators[name].expr
        elif name in checked.criteria:
            yield checked.criteria[name]
        elif name in (tiers := tier_columns(checked)):
            tier = checked.tiers[tiers.index(name)]
            yield from [tier.when] if tier.when is not None else [t.when for t in checked.tiers if t.when is not None]

    def _uses(self) -> Iterator[tuple[str, set[str]]]:
        checked = self.checked
        for name in checked.order:
            if name == SCORE:
                yield from self._uses_of_score()
            elif name in checked.criteria:
                yield name, set(node.names(checked.criteria[name]))
            else:
                yield name, _uses_of_indicator(checked.indicators[name])
        conditions = [set(node.names(tier.when)) if tier.when is not None else set[str]() for tier in checked.tiers]
        if checked.tiers[-1].when is None and checked.pack.hit == "unique":
            conditions[-1] = set().union(*conditions)  # everyone else
        yield from zip(tier_columns(checked), conditions, strict=True)
        if checked.scope is not None:
            yield SCOPE, set(node.names(checked.scope))

    def _uses_of_score(self) -> Iterator[tuple[str, set[str]]]:
        """The points of each part, then the score: the points that a part may give count where its value is unknown."""
        most_and_fewest: set[str] = set()
        for part, _ in self.checked.parts:
            lines = {q for q, path in quantities(part) if isinstance(q, str) and path != ("weight",)}
            most_and_fewest |= lines
            yield scoring.points_column(part), {part.subject, *lines}
        points = {scoring.points_column(part) for part, _ in self.checked.parts}
        yield SCORE, {PREFIX + part.id for part, _ in self.checked.parts} | points | most_and_fewest


def tier_columns(checked: CheckedPack) -> list[str]:
    """The columns that hold whether each tier is met, best first."""
    return [tier_column(index) for index in range(len(checked.tiers))]


def as_columns(names: Collection[str]) -> frozenset[str]:
    """The names as columns of a query: the score has two, the scope none."""
    ends = {SCORE_LOW, SCORE_HIGH} if SCORE in names else set()
    return frozenset(names) - {SCORE, SCOPE} | ends


def _uses_of_indicator(checked: CheckedIndicator) -> set[str]:
    """Names of a ledger's columns may be those of fields, on which nothing here depends."""
    roles: tuple[node.Role, ...] = () if checked.indicator.ledger is None else ("parameter",)
    where = node.names(checked.where, *roles) if checked.where is not None else ()
    return {*node.names(checked.expr, *roles), *where}
