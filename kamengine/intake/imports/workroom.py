"""Room for an import on its way: a database in memory, and a folder inside the workspace for what does not fit in it.

Tables in memory go to the folder when the limit is reached. A database in a file was three times slower to fill.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.engine.database import connect
from kamengine.engine.refusals import reason_of, refusal
from kamengine.intake.scratch import Scratch
from kamengine.problems import KamError, Place, say
from kamengine.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VARIABLE = "KAM_MEMORY"
"""The variable of the environment that says how much memory an import may take, such as ``2GB``."""

_USUAL_MEMORY = "1GB"


@dataclass(frozen=True)
class Workroom:
    """A folder that is removed in the end, and a connection that puts there what its memory does not hold."""

    folder: Path
    connection: DuckDBPyConnection

    @property
    def scratch(self) -> Scratch:
        """Names for new tables."""
        return Scratch(self.connection)


@contextmanager
def workroom(workspace: Workspace, *, dry: bool = False) -> Iterator[Workroom]:
    """A room for one import.

    Args:
        workspace: in which it is.
        dry: nothing is put in place from it, so that it may be elsewhere when the workspace can only be read.

    Raises:
        KamError: the disk is full, or the memory that was allowed does not do.
    """
    import duckdb

    folder = workspace.temporary(scratch=dry)
    folder.mkdir()
    try:
        connection = connect(
            memory_limit=os.environ.get(VARIABLE, _USUAL_MEMORY),
            temp_directory=str(folder / "spill"),
            late_materialization_max_rows=0,  # over a row number made of DuckDB's own it fails (2.0.0)
        )
        try:
            yield Workroom(folder, connection)
        finally:
            connection.close()
    except duckdb.OutOfMemoryException as error:
        what = say("the import needs more memory or disk than there is: {reason}", reason=reason_of(error))
        remedy = say("make room on the disk, or allow more memory, as with {variable}=4GB", variable=VARIABLE)
        raise KamError.of(what, remedy, place=Place(str(workspace.folder))) from error
    except duckdb.IOException as error:
        what = refusal(error) or say("the system refuses: {reason}", reason=reason_of(error))
        raise KamError.of(what, say("nothing was changed"), place=Place(str(workspace.folder))) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
