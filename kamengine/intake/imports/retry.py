"""Mended rows come back: a quarantine file is read as the file that its rows came from, by the same mapping.

Rows keep their file and line, so that what is still bad says where it came from, and a row that has been taken once is
not taken again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.formulas import restored, restored_sql
from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.imports.quarantine_file import NUMBER, OWN_COLUMNS
from kamengine.intake.imports.request import ACCOUNTS, ImportRequest
from kamengine.intake.rows import KEY, DataFile, Rows
from kamengine.intake.scratch import Scratch
from kamengine.problems import KamError, Place, say
from kamengine.workspace import Workspace
from kamengine.workspace.records import ImportRecord

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Origin = tuple[str, int | None]
"""The file and the line where a row stood at first."""


@dataclass(frozen=True)
class MendedFile:
    """A quarantine file without its own columns, its cells as they were.

    Attributes:
        inner: the file as it lies there.
        rows: its rows, read.
        headers: of the rows themselves.
    """

    inner: DataFile
    rows: Rows
    headers: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.inner.path

    @property
    def types(self) -> tuple[str, ...]:
        """Every cell is text."""
        return ("VARCHAR",) * len(self.headers)

    @property
    def encoding(self) -> str:
        """The encoding in which it was saved."""
        return self.inner.encoding

    @property
    def native_numbers(self) -> bool:
        """People mend it."""
        return False

    @property
    def header_lines(self) -> tuple[int, ...]:
        """The lines of its headers."""
        return self.inner.header_lines

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows, which were read when the file was opened."""
        del scratch, columns
        return self.rows

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """Where rows stand in this file, which is the one that is to be mended."""
        return self.inner.lines_of(rows)


@dataclass(frozen=True)
class Retry:
    """A quarantine file that comes back.

    Attributes:
        file: the rows.
        record: the import that they were in.
        origins: where each row stood at first, by its number.
        done: the numbers of rows that were taken since.
    """

    file: MendedFile
    record: ImportRecord
    origins: Mapping[int, Origin]
    done: tuple[int, ...]


def open_retry(workspace: Workspace, scratch: Scratch, file: DataFile) -> Retry:
    """Read a quarantine file.

    Args:
        workspace: that it is of.
        scratch: where its rows go.
        file: as it lies there.

    Raises:
        KamError: it is no quarantine file, or not one of this workspace.
    """
    place = Place(str(file.path))
    at = {header: index for index, header in enumerate(file.headers)}
    if any(header not in at for header in OWN_COLUMNS):
        what = say("this is no file of quarantined rows: it lacks the column {column}", column=_lacking(at))
        raise KamError.of(what, say("kam import without --retry takes any file"), place=place)
    own = [index for index, header in enumerate(file.headers) if header not in OWN_COLUMNS]
    rows = file.read(scratch, range(len(file.headers)))
    origins = _origins(scratch.connection, rows, at)
    record = _record(workspace, scratch.connection, rows, at, place)
    mended = MendedFile(file, _own_rows(scratch, rows, own, at), tuple(restored(file.headers[index]) for index in own))
    taken = _taken_since(workspace, record)
    return Retry(mended, record, origins, tuple(row for row, origin in origins.items() if origin in taken))


def request_of(retry: Retry, asked: ImportRequest, fields: FieldCatalog) -> ImportRequest:
    """The request by which the rows are read as they were before; what is asked for now counts more."""
    record = retry.record
    details = record.details
    known = {field.name for field in fields.table(record.kind).fields} if _is_known(record, fields) else set()
    kinds = {column.field: column.kind for column in record.columns}
    mapping = {header: "" for header in retry.file.headers}
    for header, names in details.get("mapping", {}).items():
        targets = [
            name if name in known or name == KEY else f"{name}:{kinds.get(name, 'text')}" for name in names.split(",")
        ]
        mapping[header] = ",".join(targets)
    if NUMBER in retry.file.headers:
        mapping[NUMBER] = KEY
    dates = {fold_header(header): order for header, order in details.get("dates", {}).items()}
    decimals = {fold_header(header): sign for header, sign in details.get("decimals", {}).items()}
    values = replace(
        asked.values, dates={**dates, **asked.values.dates}, decimals={**decimals, **asked.values.decimals}
    )
    return replace(
        asked,
        ledger=None if record.kind == ACCOUNTS else record.kind,
        mode="merge" if record.kind == ACCOUNTS else "append",
        mapping={**mapping, **asked.mapping},
        values=values,
        all_columns=False,
    )


