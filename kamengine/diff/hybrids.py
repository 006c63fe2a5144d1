"""Packs between the old and the new one: the new one with some of its changes undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kamengine.declarations import Choice, Field, Ledger
from kamengine.diff.changes import RuleChange, Rules, rule_changes
from kamengine.diff.depends import Graph, deciding
from kamengine.language import expressions as node
from kamengine.language.expressions import BOOL, Expr, Value
from kamengine.language.sql import Bindings
from kamengine.pack.check import check_pack
from kamengine.pack.check_score import scorecard_problems
from kamengine.pack.checked import CheckedPack, CheckedTier
from kamengine.pack.industry import Industry
from kamengine.pack.model import Pack, Part, Score, Tier

_ALL_KEYS = frozenset({"type", "label", "unit", "choices", "immutable"})

_MOST_TOGETHER = 12

Undone = frozenset[RuleChange]
"""The changes of the rules that are undone."""


class Hybrids:
    """The packs that result when some changes of the rules are undone.

    Attributes:
        old: the rules before.
        new: the rules now.
        changes: what can be undone, each by itself: what is sound only together is one change.
        idle: changes that no tier and no scope depends on; they stay as they are now.
        graph: what depends on what in the two packs.
        deciding: every name that a tier or the scope depends on.
    """

    def __init__(self, old: Rules, new: Rules, industries: Mapping[str, Industry]) -> None:
        """Find the changes.

        Args:
            old: the rules before.
            new: the rules now.
            industries: what each loaded plugin contributes, by plugin name.
        """
        self.old, self.new = _with_positions(old), _with_positions(new)
        self._industries = industries
        self._known: dict[Undone, Rules | None] = {}
        self._pinned: dict[int, Pinned] = {}
        self.graph = Graph((self.old.checked, self.new.checked))
        self.deciding = self.graph.deciding()
        every = rule_changes(self.old, self.new)
        single = deciding(every, self.deciding)
        self.idle = tuple(one for one in every if one not in single)
        self._singles = frozenset(single)
        self.changes = self._separable(single)
        if "as_of" in self.deciding and old.bindings.as_of != new.bindings.as_of:
            self.changes += (_date(old, new),)

    def of(self, undone: Collection[RuleChange]) -> Rules | None:
        """The new rules with some changes undone; None when these are not sound."""
        dated = any(change.element == "date" for change in undone)
        rules = self._of(frozenset(part for change in undone for part in change.single if part.element != "date"))
        as_of = (self.old if dated else self.new).bindings.as_of
        return rules and replace(rules, bindings=replace(rules.bindings, as_of=as_of))

    def pinned(self, rules: Rules) -> Pinned:
        """What rules that came from here do not compute for an account on its own."""
        key = id(rules.checked)  # they are kept here
        if key not in self._pinned:
            self._pinned[key] = Pinned.of(rules.checked, self.deciding)
        return self._pinned[key]

    def _of(self, key: Undone) -> Rules | None:
        if not key:
            return self.new
        if key == self._singles:
            return self.old
        if key not in self._known:
            self._known[key] = self._made(key)
        return self._known[key]

    def _separable(self, single: list[RuleChange]) -> tuple[RuleChange, ...]:
        """The changes, with those in one that are not sound alone, or without which the others are not."""
        stuck = [one for one in single if not self._sound([one]) or not self._sound(c for c in single if c != one)]
        if not stuck:
            return tuple(single)
        together = RuleChange("together", place=stuck[0].place, parts=tuple(stuck))
        free = [one for one in single if one not in stuck]
        if self._sound([together]) and self._sound(free) and len(stuck) <= _MOST_TOGETHER:
            return (*free, together)
        pack = self.new.pack
        before, now = (f"{p.id} {p.version}" for p in (self.old.pack, pack))
        return (RuleChange("pack", "", before, now, pack.place("pack"), parts=tuple(single)),)

    def _sound(self, undone: Iterable[RuleChange]) -> bool:
        return self._of(frozenset(part for change in undone for part in change.single)) is not None

    def _made(self, undone: Undone) -> Rules | None:
        pack = _pack(self.old.checked, self.new.checked, undone)
        checked, _ = check_pack(pack, self._industries)
        if checked is None:
            return None
        bindings = self._bindings(pack, undone)
        numbers = {name: value for name, value in bindings.parameters.items() if isinstance(value, Decimal)}
        if scorecard_problems(pack, numbers):
            return None
        return _with_positions(Rules(checked, bindings))

    def _bindings(self, pack: Pack, undone: Undone) -> Bindings:
        old, new = self.old.bindings, self.new.bindings
        parameters = _put_back(old.parameters, new.parameters, _names(undone, "parameter"))
        tables = _put_back(old.tables, new.tables, _names(undone, "table"))
        known: dict[str, Value] = {name: value for name, value in parameters.items() if name in pack.params}
        return Bindings(new.as_of, known, {name: table for name, table in tables.items() if name in pack.tables})


def _put_back(old: Mapping[str, Any], new: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Both together: the new one where both have a name, but the old one for these names."""
    return {**new, **{name: value for name, value in old.items() if name not in new or name in names}}


