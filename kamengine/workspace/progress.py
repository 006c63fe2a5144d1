"""How far an import, a run or an update of plans is: told in stages, for whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.problems import KamError, Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Stopped(KamError):
    """The work was stopped by the reader; of what was not finished nothing is kept."""


class Progress:
    """Told how far long work is; this one keeps it to itself."""

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection that does the work; how far its query is may be asked until the stage `done`.

        Args:
            connection: does the work.
            size: of all files in bytes; 0 where none is read.

        Raises:
            Stopped: whoever shows it wants the work to end.
        """

    def stage(self, what: Message, first: float, last: float) -> None:
        """Say what is being done now, and from which share of the whole (0 to 1) to which this takes.

        Raises:
            Stopped: whoever shows it wants the work to end.
        """

    def go_on(self) -> None:
        """Come here between steps that are no query.

        Raises:
            Stopped: whoever shows it wants the work to end.
        """

    def done(self) -> None:
        """Say that it is over, well or not."""
