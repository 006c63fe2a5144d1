"""Files in, snapshot out: each file is drafted, and when nothing is wrong anywhere the tables are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.engine.snapshot import Snapshot, Table
from kamengine.intake import quarantine
from kamengine.intake.draft import Draft, draft
from kamengine.intake.reading_of import KEY
from kamengine.intake.readings import Reading
from kamengine.intake.rows import shown
from kamengine.intake.sql_text import identifier
from kamengine.intake.wanted import Intake, IntakeOptions, WantedTable
from kamengine.intake.wording import remarks
from kamengine.problems import KamError, Message, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_numbers = count(1)


@dataclass(frozen=True)
class _Kept:
    """The rows of a draft that are used.

    Attributes:
        draft: the file.
        rows: a condition on the rows; empty for all of them.
        bad: table of the bad cells, to be dropped in the end; None when there is none.
    """

    draft: Draft
    rows: str = ""
    bad: str | None = None

    @property
    def key(self) -> Reading:
        """How the account's id is read."""
        assert self.draft.key is not None
        return self.draft.key


def take_in(
    connection: DuckDBPyConnection,
    accounts: Path,
    ledgers: Mapping[str, Path],
    wanted: WantedTable,
    wanted_ledgers: Mapping[str, WantedTable],
    options: IntakeOptions,
) -> Intake:
    """Take the facts out of files into tables of a connection.

    Args:
        connection: where the tables are made; those of earlier intakes stay.
        accounts: the file with a row for each account.
        ledgers: the file of each ledger that is given.
        wanted: what the pack would like from the accounts.
        wanted_ledgers: the same for each of these ledgers.
        options: what the user asked for.

    Returns:
        the snapshot, with notes.

    Raises:
        KamError: all problems of all files, in their order.
    """
    drafts: dict[str | None, Draft] = {}
    problems: list[Problem] = []
    for name, path in ((None, accounts), *ledgers.items()):
        table = wanted if name is None else wanted_ledgers[name]
        try:
            drafts[name] = draft(connection, path, table, options, accounts=name is None)
            problems += drafts[name].problems
        except KamError as error:
            problems += error.problems
    done = False
    try:
        if problems:
            raise KamError(problems)
        intake = _finish(connection, drafts, wanted_ledgers, options)
        done = True
        return intake
    finally:
        for made in drafts.values():
            made.drop_scratch(connection, values=not done)


def _finish(
    connection: DuckDBPyConnection,
    drafts: Mapping[str | None, Draft],
    wanted_ledgers: Mapping[str, WantedTable],
    options: IntakeOptions,
) -> Intake:
    """Make the tables, write the bad rows out, and tell what was done."""
    notes: list[Message] = []
    tables: dict[str | None, Table] = {}
    dates: list[dt.date] = []
    number = next(_numbers)
    for position, (ledger, made) in enumerate(drafts.items()):
        notes += _notes(made)
        kept = _without_bad_rows(connection, made, ledger, options, notes)
        if ledger is not None:
            dates += _newest_date(connection, kept, wanted_ledgers[ledger].date)
            kept = _of_known_accounts(connection, kept, tables[None].name, drafts[None].file.path, notes)
        name = f"accounts_{number}" if ledger is None else f"ledger_{number}_{position}"
        tables[ledger] = _make_table(connection, kept, name)
    ledgers = {name: table for name, table in tables.items() if name is not None}
    return Intake(Snapshot(connection, tables[None], ledgers), tuple(notes), max(dates, default=None))


def _notes(made: Draft) -> list[Message]:
    file = str(made.file.path)
    notes = [
        say("{file}: there is no column for {field}: it is unknown", file=file, field=name)
        for name in made.layout.unknown
    ]
    if made.rows.blank:
        notes.append(say("{file}: blank rows left out: {count}", file=file, count=made.rows.blank))
    for reading in made.readings:
        notes += remarks(made.file.path, reading, made.checked.marks.get(reading.field, {}))
    return notes


def _without_bad_rows(
    connection: DuckDBPyConnection, made: Draft, ledger: str | None, options: IntakeOptions, notes: list[Message]
) -> _Kept:
    """Write the bad rows to the quarantine file and leave them out."""
    if options.on_error != "quarantine":
        return _Kept(made)
    if options.quarantine is None:
        raise ValueError("quarantine needs a file")
    bad = f"intake_bad_{next(_numbers)}"
    count_of_bad = quarantine.find(connection, made, bad, options.translator, accounts=ledger is None)
    if not count_of_bad:
        return _Kept(made)
    path = quarantine.path_for(options.quarantine, ledger)
    quarantine.write(connection, bad, made, path)
    file = str(made.file.path)
    note = say("{file}: rows left out and written to {path}: {count}", file=file, path=str(path), count=count_of_bad)
    notes.append(note)
    return _Kept(made, f"r NOT IN (SELECT r FROM {bad})", bad)


def _newest_date(connection: DuckDBPyConnection, kept: _Kept, date: str | None) -> list[dt.date]:
    """The greatest date of a ledger, also over rows of accounts that are not known; none when it has no date."""
    values = [reading.cell.value for reading in kept.draft.readings if reading.field == date]
    if not values:
        return []
    where = f"WHERE {kept.rows}" if kept.rows else ""
    found = connection.execute(f"SELECT max({values[0]}) FROM {kept.draft.source} {where}").fetchone()
    return [found[0]] if found and found[0] else []


def _of_known_accounts(
    connection: DuckDBPyConnection, kept: _Kept, accounts: str, accounts_file: Path, notes: list[Message]
) -> _Kept:
    """Leave out the rows of a ledger that belong to no account."""
    id, where = kept.key.cell.value, f"WHERE {kept.rows}" if kept.rows else ""
    known = f"{id} IN (SELECT {KEY} FROM {accounts})"
    found = connection.execute(
        f"SELECT count_if({id} IS NULL), count_if({id} IS NOT NULL AND NOT {known}) FROM {kept.draft.source} {where}"
    ).fetchone()
    assert found is not None
    file = str(kept.draft.file.path)
    if found[0]:
        notes.append(say("{file}: rows without an account's id left out: {count}", file=file, count=found[0]))
    if found[1]:
        what = "{file}: rows left out because their account is not in {accounts}: {count}"
        notes.append(say(what, file=file, accounts=shown(accounts_file.name), count=found[1]))
    if not any(found):
        return kept
    return _Kept(kept.draft, " AND ".join(filter(None, (kept.rows, known))), kept.bad)


def _make_table(connection: DuckDBPyConnection, kept: _Kept, name: str) -> Table:
    """Make the table of a snapshot: a view, of the file itself where that needs no copy without some of its rows."""
    made = kept.draft
    columns = ", ".join(f"{_value(made, reading)} AS {identifier(reading.field)}" for reading in made.readings)
    if not kept.rows:
        connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM {made.source}")
    elif made.rows.streamed:
        connection.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM {made.source} WHERE {kept.rows} ORDER BY r")
    else:
        connection.execute(f"DELETE FROM {made.source} WHERE ({kept.rows}) IS NOT TRUE")
        connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM {made.source}")
    if kept.bad:
        connection.execute(f"DROP TABLE {kept.bad}")
    return Table(name, frozenset(reading.field for reading in made.readings if reading.field != KEY))


def _value(made: Draft, reading: Reading) -> str:
    """The raw cell where that is already the value, so that a query reads nothing but the file."""
    untouched = made.rows.streamed and reading.as_is and made.checked.clean(reading)
    return reading.cell.column if untouched else reading.cell.value
