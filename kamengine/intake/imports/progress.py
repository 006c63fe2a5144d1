"""How far an import is: told in stages, for whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.problems import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Progress:
    """Told how far an import is; this one keeps it to itself."""

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection that does the work, which knows how far its query is, and the size of all files in bytes.

        It may be asked until the stage `done`.
        """

    def stage(self, what: Message, first: float, last: float) -> None:
        """Say what is being done now, and from which share of the whole (0 to 1) to which this takes."""

    def done(self) -> None:
        """Say that it is over, well or not."""
