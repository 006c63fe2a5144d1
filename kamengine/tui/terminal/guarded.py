"""An app that leaves the terminal as it found it: after an error of ours, a signal, and a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from threading import Timer
from typing import Any

from rich.console import RenderableType
from textual.app import App
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.worker import WorkerFailed

BUG = 70
_PATIENCE = 5.0  # seconds for a regular end; a long job or a terminal that is gone may keep it waiting forever
_RESTORE = "\x1b[<u\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1049l\x1b[?25h\x1b[?7h\x1b[?1004l"


class GuardedApp(App[None]):
    """An app that ends in order.

    Attributes:
        failure: what went wrong, if anything did. It is kept, and not printed with everything it held.
        guarded: whether the process is the app's own, which signals end in order, and nothing keeps from ending.
        last_words: tells what went wrong where the process has to end without a regular end.
    """

    failure: BaseException | None = None
    guarded = False
    last_words: Callable[[BaseException], None] | None = None
    _ending = False
    _watch: Timer | None = None

    def get_driver_class(self) -> type[Driver]:
        """What the terminal is spoken with; on Unix one that stops and goes on as a shell's programs do."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from kamengine.tui.terminal.driver import TerminalDriver

        return TerminalDriver

    def end_on_signals(self) -> None:
        """From now on end in order when the process is told to stop or the terminal goes; on the app's own loop."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                loop.add_signal_handler(number, self.end, int(number))

    def end(self, number: int) -> None:
        """End in order as if this signal had come; called on the app's own loop."""
        if self._ending:
            return
        self._ending = True
        self.exit(return_code=128 + number)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; a long job that is under way is waited for, but not for long: what it has not kept is not kept."""
        self._end_soon(return_code)
        super().exit(result, return_code, message)

    def ended(self) -> None:
        """Nothing can keep the app from ending any more."""
        if self._watch is not None:
            self._watch.cancel()

    def _end_soon(self, status: int) -> None:
        if self.guarded and self._watch is None:
            self._watch = Timer(_PATIENCE, self._leave, (status,))
            self._watch.daemon = True
            self._watch.start()

    def _handle_exception(self, error: Exception) -> None:
        """End with status 70; Textual would end with status 1 and print every local variable.

        Whatever looks for a widget while the app is being left may find it gone, which is no error.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not (self._exit and isinstance(cause, NoMatches)):
            self._fail(cause)

    def panic(self, *renderables: Any) -> None:
        """End with status 70; called when the terminal can no longer be read."""
        self._fail(sys.exc_info()[1] or OSError("the terminal is gone"))

    def _fail(self, error: BaseException) -> None:
        self._end_soon(BUG)
        self._return_code = BUG
        if self.failure is None:
            self.failure = error
        if self._exception is None:  # tests that drive the app are told
            self._exception = error if isinstance(error, Exception) else RuntimeError(str(error))
            self._exception_event.set()
        self._close_messages_no_wait()

    def _leave(self, status: int) -> None:
        """Give the terminal back as well as can be, say what went wrong if anything did, and be gone."""
        try:
            os.write(2, _RESTORE.encode())
            if self.failure is not None and self.last_words is not None:
                self.last_words(self.failure)
        finally:
            os._exit(status)
