"""The quality of what a workspace knows: its packs are run over the facts as they stand, and nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import PackFile
from kamengine.api.runs.runs import RunOptions, classify_tables
from kamengine.engine.database import connect
from kamengine.engine.run import Run
from kamengine.problems import KamError
from kamengine.quality import FailedPack, Quality, quality_of

if TYPE_CHECKING:
    from kamengine.workspace import Workspace


def workspace_quality(
    workspace: Workspace, packs: Sequence[PackFile], *, as_of: date | None = None, today: date | None = None
) -> Quality:
    """Report on the data of a workspace.

    Args:
        workspace: where.
        packs: the packs that the report looks at; those that cannot be run are among its failed ones.
        as_of: the date of the runs; left out, as for ``kam classify``.
        today: the date to take for today; left out, the computer's.

    Raises:
        KamError: there are no accounts yet.
    """
    runs: list[Run] = []
    failed: list[FailedPack] = []
    connection = connect()
    tables = workspace.tables(connection)
    options = RunOptions(as_of=as_of, today=today)
    for pack in packs if tables.accounts is not None else ():
        try:
            runs.append(classify_tables(connection, tables, pack.checked, options).run)
        except KamError as error:
            failed.append(FailedPack(pack.candidate.id, error.problems))
    name = workspace.settings.name
    return quality_of(connection, tables, runs, failed, name=name, today=today or date.today())
