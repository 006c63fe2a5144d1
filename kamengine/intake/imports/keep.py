"""The rows that are taken become an import of the workspace: files first, then one entry in the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamengine.intake.imports.gather import Gathered
from kamengine.intake.imports.quarantine_file import write_quarantine
from kamengine.intake.imports.request import ACCOUNTS, ImportRequest
from kamengine.intake.imports.result import ImportResult
from kamengine.intake.imports.retry import Retry, retried_json
from kamengine.intake.imports.snapshot import snapshot_of, snapshot_of_ids
from kamengine.intake.imports.workroom import Workroom
from kamengine.intake.sql_text import identifier
from kamengine.problems import KamError, Place, Translator, say
from kamengine.workspace import Workspace
from kamengine.workspace.durable import said_clearly, sha256_of
from kamengine.workspace.imports import Finished
from kamengine.workspace.records import Column, Counts, ImportRecord, NewImport, Period, SourceRecord

if TYPE_CHECKING:
    from kamengine.intake.files.sources import Source


@dataclass(frozen=True)
class Moment:
    """When it was decided which rows are taken.

    Attributes:
        looked_at: the number of the journal entry up to which the workspace was looked at.
        only_first: whether these replace accounts for no other reason than that there were none yet.
    """

    looked_at: int
    only_first: bool = False


@dataclass(frozen=True)
class Keeping:
    """What is to be kept.

    Attributes:
        request: what was asked for.
        sources: the files.
        gathered: their rows.
        result: what became of these.
        fingerprint: of all of it.
        date: for a ledger, the field by which periods are told.
        who: who imports.
        chinese: translates the reasons in the quarantine file.
        moment: when its rows were chosen.
        readings: how each file was read, by its SHA-256; see `kamengine.intake.imports.asked.readings_of`.
        retry: the quarantine file that the rows come from, if they do.
    """

    request: ImportRequest
    sources: Sequence[Source]
    gathered: Gathered
    result: ImportResult
    fingerprint: str
    date: str | None
    who: str
    chinese: Translator
    moment: Moment
    readings: Mapping[str, str]
    retry: Retry | None = None


def keep(workspace: Workspace, room: Workroom, what: Keeping) -> tuple[ImportRecord, bool]:
    """Write the files of an import and enter it.

    Returns:
        the import, and whether it is this one; else an earlier one holds the same, and nothing was kept.

    Raises:
        Stale: another import came first; call again.
        Overtaken: so that other rows may have to be taken; read the files again.
        KamError: it cannot be written.
    """
    request = what.request
    if not what.result.quarantined:
        what.gathered.drop_cells()
    made = snapshot_of(workspace, room, request, what.gathered)
    unknown = _unknown_accounts(workspace, room, what) if request.adds_accounts else None
    same = None if request.again else same_content(workspace, what, made.parquet) or brought_before(workspace, what)
    if same is not None:
        if unknown is not None:
            workspace.imports.add_together([unknown], what.who)
        return same, False
    new = _new_import(what, made.columns, made.rows)
    if what.result.quarantined:
        path = room.folder / "quarantine.csv"
        with said_clearly(path):
            path.unlink(missing_ok=True)
            gathered, retry = what.gathered, what.retry
            of = retry.record.id if retry else new.id
            origins = retry.origins if retry else {}
            write_quarantine(room.scratch, gathered.bad, gathered.drafts, path, of, what.chinese, origins)
        new = replace(new, quarantine=path)
    finished = Finished(new, made.parquet, made.base.id if made.base else None)
    return workspace.imports.add_together([*([unknown] if unknown else []), finished], what.who)[-1], True


def _unknown_accounts(workspace: Workspace, room: Workroom, what: Keeping) -> Finished | None:
    """The accounts, with one for every id in the rows of a ledger that is not among them; None without such ids.

    They go in with the rows, and are taken back with them.
    """
    made = snapshot_of_ids(workspace, room, what.request, what.gathered)
    if not made.new:
        return None
    base = made.base.id if made.base else None
    draft = NewImport(
        kind=ACCOUNTS,
        mode="merge",
        sources=tuple(SourceRecord(source.name, source.sha256, source.size) for source in what.sources),
        counts=Counts(made.new, made.new),
        columns=tuple(made.columns),
        rows=made.rows,
        fingerprint=f"{what.fingerprint} ids {base or ''}",
        details={"ids_of": what.request.kind},
    )
    return Finished(draft, made.parquet, base)


def brought_before(workspace: Workspace, what: Keeping) -> ImportRecord | None:
    """For a merge, the newest import that brought one of the files, when all were brought before and read alike.

    Newer imports came after it: the values of these files must not come over theirs unless somebody asks for it.
    """
    if what.request.mode != "merge" or what.request.again or what.retry is not None:
        return None
    counting = workspace.imports.counting(ACCOUNTS)
    brought = {pair: record for record in counting for pair in record.details.get("readings", {}).items()}
    if not what.readings.items() <= brought.keys():
        return None
    return max((brought[pair] for pair in what.readings.items()), key=lambda record: record.seq)


def same_content(workspace: Workspace, what: Keeping, parquet: Path) -> ImportRecord | None:
    """The import that holds what a finished file holds, so that nothing would change; None when none does.

    Of accounts only the newest counts, and of a ledger any, as long as no period is replaced. Where rows are
    quarantined, these must have been so before: their file is there to be mended.
    """
    request = what.request
    if request.mode == "replace-period":
        return None
    counting = workspace.imports.counting(request.kind)
    if what.result.quarantined and not any(_quarantined_alike(record, what) for record in counting):
        return None
    digest = sha256_of(parquet)
    return next((r for r in (counting[-1:] if request.of_accounts else counting) if r.sha256 == digest), None)


def _quarantined_alike(record: ImportRecord, what: Keeping) -> bool:
    """Whether an import left the same number of rows of the same files, read by the same mapping, in quarantine."""
    return (
        record.quarantine is not None
        and record.counts.quarantined == what.result.quarantined
        and {source.sha256 for source in record.sources} == {source.sha256 for source in what.sources}
        and record.details.get("mapping") == dict(what.result.mapping)
    )


def _new_import(what: Keeping, columns: Sequence[Column], count: int) -> NewImport:
    request, result = what.request, what.result
    assert request.mode is not None, "the mode was settled before"
    return NewImport(
        kind=request.kind,
        mode=request.mode,
        sources=tuple(SourceRecord(source.name, source.sha256, source.size) for source in what.sources),
        counts=Counts(result.read, result.taken, result.quarantined, result.left_out),
        columns=tuple(columns),
        rows=count,
        fingerprint=what.fingerprint,
        date=what.date,
        only_first=what.moment.only_first,
        once=request.mode == "append" and not request.again and what.retry is None,
        decided_at=what.moment.looked_at if _hangs_on_others(what) else None,
        period=_period(what) if request.mode == "replace-period" else None,
        details={
            "sheet": request.reading.sheet,
            "encoding": list(result.encodings),
            "mapping": dict(result.mapping),
            "left_over": list(result.left_over),
            "files": [asdict(file) for file in result.files],
            "skipped": dict(result.skipped),
            "findings": {finding.code: finding.count for finding in result.findings},
            **({"readings": dict(what.readings)} if request.of_accounts else {}),
            **_decisions(what.gathered),
            **({"retried": _retried(what, what.retry)} if what.retry else {}),
        },
    )


def _hangs_on_others(what: Keeping) -> bool:
    """Whether rows of a ledger were left out because other imports have them."""
    return not what.request.of_accounts and (what.retry is not None or what.request.duplicate_rows != "keep")


def _decisions(gathered: Gathered) -> dict[str, Any]:
    """How dates and numbers of whole columns were read, so that single rows of them can come back."""
    readings = [reading for drafted in gathered.drafts for reading in drafted.readings]
    return {
        "dates": {each.header: each.decisions.dates for each in readings if each.decisions.dates},
        "decimals": {each.header: "comma" for each in readings if each.decisions.decimals == "comma"},
    }


def _retried(what: Keeping, retry: Retry) -> dict[str, Any]:
    """Which rows of a quarantine file are settled, and which are still bad."""
    bad = what.gathered.bad
    found = bad.connection.execute(f"SELECT DISTINCT r FROM {bad.table}").fetchall()
    return retried_json(retry, [row for (row,) in found])


def _period(what: Keeping) -> Period:
    """The days that are replaced: those given, else from the first to the last date of the new rows.

    Raises:
        KamError: the ledger has no dates.
    """
    if what.request.period is not None:
        first, last = what.request.period
        return Period(first.isoformat(), last.isoformat())
    rows, name = what.gathered.rows, what.date
    found = None
    if name in rows.fields:
        column = identifier(name)
        found = rows.connection.execute(f"SELECT min({column}), max({column}) FROM {rows.good}").fetchone()
    if not found or found[0] is None:
        problem = say("the rows have no dates, so the period that they replace is not known")
        raise KamError.of(problem, say("name it with --period 2026-01-01..2026-01-31"), place=Place(key="--mode"))
    return Period(found[0].isoformat(), found[1].isoformat())
