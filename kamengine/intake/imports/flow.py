"""Files into a workspace: opened, mapped, gathered, written, and entered in the catalog, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kamengine.intake.files.notes import notes_on
from kamengine.intake.imports.asked import (
    fingerprint_of,
    mode_of,
    not_yet_imported,
    nothing_new,
    readings_of,
    refuse_idle,
    said,
    taken_already,
    unchanged,
    unchanged_by,
)
from kamengine.intake.imports.by_hand import of_corrections
from kamengine.intake.imports.changes import changes_of
from kamengine.intake.imports.drafting import as_before
from kamengine.intake.imports.gather import Gathered, gather
from kamengine.intake.imports.keep import Keeping, Moment, brought_before, keep
from kamengine.intake.imports.mapped import Mapped, header_problems, map_groups, refuse_unknown_ledger, save_mappings
from kamengine.intake.imports.mend import covers, mend
from kamengine.intake.imports.plan import PlannedFiles, planned, planned_unread
from kamengine.intake.imports.ready_made import of_ready_made
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.result import ImportResult, ReadFile
from kamengine.intake.imports.retry import Retry, open_retry, refuse_quarantined, request_of
from kamengine.intake.imports.skipped import BLANK, WORDS
from kamengine.intake.imports.stage import Opened, by_headers
from kamengine.intake.imports.surroundings import Surroundings, known_at, open_all, renamed
from kamengine.intake.imports.workroom import Workroom, workroom
from kamengine.intake.rows import KEY
from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.workspace.records import Overtaken, Stale

if TYPE_CHECKING:
    from kamengine.intake.files.sources import Source
    from kamengine.workspace import Workspace

_TRIES = 20

__all__ = ["Surroundings", "import_files", "retry_file"]


def import_files(
    around: Surroundings, sources: Sequence[Source], request: ImportRequest, *, dry: bool = False
) -> ImportResult:
    """Import files.

    Args:
        around: where to, and what is known.
        sources: the files, in the order in which their rows go in.
        request: what was asked for.
        dry: do everything but keep it.

    Returns:
        what became of every row.

    Raises:
        KamError: nothing was imported; everything that is wrong with the files or the request.
    """
    refuse_idle(request)
    refuse_unknown_ledger(request, around.fields)
    mode = mode_of(around.workspace, request)
    mended = () if dry else mend(around, sources, request)
    if covers(mended, sources) and not request.again:
        result = unchanged(around.workspace, mode, mended[-1])
    else:
        result = _until_in_time(around, lambda: _import_sources(around, sources, request, dry=dry))
    return replace(result, restored=tuple(record.id for record in mended))


def _until_in_time(around: Surroundings, step: Callable[[], ImportResult]) -> ImportResult:
    """Take a step again as long as others overtake it; each time one of them has got something done.

    Raises:
        KamError: there is no end to it.
    """
    for _ in range(_TRIES):
        with suppress(Overtaken):
            return step()
    problem = say("others import without a pause")
    raise KamError.of(problem, say("try again later"), place=Place(str(around.workspace.folder)))


def _import_sources(
    around: Surroundings, sources: Sequence[Source], asked: ImportRequest, *, dry: bool
) -> ImportResult:
    """Import files in the mode that suits what is there.

    Raises:
        Overtaken: another import came first, by which other rows are to be taken.
        KamError: nothing was imported.
    """
    looked_at = around.workspace.journal.last()
    request = replace(asked, mode=mode_of(around.workspace, asked))
    new, notes = not_yet_imported(around.workspace, sources, request)
    if not new:
        return nothing_new(around.workspace, request, sources)
    with workroom(around.workspace, dry=dry) as room:
        opened = open_all(room, new, request)
        refuse_quarantined(opened)
        notes += [source.note for source in sources if source.note is not None]
        notes += [note for each in opened for note in notes_on(each.file, each.source.name)]
        only_first = asked.mode is None and request.mode == "replace"
        moment = Moment(looked_at, only_first=only_first)
        return _import_opened(around, room, opened, request, notes, moment, dry=dry)


def retry_file(around: Surroundings, source: Source, asked: ImportRequest, *, dry: bool = False) -> ImportResult:
    """Import the mended rows of a quarantine file: accounts are merged, rows of a ledger appended.

    Args:
        around: where to, and what is known.
        source: the quarantine file, or a copy of it.
        asked: what was asked for; kind, mode and mapping are those of the import that the rows were in.
        dry: do everything but keep it.

    Returns:
        what became of every row.

    Raises:
        KamError: nothing was imported; everything that is wrong with the file.
    """
    return _until_in_time(around, lambda: _retry(around, source, asked, dry=dry))


def _retry(around: Surroundings, source: Source, asked: ImportRequest, *, dry: bool) -> ImportResult:
    """Import the rows that were not taken yet.

    Raises:
        Overtaken: another import came first, which may have taken some of them.
        KamError: nothing was imported.
    """
    looked_at = around.workspace.journal.last()
    with workroom(around.workspace, dry=dry) as room:
        (opened,) = open_all(room, [source], asked)
        try:
            retry = open_retry(around.workspace, room.scratch, opened.file)
        except KamError as error:
            raise KamError(renamed(error.problems, source)) from None
        request = request_of(retry, asked, around.fields)
        if retry.taken_by is not None:
            return taken_already(around.workspace, request.mode, retry.taken_by, len(retry.done))
        refuse_idle(request)
        refuse_unknown_ledger(request, around.fields)
        moment = Moment(looked_at)
        return _import_opened(around, room, [Opened(source, retry.file)], request, [], moment, dry=dry, retry=retry)


def _import_opened(
    around: Surroundings,
    room: Workroom,
    opened: Sequence[Opened],
    request: ImportRequest,
    notes: Sequence[Message],
    moment: Moment,
    *,
    dry: bool,
    retry: Retry | None = None,
) -> ImportResult:
    """Map, gather and keep the rows of open files."""
    workspace, sources = around.workspace, [each.source for each in opened]
    around.progress.watch(room.connection, sum(source.size for source in sources))
    mapped = map_groups(workspace, by_headers(opened), request, around.fields)
    if problems := header_problems(mapped, request, around.fields):
        if not dry:
            raise KamError(problems)
        plan = planned_unread(room.scratch, mapped)
        return ImportResult(request.kind, said(request.mode), plan=plan, header_problems=problems)
    fingerprint = fingerprint_of(mapped, sources, request)
    if same := workspace.imports.same(request.kind, fingerprint):
        return unchanged(workspace, request.mode, same)
    known = known_at(room, around, request)
    gathered = gather(room.scratch, mapped, request, around.fields, known, around.today, around.progress, retry)
    result = _result(room, request, gathered, notes)
    if not result.taken and not _is_worth_keeping(workspace, result, retry):
        raise _nothing_to_take(gathered)
    date = None if request.of_accounts else around.fields.table(request.kind).date
    keeping = Keeping(
        request=request,
        sources=sources,
        gathered=gathered,
        result=result,
        fingerprint=fingerprint,
        date=date,
        who=around.who,
        chinese=around.chinese,
        moment=moment,
        readings=readings_of(mapped, request),
        retry=retry,
    )
    if not dry:
        return _keep(around, room, keeping)
    if earlier := brought_before(workspace, keeping):
        return unchanged_by(workspace, sources, request.mode, earlier)
    return replace(result, plan=_plan(room, gathered))


def _result(room: Workroom, request: ImportRequest, gathered: Gathered, notes: Sequence[Message]) -> ImportResult:
    """What became of the rows; every row is accounted for."""
    taken = gathered.rows.one(f"SELECT count(*) FROM {gathered.rows.good}")[0]
    quarantined, skipped = gathered.bad.count(), sum(gathered.skipped.values())
    if gathered.read != taken + quarantined + skipped:
        raise AssertionError(f"{gathered.read} rows read, {taken} taken, {quarantined} quarantined, {skipped} skipped")
    files = [part for drafted in gathered.drafts for part in drafted.staged.parts]
    return ImportResult(
        kind=request.kind,
        mode=said(request.mode),
        read=gathered.read,
        taken=taken,
        quarantined=quarantined,
        skipped=gathered.skipped,
        skipped_rows=gathered.skipped_rows,
        rows=taken,
        files=tuple(
            ReadFile(part.opened.source.name, part.opened.file.encoding, part.opened.file.header_lines, part.read)
            for part in files
        ),
        mapping=_mapping(gathered.mapped),
        left_over=tuple(dict.fromkeys(m.header for each in gathered.mapped for m in each.mapping.left_over)),
        problems=gathered.problems(),
        reasons=gathered.reasons(),
        changes=changes_of(room.scratch, gathered.drafts),
        findings=gathered.findings,
        notes=(*notes, *as_before(gathered.drafts)),
    )


def _is_worth_keeping(workspace: Workspace, result: ImportResult, retry: Retry | None) -> bool:
    """Whether an import that takes no row is kept: for rows to be mended, or because mended ones are settled by it.

    One that replaces what is there would leave nothing.
    """
    if result.mode == "replace-period" or (result.mode == "replace" and workspace.imports.current_accounts()):
        return False
    if retry is not None:
        return result.left_out - result.skipped.get(BLANK, 0) > len(retry.done)
    return result.quarantined > 0


def _plan(room: Workroom, gathered: Gathered) -> tuple[PlannedFiles, ...]:
    pairs = zip(gathered.mapped, gathered.drafts, strict=True)
    return tuple(planned(room.connection, mapped, drafted.staged.relation) for mapped, drafted in pairs)


def _mapping(mapped: Sequence[Mapped]) -> dict[str, str]:
    """The field by header, as ``--map`` would say it: of several parted by commas."""
    found: dict[str, str] = {}
    for each in mapped:
        names: dict[str, list[str]] = {}
        for match in each.mapping.matches:
            of_header = names.setdefault(match.header, [KEY] if match.column == each.mapping.key else [])
            of_header += [match.field.name] if match.field is not None and match.taken else []
        found |= {header: ",".join(of_header) for header, of_header in names.items() if of_header}
    return found


def _nothing_to_take(gathered: Gathered) -> KamError:
    from kamengine.intake.imports.findings import spots_of
    from kamengine.intake.imports.gather import row_problem

    if not gathered.read:
        name = gathered.mapped[0].place
        return KamError.of(say("there are no rows, only headers"), say("export the file again"), place=name)
    cells = gathered.bad.first(5)
    spots = spots_of(gathered.drafts, [cell.row for cell in cells])
    what = say("no row can be taken (rows read: {count:,}); nothing was imported", count=gathered.read)
    bad = [row_problem(cell, spots.get(cell.row)) for cell in cells]
    skipped = [
        Problem(Place(), say("rows left out, {why}: {n:,}", why=WORDS[why], n=count))
        for why, count in gathered.skipped.items()
    ]
    return KamError([*bad, *skipped, Problem(Place(), what)])


def _keep(around: Surroundings, room: Workroom, what: Keeping) -> ImportResult:
    """Write and enter the import; when another came first, what depends on it is computed again.

    Raises:
        Overtaken: other rows may have to be taken by now.
    """
    around.progress.stage(say("writing"), 0.85, 1.0)
    workspace, request = around.workspace, what.request
    for _ in range(_TRIES):
        try:
            record, is_new = keep(workspace, room, what)
        except Stale as stale:
            if same := workspace.imports.same(request.kind, what.fingerprint):
                return unchanged(workspace, request.mode, same)
            if isinstance(stale, Overtaken):
                raise
            continue
        save_mappings(workspace, what.gathered.mapped, request, around.who)
        if not is_new:
            return unchanged_by(workspace, what.sources, request.mode, record)
        file = workspace.folder / record.quarantine if what.result.quarantined and record.quarantine else None
        corrected = of_corrections(workspace, room.connection) if request.of_accounts else ()
        ready_made = of_ready_made(workspace, room.connection, around.fields.computed, request.ledger)
        findings = (*what.result.findings, *corrected, *ready_made)
        return replace(what.result, record=record, rows=record.rows, quarantine=file, findings=findings)
    problem = say("others import accounts without a pause")
    raise KamError.of(problem, say("try again later"), place=Place(str(workspace.folder)))
