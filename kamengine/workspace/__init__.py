"""The folder on disk that a team works in: settings, rule packs, immutable imports and runs, and a catalog of it all.

Files are written aside, kept by the disk and renamed, and only then entered in the catalog, in one transaction: whoever
looks sees a whole import or none. `Workspace` is the way in.
"""

from __future__ import annotations

from kamengine.workspace.human_work import HumanWork, Record
from kamengine.workspace.journal import Entry, Transaction
from kamengine.workspace.records import (
    Column,
    Counts,
    ImportRecord,
    LedgerPart,
    NewImport,
    Period,
    SourceRecord,
    Stale,
)
from kamengine.workspace.runs import NewRun, RunRecord
from kamengine.workspace.settings import Settings
from kamengine.workspace.tables import WorkspaceTable, WorkspaceTables
from kamengine.workspace.who import who_is_it
from kamengine.workspace.workspace import Workspace, find_settings, find_workspace, is_workspace

__all__ = [
    "Column",
    "Counts",
    "Entry",
    "HumanWork",
    "ImportRecord",
    "LedgerPart",
    "NewImport",
    "NewRun",
    "Period",
    "Record",
    "RunRecord",
    "Settings",
    "SourceRecord",
    "Stale",
    "Transaction",
    "Workspace",
    "WorkspaceTable",
    "WorkspaceTables",
    "find_settings",
    "find_workspace",
    "is_workspace",
    "who_is_it",
]
