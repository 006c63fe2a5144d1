"""Waiting for long work: what is being done, how far it is, and Esc to stop it without leaving anything behind."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from kamengine.intake.imports.pace import Pace
from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.frame import Dialog, Words
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.lines import Line

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_EVERY = 0.2  # seconds
_BAR = 60


class Stopped(KamError):
    """The work was stopped by the reader; nothing of it was kept."""


class Stoppable(Pace):
    """Knows how far the work is, and stops it when it is told to."""

    def __init__(self) -> None:
        """Start the clock."""
        super().__init__()
        self.stopped = False

    def stop(self) -> None:
        """Let the work end with `Stopped`: its query at once, or else its next stage."""
        self.stopped = True
        if self._connection is not None:
            self._connection.interrupt()

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection that does the work."""
        self._go_on()
        super().watch(connection, size)

    def stage(self, what: Message, first: float, last: float) -> None:
        """Go on to the next stage, if the work is to go on."""
        self._go_on()
        super().stage(what, first, last)

    def _go_on(self) -> None:
        if self.stopped:
            raise Stopped.of(say("stopped; nothing was changed"))


def stoppable(pace: Stoppable, work: Callable[[], Any]) -> Any:
    """What some work comes to.

    Raises:
        Stopped: it was told to stop, and did.
        KamError: as the work does.
    """
    import duckdb

    try:
        return work()
    except duckdb.InterruptException:
        if not pace.stopped:
            raise
        raise Stopped.of(say("stopped; nothing was changed")) from None


class Working(Dialog[Any]):
    """Gives what the work came to, or the `KamError` that ended it."""

    def __init__(self, title: Message, pace: Stoppable, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Wait for work.

        Args:
            title: what it is.
            pace: knows how far it is.
            work: does it, in another thread.
        """
        super().__init__(title)
        self._pace, self._work = pace, work

    def parts(self) -> Iterable[Widget]:
        """How far it is, in a line and a bar."""
        yield Words(id="far")

    @property
    def hint(self) -> Message:
        """How it is stopped."""
        return say("Esc stops it, and nothing is changed.")

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._wait())
        self.set_interval(_EVERY, self._tell)
        self._tell()

    def action_leave(self) -> None:
        """Stop the work; the dialog goes when it has stopped."""
        self._pace.stop()
        self.query_one("#hint", Words).show((say("stopping…"), "open"))

    async def _wait(self) -> None:
        try:
            came = await self._work()
        except KamError as error:
            self.dismiss(error)
            return
        self.dismiss(came)

    def _tell(self) -> None:
        share = self._pace.share()
        bar: Line = interval_bar(share, share, 1, min(_BAR, max(4, self.size.width - 8)), 1)
        self.query_one("#far", Words).show(
            (self._pace.text(share, self.messages), ""), ("".join(text for text, _ in bar), "bar")
        )
