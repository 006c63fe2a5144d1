"""Mended rows come back: a quarantine file is read as the file that its rows came from, by the same mapping.

Rows keep their file and line, so that what is still bad says where it came from, and a row that has been taken once is
not taken again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamengine.intake.formulas import restored, restored_sql
from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.headers.folding import fold_header
from kamengine.intake.imports.quarantine_file import NUMBER, OWN_COLUMNS
from kamengine.intake.imports.request import ACCOUNTS, ImportRequest
from kamengine.intake.imports.stage import Opened
from kamengine.intake.rows import KEY, DataFile, Rows, shown
from kamengine.intake.scratch import Scratch
from kamengine.problems import KamError, Place, Problem, say
from kamengine.workspace import Workspace
from kamengine.workspace.records import ImportRecord
from kamengine.workspace.retried import Origin, taken_since

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_FILES = 5


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
        done: the numbers of rows that were settled since: taken, or left out when they came back.
        taken_by: the newest import that settled some of them, when there are no others.
    """

    file: MendedFile
    record: ImportRecord
    origins: Mapping[int, Origin]
    done: tuple[int, ...]
    taken_by: ImportRecord | None = None


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
    first = _origins(scratch.connection, rows, at)
    named = _named(workspace, scratch.connection, rows, at, place)
    record, origins = _counting(workspace, named, first, place)
    mended = MendedFile(file, _own_rows(scratch, rows, own, at), tuple(restored(file.headers[index]) for index in own))
    taken = taken_since(workspace.imports.counting(record.kind), record)
    done = tuple(row for row, origin in origins.items() if origin in taken)
    newest = max((taken[origins[row]] for row in done), key=lambda record: record.seq, default=None)
    return Retry(mended, record, origins, done, newest if len(done) == len(origins) else None)


def refuse_quarantined(opened: Sequence[Opened]) -> None:
    """See that no file is one of quarantined rows, which are not what their columns say.

    Raises:
        KamError: one is.
    """
    what = say("this is a file of quarantined rows")
    problems = [
        Problem(Place(each.source.name), what, say("kam import --retry {file}", file=shown(each.source.name)))
        for each in opened
        if set(OWN_COLUMNS) <= set(each.file.headers)
    ]
    if problems:
        raise KamError(problems)


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


def _named(
    workspace: Workspace, connection: DuckDBPyConnection, rows: Rows, at: Mapping[str, int], place: Place
) -> ImportRecord:
    """The import that the rows say they were in."""
    found = connection.execute(f"SELECT DISTINCT c{at['import']} AS id FROM {rows.relation} ORDER BY id").fetchall()
    ids = [str(id or "").strip() for (id,) in found]
    if len(ids) != 1 or not ids[0]:
        what = say("the column named import must name one import in all rows")
        raise KamError.of(what, say("leave this column as it was written"), place=place)
    return workspace.imports.get(ids[0])


def _counting(
    workspace: Workspace, named: ImportRecord, origins: Mapping[int, Origin], place: Place
) -> tuple[ImportRecord, Mapping[int, Origin]]:
    """The import that the rows belong to now, and where they stood in its files.

    When the one that they name was taken back and the same files are in again, it is the import that brought these:
    files are the same by the hashes of their bytes, whatever they are called now.

    Raises:
        KamError: the files are not in.
    """
    if not named.undone:
        return named, origins
    hashes = {source.name: source.sha256 for source in named.sources}
    wanted = {hashes[file] for file, _ in origins.values() if file in hashes} or set(hashes.values())
    for record in reversed(workspace.imports.counting(named.kind)):
        names = {source.sha256: source.name for source in record.sources}
        if wanted <= names.keys():
            now = {file: names.get(hash, file) for file, hash in hashes.items()}
            return record, {row: (now.get(file, file), line) for row, (file, line) in origins.items()}
    files = [shown(source.name.rsplit("/", 1)[-1]) for source in named.sources[:_MOST_FILES]]
    what = say("the import {id}, which the rows were in, was taken back", id=named.id[:8])
    raise KamError.of(what, say("import its files again first: {files}", files=files), place=place)


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
    found = scratch.connection.execute(f"SELECT count(*), count(*) FILTER (open) FROM {table}").fetchone()
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


def retried_json(retry: Retry, bad: Collection[int]) -> dict[str, Any]:
    """What became of the rows of a quarantine file, as JSON values.

    Args:
        retry: the file.
        bad: the numbers of the rows that are still bad.

    Returns:
        the import that the rows were in, and by the file where they stood at first the ``lines`` of those that are
        settled, taken or left out, and of those that are ``left`` to be mended.
    """
    left = retry.origins.keys() & set(bad)
    settled = retry.origins.keys() - left - set(retry.done)
    lines = {"lines": _lines_json(retry.origins, settled), "left": _lines_json(retry.origins, left)}
    return {"import": retry.record.id, **lines}


def _lines_json(origins: Mapping[int, Origin], rows: Collection[int]) -> dict[str, list[int]]:
    """Where rows stood, by file."""
    lines: dict[str, list[int]] = {}
    for row in sorted(rows):
        file, line = origins[row]
        if line is not None:
            lines.setdefault(file, []).append(line)
    return lines
