"""What depends on what, in either of two packs: so what decides nothing is not asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kamengine.diff.changes import RuleChange
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.pack.check_score import quantities
from kamengine.pack.checked import CheckedPack

_OF_SCORE = frozenset({"scale", "weights", "missing"})
_OF_ALL = ("scope", "tier", "tiers", "hit")


@dataclass(frozen=True)
class Graph:
    """Which names the values of names depend on, in any of these packs."""

    packs: tuple[CheckedPack, ...]

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """These names and all that they depend on."""
        found: set[str] = set()
        waiting = set(names)
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting |= {used for checked in self.packs for used in _uses(checked, name)} - found
        return frozenset(found)

    def scopes(self) -> frozenset[str]:
        """The names that the scopes use."""
        return frozenset(
            name for checked in self.packs if checked.scope is not None for name in node.names(checked.scope)
        )

    def deciding(self) -> frozenset[str]:
        """Every name that a tier or the scope depends on."""
        conditions = [tier.when for checked in self.packs for tier in checked.tiers if tier.when is not None]
        return self.below({name for expr in conditions for name in node.names(expr)} | self.scopes())


def deciding(changes: Iterable[RuleChange], names: frozenset[str]) -> list[RuleChange]:
    """The changes that may move an account; for the names see `Graph.deciding`."""
    changes = list(changes)
    chosen = touching(changes, names, *_OF_ALL)
    return [change for change in changes if change in chosen]


def touching(changes: Iterable[RuleChange], names: frozenset[str], *elements: str) -> frozenset[RuleChange]:
    """The changes of which a part changes one of these names, or is one of these elements."""
    return frozenset(
        change for change in changes for part in change.single if part.element in elements or _touches(part, names)
    )


def _touches(change: RuleChange, names: frozenset[str]) -> bool:
    if change.element in _OF_SCORE:
        return "score" in names
    return change.element != "tier" and change.name in names


def _uses(checked: CheckedPack, name: str) -> set[str]:
    """The names that the value of a name depends on directly; none of them a column of a ledger."""
    if name == "score":
        numbers = {number for part, _ in checked.parts for number, _ in quantities(part) if isinstance(number, str)}
        return numbers | {part.subject for part, _ in checked.parts}
    indicator = checked.indicators.get(name)
    if indicator is not None and indicator.indicator.ledger is not None:
        expressions: list[Expr | None] = [indicator.expr, indicator.where]
        return {n for expr in expressions if expr is not None for n in node.names(expr, "parameter", "table")}
    expr = indicator.expr if indicator is not None else checked.criteria.get(name)
    return set(node.names(expr)) if expr is not None else set()
