"""Runs over a workspace: its facts at a moment, a pack as its bytes stand, results that can be computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kamengine import __version__
from kamengine.api.packs.packs import PackFile
from kamengine.api.runs.files import AsOfSource, Classified, Kept, absent_facts, date_of_run, take_in_facts
from kamengine.api.runs.kept_runs import RunOptions as RunOptions
from kamengine.api.runs.kept_runs import is_up_to_date as is_up_to_date
from kamengine.api.runs.kept_runs import kept_pack as kept_pack
from kamengine.api.runs.kept_runs import options_of as options_of
from kamengine.api.runs.kept_runs import tables_of as tables_of
from kamengine.api.runs.stated import ready_made_notes, with_stated
from kamengine.api.runs.summary import summary_json
from kamengine.declarations import Kind
from kamengine.engine.database import connect
from kamengine.engine.kept import differing_accounts, engine_name, keep_results, kept_results
from kamengine.engine.resident import make_resident
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import Snapshot
from kamengine.engine.sql_text import identifier
from kamengine.intake import Intake, IntakeOptions
from kamengine.intake.files.relation_file import RelationFile
from kamengine.intake.rows import KEY
from kamengine.language.expressions import Value
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError, Message, Place, say
from kamengine.workspace import NewRun, RunRecord, Workspace, WorkspaceTable, WorkspaceTables
from kamengine.workspace.durable import put_in_place, said_clearly, sha256_of, sync

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.plugin_host import PluginHost
    from kamengine.workspace.progress import Progress

_SHOWN_DIGITS = 8


@dataclass(frozen=True)
class RecordedRun:
    """A run over a workspace, and what the workspace keeps of it."""

    classified: Classified
    record: RunRecord


@dataclass(frozen=True)
class Recomputed:
    """A kept run and the same computed again.

    Attributes:
        record: the run.
        run: the results of today.
        sha256: of the file that they make.
        same_bytes: whether that is the file that was kept then.
        differing: how many accounts have other results; 0 when only the bytes differ, as with another engine.
        restored: whether the kept file was gone or damaged, and was put back from what came out now.
        intact: whether the kept file is what it was.
    """

    record: RunRecord
    run: Run
    sha256: str
    same_bytes: bool
    differing: int
    restored: bool
    intact: bool


def classify_workspace(workspace: Workspace, pack: PackFile, options: RunOptions | None = None) -> Classified:
    """Classify the accounts of a workspace as they are known now; nothing is kept.

    Raises:
        KamError: with everything that is wrong with the pack, the facts or the parameters.
    """
    options = options or RunOptions()
    connection = connect()
    return classify_tables(connection, workspace.tables(connection), pack.checked, options)


def run_workspace(
    workspace: Workspace,
    pack: PackFile,
    who: str,
    options: RunOptions | None = None,
    progress: Progress | None = None,
) -> RecordedRun:
    """Classify the accounts of a workspace as they are known now, and keep the results with all they come from.

    Args:
        workspace: where the facts are.
        pack: with the bytes that are kept.
        who: runs it.
        options: what is asked for.
        progress: is given the connection that does the work.

    Raises:
        KamError: with everything that is wrong with the pack, the facts or the parameters, or it cannot be written.
    """
    options = options or RunOptions()
    connection = connect()
    if progress is not None:
        progress.watch(connection, 0)
    tables = workspace.tables(connection)
    classified = classify_tables(connection, tables, pack.checked, options)
    results = workspace.temporary()
    with said_clearly(workspace.folder):
        keep_results(classified.run, results)
    record = workspace.runs.add(_draft(tables, pack, classified, options), results, who)
    return RecordedRun(classified, record)


def rerun(workspace: Workspace, record: RunRecord, host: PluginHost) -> Recomputed:
    """Compute a kept run again: with the pack that was kept, from the facts and corrections of that moment.

    When the same bytes come out and the kept file is gone or damaged, they take its place.

    Raises:
        KamError: a file of an import is gone, or the pack cannot be used any more, as without one of its plugins.
    """
    pack = kept_pack(workspace, record, host)
    connection = connect()
    tables = tables_of(workspace, record, connection)
    classified = classify_tables(connection, tables, pack.checked, options_of(record))
    with TemporaryDirectory(prefix="kam-") as folder, said_clearly(workspace.folder):
        results = Path(folder) / "results.parquet"
        keep_results(classified.run, results)
        digest = sha256_of(results)
        same, intact = digest == record.sha256, workspace.runs.is_whole(record)
        if restored := same and not intact:
            _put_back(workspace, results, record)
    differing = 0 if same or not intact else _differing(classified.run, record.path)
    return Recomputed(record, classified.run, digest, same, differing, restored, intact or restored)


def classify_tables(
    connection: DuckDBPyConnection, tables: WorkspaceTables, checked: CheckedPack, options: RunOptions
) -> Classified:
    """Classify the accounts in tables of a workspace; several packs may be run over the same ones.

    Imports are what they are: what none of them had is unknown, and a note names it.

    Args:
        connection: holds the tables.
        tables: what is known at a moment.
        checked: the pack.
        options: what is asked for.

    Raises:
        KamError: with everything that is wrong with the facts or the parameters.
    """
    ready = _made_ready(connection, tables, checked, options)
    return Classified(classify(checked, ready.snapshot, ready.day, options.sets), ready.notes, ready.as_of_from)


def keep_workspace(workspace: Workspace, pack: PackFile, options: RunOptions | None = None) -> Kept:
    """Like `classify_workspace`, but everything that was computed is kept; see `kamengine.whatif`.

    Raises:
        KamError: with everything that is wrong with the pack, the facts or the parameters.
    """
    options, connection = options or RunOptions(), connect()
    ready = _made_ready(connection, workspace.tables(connection), pack.checked, options)
    bindings = bind(pack.checked, ready.day, options.sets)
    return Kept(make_resident(pack.checked, ready.snapshot, bindings), ready.notes, ready.as_of_from)


def snapshot_of(connection: DuckDBPyConnection, tables: WorkspaceTables, checked: CheckedPack) -> Snapshot:
    """What a pack makes of the facts of a workspace, without classifying them.

    Raises:
        KamError: with everything that is wrong with the facts.
    """
    return with_stated(connection, checked, _take_in(connection, tables, checked).snapshot, tables)


@dataclass(frozen=True)
class _Ready:
    """What a pack is applied to: the facts, as of which day, and what is worth knowing of both."""

    snapshot: Snapshot
    day: date
    as_of_from: AsOfSource
    notes: tuple[Message, ...]


def _made_ready(
    connection: DuckDBPyConnection, tables: WorkspaceTables, checked: CheckedPack, options: RunOptions
) -> _Ready:
    intake = _take_in(connection, tables, checked)
    snapshot = with_stated(connection, checked, intake.snapshot, tables)
    unread: list[Message] = []
    if options.as_of is None:
        newest, unread = _newest_date(connection, tables)
        intake = replace(intake, newest_ledger_date=newest)
    day, source = date_of_run(options.as_of, intake, options.today)
    notes = (*unread, *_absent_note(checked, snapshot), *intake.notes, *ready_made_notes(checked, snapshot))
    return _Ready(snapshot, day, source, notes)


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _take_in(connection: DuckDBPyConnection, tables: WorkspaceTables, checked: CheckedPack) -> Intake:
    """The facts that the pack wants, each read as the kind that the pack gives it."""
    if tables.accounts is None:
        what = say("the workspace holds no accounts yet")
        raise KamError.of(what, say("kam import FILE brings them in"), place=Place(key=checked.pack.id))
    accounts = RelationFile.open(tables.accounts.relation, "accounts", connection, order=KEY)
    needed = checked.needed_ledgers()
    ledgers = {
        name: RelationFile.open(table.relation, name, connection)
        for name, table in tables.ledgers.items()
        if name in needed
    }
    settings = IntakeOptions(KEY, allow_missing_columns=True, expect_matches=False, tell_absent=False)
    stored: dict[str | None, Mapping[str, Kind]] = {None: _kinds(tables.accounts)}
    stored |= {name: _kinds(table) for name, table in tables.ledgers.items()}
    return take_in_facts(connection, checked, accounts, ledgers, settings, stored=stored)


def _newest_date(connection: DuckDBPyConnection, tables: WorkspaceTables) -> tuple[date | None, list[Message]]:
    """The newest date in any ledger, None when there is none; a ledger that cannot be read is named and left out."""
    found: list[date] = []
    unread: list[Message] = []
    for ledger, table in tables.ledgers.items():
        dated = {record.date for record in table.imports} & {c.field for c in table.columns if c.kind == "date"}
        try:
            for name in sorted(filter(None, dated)):
                row = connection.execute(f"SELECT max({identifier(name)}) FROM {table.relation}").fetchone()
                found += [row[0]] if row and row[0] else []
        except KamError:
            what = say("the ledger {name} cannot be read, so its dates do not count: run kam doctor", name=ledger)
            unread.append(what)
    return max(found, default=None), unread


def _absent_note(checked: CheckedPack, snapshot: Snapshot) -> Iterator[Message]:
    """One note that names everything that the pack looks at and that no import had."""
    names: list[object] = [checked.label(name) for name in absent_facts(checked, snapshot, told=False)]
    needed = checked.needed_ledgers()
    for ledger, table in snapshot.ledgers.items():
        names += [f"{ledger}.{field}" for field in sorted(checked.lacking(ledger, table.columns))]
    absent = [name for name in needed if name not in snapshot.ledgers]
    if names and absent:
        yield say(
            "not imported, and so unknown: {names}; kam import FILE --ledger NAME brings in a ledger: {ledgers}",
            names=names,
            ledgers=absent,
        )
    elif names:
        yield say("not imported, and so unknown: {names}", names=names)


def _kinds(table: WorkspaceTable) -> dict[str, Kind]:
    return {column.field: column.kind for column in table.columns}


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draft(tables: WorkspaceTables, pack: PackFile, classified: Classified, options: RunOptions) -> NewRun:
    """Everything that a run was computed from."""
    run, needed = classified.run, classified.run.checked.needed_ledgers()
    assert tables.accounts is not None, "the run has accounts"
    summary = run.summary()
    return NewRun(
        pack=pack.candidate.id,
        version=run.checked.pack.version,
        pack_content=pack.content,
        facts=tables.at,
        accounts=tables.accounts.snapshots[-1],
        ledgers={name: table.snapshots for name, table in tables.ledgers.items() if name in needed},
        as_of=run.as_of.isoformat(),
        as_of_from=classified.as_of_from,
        parameters={
            name: _text(run.bindings.parameters.get(name, value)) for name, value in (options.sets or {}).items()
        },
        engine=engine_name(),
        program=__version__,
        rows=summary.in_scope,
        counts=summary.tiers,
        details={
            "summary": summary_json(run),
            "scope_unknown": summary.scope_unknown,
            "without_tier": summary.without_tier,
        },
    )


def _text(value: Value) -> str:
    """A parameter as it can be set again."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _put_back(workspace: Workspace, results: Path, record: RunRecord) -> None:
    """Put results where those of a run are missing."""
    aside = workspace.temporary()
    copyfile(results, aside)
    sync(aside)
    put_in_place(aside, record.path)


def _differing(run: Run, kept: Path) -> int:
    connection: DuckDBPyConnection = run.snapshot.connection
    columns = ", ".join(identifier(name) for name in run.columns)
    now = f"(SELECT {columns} FROM {identifier(run.table)})"
    return differing_accounts(connection, now, f"(SELECT {columns} FROM {kept_results(connection, kept)})")
