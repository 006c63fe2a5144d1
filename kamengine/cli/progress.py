"""One line on the terminal that says how far long work is: what is done, how fast, and how long it will still take."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kamengine.cli.output import page_width
from kamengine.intake.imports.progress import Progress
from kamengine.locale.display import duration, fit, number
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.locale import Messages

_EVERY_SECONDS = 0.2
_SILENT_SECONDS = 0.7  # what is done sooner needs no line
_CERTAIN = 0.03  # before this share nobody can say how long the rest takes
_STEADY_SECONDS = 2.0  # so long a stage must run before its own pace says how long it will go on
_MEGABYTE = 1_000_000
_ROOM_FOR_SIGNALS = 2  # where terminals write ^C


def progress_for(messages: Messages) -> Progress:
    """A line on standard error when that is a terminal; else nothing is shown."""
    stream = sys.stderr
    return ProgressLine(messages) if stream is not None and stream.isatty() else Progress()


class ProgressLine(Progress):
    """The line, drawn by a thread of its own until the work is done."""

    def __init__(self, messages: Messages, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock (seconds since any moment); nothing is drawn yet."""
        self._messages, self._clock = messages, clock
        self._connection: DuckDBPyConnection | None = None
        self._size = 0
        self._stage: tuple[Message, float, float] = (say("opening the files"), 0.0, 0.05)
        self._start = self._stage_start = clock()
        self._stage_share = 0.0
        self._over = threading.Event()
        self._drawer: threading.Thread | None = None
        self._greatest = 0.0

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection and begin to draw."""
        connection.execute("SET enable_progress_bar = true")
        connection.execute("SET enable_progress_bar_print = false")
        self._connection, self._size = connection, size
        self._drawer = threading.Thread(target=self._draw, daemon=True)
        self._drawer.start()

    def stage(self, what: Message, first: float, last: float) -> None:
        """Go on to the next stage."""
        self._stage, self._stage_start, self._stage_share = (what, first, last), self._clock(), self.share()

    def done(self) -> None:
        """Remove the line."""
        self._over.set()
        if self._drawer is not None:
            self._drawer.join()
            self._drawer = None

    def _draw(self) -> None:
        drawn = False
        while not self._over.wait(_EVERY_SECONDS):
            if self._clock() - self._start > _SILENT_SECONDS:
                self._write("\r" + fit(self.text(self.share()), page_width() - 1 - _ROOM_FOR_SIGNALS))
                drawn = True
        if drawn:
            self._write("\r" + " " * (page_width() - 1) + "\r")

    def share(self) -> float:
        """Which share of the work is done; never less than was shown before."""
        _, first, last = self._stage
        within = 0.0
        with suppress(Exception):  # the query, or the whole connection, may be over by now
            within = max(0.0, min(100.0, self._connection.query_progress() if self._connection else 0.0)) / 100
        self._greatest = max(self._greatest, first + (last - first) * within)
        return self._greatest

    def text(self, share: float) -> str:
        """The line for a share of the work."""
        what, language = self._messages.text(self._stage[0]), self._messages.language
        elapsed = self._clock() - self._start
        if share < _CERTAIN:
            return self._messages.say("{what} …", what=what)
        rate = number(self._size * share / elapsed / _MEGABYTE, language, decimals=1)
        return self._messages.say(
            "{what}: {share} %, {rate} MB/s, {left} left",
            what=what,
            share=round(share * 100),
            rate=rate,
            left=duration(self._left(share, elapsed), language),
        )

    def _left(self, share: float, elapsed: float) -> float:
        """How many seconds the rest takes: of this stage at its own pace, once that is known, then at that of all."""
        average, (_, _, last) = elapsed / share, self._stage
        done, spent = share - self._stage_share, self._clock() - self._stage_start
        pace = spent / done if spent > _STEADY_SECONDS and done > 0 else average
        return max(0.0, last - share) * pace + (1 - max(last, share)) * average

    @staticmethod
    def _write(text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
