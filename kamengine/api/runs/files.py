"""Packs by file or id, and runs over files. Rooms below do the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kamengine.api.packs.known import examine_pack as examine_pack
from kamengine.api.packs.known import known_packs as known_packs
from kamengine.api.packs.known import load_pack as load_pack
from kamengine.api.packs.known import plugin_packs as plugin_packs
from kamengine.api.packs.known import plugins as plugins
from kamengine.api.runs.stated import ready_made_notes
from kamengine.declarations import Kind
from kamengine.engine.database import connect
from kamengine.engine.resident import Resident, make_resident
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import Snapshot
from kamengine.intake import Intake, IntakeOptions, WantedTable, take_in
from kamengine.intake.rows import DataFile
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Scalar
from kamengine.problems import KamError, Message, Problem, did_you_mean, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AsOfSource = Literal["given", "ledgers", "today"]


@dataclass(frozen=True)
class Classified:
    """A run over files.

    Attributes:
        run: the results.
        notes: what is worth knowing of how the files came in.
        as_of_from: where the date of the run comes from: it was given, is the newest in the ledgers, or today.
    """

    run: Run
    notes: tuple[Message, ...]
    as_of_from: AsOfSource


@dataclass(frozen=True)
class Kept:
    """A run over files that stays in memory whole, so that `kamengine.whatif` can move its lines.

    Attributes:
        resident: the run.
        notes: what is worth knowing of how the files came in.
        as_of_from: where the date of the run comes from.
    """

    resident: Resident
    notes: tuple[Message, ...]
    as_of_from: AsOfSource


def classify_files(
    checked: CheckedPack,
    accounts: Path,
    ledgers: Mapping[str, Path] | None = None,
    *,
    as_of: date | None = None,
    sets: Mapping[str, Scalar] | None = None,
    options: IntakeOptions | None = None,
    today: date | None = None,
) -> Classified:
    """Take in files and classify the accounts in them.

    Args:
        checked: the pack.
        accounts: ``.csv`` or ``.parquet``, one row per account.
        ledgers: files by ledger name.
        as_of: the date of the run; left out, the newest date in the ledgers, but not after today, else today.
        sets: parameters to use instead of the pack's.
        options: how to take the files in.
        today: the date to take for today; left out, the computer's.

    Raises:
        KamError: with everything that is wrong with the files or the parameters.
    """
    options = options or IntakeOptions()
    intake = take_in_files(connect(), checked, accounts, ledgers or {}, options)
    day, source = date_of_run(as_of, intake, today)
    return Classified(classify(checked, intake.snapshot, day, sets), intake.notes, source)


def keep_files(
    checked: CheckedPack,
    accounts: Path,
    ledgers: Mapping[str, Path] | None = None,
    *,
    as_of: date | None = None,
    sets: Mapping[str, Scalar] | None = None,
    options: IntakeOptions | None = None,
    today: date | None = None,
) -> Kept:
    """Like `classify_files`, but everything that was computed is kept; see `kamengine.whatif.what_if`.

    Raises:
        KamError: with everything that is wrong with the files or the parameters.
    """
    intake = take_in_files(connect(), checked, accounts, ledgers or {}, options or IntakeOptions())
    day, source = date_of_run(as_of, intake, today)
    resident = make_resident(checked, intake.snapshot, bind(checked, day, sets))
    return Kept(resident, intake.notes, source)


def take_in_files(
    connection: DuckDBPyConnection,
    checked: CheckedPack,
    accounts: Path,
    ledgers: Mapping[str, Path],
    options: IntakeOptions,
) -> Intake:
    """Take the facts that a pack wants out of files; ledgers that it does not look at are not read.

    Raises:
        KamError: with everything that is wrong with the files.
    """
    _refuse_unknown_ledgers(checked, ledgers)
    needed = {name: path for name, path in ledgers.items() if name in checked.needed_ledgers()}
    notes = [
        say("{file}: not read: no indicator of the pack looks at the ledger {name}", file=str(path), name=name)
        for name, path in ledgers.items()
        if name not in needed
    ]
    intake = take_in_facts(connection, checked, accounts, needed, options)
    if not options.allow_missing_columns:
        _refuse_missing_ledgers(checked, intake.snapshot)
    if absent := absent_facts(checked, intake.snapshot):
        notes.append(say("not in the files, and so unknown: {names}", names=[checked.label(name) for name in absent]))
    return replace(intake, notes=(*notes, *intake.notes, *ready_made_notes(checked, intake.snapshot)))


def take_in_facts(
    connection: DuckDBPyConnection,
    checked: CheckedPack,
    accounts: Path | DataFile,
    ledgers: Mapping[str, Path | DataFile],
    options: IntakeOptions,
    *,
    stored: Mapping[str | None, Mapping[str, Kind]] | None = None,
) -> Intake:
    """Take the facts that a pack wants out of files, or out of what was opened already.

    Args:
        connection: where the tables are made.
        checked: the pack.
        accounts: a row for each account.
        ledgers: those that the pack looks at, as far as they are there.
        options: how to take them in.
        stored: for each ledger, and for the accounts under None, the kind of each column when values are stored under
            the names of their fields.

    Raises:
        KamError: with everything that is wrong with them.
    """
    wanted, wanted_ledgers, stored = accounts_wanted(checked), ledgers_wanted(checked), stored or {}
    if stored:
        wanted = _as_stored(wanted, stored.get(None, {}))
        wanted_ledgers = {name: _as_stored(table, stored.get(name, {})) for name, table in wanted_ledgers.items()}
    return take_in(connection, accounts, ledgers, wanted, wanted_ledgers, options)


def accounts_wanted(checked: CheckedPack) -> WantedTable:
    """What a pack would like from an accounts file."""
    id_field = checked.fields["account_id"]
    label = id_field.label
    aliases = (*id_field.aliases, *(text for text in (label.en, label.zh) if text))
    fields = tuple(field for name, field in checked.fields.items() if name != "account_id")
    needed = frozenset(n for n in checked.needed_fields() if n != "account_id" and not checked.fields[n].optional)
    return WantedTable((*fields, *checked.ready_made_fields()), needed, aliases)


def ledgers_wanted(checked: CheckedPack) -> dict[str, WantedTable]:
    """What a pack would like from each ledger file."""
    id_aliases = accounts_wanted(checked).key_aliases
    wanted = {}
    for name, used in checked.needed_ledgers().items():
        ledger = checked.ledgers[name]
        required = frozenset({ledger.date} if ledger.date else ())
        used -= {field.name for field in ledger.fields if field.optional}
        aliases = (*ledger.account_aliases, *id_aliases)
        instead = {column: others for column in used if (others := checked.instead_of(name, column))}
        wanted[name] = WantedTable(ledger.fields, used, aliases, required, ledger.date, instead)
    return wanted


def _as_stored(wanted: WantedTable, kinds: Mapping[str, Kind]) -> WantedTable:
    """What a pack would like from values that are stored under the names of their fields.

    A field that has a column of its name needs no other spellings. The id of a choice is taken as it is, also one that
    another pack knows and this one does not: it is none of this pack's choices, and known all the same.
    """
    fields = []
    for field in wanted.fields:
        kind = kinds.get(field.name)
        if kind == "choice" and field.kind == "choice":
            fields.append(replace(field, kind="text", choices=(), aliases=()))
        else:
            fields.append(field if kind is None else replace(field, aliases=()))
    return replace(wanted, fields=tuple(fields))


def date_of_run(as_of: date | None, intake: Intake, today: date | None = None) -> tuple[date, AsOfSource]:
    """The date of a run and where it comes from: the one given, else the newest in the ledgers, else today.

    Args:
        as_of: the date that was given.
        intake: the files.
        today: the date to take for today; left out, the computer's. A newest date after it does not count.
    """
    if as_of is not None:
        return as_of, "given"
    today, newest = today or date.today(), intake.newest_ledger_date
    return (newest, "ledgers") if newest and newest <= today else (today, "today")


def _refuse_unknown_ledgers(checked: CheckedPack, ledgers: Mapping[str, Path]) -> None:
    problems = []
    for name in ledgers:
        if name not in checked.ledgers:
            what = say("the pack {pack} knows no ledger {name}", pack=checked.pack.id, name=name)
            known = say("it knows: {names}", names=list(checked.ledgers)) if checked.ledgers else None
            problems.append(Problem(checked.pack.place(), what, did_you_mean(name, checked.ledgers) or known))
    if problems:
        raise KamError(problems)


def _give_ledger(name: str) -> Message:
    return say(
        "give --ledger {name}=FILE, or a column for each, or --allow-missing-columns: they are then unknown", name=name
    )


def _refuse_missing_ledgers(checked: CheckedPack, snapshot: Snapshot) -> None:
    problems = []
    for name in checked.needed_ledgers():
        if name in snapshot.ledgers:
            continue
        of_ledger = [i.indicator for i in checked.indicators.values() if i.indicator.ledger == name]
        needed = [indicator.name for indicator in of_ledger if not indicator.optional]
        without = [indicator for indicator in needed if indicator not in snapshot.accounts.columns]
        if without:
            what = say("the ledger {name} is not given; it is needed for {indicators}", name=name, indicators=without)
            problems.append(Problem(checked.pack.place("indicators", without[0], "from"), what, _give_ledger(name)))
    if problems:
        raise KamError(problems)


def absent_facts(checked: CheckedPack, snapshot: Snapshot, *, told: bool = True) -> list[str]:
    """Fields and indicators that the pack looks at and that nothing is there for, so that they are unknown.

    Args:
        checked: the pack.
        snapshot: the facts.
        told: fields that the pack cannot do without are left out: intake has refused them, or told of each.
    """
    columns = snapshot.accounts.columns
    fields = [n for n in checked.needed_fields() if n not in columns and n not in ("account_id", "name")]
    fields = [name for name in fields if checked.fields[name].optional or not told]
    indicators = (one.indicator for one in checked.indicators.values() if one.indicator.ledger is not None)
    return fields + [i.name for i in indicators if i.ledger not in snapshot.ledgers and i.name not in columns]
