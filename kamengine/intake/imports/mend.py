"""Files of imports that are gone or damaged come back when the files that they were made of are imported again.

The rows are read anew and brought to the moment of the import. What comes out takes the place of the lost file only if
it is the same, byte for byte; the catalog is not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kamengine.intake.imports.gather import Gathered, gather
from kamengine.intake.imports.mapped import header_problems, map_groups
from kamengine.intake.imports.quarantine_file import write_quarantine
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.retry import refuse_quarantined
from kamengine.intake.imports.snapshot import snapshot_of, snapshot_of_ids
from kamengine.intake.imports.stage import by_headers
from kamengine.intake.imports.surroundings import Surroundings, known_at, open_all
from kamengine.intake.imports.workroom import Workroom, workroom
from kamengine.problems import KamError, Place, say
from kamengine.workspace import Workspace
from kamengine.workspace.durable import said_clearly, sha256_of
from kamengine.workspace.needed import lost_quarantines, needed_imports
from kamengine.workspace.records import ImportRecord

if TYPE_CHECKING:
    from kamengine.intake.files.sources import Source

_IDS_OF = "ids_of"


def mend(around: Surroundings, sources: Sequence[Source], asked: ImportRequest) -> tuple[ImportRecord, ...]:
    """Bring back what imports of these files have lost.

    Args:
        around: where, and what is known.
        sources: the files that were named; an import is mended when all of its own are among them.
        asked: what was asked for, as it was for the import.

    Returns:
        the imports that were mended, oldest first.

    Raises:
        KamError: something else came out than the import took in then.
    """
    lacking = list(_lacking(around.workspace, sources, asked))
    for record in lacking:
        _mend(around, record, _own(record, sources), replace(asked, mode=record.mode, again=False))
    return tuple(lacking)


def covers(mended: Sequence[ImportRecord], sources: Sequence[Source]) -> bool:
    """Whether imports that were mended, and that count, hold everything that was named."""
    held = {source.sha256 for record in mended if not record.undone for source in record.sources}
    return {source.sha256 for source in sources} <= held


def _lacking(workspace: Workspace, sources: Sequence[Source], asked: ImportRequest) -> Iterable[ImportRecord]:
    """The imports of just these files that have lost something, oldest first."""
    given = {source.sha256 for source in sources}
    lost = {record.id for record in lost_quarantines(workspace.imports)}
    for record in needed_imports(workspace.imports, workspace.runs):
        of_kind = asked.kind in (record.kind, record.details.get(_IDS_OF))
        if not of_kind or record.details.get("retried") or not {source.sha256 for source in record.sources} <= given:
            continue
        if not workspace.imports.is_whole(record) or record.id in lost:
            yield record


def _own(record: ImportRecord, sources: Sequence[Source]) -> list[Source]:
    """The files of an import, in the order in which their rows went in."""
    by_content = {source.sha256: source for source in reversed(sources)}
    return [by_content[source.sha256] for source in record.sources]


def _mend(around: Surroundings, record: ImportRecord, sources: Sequence[Source], request: ImportRequest) -> None:
    workspace, before = around.workspace, record.seq - 1
    with workroom(workspace) as room:
        opened = open_all(room, sources, request)
        refuse_quarantined(opened)
        around.progress.watch(room.connection, sum(source.size for source in sources))
        mapped = map_groups(workspace, by_headers(opened), request, around.fields)
        if problems := header_problems(mapped, request, around.fields):
            raise KamError(problems)
        known = known_at(room, around, request, before)
        gathered = gather(room.scratch, mapped, request, around.fields, known, around.today, around.progress)
        make = snapshot_of_ids if record.details.get(_IDS_OF) else snapshot_of
        parquet = make(workspace, room, request, gathered, before).parquet
        if sha256_of(parquet) != record.sha256:
            raise _differs(record)
        if not workspace.imports.is_whole(record):
            workspace.imports.put_back(parquet, workspace.imports.path(record))
        if record.id in {each.id for each in lost_quarantines(workspace.imports)}:
            _put_quarantine_back(around, room, record, gathered)


def _put_quarantine_back(around: Surroundings, room: Workroom, record: ImportRecord, gathered: Gathered) -> None:
    """Write the rows that were not taken in once more."""
    target, path = around.workspace.imports.quarantine(record), room.folder / "quarantine.csv"
    assert target is not None, "the import has one"
    with said_clearly(path):
        write_quarantine(room.scratch, gathered.bad, gathered.drafts, path, record.id, around.chinese)
    around.workspace.imports.put_back(path, target)


def _differs(record: ImportRecord) -> KamError:
    what = say(
        "other rows came out than the import {id} of {day} took in, whose file is gone or damaged",
        id=record.id[:8],
        day=record.when[:10],
    )
    remedy = say("name the same options as then; else put the file back from a copy, or take the import back")
    return KamError.of(what, remedy, place=Place(record.sources[0].name))
