"""The app on a pseudo-terminal whose screen is read as a person reads it: cell by cell, at any size."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyte
from rich.cells import cell_len

PATIENCE = 40  # seconds until a test gives up; nothing waits that long when all is well
QUIET = 0.25  # seconds without output after which the screen is taken for finished
MAIN = """
import faulthandler, signal, sys
from kamengine.cli import main
faulthandler.register(signal.SIGUSR1)  # tells what every thread is at
sys.exit(main())
"""
_PRIVATE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-z]")  # asks for keys to be sent in full, which pyte would print
_OTHER_SCREEN = b"\x1b[?1049h"  # it is empty when it is gone to, which pyte does not know
KEYS = {
    "↵": "\r", "Esc": "\x1b", "Tab": "\t", "⇧Tab": "\x1b[Z", "Space": " ", "PgDn": "\x1b[6~", "PgUp": "\x1b[5~",
    "↓": "\x1b[B", "↑": "\x1b[A", "→": "\x1b[C", "←": "\x1b[D", "Home": "\x1b[H", "End": "\x1b[F",
    "Enter": "\r", "Backspace": "\x7f", "Del": "\x1b[3~", "Ctrl+S": "\x13", "Ctrl+R": "\x12", "Ctrl+P": "\x10",
}  # fmt: skip
"""What a terminal sends for the keys that are no characters, by what the app calls them."""


class Emulator:
    """A ``kam`` process, and the screen that it draws on.

    Attributes:
        wire: everything that it has sent.
        size: columns and rows.
        lines: of the screen; a wide character takes two cells, of which the second is left out.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        size: tuple[int, int],
        shell: Sequence[str] = (),
        **environment: str,
    ) -> None:
        self.wire, self.size = b"", size
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.master, self._slave = pty.openpty()
        os.set_blocking(self.master, False)
        self._set_size(columns, rows)
        self.before = termios.tcgetattr(self._slave)
        left_out = ("NO_COLOR", "COLUMNS", "LINES")
        env = {name: value for name, value in os.environ.items() if name not in left_out}
        self.process = subprocess.Popen(
            [*shell, sys.executable, "-c", MAIN, *arguments],
            stdin=self._slave, stdout=self._slave, stderr=self._slave, cwd=folder,
            env={**env, "TERM": "xterm-256color", "EDITOR": "true", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip

    # ── what is seen ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def lines(self) -> list[str]:
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return ["".join(_characters(row, self._screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def wait_until(self, seen: Callable[[], object]) -> None:
        """Read until something is on the screen."""
        end = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < end, self.text
            assert self.read(0.1) or self.process.poll() is None, self.text

    def wait_for(self, *texts: str) -> None:
        """Read until these texts are on the screen."""
        self.wait_until(lambda: all(text in self.text for text in texts))

    def rest(self, quiet: float = QUIET) -> None:
        """Read until nothing has come for a while."""
        end = time.monotonic() + PATIENCE
        while self.read(quiet) and time.monotonic() < end:
            pass

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    def press(self, key: str) -> None:
        """Press a key, called as the app calls it."""
        self.send(KEYS.get(key, key))

    def send(self, text: str) -> None:
        """Send what a terminal sends, and read meanwhile, as terminals do: else each could wait for the other."""
        left = text.encode()
        while left:
            come, room, _ = select.select([self.master], [self.master], [], PATIENCE)
            assert come or room, f"it takes no keys any more:\n{self.text}\n{self._at()}"
            if come:
                self.read(0)
            if room:
                left = left[os.write(self.master, left) :]

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self.size = columns, rows
        self._set_size(columns, rows)
        self._screen.resize(rows, columns)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGWINCH)

    def let_go_on(self) -> None:
        """Press Ctrl+Q where the terminal is not the app's, for a Ctrl+S there has stopped all output."""
        if termios.tcgetattr(self._slave)[0] & termios.IXON:
            os.write(self.master, b"\x11")

    def end(self) -> int:
        """The exit status; everything that is still written is read."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it does not end:\n{self.text}\n{self._at()}"
            self.read(0.1)
            self.let_go_on()
        while self.read(0):
            pass
        return self.process.returncode

    def close(self) -> None:
        """End the process, if it has not, and give the terminal back."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self._slave):
            os.close(descriptor)

    def read(self, timeout: float) -> bool:
        """Take in what has come; whether something had."""
        if not select.select([self.master], [], [], timeout)[0]:
            return False
        chunk = os.read(self.master, 65536)
        self.wire += chunk
        self._stream.feed(_PRIVATE.sub(b"", chunk.replace(_OTHER_SCREEN, _OTHER_SCREEN + b"\x1b[2J")))
        return bool(chunk)

    def _at(self) -> str:
        """What every thread of the process is at."""
        self.wire = b""
        self.process.send_signal(signal.SIGUSR1)
        self.rest()
        return self.wire.decode(errors="replace")

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _characters(row: Mapping[int, pyte.screens.Char], columns: int) -> Iterator[str]:
    """What stands in the cells of a row; nothing in the second cell of a wide character."""
    second = False
    for column in range(columns):
        data = row[column].data
        if not (second and not data):
            yield data or " "
        second = bool(data) and cell_len(data) == 2
