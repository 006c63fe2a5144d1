"""Files written for a test, and what intake makes of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb

from kamengine.declarations import Field
from kamengine.intake import Intake, IntakeOptions, WantedTable, take_in
from kamengine.locale import Messages
from kamengine.problems import KamError

ENGLISH = Messages.of("en")
STOP = IntakeOptions()


@cache
def shared_connection() -> duckdb.DuckDBPyConnection:
    """One connection for many small files: opening one takes longer than reading such a file."""
    return duckdb.connect()


def wanted(*fields: Field, needed: Sequence[str] = (), **others) -> WantedTable:
    return WantedTable(fields, frozenset(needed), **others)


def take(connection, accounts: Path, *fields: Field, options: IntakeOptions = STOP, **others) -> Intake:
    return take_in(connection, accounts, {}, wanted(*fields, **others), {}, options)


def rows_of(intake: Intake, name: str | None = None) -> list[tuple]:
    """All rows of the accounts, or of a ledger: the id, then the fields in the order in which they were wanted."""
    table = intake.snapshot.accounts if name is None else intake.snapshot.ledgers[name]
    return intake.snapshot.connection.execute(f"SELECT * FROM {table.name}").fetchall()


def refusal(connection, accounts: Path, *fields: Field, **others) -> list[str]:
    """The problems, a line each, with the folder left out; a file that is taken has none."""
    try:
        take(connection, accounts, *fields, **others)
    except KamError as error:
        return [problem.text(ENGLISH).replace(f"{accounts.parent}/", "") for problem in error.problems]
    return []


def notes_of(intake: Intake, folder: Path) -> list[str]:
    """The notes, with the folder left out."""
    return [ENGLISH.text(note).replace(f"{folder}/", "") for note in intake.notes]


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def read_cells(path: Path, field: Field, cells: Sequence[str]) -> list:
    """What each text becomes as a value of the field; for a bad one the problem's words, from the value on."""
    write_csv(path, ["id", field.name], [(f"A{number}", cell) for number, cell in enumerate(cells, start=1)])
    options = IntakeOptions(on_error="quarantine", quarantine=path.with_suffix(".bad.csv"))
    if not (taken := _taken(shared_connection(), path, field, options)):
        return ["bad"] * len(cells)
    values = dict(rows_of(taken))
    return [values.get(f"A{number}", "bad") for number in range(1, len(cells) + 1)]


def _taken(connection, path: Path, field: Field, options: IntakeOptions) -> Intake | None:
    try:
        return take(connection, path, field, options=options)
    except KamError:  # no row is left
        return None
