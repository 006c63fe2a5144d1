"""How far long work is: the share that is done, and in words what is done, how fast, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kamengine.locale.display import duration, number
from kamengine.problems import Message, say
from kamengine.workspace.progress import Progress

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.locale import Messages

_CERTAIN = 0.03  # before this share nobody can say how long the rest takes
_STEADY_SECONDS = 2.0  # so long a stage must run before its own pace says how long it will go on
_MEGABYTE = 1_000_000
_OPENING = say("opening the files")


class Pace(Progress):
    """Knows how far the work is; whoever shows it asks from another thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, begins: Message = _OPENING) -> None:
        """Start the clock.

        Args:
            clock: gives seconds since any moment.
            begins: what is done before the first stage.
        """
        self._clock = clock
        self._connection: DuckDBPyConnection | None = None
        self._size = 0
        self._stage: tuple[Message, float, float] = (begins, 0.0, 0.05)
        self._start = self._stage_start = clock()
        self._stage_share = 0.0
        self._greatest = 0.0

    def watch(self, connection: DuckDBPyConnection, size: int) -> None:
        """Take the connection that does the work."""
        connection.execute("SET enable_progress_bar = true")
        connection.execute("SET enable_progress_bar_print = false")
        self._connection, self._size = connection, size

    def stage(self, what: Message, first: float, last: float) -> None:
        """Go on to the next stage."""
        self._stage, self._stage_start, self._stage_share = (what, first, last), self._clock(), self.share()

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return self._clock() - self._start

    def share(self) -> float:
        """Which share of the work is done; never less than was said before."""
        _, first, last = self._stage
        within = 0.0
        with suppress(Exception):  # the query, or the whole connection, may be over by now
            within = max(0.0, min(100.0, self._connection.query_progress() if self._connection else 0.0)) / 100
        self._greatest = max(self._greatest, first + (last - first) * within)
        return self._greatest

    def text(self, share: float, messages: Messages) -> str:
        """A line for a share of the work."""
        what, language = messages.text(self._stage[0]), messages.language
        elapsed = self.elapsed
        if share < _CERTAIN:
            return messages.say("{what} …", what=what)
        percent, left = round(share * 100), duration(self._left(share, elapsed), language)
        if not self._size:
            return messages.say("{what}: {share} %, {left} left", what=what, share=percent, left=left)
        rate = number(self._size * share / elapsed / _MEGABYTE, language, decimals=1)
        return messages.say(
            "{what}: {share} %, {rate} MB/s, {left} left", what=what, share=percent, rate=rate, left=left
        )

    def _left(self, share: float, elapsed: float) -> float:
        """How many seconds the rest takes: of this stage at its own pace, once that is known, then at that of all."""
        average, (_, _, last) = elapsed / share, self._stage
        done, spent = share - self._stage_share, self._clock() - self._stage_start
        pace = spent / done if spent > _STEADY_SECONDS and done > 0 else average
        return max(0.0, last - share) * pace + (1 - max(last, share)) * average
