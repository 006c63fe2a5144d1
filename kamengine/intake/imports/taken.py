"""The rows that are taken become the Parquet file of a snapshot: the same content gives the same bytes.

Columns are sorted: the account's id, then the fields by name. Accounts are sorted by their id, rows of a ledger stay in
the order of their files. What a file looks like depends on nothing else, neither on threads nor on the kind of file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kamengine.declarations import Kind
from kamengine.engine.parquet import write_parquet
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.intake.headers.mapping import HeaderMapping
from kamengine.intake.imports.drafting import ROW
from kamengine.intake.imports.policies import Rows
from kamengine.intake.rows import KEY
from kamengine.intake.sql_text import identifier, path_literal
from kamengine.workspace.records import Column
from kamengine.workspace.tables import common_kind, united


@dataclass(frozen=True)
class Before:
    """The accounts that new ones are merged with: their file and their columns."""

    path: Path
    columns: tuple[Column, ...]


def columns_of_import(mappings: Sequence[HeaderMapping]) -> tuple[Column, ...]:
    """The columns of a snapshot, by name, each with where it comes from."""
    found: dict[str, Column] = {}
    for mapping in mappings:
        for match in mapping.matches:
            if match.field is not None and match.taken:
                field = match.field
                column = Column(field.name, field.kind, match.header, match.how, field.unit)
                first = found.setdefault(field.name, column)
                found[field.name] = replace(first, kind=common_kind(first.kind, field.kind))
    return tuple(found[name] for name in sorted(found))


def write_rows(rows: Rows, columns: Sequence[Column], path: Path, *, accounts: bool) -> int:
    """Write the rows that are taken; how many these are."""
    cells = ", ".join([KEY, *(f"CAST({c} AS {t}) AS {c}" for c, t in _typed(columns))])
    query = f"SELECT {cells} FROM {rows.good} ORDER BY {KEY if accounts else ROW}"
    return write_parquet(rows.connection, query, path)


def write_merged(rows: Rows, columns: Sequence[Column], before: Before, path: Path, *, erase: bool) -> int:
    """Write the accounts as they are after a merge; how many these are.

    Args:
        rows: the new ones.
        columns: theirs.
        before: those that are there.
        path: where to.
        erase: a blank in a new row makes a known fact unknown.
    """
    kinds = {column.field: column.kind for column in united([before.columns, columns])}
    new = {column.field: column.kind for column in columns}
    old = {column.field: column.kind for column in before.columns}
    cells = [f"coalesce(new.{KEY}, old.{KEY}) AS {KEY}"]
    cells += [f"{_merged(name, kind, new, old, erase=erase)} AS {identifier(name)}" for name, kind in kinds.items()]
    theirs = f"read_parquet({path_literal(str(before.path))}, hive_partitioning=false)"
    query = f"SELECT {', '.join(cells)} FROM {rows.good} AS new FULL JOIN {theirs} AS old USING ({KEY}) ORDER BY {KEY}"
    return write_parquet(rows.connection, query, path)


def write_with_ids(rows: Rows, before: Before | None, path: Path) -> tuple[int, int]:
    """Write the accounts that are there, and one for every other id in the rows, with nothing known but the id.

    Returns:
        how many accounts these are, and how many of them are new.
    """
    ids = f"SELECT DISTINCT {KEY} FROM {rows.good}"
    query, there = ids, "SELECT NULL WHERE false"
    if before is not None:
        theirs = f"read_parquet({path_literal(str(before.path))}, hive_partitioning=false)"
        there = f"SELECT {KEY} FROM {theirs}"
        query = f"SELECT * FROM {theirs} UNION ALL BY NAME ({ids} EXCEPT {there})"
    new = rows.one(f"SELECT count(*) FROM ({ids} EXCEPT {there})")[0]
    return write_parquet(rows.connection, f"SELECT * FROM ({query}) ORDER BY {KEY}", path), new


def _typed(columns: Sequence[Column]) -> list[tuple[str, str]]:
    return [(identifier(column.field), SQL_TYPES[column.kind]) for column in columns]


def _merged(name: str, kind: Kind, new: Mapping[str, Kind], old: Mapping[str, Kind], *, erase: bool) -> str:
    mine, theirs = (f"CAST({side}.{identifier(name)} AS {SQL_TYPES[kind]})" for side in ("new", "old"))
    if name not in old:
        return mine
    if name not in new:
        return theirs
    if erase:
        return f"CASE WHEN new.{KEY} IS NOT NULL THEN {mine} ELSE {theirs} END"
    return f"coalesce({mine}, {theirs})"