def _is_known(record: ImportRecord, fields: FieldCatalog) -> bool:
    return record.kind == ACCOUNTS or record.kind in fields.ledgers


def _lacking(at: Mapping[str, int]) -> str:
    return next(header for header in OWN_COLUMNS if header not in at)


def _origins(connection: DuckDBPyConnection, rows: Rows, at: Mapping[str, int]) -> dict[int, Origin]:
    file, line = (f"c{at[name]}" for name in ("file", "line"))
    found = connection.execute(f"SELECT r, {restored_sql(file)}, TRY_CAST({line} AS BIGINT) FROM {rows.relation}")
    return {row: (name or "", number) for row, name, number in found.fetchall()}


def _record(
    workspace: Workspace, connection: DuckDBPyConnection, rows: Rows, at: Mapping[str, int], place: Place
) -> ImportRecord:
    """The import that the rows were in."""
    found = connection.execute(f"SELECT DISTINCT c{at['import']} AS id FROM {rows.relation} ORDER BY id").fetchall()
    ids = [str(id or "").strip() for (id,) in found]
    if len(ids) != 1 or not ids[0]:
        what = say("the column named import must name one import in all rows")
        raise KamError.of(what, say("leave this column as it was written"), place=place)
    record = workspace.imports.get(ids[0])
    if record.undone:
        what = say("the import {id} was taken back", id=record.id[:8])
        raise KamError.of(what, say("import its files again"), place=place)
    return record


def _own_rows(scratch: Scratch, rows: Rows, own: Sequence[int], at: Mapping[str, int]) -> Rows:
    """The rows with their own cells only. One that has a text under ``value`` and no cell at all is still ragged."""
    table = scratch.name("mended")
    cells = "".join(f", {restored_sql(f'c{index}')} AS c{position}" for position, index in enumerate(own))
    nothing = " AND ".join(f"trim(coalesce(c{index}, '')) = ''" for index in own)
    value = f"c{at['value']}"
    scratch.connection.execute(
        f"CREATE TABLE {table} AS SELECT r{cells}, {restored_sql(value)} AS text, "
        f"({nothing}) AND {value} IS NOT NULL AS open FROM {rows.relation}"
    )
    found = scratch.connection.execute(f"SELECT count(*), count_if(open) FROM {table}").fetchone()
    assert found is not None
    ragged = [f"SELECT r, text, 0 AS cells FROM {table} WHERE open"] if found[1] else []
    ragged += [f"SELECT r, text, cells FROM {rows.ragged}"] if rows.ragged else []
    return Rows(
        relation=f"(SELECT * EXCLUDE (text, open) FROM {table} WHERE NOT open)",
        count=found[0] - found[1],
        ragged=f"({' UNION ALL '.join(ragged)})" if ragged else None,
        ragged_count=rows.ragged_count + found[1],
        blank=rows.blank,
    )


def _taken_since(workspace: Workspace, record: ImportRecord) -> frozenset[Origin]:
    """Where the rows stood that earlier retries have taken, if these still count."""
    taken: set[Origin] = set()
    for later in workspace.imports.counting(record.kind):
        retried = later.details.get("retried") or {}
        if retried.get("import") == record.id:
            taken |= {(file, line) for file, lines in retried["lines"].items() for line in lines}
    return frozenset(taken)


def lines_json(origins: Mapping[int, Origin], rows: Collection[int]) -> dict[str, list[int]]:
    """Where rows stood, by file, as JSON values."""
    lines: dict[str, list[int]] = {}
    for row in sorted(rows):
        file, line = origins[row]
        if line is not None:
            lines.setdefault(file, []).append(line)
    return lines
