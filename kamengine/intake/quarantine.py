"""Writes the rows that cannot be used to a CSV file, whole, with the reason, so that they can be mended."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.draft import Draft
from kamengine.intake.rows import NoRow
from kamengine.intake.sql_text import literal
from kamengine.intake.values.readings import Mark, Reading
from kamengine.intake.wording import whole_reason
from kamengine.locale import Messages
from kamengine.problems import KamError, Message, Place, Translator, say, system_reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = ("row", "column", "value", "reason")
"""What stands before the cells of the row itself. A row with several bad values stands there once for each."""


def path_for(quarantine: Path, ledger: str | None) -> Path:
    """The file for the bad rows of the accounts, or of a ledger: ``x.quarantine.csv``, ``x.quarantine.bills.csv``."""
    return quarantine if ledger is None else quarantine.with_name(f"{quarantine.stem}.{ledger}{quarantine.suffix}")


def find(
    connection: DuckDBPyConnection, made: Draft, name: str, translator: Translator | None, *, accounts: bool
) -> int:
    """Fill the table ``name`` with ``r, column_name, text, reason`` of everything bad in a file.

    Args:
        connection: holds the rows.
        made: the file.
        name: the table to make.
        translator: into which language the reasons go.
        accounts: ids must be unique; all rows of an id that several have are bad.

    Returns:
        how many rows are bad.
    """
    queries = [_bad_cells(made.layers, reading, translator) for reading in made.readings if made.checked.bad(reading)]
    if accounts and made.key is not None and not made.checked.unique:
        queries.append(_duplicates(made.layers, made.key, translator))
    if made.rows.ragged:
        no_rows = (f"WHEN {each.value} THEN {_text(each.why, translator)}" for each in NoRow)
        why = f"CASE cells {' '.join(no_rows)} ELSE {_text(say('too many or too few cells'), translator)} END"
        queries.append(f"SELECT r, '' AS column_name, text, {why} AS reason FROM {made.rows.ragged}")
    if not queries:
        return 0
    connection.execute(f"CREATE TABLE {name} AS {' UNION ALL '.join(queries)}")
    found = connection.execute(f"SELECT count(DISTINCT r) FROM {name}").fetchone()
    assert found is not None
    return int(found[0])


def write(connection: DuckDBPyConnection, bad: str, made: Draft, path: Path) -> None:
    """Write the bad cells, each with its whole row, in the order of the file; all or nothing.

    Args:
        connection: holds the rows.
        bad: the table that `find` made.
        made: the file, read with all its columns.
        path: where to; a file that is there is replaced.

    Raises:
        KamError: the file cannot be written.
    """
    headers, rows = made.file.headers, made.rows
    cells = "".join(f", CAST(c{index} AS VARCHAR)" for index in range(len(headers)))
    query = (
        f"SELECT bad.r, column_name, bad.text, reason{cells} FROM {bad} AS bad "
        f"LEFT JOIN {rows.relation} AS data ON data.r = bad.r ORDER BY bad.r, column_name"
    )
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".quarantine-") as folder:
            body, whole = Path(folder) / "body.csv", Path(folder) / "whole.csv"
            connection.execute(f"COPY ({query}) TO {literal(str(body))} (FORMAT csv, HEADER false)")
            with (
                whole.open("w", encoding="utf-8", newline="") as target,
                body.open(encoding="utf-8", newline="") as source,
            ):
                csv.writer(target, lineterminator="\n").writerow([*COLUMNS, *headers])
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
            whole.replace(path)
    except OSError as error:
        what = say("the bad rows cannot be written: {reason}", reason=system_reason(error))
        raise KamError.of(what, place=Place(str(path))) from error


def _bad_cells(layers: str, reading: Reading, translator: Translator | None) -> str:
    cell = reading.cell
    whys = " ".join(
        f"WHEN {mark.value} THEN {_text(whole_reason(reading, mark), translator)}"
        for mark in Mark
        if mark >= Mark.WRONG and (mark is not Mark.WRONG or reading.wanted != "text")
    )
    return (
        f"SELECT r, {literal(reading.header)} AS column_name, CAST({cell.column} AS VARCHAR) AS text, "
        f"CASE {cell.mark} {whys} END AS reason FROM {layers} WHERE {cell.mark} >= {Mark.WRONG.value}"
    )


def _duplicates(layers: str, key: Reading, translator: Translator | None) -> str:
    id, why = key.cell.value, _text(say("stands in several rows"), translator)
    return (
        f"SELECT r, {literal(key.header)} AS column_name, {id} AS text, {why} AS reason "
        f"FROM (SELECT *, count(*) OVER (PARTITION BY {id}) AS n FROM {layers}) WHERE {id} IS NOT NULL AND n > 1"
    )


def _text(message: Message, translator: Translator | None) -> str:
    return literal((translator or Messages.of("en")).text(message))
