"""A rule pack with its names resolved and its conditions typed: what the engine compiles and explanations read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kamengine.declarations import Field, Label, Ledger
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type, names
from kamengine.language.functions import Function
from kamengine.language.vocabulary import Symbol
from kamengine.pack.model import Indicator, Pack, Part, Tier

RESERVED = ("account_id", "name", "as_of", "score", "score_low", "score_high", "tier", "tier_possible")
"""Names that the language or the results use; ``account_id`` and ``name`` are fields of every pack."""


@dataclass(frozen=True)
class CheckedIndicator:
    """An indicator with its expression.

    Attributes:
        indicator: as the pack has it; but sums of products that are money have at most four decimals.
        expr: its value; with a ledger, over calls of ledger functions.
        where: which rows of the ledger count; None for all.
        type: of the value after `per` and rounding.
    """

    indicator: Indicator
    expr: Expr
    where: Expr | None
    type: Type


@dataclass(frozen=True)
class CheckedTier:
    """A tier with its condition; None for everyone else."""

    tier: Tier
    when: Expr | None


@dataclass(frozen=True)
class CheckedPack:
    """A pack that is sound: every name resolved, every condition typed.

    Attributes:
        pack: as read.
        fields: every field that its conditions may use, with those of its plugins.
        ledgers: every ledger likewise.
        functions: of its plugins, by name; the built-in ones are in `kamengine.language.builtins`.
        symbols: what each name stands for.
        scope: which accounts it speaks about; None for all.
        indicators: by name.
        criteria: condition of each criterion.
        parts: of the scorecard, each with the type of its subject.
        tiers: in order, best first.
        order: indicators, criteria and ``score`` so that each comes after what it uses.
        uses: for each of those, the names it uses directly.
    """

    pack: Pack
    fields: Mapping[str, Field]
    ledgers: Mapping[str, Ledger]
    functions: Mapping[str, Function]
    symbols: Mapping[str, Symbol]
    scope: Expr | None
    indicators: Mapping[str, CheckedIndicator]
    criteria: Mapping[str, Expr]
    parts: tuple[tuple[Part, Type], ...]
    tiers: tuple[CheckedTier, ...]
    order: tuple[str, ...]
    uses: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> Label:
        """What people call the pack; its id when it has no title."""
        title = self.pack.title
        return title if title.en or title.zh else Label(self.pack.id, self.pack.id)

    def label(self, name: str) -> Label:
        """What people call a name of this pack; the name itself when it has no label."""
        pack = self.pack
        for group in (pack.indicators, pack.criteria, pack.params, pack.tables, self.fields):
            if name in group:
                label: Label = group[name].label
                return label if label.en or label.zh else Label(name, name)
        return Label(name, name)

    def unit(self, name: str) -> str | None:
        """The unit of a quantity, with the currency of the pack by its name; None when it has none."""
        unit = self.symbols[name].type.unit
        return None if unit is None else str(unit)

    def tier_label(self, tier: str) -> Label:
        """What people call a tier."""
        label = next((t.tier.label for t in self.tiers if t.tier.id == tier), Label())
        return label if label.en or label.zh else Label(tier, tier)

    def ready_made_fields(self) -> tuple[Field, ...]:
        """Indicators as fields, for files that bring them as columns."""
        fields = []
        for name, checked in self.indicators.items():
            kind = "money" if checked.type.decimal else checked.type.kind
            if kind != "null":
                indicator = checked.indicator
                fields.append(Field(name, kind, indicator.label, indicator.unit, aliases=indicator.aliases))
        return tuple(fields)

    def needed_fields(self) -> tuple[str, ...]:
        """Fields that the pack really looks at, in order of declaration."""
        used = {name for group in self.uses.values() for name in group}
        return tuple(name for name in self.fields if name in used)

    def lacking(self, ledger: str, columns: Collection[str]) -> frozenset[str]:
        """The columns that indicators look at in vain when a ledger has only these.

        An absent column is not missed where ``coalesce`` has another value for it that needs no absent column.
        """
        found: set[str] = set()
        for checked in self.indicators.values():
            if checked.indicator.ledger == ledger:
                for expr in (checked.expr, checked.where):
                    found |= _lacking(expr, columns) if expr is not None else set()
        day = self.ledgers[ledger].date
        return frozenset(found | ({day} - set(columns) if day else set()))

    def instead_of(self, ledger: str, column: str) -> frozenset[str]:
        """The columns of a ledger that together stand in for one of its columns everywhere; empty when none do."""
        used = self.needed_ledgers()[ledger] - {column}
        if column in self.lacking(ledger, used):
            return frozenset()
        return frozenset(name for name in used if column in self.lacking(ledger, used - {name}))

    def needed_ledgers(self) -> dict[str, frozenset[str]]:
        """Ledgers that indicators look at, each with the columns they use."""
        needed: dict[str, frozenset[str]] = {}
        for checked in self.indicators.values():
            name = checked.indicator.ledger
            if name is None:
                continue
            used = set(names(checked.expr, "field")) | (set(names(checked.where, "field")) if checked.where else set())
            day = self.ledgers[name].date
            needed[name] = needed.get(name, frozenset()) | used | ({day} if day else set())
        return needed


def _lacking(expr: Expr, columns: Collection[str]) -> set[str]:
    """The fields in an expression that are missed among the columns; of a ``coalesce``, those of its first argument."""
    if isinstance(expr, node.Call) and expr.function.name == "coalesce":
        missed = [_lacking(argument, columns) for argument in expr.arguments]
        return missed[0] if all(missed) else set()
    if isinstance(expr, node.Name):
        return {expr.name} - set(columns) if expr.role == "field" else set()
    return {name for part in node.children(expr) for name in _lacking(part, columns)}