def _names(undone: Undone, *elements: str) -> frozenset[str]:
    return frozenset(change.name for change in undone if change.element in elements)


def _has(undone: Undone, element: str) -> bool:
    return any(change.element == element for change in undone)


def is_changed(changes: Iterable[RuleChange], element: str, name: str) -> bool:
    """Whether an element of this name is among some changes, alone or with others."""
    return any((part.element, part.name) == (element, name) for change in changes for part in change.single)


def _date(old: Rules, new: Rules) -> RuleChange:
    return RuleChange("date", "as_of", old.bindings.as_of, new.bindings.as_of)


# ── the pack ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pack(old: CheckedPack, new: CheckedPack, undone: Undone) -> Pack:
    """The new pack with these changes undone. What only the old one has is there too, where its name is free."""
    before, now = old.pack, new.pack
    back = _names(undone, "meaning")
    taken = {name.casefold() for name in new.symbols if name not in back}

    def merged(group: str, *elements: str) -> dict[str, Any]:
        mine: Mapping[str, Any] = getattr(before, group)
        theirs = {name: one for name, one in getattr(now, group).items() if name not in back}
        free = {name: one for name, one in mine.items() if name in theirs or name.casefold() not in taken}
        return _put_back(free, theirs, _names(undone, *elements))

    fields = _fields(old, new, undone, taken)
    return replace(
        now,
        plugins=(*now.plugins, *(name for name in before.plugins if name not in now.plugins)),
        scope=before.scope if _has(undone, "scope") else now.scope,
        hit=before.hit if _has(undone, "hit") else now.hit,
        fields=fields,
        refined=dict.fromkeys(fields, _ALL_KEYS),
        ledgers=_ledgers(old, new),
        params=merged("params", "parameter"),
        tables=merged("tables", "table"),
        indicators=merged("indicators", "indicator"),
        criteria=merged("criteria", "criterion"),
        score=_score(before.score, now.score, undone),
        tiers=_tiers(before.tiers, now.tiers, undone),
        tests=(),
    )


def _fields(old: CheckedPack, new: CheckedPack, undone: Undone, taken: Collection[str]) -> dict[str, Field]:
    """Every field of both, declared by the pack itself, with the choices of both."""
    found = {}
    back, meaning = _names(undone, "field"), _names(undone, "meaning")
    theirs = {name: field for name, field in new.fields.items() if name not in meaning}
    for name, field in {**old.fields, **theirs}.items():
        if name in ("account_id", "name") or (name not in theirs and name.casefold() in taken):
            continue
        chosen = old.fields[name] if name in back else field
        found[name] = replace(chosen, choices=_choices(old.fields.get(name), theirs.get(name)), aliases=())
    return found


