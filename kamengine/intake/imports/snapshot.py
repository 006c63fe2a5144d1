"""The Parquet file of an import on its way: the rows that are taken, for a merge with the accounts of a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kamengine.intake.imports.gather import Gathered
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.taken import Before, columns_of_import, write_merged, write_rows, write_with_ids
from kamengine.intake.imports.workroom import Workroom
from kamengine.workspace import Workspace
from kamengine.workspace.records import Column, ImportRecord
from kamengine.workspace.tables import united


@dataclass(frozen=True)
class Snapshot:
    """A finished file that is not in the workspace yet.

    Attributes:
        parquet: where it is.
        columns: its columns besides the account's id.
        rows: how many it has.
        base: the import of accounts that it was made from, if it was.
        new: of `snapshot_of_ids`, how many accounts are new.
    """

    parquet: Path
    columns: Sequence[Column]
    rows: int
    base: ImportRecord | None = None
    new: int = 0


def snapshot_of(
    workspace: Workspace, room: Workroom, request: ImportRequest, gathered: Gathered, at: int | None = None
) -> Snapshot:
    """The rows that are taken, and for a merge the accounts at a moment with them; None is now.

    Raises:
        KamError: the file of these accounts is gone or damaged.
    """
    columns = columns_of_import([each.mapping for each in gathered.mapped])
    parquet = room.folder / "rows.parquet"
    base = workspace.imports.current_accounts(at) if request.mode == "merge" else None
    if base is None:
        count = write_rows(gathered.rows, columns, parquet, accounts=request.of_accounts)
        return Snapshot(parquet, columns, count)
    before = Before(workspace.imports.opened(base), base.columns)
    count = write_merged(gathered.rows, columns, before, parquet, erase=request.erase_blanks)
    return Snapshot(parquet, united([base.columns, columns]), count, base)


def snapshot_of_ids(
    workspace: Workspace, room: Workroom, request: ImportRequest, gathered: Gathered, at: int | None = None
) -> Snapshot:
    """The accounts at a moment, and one for every other id in the rows of a ledger.

    Raises:
        KamError: the file of these accounts is gone or damaged.
    """
    del request
    base = workspace.imports.current_accounts(at)
    before = Before(workspace.imports.opened(base), base.columns) if base else None
    parquet = room.folder / "accounts.parquet"
    count, new = write_with_ids(gathered.rows, before, parquet)
    return Snapshot(parquet, base.columns if base else (), count, base, new)
