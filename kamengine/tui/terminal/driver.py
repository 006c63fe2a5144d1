"""How the app speaks with a terminal: it stops and goes on as a shell's programs do, and without a shell not at all."""

from __future__ import annotations

import os
import signal
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's driver for Unix, except for stopping and going on.

    Textual's stops with a signal that nothing withstands, even where no shell would ever let the app go on, and takes
    the terminal once more at every ``SIGCONT``, even if it has it: two threads then read the keys, and one never ends.
    """

    def __init__(self, app: App[Any], **how: Any) -> None:
        """Speak for an app; `how` is as for Textual's own drivers."""
        super().__init__(app, **how)
        self._shown = False  # whether the terminal is the app's
        self._stopped = False  # whether it will be again as soon as the app goes on
        self._lending = False  # whether it is given back for a while only

    def start_application_mode(self) -> None:
        """Take the terminal, unless it is another program's now."""
        before = self._writer_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._shown = self._writer_thread is not before
        self._stopped = self._stopped and not self._shown

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self._shown = False
        super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while: to a shell, or to an editor."""
        self._lending = True
        try:
            super().suspend_application_mode()
        finally:
            self._lending = False

    def close(self) -> None:
        """Give everything back; the process would hold the app as long as it hears of being stopped through it."""
        super().close()
        if not self._lending:
            for number in (signal.SIGTSTP, signal.SIGCONT):
                signal.signal(number, signal.SIG_DFL)

    def _sigtstp_application(self, *_: object) -> None:
        """Stop with the terminal given back; go on at once where the system lets nothing stop."""
        if not (self._auto_restart and self._shown):  # an editor has the terminal, or nobody yet
            _stop(os.getpid())
            return
        self._give_back()
        _stop(0)  # whoever started the app in this group, such as a script, stops with it
        if self._stopped:
            self.resume_application_mode()

    def _sigcont_application(self, *_: object) -> None:
        """Go on; also after a stop that could not be noticed, during which the shell had the terminal."""
        if self._shown and self._auto_restart:
            self._give_back()
        if self._stopped:
            self.resume_application_mode()

    def _give_back(self) -> None:
        """Give the terminal back until the app goes on."""
        self.suspend_application_mode()
        self._stopped = self._must_signal_resume = True


def _stop(process: int) -> None:
    """Stop a process, or with 0 this one's group, as by default: not at all without a shell that has jobs."""
    handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.kill(process, signal.SIGTSTP)
    finally:
        signal.signal(signal.SIGTSTP, handler)
