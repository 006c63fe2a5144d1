"""The files against the catalog: each that it names is there and whole, and there is none that it does not name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from kamengine.problems import Message, say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.causes import cause_files, is_whole
from kamengine.workspace.doctor.findings import Check, Found
from kamengine.workspace.durable import put_in_place, said_clearly, sha256_of
from kamengine.workspace.folder import Folder
from kamengine.workspace.imports import Imports
from kamengine.workspace.journal import Journal
from kamengine.workspace.kept import wrong_with
from kamengine.workspace.needed import lost_quarantines, needed_imports
from kamengine.workspace.records import ImportRecord
from kamengine.workspace.runs import RunRecord, Runs

_MOST_FILES = 5
_QUARANTINED = re.compile(r"[0-9a-f]{12}\.csv")


@dataclass(frozen=True)
class _Known:
    """A file that the catalog names.

    Attributes:
        check: what it is part of.
        sha256: of its content.
        needed: whether anything that counts, or a run, refers to it.
        remedy: what to do when it is gone or damaged.
    """

    check: Check
    sha256: str
    needed: bool
    remedy: Message


def examine_files(folder: Folder, catalog: Catalog, found: Found, *, fix: bool) -> None:
    """Hold the files against the catalog.

    Raises:
        KamError: a repair cannot be written.
    """
    journal = Journal(catalog)
    imports, runs = Imports(catalog, folder, journal), Runs(catalog, folder, journal)
    # nobody enters anything meanwhile, so that a file on its way into the catalog is not taken for one too many
    with catalog.writing() if catalog.read_only is None else nullcontext(), said_clearly(folder.root):
        known = _known_files(imports, runs)
        kept = {folder.root / record.quarantine for record in imports.list() if record.quarantine}
        files = list(_files(folder))
        for path in files:
            if path not in known and path not in kept:
                _put_aside(folder, path, found, fix=fix)
        for path, one in known.items():
            if not one.needed:
                _let_go(folder, path, found, fix=fix)
        causes = _causes(folder, runs, found, fix=fix)
    found.looked_at |= {"imports": len(imports.list()), "runs": len(runs.list()), "files": len(files) + causes}
    with said_clearly(folder.root):
        for path, one in known.items():
            if one.needed:
                _look_at(folder, path, one, found, fix=fix)
        _quarantines(imports, found)


def _known_files(imports: Imports, runs: Runs) -> dict[Path, _Known]:
    """Every file of an import or a run."""
    known: dict[Path, _Known] = {}
    for needed, records in ((False, imports.list()), (True, needed_imports(imports, runs))):
        known |= {
            imports.path(each): _Known("imports", each.sha256, needed, _remedy_of_import(each)) for each in records
        }
    known |= {run.path: _Known("runs", run.sha256, True, _remedy_of_run(run)) for run in runs.list()}
    return known


def _look_at(folder: Folder, path: Path, known: _Known, found: Found, *, fix: bool) -> None:
    wrong = wrong_with(path, known.sha256)
    if wrong is None:
        return
    spare = folder.lost / folder.relative(path)
    if spare.is_file() and sha256_of(spare) == known.sha256:
        if not fix:
            found.add(known.check, path, wrong, say("kam doctor --fix takes it back from lost+found"))
            return
        put_in_place(spare, path)
        found.add(known.check, path, wrong, say("taken back from lost+found"), state="fixed")
        return
    if fix and path.is_file():
        _move(folder, path)
        found.add(known.check, path, wrong, say("put into lost+found; {remedy}", remedy=known.remedy))
        return
    found.add(known.check, path, wrong, known.remedy)


def _quarantines(imports: Imports, found: Found) -> None:
    """The files of rows that are still to be mended. People write in them, so that only their being there counts."""
    for record in lost_quarantines(imports):
        path = imports.quarantine(record)
        assert path is not None, "it has one"
        what = say("the file of rows that are still to be mended is gone")
        found.add("imports", path, what, _remedy_of_import(record))


def _causes(folder: Folder, runs: Runs, found: Found, *, fix: bool) -> int:
    """How many files of causes there are; those that are damaged, or of no run, are put aside."""
    known, files = {run.id for run in runs.list()}, list(cause_files(folder))
    for path, *ids in files:
        if not known.issuperset(ids):
            _put_aside(folder, path, found, fix=fix)
        elif not is_whole(path):
            what = say("the file is not what was written; the disk may be failing")
            again = say("kam review finds the causes again")
            if fix:
                _move(folder, path)
                remedy = say("put into lost+found; {remedy}", remedy=again)
                found.add("files", path, what, remedy, state="fixed")
            else:
                found.add("files", path, what, again)
    return len(files)


def _let_go(folder: Folder, path: Path, found: Found, *, fix: bool) -> None:
    """The file of an import that was taken back, and that no run needs."""
    if not path.is_file():
        return
    what = say("belongs to an import that was taken back")
    if fix:
        _move(folder, path)
        found.add("files", path, what, say("put into lost+found"), state="fixed")
    else:
        found.add("files", path, what, say("kam doctor --fix puts it into lost+found"), state="note")


def _put_aside(folder: Folder, path: Path, found: Found, *, fix: bool) -> None:
    what = say("nothing in the catalog refers to this file")
    if fix:
        _move(folder, path)
        found.add("files", path, what, say("put into lost+found"), state="fixed")
    else:
        found.add("files", path, what, say("kam doctor --fix puts it into lost+found"))


def _move(folder: Folder, path: Path) -> None:
    target = folder.lost / folder.relative(path)
    number = 1
    while target.exists():  # what is there already is kept too
        number += 1
        target = folder.lost / f"{folder.relative(path)}.{number}"
    put_in_place(path, target)


def _files(folder: Folder) -> Iterator[Path]:
    """The files that look like ours, sorted; what others put beside them is theirs."""
    for top in (folder.data, folder.runs):
        for inside, folders, names in os.walk(top):
            folders.sort()
            yield from (Path(inside) / name for name in sorted(names) if name.endswith(".parquet"))
    if folder.quarantine.is_dir():
        yield from sorted(path for path in folder.quarantine.iterdir() if _QUARANTINED.fullmatch(path.name))


def _remedy_of_import(record: ImportRecord) -> Message:
    """What brings a file of an import back: `kamengine.intake.imports.mend` does, given all of its files."""
    id, names = record.id[:8], [source.name for source in record.sources]
    if record.details.get("retried"):
        return say("put it back from a copy; it is import {id}, rows of {file} that were mended", id=id, file=names[0])
    files, more = names[:_MOST_FILES], len(names) - _MOST_FILES
    if more > 0:
        return say(
            "put it back from a copy, or import {files} and {n} more, together, again in the same way (import {id})",
            files=files,
            n=more,
            id=id,
        )
    return say("put it back from a copy, or import {files} again in the same way (import {id})", files=files, id=id)


def _remedy_of_run(run: RunRecord) -> Message:
    return say("kam rerun {id} computes it again", id=run.id[:8])
