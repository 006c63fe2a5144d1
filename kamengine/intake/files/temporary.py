"""Folders for copies of files that are only needed while these are read."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class TemporaryFolder:
    """A folder that goes away with the last one who holds this object, at the latest with the process.

    Attributes:
        path: where it is.
    """

    def __init__(self, within: Path | None) -> None:
        """Make a folder, within another one or where the system has temporary files."""
        self.path = Path(tempfile.mkdtemp(prefix="kamengine-", dir=within))
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
