"""Whether what a workspace stores can be taken as it stands: each cell by itself, whatever else is in its column."""

from __future__ import annotations

from collections.abc import Mapping

from kamengine.declarations import Kind
from kamengine.intake import WantedTable
from kamengine.intake.values.header_units import unit_of


def stored_as_wanted(wanted: WantedTable, kinds: Mapping[str, Kind]) -> bool:
    """Whether every column is of the kind that a pack wants, so that no cell is read by its column.

    Args:
        wanted: what the pack would like.
        kinds: of the columns that are stored.
    """
    fields = {field.name: field for field in wanted.fields}
    pairs = [(kind, fields[name]) for name, kind in kinds.items() if name in fields]
    return all(kind == field.kind and not unit_of(field.name, field).power for kind, field in pairs)
