"""What a dry run shows of the columns: which is which field, how that was found, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kamengine.intake.headers.descriptions import is_description
from kamengine.intake.headers.mapping import HeaderMapping
from kamengine.intake.imports.mapped import Mapped
from kamengine.intake.imports.skipped import find_skipped, without
from kamengine.intake.imports.stage import Staged, stage
from kamengine.intake.scratch import Scratch
from kamengine.intake.values.options import ValueOptions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLES = 3
"""So many different values of a column are shown."""

_FIRST_ROWS = 200
_LONGEST = 200


@dataclass(frozen=True)
class PlannedFiles:
    """Files with the same headers, and what their columns would be.

    Attributes:
        files: their names.
        headers: of the first of them.
        mapping: what each column is.
        samples: the first different values of each column, as they stand in the files; none for a blank column.
        before: how cells are written, as it was said when such files were imported before.
    """

    files: tuple[str, ...]
    headers: tuple[str, ...]
    mapping: HeaderMapping
    samples: Mapping[int, tuple[str, ...]]
    before: ValueOptions


def planned(connection: DuckDBPyConnection, mapped: Mapped, rows: str) -> PlannedFiles:
    """What would become of files.

    Args:
        connection: holds their rows.
        mapped: the files and what their columns are.
        rows: what stands after ``FROM`` for the rows, with ``r``, ``c0``, ``c1``, …
    """
    headers = mapped.files[0].file.headers
    names = tuple(opened.source.name for opened in mapped.files)
    samples = _samples(connection, rows, range(len(headers)))
    return PlannedFiles(names, headers, mapped.mapping, samples, mapped.before)


def planned_unread(scratch: Scratch, mapped: Sequence[Mapped]) -> tuple[PlannedFiles, ...]:
    """The same for files that cannot be imported yet, because it is not clear what their columns are.

    Raises:
        KamError: a file cannot be read to its end.
    """
    plans = []
    for each in mapped:
        staged: Staged = stage(scratch.connection, each.files[:1], 0)
        preset, key, table = each.mapping.preset, each.mapping.key, scratch.name("skipped")
        describes = partial(is_description, expected=preset is not None and preset.descriptions)
        skipped = find_skipped(scratch.connection, staged, key, table, describes)
        plans.append(planned(scratch.connection, each, without(staged, skipped).relation))
    return tuple(plans)


def _samples(connection: DuckDBPyConnection, rows: str, columns: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The first different values that are not blank; where the first rows hold none, from the whole column."""
    cells = ", ".join(f"CAST(c{column} AS VARCHAR)[:{_LONGEST}]" for column in columns)
    found = connection.execute(
        f"SELECT r, {cells} FROM {rows} WHERE r < (SELECT min(r) FROM {rows}) + {_FIRST_ROWS}"
    ).fetchall()
    first = [row[1:] for row in sorted(found, key=lambda row: row[0])]
    samples = {column: _first_of(row[column] for row in first) for column in columns}
    for column in (column for column in columns if not samples[column]):
        cell = f"CAST(c{column} AS VARCHAR)"
        found = connection.execute(
            f"SELECT {cell}[:{_LONGEST}] FROM {rows} WHERE trim({cell}) <> '' LIMIT {SAMPLES}"
        ).fetchall()
        samples[column] = _first_of(row[0] for row in found)
    return samples


def _first_of(values: Iterable[str | None]) -> tuple[str, ...]:
    different = dict.fromkeys(value.strip() for value in values if value is not None and value.strip())
    return tuple(different)[:SAMPLES]
