"""The ways in which a header names a field, the surest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kamengine.declarations import Field, Preset
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.values.header_units import without_unit

OF_PACKS = 2
"""So many levels come first in which a header is exactly the name of a field, or an alias that a pack declares."""

Naming = Literal["name", "alias", "preset"]


@dataclass(frozen=True)
class Level:
    """One way to find a field.

    Attributes:
        how: what the header is.
        look_up: what of a header counts.
        fields: the names of the fields by that; the empty name is a column that a preset says holds no fact.
        in_part: only a part of the header is looked at, so that a header that says all of it counts more.
    """

    how: Naming
    look_up: Callable[[str], str]
    fields: Mapping[str, list[str]]
    in_part: bool = False

    def meant(self, header: str) -> list[str]:
        """The names of the fields that a header means on this level; empty when it means none."""
        return self.fields.get(self.look_up(header), [])


def levels_of(fields: Iterable[Field], own: frozenset[str] = frozenset(), preset: Preset | None = None) -> list[Level]:
    """The levels in their order.

    A header is the name of a field; else an alias of a field that a pack declares itself; else what the preset says;
    else any other alias; else it folds to a name or to an alias, at last without
    a unit in brackets at its end.

    Args:
        fields: that may be meant.
        own: the names of the fields that packs declare themselves.
        preset: the one that the file was recognised by.
    """
    fields = tuple(fields)
    names: dict[str, list[str]] = {field.name: [field.name] for field in fields}
    aliases = _aliases(fields)
    levels = [Level("name", str, names), Level("alias", str, _aliases(field for field in fields if field.name in own))]
    if preset is not None:
        known = {header: [name] for header, name in preset.headers.items() if not name or name in names}
        levels.append(Level("preset", fold_header, _folded(known)))
    levels.append(Level("alias", str, aliases))
    folded_names, folded_aliases = _folded(names), _folded(aliases)
    for look_up in (fold_header, _fold_without_unit):
        in_part = look_up is _fold_without_unit
        levels.append(Level("name", look_up, folded_names, in_part))
        levels.append(Level("alias", look_up, folded_aliases, in_part))
    return levels


def first_meant(levels: Iterable[Level], header: str) -> list[str]:
    """The names of the fields that a header means on the surest level on which it means any."""
    return next((names for level in levels if (names := level.meant(header))), [])


def header_of(name: str, headers: Iterable[str], levels: Sequence[Level]) -> str | None:
    """The first header that means this field and no other; None when there is none."""
    return next((header for header in headers if first_meant(levels, header) == [name]), None)


def meanings_of(fields: Iterable[Field]) -> dict[str, list[str]]:
    """The names of the fields by what their names and aliases fold to."""
    meanings: dict[str, dict[str, None]] = {}
    for field in fields:
        for text in (field.name, *field.aliases):
            if fold := fold_header(text):
                meanings.setdefault(fold, {})[field.name] = None
    return {fold: list(names) for fold, names in meanings.items()}


def _fold_without_unit(header: str) -> str:
    """What counts of ``年收入（万元）`` before its unit, which is not lost: the cells are multiplied by it."""
    return fold_header(without_unit(header))


def _aliases(fields: Iterable[Field]) -> dict[str, list[str]]:
    aliases: dict[str, list[str]] = {}
    for field in fields:
        for alias in dict.fromkeys(field.aliases):
            aliases.setdefault(alias, []).append(field.name)
    return aliases


def _folded(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    folded: dict[str, dict[str, None]] = {}
    for spelling, names in fields.items():
        if fold := fold_header(spelling):
            folded.setdefault(fold, {}).update(dict.fromkeys(names))
    return {fold: list(names) for fold, names in folded.items()}
