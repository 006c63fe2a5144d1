"""Waiting for long work: what is being done, how far it is, and Esc to stop it without leaving anything behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from textual.widget import Widget

from kamengine.problems import KamError, Message, say
from kamengine.tui.dialogs.frame import Dialog, Words
from kamengine.tui.ground.speaking import SpeakingScreen
from kamengine.tui.looks.bars import interval_bar
from kamengine.tui.looks.lines import Line
from kamengine.workspace import Workspace
from kamengine.workspace.pace import Pace
from kamengine.workspace.progress import Stopped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Answer = TypeVar("Answer")
_EVERY = 0.2  # seconds
_BAR = 60
_MOMENT = 0.5  # seconds; what is done sooner needs no dialog


@dataclass(frozen=True)
class Wording:
    """What is said of some work while it is waited for.

    Attributes:
        title: what it is.
        begins: what is done before its first stage.
        hint: that Esc stops it, and what is so then.
        stopped: the same when it was stopped.
    """

    title: Message
    begins: Message
    hint: Message
    stopped: Message


IMPORTING = Wording(
    say("Importing"),
    say("opening the files"),
    say("Esc stops it, and nothing is changed."),
    say("stopped; nothing was changed"),
)


class Stoppable(Pace):
    """Knows how far the work is, and stops it when it is told to.

    Attributes:
        wording: what is said of it.
        stopped: whether it was told to stop.
    """

    def __init__(self, wording: Wording = IMPORTING) -> None:
        """Start the clock."""
        super().__init__(begins=wording.begins)
        self.wording, self.stopped = wording, False

    def stop(self) -> None:
        """Let the work end with `Stopped`: its query at once, or else its next stage."""
        import duckdb

        self.stopped = True
        if self._connection is not None:
            with suppress(duckdb.Error):  # it is closed already
                self._connection.interrupt()

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection that does the work."""
        self.go_on()
        super().watch(connection, size)

    def stage(self, what: Message, first: float, last: float) -> None:
        """Go on to the next stage, if the work is to go on."""
        self.go_on()
        super().stage(what, first, last)

    def go_on(self) -> None:
        """Go on, unless the work was told to stop."""
        if self.stopped:
            raise Stopped.of(self.wording.stopped)


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
        raise Stopped.of(pace.wording.stopped) from None


class Working(Dialog[Any]):
    """Gives what the work came to, or the `KamError` that ended it."""

    def __init__(self, pace: Stoppable, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Wait for work.

        Args:
            pace: knows how far it is.
            work: does it, in another thread.
        """
        super().__init__(pace.wording.title)
        self._pace, self._work = pace, work

    def parts(self) -> Iterable[Widget]:
        """How far it is, in a line and a bar."""
        yield Words(id="far")

    @property
    def hint(self) -> Message:
        """How it is stopped."""
        return self._pace.wording.hint

    @property
    def ready(self) -> bool:
        """Never: it goes when the work is done."""
        return False

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
        bar: Line = interval_bar(share, 1, 1, min(_BAR, max(4, self.size.width - 8)))
        self.query_one("#far", Words).show(
            (self._pace.text(share, self.messages), ""), ("".join(text for text, _ in bar), "bar")
        )


async def waited_for(screen: SpeakingScreen[Any], pace: Stoppable, job: Callable[[Workspace], Answer]) -> Answer:
    """What a long job in the workspace comes to; when it takes longer than a moment, a dialog says how far it is.

    Args:
        screen: that asks for it.
        pace: knows how far the job is; the job tells it.
        job: what is done; see `kamengine.tui.ground.office.Office.work`.

    Raises:
        Stopped: the reader stopped it.
        KamError: as the job does.
    """
    doing = asyncio.ensure_future(screen.office.work(lambda workspace: stoppable(pace, lambda: job(workspace))))
    await asyncio.wait([doing], timeout=_MOMENT)
    if not doing.done():

        async def rest() -> object:
            return await doing

        came = await screen.home.push_screen_wait(Working(pace, rest))
        if isinstance(came, KamError):
            raise came
    found: Answer = await doing
    return found
