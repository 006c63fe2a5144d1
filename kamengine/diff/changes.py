"""What differs between the rules of two packs, one element at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kamengine.declarations import Field
from kamengine.diff.wording import indicator_texts, scale_text, table_texts, weights_text
from kamengine.language.expressions import Role, Value
from kamengine.language.sql import Bindings
from kamengine.language.vocabulary import Symbol
from kamengine.pack.checked import CheckedIndicator, CheckedPack
from kamengine.pack.model import Pack, Param, Part, Tier
from kamengine.pack.weights import with_weights
from kamengine.problems import Place

Element = Literal[
    "meaning",
    "parameter",
    "table",
    "field",
    "indicator",
    "criterion",
    "scope",
    "scale",
    "weights",
    "missing",
    "tier",
    "tiers",
    "hit",
    "date",
    "together",
    "pack",
]

_NOWHERE = Place()
_GROUPS: Mapping[Role, str] = {
    "field": "fields",
    "parameter": "params",
    "table": "tables",
    "indicator": "indicators",
    "criterion": "criteria",
}


@dataclass(frozen=True)
class RuleChange:
    """One element of the rules that differs.

    Attributes:
        element: the ``meaning`` of a name (a field, an indicator …), a ``parameter``, a lookup ``table``, the kind of a
            ``field``, the definition of an ``indicator``, the condition of a ``criterion`` or a ``tier``, the
            ``scope``, the bands or line of a part of the scorecard (``scale``), the parts and their ``weights``, what a
            ``missing`` part is worth, the ``tiers`` and their order, how many tiers an account may ``hit``; several of
            these that are sound only ``together``; the ``pack`` as a whole; or, no rule but common to all accounts
            like one, the ``date`` that conditions look at.
        name: of the parameter, table, field, indicator, criterion, part or tier; empty for the others.
        old: what the old pack says: the value of a parameter, else a text; None where it says nothing.
        new: likewise the new pack.
        place: where the new pack says so.
        source: who vouches for the new value of a parameter.
        parts: what has to change together.
    """

    element: Element
    name: str = ""
    old: Value = None
    new: Value = None
    place: Place = _NOWHERE
    source: str | None = None
    parts: tuple[RuleChange, ...] = ()

    @property
    def single(self) -> tuple[RuleChange, ...]:
        """The elements one by one: itself, or its parts."""
        return self.parts or (self,)


Undone = frozenset[RuleChange]
"""Changes of the rules that are undone."""


@dataclass(frozen=True)
class Rules:
    """A pack with the parameters and tables of a run; `sets` are parameters that were not taken from the pack."""

    checked: CheckedPack
    bindings: Bindings
    sets: frozenset[str] = frozenset()

    @classmethod
    def of(cls, checked: CheckedPack, bindings: Bindings, sets: Iterable[str] = ()) -> Rules:
        """The rules of a run; weights that it set stand in the scorecard."""
        pack = with_weights(checked.pack, bindings.weights)
        weights = {part.id: part.weight for part in pack.score.parts} if pack.score is not None else {}
        parts = tuple((replace(part, weight=weights[part.id]), type) for part, type in checked.parts)
        return cls(replace(checked, pack=pack, parts=parts), replace(bindings, weights={}), frozenset(sets))

    @property
    def pack(self) -> Pack:
        """The pack as read."""
        return self.checked.pack


def rule_changes(old: Rules, new: Rules) -> list[RuleChange]:
    """Every element that both packs have or need and that differs, in the order in which packs are written.

    What only one pack has decides nothing until a condition, a part or a tier asks for it, which then differs.
    """
    return [
        *_scope_and_hit(old.pack, new.pack),
        *_meanings(old.checked, new.checked),
        *_fields(old.checked, new.checked),
        *_parameters(old, new),
        *_tables(old, new),
        *_indicators(old.checked, new.checked),
        *_criteria(old.checked, new.checked),
        *_score(old.pack, new.pack),
        *_tiers(old.checked, new.checked),
    ]


def _scope_and_hit(old: Pack, new: Pack) -> Iterator[RuleChange]:
    if _words(old.scope) != _words(new.scope):
        yield RuleChange("scope", old=old.scope, new=new.scope, place=new.place("pack", "scope"))
    if old.hit != new.hit:
        yield RuleChange("hit", old=old.hit, new=new.hit, place=new.place("pack", "hit"))


def _meanings(old: CheckedPack, new: CheckedPack) -> Iterator[RuleChange]:
    """Names that stand for something else."""
    for name, symbol in new.symbols.items():
        before = old.symbols.get(name)
        if before is not None and before.role != symbol.role:
            yield RuleChange("meaning", name, before.role, symbol.role, new.pack.place(*_path(symbol)))


def _path(symbol: Symbol) -> tuple[str, str]:
    """Where a name is declared."""
    return _GROUPS[symbol.role], symbol.name


def _fields(old: CheckedPack, new: CheckedPack) -> Iterator[RuleChange]:
    for name in fields_of_another_kind(old, new):
        kinds = old.fields[name].kind, new.fields[name].kind
        yield RuleChange("field", name, *kinds, place=new.pack.place("fields", name, "type"))


def fields_of_another_kind(old: CheckedPack, new: CheckedPack) -> list[str]:
    """Fields that both packs look at and take as values of different kinds."""
    used = {*old.needed_fields(), *new.needed_fields()}
    both: list[tuple[str, Field]] = [(name, field) for name, field in new.fields.items() if name in old.fields]
    return [name for name, field in both if name in used and old.fields[name].kind != field.kind]


def _parameters(old: Rules, new: Rules) -> Iterator[RuleChange]:
    for name, value in new.bindings.parameters.items():
        if name not in old.bindings.parameters or old.bindings.parameters[name] == value:
            continue
        place, source = new.pack.place("params", name), None
        if name not in new.sets:
            place, source = _dated(new.pack, new.pack.params[name], new.bindings.as_of)
        yield RuleChange("parameter", name, old.bindings.parameters[name], value, place, source)


def _dated(pack: Pack, param: Param, as_of: date) -> tuple[Place, str]:
    """Where the value of a parameter on a date stands, and who vouches for it."""
    started = [(v.start or date.min, i) for i, v in enumerate(param.values) if v.start is None or v.start <= as_of]
    _, index = max(started, key=lambda pair: (pair[0], -pair[1]))
    alone = ("params", param.name, "value")
    path = alone if alone in pack.lines else ("params", param.name, "values", index)
    return pack.place(*path), param.values[index].source


def _tables(old: Rules, new: Rules) -> Iterator[RuleChange]:
    for name, table in new.bindings.tables.items():
        before = old.bindings.tables.get(name)
        if before is not None and list(before.items()) != list(table.items()):  # the first row that holds counts
            texts = table_texts(before, table)
            yield RuleChange("table", name, *texts, place=new.pack.place("tables", name, "rows"))


def _indicators(old: CheckedPack, new: CheckedPack) -> Iterator[RuleChange]:
    for name, indicator in new.indicators.items():
        before = old.indicators.get(name)
        if before is not None and not _same_indicator(old, before, new, indicator):
            first, texts = indicator_texts(before.indicator, indicator.indicator)
            yield RuleChange("indicator", name, *texts, place=new.pack.place("indicators", name, first))


def _same_indicator(old: CheckedPack, a: CheckedIndicator, new: CheckedPack, b: CheckedIndicator) -> bool:
    one, other = a.indicator, b.indicator
    if (one.ledger, one.window, one.per, one.empty, one.decimals) != (
        *(other.ledger, other.window, other.per, other.empty, other.decimals),
    ):
        return False
    if one.ledger is None:
        return _words(one.value) == _words(other.value) or a.expr == b.expr
    same_day = old.ledgers[one.ledger].date == new.ledgers[one.ledger].date
    return same_day and (a.expr, a.where) == (b.expr, b.where)


def _criteria(old: CheckedPack, new: CheckedPack) -> Iterator[RuleChange]:
    for name, criterion in new.pack.criteria.items():
        before = old.pack.criteria.get(name)
        if before is None or _words(before.when) == _words(criterion.when):
            continue
        if old.criteria[name] != new.criteria[name]:
            place = new.pack.place("criteria", name, "when")
            yield RuleChange("criterion", name, before.when, criterion.when, place)


def _score(old: Pack, new: Pack) -> Iterator[RuleChange]:
    if old.score is None or new.score is None:
        return
    before = {part.id: part for part in old.score.parts}
    weights = [[(part.id, part.weight) for part in score.parts] for score in (old.score, new.score)]
    if weights[0] != weights[1]:
        texts = weights_text(old.score.parts), weights_text(new.score.parts)
        yield RuleChange("weights", "", *texts, place=new.place("score", "parts"))
    for index, part in enumerate(new.score.parts):
        known = before.get(part.id)
        if known is not None and _scale(known) != _scale(part):
            texts = _subject_and_scale(known, part)
            yield RuleChange("scale", part.id, *texts, place=new.place("score", "parts", index))
    if old.score.missing != new.score.missing:
        missing = old.score.missing, new.score.missing
        yield RuleChange("missing", "", *missing, place=new.place("score", "missing"))


def _scale(part: Part) -> object:
    return part.subject, part.bands, part.line


def _subject_and_scale(old: Part, new: Part) -> tuple[str, str]:
    texts = scale_text(old), scale_text(new)
    if old.subject == new.subject:
        return texts
    return f"{old.subject}: {texts[0]}", f"{new.subject}: {texts[1]}"


def _tiers(old: CheckedPack, new: CheckedPack) -> Iterator[RuleChange]:
    pack = new.pack
    before: Mapping[str, Tier] = {tier.id: tier for tier in old.pack.tiers}
    conditions = {tier.tier.id: tier.when for tier in old.tiers}
    for index, tier in enumerate(new.tiers):
        known = before.get(tier.tier.id)
        if known is None or _words(known.when) == _words(tier.tier.when):
            continue
        if conditions[known.id] != tier.when:
            yield RuleChange("tier", known.id, known.when, tier.tier.when, pack.place("tiers", index, "when"))
    ids = [tier.id for tier in old.pack.tiers], [tier.id for tier in pack.tiers]
    if ids[0] != ids[1]:
        yield RuleChange("tiers", "", ", ".join(ids[0]), ", ".join(ids[1]), pack.place("tiers"))


def _words(text: str | None) -> list[str] | None:
    """A condition without regard to blanks and lines."""
    return None if text is None else text.split()
