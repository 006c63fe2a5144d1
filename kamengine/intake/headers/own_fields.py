"""Fields of the workspace's own for columns that nobody claims: what they are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from kamengine.declarations import Field, Kind, Label
from kamengine.intake.headers.folding import without_mark
from kamengine.intake.headers.given import can_be_field
from kamengine.intake.headers.mapping import HeaderMapping, Match

_CANNOT_STAND = re.compile(r"\W+")


def take_left_over(mapping: HeaderMapping, kinds: Mapping[int, Kind], taken: Iterable[str] = ()) -> HeaderMapping:
    """The mapping where each column that is left over becomes a field of its own, named after its header.

    Columns that the user or a preset left out stay out.

    Args:
        mapping: as it was proposed.
        kinds: what the columns hold (`kamengine.intake.headers.kinds`); those without a kind are left over still.
        taken: names of fields that are known and mean something else.
    """
    used = {name.casefold() for name in (*taken, *(field.name for field, _ in mapping.fields))}
    made: list[Field] = []
    matches: list[Match] = []
    for match in mapping.matches:
        if match in free_columns(mapping) and match.column in kinds:
            name = name_for(match.header, used)
            used.add(name.casefold())
            made.append(Field(name, kinds[match.column], Label(match.header, match.header)))
            match = Match(match.column, match.header, made[-1], "header", 1.0)
        matches.append(match)
    return replace(mapping, matches=tuple(matches), new=(*mapping.new, *made))


def free_columns(mapping: HeaderMapping) -> tuple[Match, ...]:
    """The columns that may become fields of their own."""
    return tuple(match for match in mapping.left_over if match.how in ("left over", "similar"))


def name_for(header: str, taken: Collection[str]) -> str:
    """The name of the field for a header: as it is where it can be a name in a condition.

    What cannot stand in a name becomes ``_``: ``Payment Method`` is ``Payment_Method``, ``3月销量(元)`` is
    ``_3月销量_元``. A name that is taken or means something in conditions gets ``_2``, ``_3`` …

    Args:
        header: of the column.
        taken: names that are taken, without case.
    """
    name = _CANNOT_STAND.sub("_", without_mark(header)).strip("_") or "column"
    if name[0].isnumeric():
        name = f"_{name}"
    number, candidate = 1, name
    while candidate.casefold() in taken or not can_be_field(candidate):
        number += 1
        candidate = f"{name}_{number}"
    return candidate