def _ledgers(old: CheckedPack, new: CheckedPack) -> dict[str, Ledger]:
    """Every ledger of both, with the columns of both; what is computed from them is read by the pack it stems from."""
    found = dict(old.ledgers)
    for name, ledger in new.ledgers.items():
        before = {field.name: field for field in old.ledgers[name].fields} if name in old.ledgers else {}
        now = {field.name: field for field in ledger.fields}
        merged = {**before, **now}
        fields = (replace(f, choices=_choices(before.get(n), now.get(n))) for n, f in merged.items())
        found[name] = replace(ledger, fields=tuple(fields))
    return found


def _choices(*fields: Field | None) -> tuple[Choice, ...]:
    known = {choice.id: choice for field in fields if field is not None for choice in field.choices}
    return tuple(known.values())


def _score(old: Score | None, new: Score | None, undone: Undone) -> Score | None:
    if old is None or new is None:
        return old or new
    before, now = ({part.id: part for part in score.parts} for score in (old, new))
    scales = _names(undone, "scale")
    frame = before if _has(undone, "weights") else now
    parts: list[Part] = []
    for id, framed in frame.items():
        scaled = before[id] if id not in now or id in scales else now[id]
        parts.append(replace(scaled, weight=framed.weight))
    return Score(old.missing if _has(undone, "missing") else new.missing, tuple(parts))


def _tiers(old: tuple[Tier, ...], new: tuple[Tier, ...], undone: Undone) -> tuple[Tier, ...]:
    before, now = ({tier.id: tier for tier in tiers} for tiers in (old, new))
    back = _names(undone, "tier")
    order = before if _has(undone, "tiers") else now
    return tuple(before[id] if id not in now or id in back else now[id] for id in order)


# ── positions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def position_of_tier(id: str) -> str:
    """The name of the criterion that stands for a tier's condition when that looks at the whole portfolio."""
    return f"#tier {id}"


def looks_at_portfolio(expr: Expr) -> bool:
    """Whether an expression itself looks at other accounts."""
    return node.calls(expr, "portfolio")


def _with_positions(rules: Rules) -> Rules:
    """The rules with a criterion for each tier whose condition itself looks at the portfolio, to be pinned by name."""
    checked, tiers = rules.checked, []
    lifted: dict[str, Expr] = {}
    for tier in checked.tiers:
        name = position_of_tier(tier.tier.id)
        if tier.when is not None and looks_at_portfolio(tier.when):
            lifted[name] = tier.when
            tiers.append(CheckedTier(tier.tier, node.Name(BOOL, name, "criterion")))
        else:
            tiers.append(tier)
    if not lifted:
        return rules
    uses = {**checked.uses, **{name: node.names(expr) for name, expr in lifted.items()}}
    made = replace(
        checked,
        criteria={**checked.criteria, **lifted},
        tiers=tuple(tiers),
        order=(*checked.order, *lifted),
        uses=uses,
    )
    return replace(rules, checked=made)


@dataclass(frozen=True)
class Pinned:
    """What is not computed for an account on its own.

    Attributes:
        ledgers: indicators over rows.
        positions: indicators and criteria that look at the whole portfolio.
    """

    ledgers: tuple[str, ...]
    positions: tuple[str, ...]

    @classmethod
    def of(cls, checked: CheckedPack, names: frozenset[str]) -> Pinned:
        """What a pack takes from rows and from the portfolio, as far as it is among some names."""
        indicators = {name: one for name, one in checked.indicators.items() if name in names}
        ledgers = [name for name, one in indicators.items() if one.indicator.ledger is not None]
        values = {name: one.expr for name, one in indicators.items() if one.indicator.ledger is None}
        criteria = {name: expr for name, expr in checked.criteria.items() if name in names}
        seen = [name for name, expr in {**values, **criteria}.items() if looks_at_portfolio(expr)]
        return cls(tuple(ledgers), tuple(seen))

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.ledgers, *self.positions))
