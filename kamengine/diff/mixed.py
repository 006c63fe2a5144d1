"""A pack that nobody wrote: the new one with some lines of the old one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from kamengine.declarations import Choice, Field, Ledger
from kamengine.diff.changes import Undone
from kamengine.language.expressions import Value
from kamengine.language.sql import Bindings
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Pack, Part, Score, Tier

_ALL_KEYS = frozenset({"type", "label", "unit", "choices", "immutable"})


def mixed_pack(old: CheckedPack, new: CheckedPack, undone: Undone) -> Pack:
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


def mixed_bindings(old: Bindings, new: Bindings, pack: Pack, undone: Undone) -> Bindings:
    """The parameters and tables for such a pack."""
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
