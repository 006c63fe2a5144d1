"""Files in, snapshot out: each file is drafted, and when nothing is wrong anywhere the tables are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kamengine.engine.snapshot import Snapshot, Table
from kamengine.intake import quarantine
from kamengine.intake.draft import Draft, draft
from kamengine.intake.files.notes import notes_on
from kamengine.intake.headers.columns import not_a_column
from kamengine.intake.rows import KEY, DataFile, shown
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import identifier
from kamengine.intake.values.readings import Reading
from kamengine.intake.wanted import Intake, IntakeOptions, WantedTable
from kamengine.intake.wording import remarks
from kamengine.problems import KamError, Message, Place, Problem, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_numbers = count(1)
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Kept:
    """The rows of a draft that are used.

    Attributes:
        draft: the file.
        rows: a condition on the rows; empty for all of them.
    """

    draft: Draft
    rows: str = ""

    @property
    def key(self) -> Reading:
        """How the account's id is read."""
        assert self.draft.key is not None
        return self.draft.key


def take_in(
    connection: DuckDBPyConnection,
    accounts: Path | DataFile,
    ledgers: Mapping[str, Path | DataFile],
    wanted: WantedTable,
    wanted_ledgers: Mapping[str, WantedTable],
    options: IntakeOptions,
) -> Intake:
    """Take the facts out of files into tables of a connection.

    Args:
        connection: where the tables are made; those of earlier intakes stay.
        accounts: the file with a row for each account, by its path or opened already.
        ledgers: the file of each ledger that is given.
        wanted: what the pack would like from the accounts.
        wanted_ledgers: the same for each of these ledgers.
        options: what the user asked for.

    Returns:
        the snapshot, with notes.

    Raises:
        KamError: all problems of all files, in their order.
    """
    scratch = Scratch(connection)
    keep: list[str] = []
    try:
        files = _with_accounts(accounts, ledgers)
        drafts = _draft_all(scratch, files, _with_accounts(wanted, wanted_ledgers), options)
        intake = _finish(scratch, drafts, wanted_ledgers, options)
        keep = [made.source for made in drafts.values()]
        return intake
    finally:
        scratch.drop(keep)


def _with_accounts(accounts: _T, ledgers: Mapping[str, _T]) -> dict[str | None, _T]:
    """Accounts and ledgers together; the accounts, first, have no name."""
    together: dict[str | None, _T] = {None: accounts}
    together.update(ledgers)
    return together


def _draft_all(
    scratch: Scratch,
    files: Mapping[str | None, Path | DataFile],
    wanted: Mapping[str | None, WantedTable],
    options: IntakeOptions,
) -> dict[str | None, Draft]:
    """Read and check all files."""
    drafts: dict[str | None, Draft] = {}
    problems: list[Problem] = []
    for name, file in files.items():
        try:
            drafts[name] = draft(scratch, file, wanted[name], options, accounts=name is None)
            problems += drafts[name].problems
        except KamError as error:
            problems += error.problems
    if len(drafts) == len(files):
        problems += _options_in_vain(drafts.values(), options)
    if problems:
        raise KamError(problems)
    return drafts


def _options_in_vain(drafts: Iterable[Draft], options: IntakeOptions) -> list[Problem]:
    """A problem for each column that ``--dates`` or ``--decimal`` names and that no file has."""
    named = [("--dates", header) for header in options.values.dates]
    named += [("--decimal", header) for header in options.values.decimals]
    return not_a_column(named, [header for made in drafts for header in made.file.headers])


def _finish(
    scratch: Scratch,
    drafts: Mapping[str | None, Draft],
    wanted_ledgers: Mapping[str, WantedTable],
    options: IntakeOptions,
) -> Intake:
    """Write the bad rows out, make the tables, and tell what was done."""
    notes: list[Message] = []
    kept = {name: _without_bad_rows(scratch, made, name, options, notes) for name, made in drafts.items()}
    number = next(_numbers)
    accounts = _make_table(scratch.connection, kept[None], f"accounts_{number}")
    tables: dict[str, Table] = {}
    dates: list[dt.date] = []
    for position, (name, ledger) in enumerate(kept.items()):
        if name is None:
            continue
        dates += _newest_date(scratch.connection, ledger, wanted_ledgers[name].date)
        known = _of_known_accounts(
            scratch.connection, ledger, accounts.name, drafts[None].file.path, notes, expected=options.expect_matches
        )
        tables[name] = _make_table(scratch.connection, known, f"ledger_{number}_{position}")
    return Intake(Snapshot(scratch.connection, accounts, tables), tuple(notes), max(dates, default=None))


