"""The file of rows that were not taken: why, in both languages, where they stand, and the rows whole, to be mended.

One line a row, however many of its cells are bad. The cells stand under their own headers; what a spreadsheet would
run as a formula is neutralised (`kamengine.intake.formulas`), and restored when the file comes back. Of a row that does
not fit its headers the text stands under ``value``, and its cells are for the reader to fill in.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.formulas import neutralised, neutralised_sql
from kamengine.intake.headers.columns import told_apart
from kamengine.intake.imports.bad import BadRows
from kamengine.intake.imports.drafting import Drafted
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import literal
from kamengine.locale import Messages
from kamengine.problems import Translator

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OWN_COLUMNS = ("line", "column", "value", "reason (en)", "reason (zh)", "file", "import")
"""What stands before the cells of the row itself; ``import`` is the id of the import that the row was in."""

NUMBER = "row number"
"""The header of the number of a row, where it is the account's id: the first column of the row itself then."""

_MARK = "\ufeff"  # without it spreadsheets in China take the file for GBK
_CHUNK = 100_000
_JOINED = "; "


def write_quarantine(
    scratch: Scratch,
    bad: BadRows,
    drafts: Sequence[Drafted],
    path: Path,
    import_id: str,
    chinese: Translator,
    before: Mapping[int, tuple[str, int | None]] | None = None,
) -> None:
    """Write every bad row once, in the order of the files.

    Args:
        scratch: for tables on the way.
        bad: the bad cells.
        drafts: the files.
        path: where to; must not be there.
        import_id: of the import.
        chinese: the translator of reasons.
        before: file and line of rows that come from a quarantine file; they keep these.

    Raises:
        OSError: the file cannot be written.
    """
    places = _place_rows(scratch, bad, drafts, before or {})
    reasons = _reasons(scratch, bad, chinese)
    headers = list(dict.fromkeys(header for drafted in drafts for header in told_apart(drafted.staged.headers)))
    if any(drafted.columns.key is None for drafted in drafts):
        headers.insert(0, NUMBER)
    cells = _cells(drafts, headers)
    columns = "".join(f", {neutralised_sql(f'h{index}')}" for index in range(len(headers)))
    why = (
        f"SELECT r, string_agg(header, {literal(_JOINED)} ORDER BY place, why) FILTER (header <> '') AS header, "
        f"string_agg(text, {literal(_JOINED)} ORDER BY place, why) AS text, "
        f"string_agg(en, {literal(_JOINED)} ORDER BY place, why) AS en, "
        f"string_agg(zh, {literal(_JOINED)} ORDER BY place, why) AS zh "
        f"FROM {bad.table} JOIN {reasons} USING (why) GROUP BY r"
    )
    query = (
        f"SELECT line, {neutralised_sql('header')}, {neutralised_sql('text')}, en, zh, {neutralised_sql('file')}, "
        f"{literal(import_id)}{columns} FROM ({why}) LEFT JOIN {places} USING (r) LEFT JOIN ({cells}) USING (r) "
        "ORDER BY r"
    )
    body = path.with_name(f"{path.name}.body")
    scratch.connection.execute(f"COPY ({query}) TO {literal(str(body))} (FORMAT csv, HEADER false)")
    with path.open("w", encoding="utf-8", newline="") as target, body.open(encoding="utf-8", newline="") as source:
        target.write(_MARK)
        csv.writer(target, lineterminator="\n").writerow([*OWN_COLUMNS, *map(neutralised, headers)])
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    body.unlink()


def _place_rows(
    scratch: Scratch, bad: BadRows, drafts: Sequence[Drafted], before: Mapping[int, tuple[str, int | None]]
) -> str:
    """A table with the file and the line of each bad row."""
    connection, name = scratch.connection, scratch.name("places")
    connection.execute(f"CREATE TABLE {name} (r BIGINT, file VARCHAR, line BIGINT)")
    rows = [row for (row,) in connection.execute(f"SELECT DISTINCT r FROM {bad.table} ORDER BY r").fetchall()]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        spots: dict[int, tuple[str, int | None]] = {}
        for drafted in drafts:
            spots |= {row: (spot.file, spot.line) for row, spot in drafted.staged.spots(chunk).items()}
        found = [(row, *before.get(row, spots.get(row, ("", None)))) for row in chunk]
        _insert(connection, name, found)
    return name


def _insert(connection: DuckDBPyConnection, table: str, rows: Sequence[tuple[int, str, int | None]]) -> None:
    connection.execute(
        f"INSERT INTO {table} SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[])",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _reasons(scratch: Scratch, bad: BadRows, chinese: Translator) -> str:
    name = scratch.name("reasons")
    scratch.connection.execute(f"CREATE TABLE {name} (why INTEGER, en VARCHAR, zh VARCHAR)")
    for number, why in enumerate(bad.reasons):
        scratch.connection.execute(
            f"INSERT INTO {name} VALUES (?, ?, ?)", [number, Messages.of("en").text(why), chinese.text(why)]
        )
    return name


def _cells(drafts: Sequence[Drafted], headers: Sequence[str]) -> str:
    """A query for ``r`` and the cells of all rows, under ``h0``, ``h1``, … by the position of the header."""
    queries = []
    for drafted in drafts:
        at = {header: f"CAST(c{index} AS VARCHAR)" for index, header in enumerate(told_apart(drafted.staged.headers))}
        at.setdefault(NUMBER, "CAST(r AS VARCHAR)")
        cells = "".join(f", {at.get(header, 'NULL')} AS h{index}" for index, header in enumerate(headers))
        queries.append(f"SELECT r{cells} FROM {drafted.staged.relation}")
    return " UNION ALL ".join(queries)
