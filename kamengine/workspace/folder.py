"""What is where in the folder of a workspace."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kamengine.problems import KamError, say

ACCOUNTS = "accounts"
"""The kind of an import of accounts; any other kind is the name of a ledger."""

_LONGEST_NAME = 60


@dataclass(frozen=True)
class Folder:
    """The paths of a workspace; nothing needs to be there.

    Attributes:
        root: the folder itself, absolute.
    """

    root: Path

    @property
    def settings(self) -> Path:
        """The settings, written to be edited by hand. A folder with this file is a workspace."""
        return self.root / "workspace.toml"

    @property
    def catalog(self) -> Path:
        """The database of the catalog and of all human work."""
        return self.root / "kam.db"

    @property
    def rules(self) -> Path:
        """The rule packs of this workspace."""
        return self.root / "rules"

    @property
    def data(self) -> Path:
        """Immutable imports."""
        return self.root / "data"

    @property
    def runs(self) -> Path:
        """Immutable results."""
        return self.root / "runs"

    @property
    def quarantine(self) -> Path:
        """Rows that could not be taken in, a file for each import."""
        return self.root / "quarantine"

    @property
    def temporary(self) -> Path:
        """Files that are being written."""
        return self.root / ".temporary"

    @property
    def lost(self) -> Path:
        """Where `kam doctor --fix` puts files that nothing refers to."""
        return self.root / "lost+found"

    def snapshot(self, kind: str, snapshot: str) -> Path:
        """The file of an import by its kind and the id of its content."""
        inside = self.data / ACCOUNTS if kind == ACCOUNTS else self.data / "ledgers" / kind
        return inside / f"{snapshot}.parquet"

    def result(self, result: str) -> Path:
        """The file of a run's results by the id of its content."""
        return self.runs / f"{result}.parquet"

    @property
    def all_causes(self) -> Path:
        """What caused the moves between runs, as far as anybody has asked."""
        return self.runs / "causes"

    def causes(self, old: str, new: str) -> Path:
        """The file of the causes of the moves between two runs, by their ids."""
        return self.all_causes / f"{old}-{new}.txt"

    def relative(self, path: Path) -> str:
        """A path as the catalog keeps it: from the folder, with ``/`` on every system."""
        return path.relative_to(self.root).as_posix()


def check_kind(kind: str) -> None:
    """See that a ledger's name can be the name of a folder on every system.

    Raises:
        KamError: it cannot.
    """
    fine = kind == kind.strip(" .") and not any(sign in '/\\:*?"<>|' or _is_control(sign) for sign in kind)
    if not kind or len(kind) > _LONGEST_NAME or not fine:
        what = say("{name} cannot be the name of a ledger", name=kind[:_LONGEST_NAME] or "''")
        raise KamError.of(what, say("use letters, digits and _, at most {most}", most=_LONGEST_NAME))


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign).startswith("C")
