"""How the app speaks with the server that shows it in a browser: in packets, over its standard input and output."""

from __future__ import annotations

import os
import signal
from functools import partial
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver

from kamengine.tui.terminal.guarded import GuardedApp

_HANGUP = getattr(signal, "SIGHUP", signal.SIGTERM)


class ServedDriver(WebDriver):
    """Textual's driver for browsers; the app ends in order when the server is gone, too, as Textual's does not."""

    def __init__(self, app: App[Any], **how: Any) -> None:
        """Speak for an app; `how` is as for Textual's own drivers."""
        super().__init__(app, **how)
        self._write = partial(self._send)

    def run_input_thread(self) -> None:
        """Read what the server says until the app ends, or there is no server any more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._hang_up()

    def _send(self, data: bytes) -> int:
        """Write all of a packet; without anybody who reads it is dropped."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self.fileno, rest) :]
        except OSError:  # the server is gone
            self._hang_up()
        return len(data)

    def _hang_up(self) -> None:
        """End as when a terminal's window is closed."""
        app = self._app
        if isinstance(app, GuardedApp) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(app.end, int(_HANGUP))
