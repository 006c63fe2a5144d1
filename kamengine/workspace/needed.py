"""Which imports must keep their files, and which of these have lost something."""

from __future__ import annotations

from kamengine.workspace.imports import Imports
from kamengine.workspace.records import ImportRecord
from kamengine.workspace.replaced import replaced
from kamengine.workspace.retried import open_files
from kamengine.workspace.runs import Runs


def needed_imports(imports: Imports, runs: Runs) -> list[ImportRecord]:
    """The imports that count, and those that were taken back but that a run was computed from; oldest first."""
    of_runs = {need for run in runs.list() for need in run.needs}
    return [each for each in imports.list() if not each.undone or (each.kind, each.snapshot) in of_runs]


def lost_quarantines(imports: Imports) -> list[ImportRecord]:
    """The imports whose file of rows to be mended is gone, while some of them wait in it; oldest first.

    The rows of imports that were replaced as a whole came again with what replaced them, so nobody waits for these.
    """
    counting, over = imports.counting(), replaced(imports)
    waiting = {file for record in counting if record.id not in over for file in open_files(counting, record)}
    return [
        record
        for record in counting
        if record.quarantine in waiting and (path := imports.quarantine(record)) and not path.is_file()
    ]
