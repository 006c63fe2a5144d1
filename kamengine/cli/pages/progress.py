"""One line on the terminal that says how far long work is: what is done, how fast, and how long it will still take."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kamengine.cli.pages.output import page_width
from kamengine.locale.display import fit
from kamengine.workspace.pace import Pace
from kamengine.workspace.progress import Progress

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.locale import Messages

_EVERY_SECONDS = 0.2
_SILENT_SECONDS = 0.7  # what is done sooner needs no line
_ROOM_FOR_SIGNALS = 2  # where terminals write ^C


def progress_for(messages: Messages) -> Progress:
    """A line on standard error when that is a terminal; else nothing is shown."""
    stream = sys.stderr
    return ProgressLine(messages) if stream is not None and stream.isatty() else Progress()


class ProgressLine(Pace):
    """The line, drawn by a thread of its own until the work is done."""

    def __init__(self, messages: Messages, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock (seconds since any moment); nothing is drawn yet."""
        super().__init__(clock)
        self._messages = messages
        self._over = threading.Event()
        self._drawer: threading.Thread | None = None

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection and begin to draw."""
        super().watch(connection, size)
        self._drawer = threading.Thread(target=self._draw, daemon=True)
        self._drawer.start()

    def done(self) -> None:
        """Remove the line."""
        self._over.set()
        if self._drawer is not None:
            self._drawer.join()
            self._drawer = None

    def _draw(self) -> None:
        drawn = False
        while not self._over.wait(_EVERY_SECONDS):
            if self.elapsed > _SILENT_SECONDS:
                line = self.text(self.share(), self._messages)
                self._write("\r" + fit(line, page_width() - 1 - _ROOM_FOR_SIGNALS))
                drawn = True
        if drawn:
            self._write("\r" + " " * (page_width() - 1) + "\r")

    @staticmethod
    def _write(text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