def _notes(made: Draft, options: IntakeOptions) -> list[Message]:
    file = str(made.file.path)
    notes = [
        say("{file}: there is no column for {field}: it is unknown", file=file, field=name)
        for name in (made.layout.unknown if options.tell_absent else ())
    ]
    notes += notes_on(made.file)
    if made.rows.blank:
        notes.append(say("{file}: blank rows left out: {count}", file=file, count=made.rows.blank))
    for reading in made.readings:
        notes += remarks(made.file.path, reading, made.checked.marks.get(reading.field, {}))
    return notes


def _without_bad_rows(
    scratch: Scratch, made: Draft, ledger: str | None, options: IntakeOptions, notes: list[Message]
) -> _Kept:
    """Note what is odd about a file, and write its bad rows to the quarantine file.

    Bad rows of the accounts are left out. A bad row of a ledger stays, with what cannot be read as unknown: leaving it
    out would make the sums of its account wrong without a word. Only rows with too many or too few cells go.
    """
    notes += _notes(made, options)
    if options.on_error != "quarantine":
        return _Kept(made)
    if options.quarantine is None:
        raise ValueError("quarantine needs a file")
    bad = scratch.name("bad")
    count_of_bad = quarantine.find(scratch.connection, made, bad, options.translator, accounts=ledger is None)
    if not count_of_bad:
        return _Kept(made)
    if count_of_bad >= made.rows.count + made.rows.ragged_count:
        what = say("every row is bad: {count}", count=count_of_bad)
        raise KamError.of(what, say("see what is wrong with --on-error stop"), place=Place(str(made.file.path)))
    path = quarantine.path_for(options.quarantine, ledger)
    quarantine.write(scratch.connection, bad, made, path)
    facts = {"file": str(made.file.path), "path": str(path), "count": count_of_bad}
    if ledger is None:
        notes.append(say("{file}: rows left out and written to {path}: {count}", **facts))
        return _Kept(made, f"r NOT IN (SELECT r FROM {bad})")
    notes.append(say("{file}: bad rows written to {path}, what cannot be read is unknown: {count}", **facts))
    return _Kept(made)


def _newest_date(connection: DuckDBPyConnection, kept: _Kept, date: str | None) -> list[dt.date]:
    """The greatest date of a ledger, also over rows of accounts that are not known; none when it has no date."""
    values = [reading.cell.value for reading in kept.draft.readings if reading.field == date]
    if not values:
        return []
    where = f"WHERE {kept.rows}" if kept.rows else ""
    found = connection.execute(f"SELECT max({values[0]}) FROM {kept.draft.source} {where}").fetchone()
    return [found[0]] if found and found[0] else []


def _of_known_accounts(
    connection: DuckDBPyConnection,
    kept: _Kept,
    accounts: str,
    accounts_file: Path,
    notes: list[Message],
    *,
    expected: bool,
) -> _Kept:
    """Leave out the rows of a ledger that belong to no account; that at least one belongs to one may be expected."""
    id, where = kept.key.cell.value, f"WHERE {kept.rows}" if kept.rows else ""
    known = f"{id} IN (SELECT {KEY} FROM {accounts})"
    found = connection.execute(
        "SELECT count(*) FILTER (id IS NULL), count(*) FILTER (id IS NOT NULL AND NOT known), "
        f"count(*) FILTER (known), any_value(id), (SELECT any_value({KEY}) FROM {accounts}) "
        f"FROM (SELECT {id} AS id, {known} AS known FROM {kept.draft.source} {where})"
    ).fetchone()
    assert found is not None
    file = str(kept.draft.file.path)
    if expected and found[1] and not found[2]:
        what = say("none of its rows belongs to an account of {accounts}", accounts=shown(accounts_file.name))
        remedy = say(
            "it has ids such as {a}, the accounts such as {b}; is --key right?", a=shown(found[3]), b=shown(found[4])
        )
        raise KamError.of(what, remedy, place=Place(file))
    if found[0]:
        notes.append(say("{file}: rows without an account's id left out: {count}", file=file, count=found[0]))
    if found[1]:
        accounts_name = shown(accounts_file.name)
        notes.append(
            say(
                "{file}: rows left out because their account is not in {accounts}: {count}",
                file=file,
                accounts=accounts_name,
                count=found[1],
            )
        )
    if not any(found[:2]):
        return kept
    return _Kept(kept.draft, " AND ".join(filter(None, (kept.rows, known))))


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
    return Table(name, frozenset(reading.field for reading in made.readings if reading.field != KEY))


def _value(made: Draft, reading: Reading) -> str:
    """The raw cell where that is already the value, so that a query reads nothing but the file."""
    untouched = made.rows.streamed and reading.as_is and made.checked.clean(reading)
    return reading.cell.column if untouched else reading.cell.value
