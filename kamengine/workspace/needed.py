"""Which imports must keep their files, and which of these have lost something."""

from __future__ import annotations

from collections.abc import Sequence

from kamengine.workspace.imports import Imports
from kamengine.workspace.records import ImportRecord
from kamengine.workspace.retried import still_open
from kamengine.workspace.runs import Runs


def needed_imports(imports: Imports, runs: Runs) -> list[ImportRecord]:
    """The imports that count, and those that were taken back but that a run was computed from; oldest first."""
    of_runs = {need for run in runs.list() for need in run.needs}
    return [each for each in imports.list() if not each.undone or (each.kind, each.snapshot) in of_runs]


def lacks_quarantine(imports: Imports, counting: Sequence[ImportRecord], record: ImportRecord) -> bool:
    """Whether rows of an import are still to be mended, and the file that they were written to is gone.

    Args:
        imports: of the workspace.
        counting: the imports that count.
        record: the import.
    """
    path = imports.quarantine(record)
    return path is not None and not record.undone and not path.is_file() and still_open(counting, record) > 0
