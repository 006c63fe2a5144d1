"""A process on a pseudo-terminal, timed from outside: from a key to the text that it brings on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from types import TracebackType

COLUMNS, ROWS = 120, 40
_PATIENCE = 60.0  # seconds until something that does not come is given up
_QUIET = 0.15  # seconds without output after which a screen is taken for finished
_STYLES = re.compile(rb"\x1b\[[0-9;]*m")


class Terminal:
    """A process on a terminal of 120 by 40.

    Attributes:
        last: what came until the text that was waited for last.
    """

    last = ""

    def __init__(self, command: Sequence[str], **environment: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**env, "TERM": "xterm-256color", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self._pressed = self.started

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)

    def until(self, *texts: str) -> float:
        """The moment at which the last of these texts has come."""
        seen, wanted = b"", [text.encode() for text in texts]
        end = time.perf_counter() + _PATIENCE
        while time.perf_counter() < end:
            chunk = self._read(0.05)
            now = time.perf_counter()
            seen += chunk
            plain = _STYLES.sub(b"", seen)
            if chunk and all(text in plain for text in wanted):
                self.last = plain.decode(errors="replace")
                return now
        raise TimeoutError(f"{texts} did not come: {_STYLES.sub(b'', seen)[-2000:]!r}")

    def press_only(self, keys: str) -> None:
        """Press keys, and wait for nothing."""
        self._pressed = time.perf_counter()
        os.write(self.master, keys.encode())

    def press(self, keys: str, *texts: str, rest: bool = True) -> float:
        """Milliseconds from pressing keys until these texts have come; then the screen is let come to rest."""
        self.press_only(keys)
        return self.since_press(*texts, rest=rest)

    def since_press(self, *texts: str, rest: bool = True) -> float:
        """Milliseconds since keys were pressed last until these texts have come, too."""
        took = self.until(*texts) - self._pressed
        if rest:
            self.rest()
        return took * 1000

    def rest(self, quiet: float = _QUIET) -> None:
        """Read until nothing has come for a while."""
        while self._read(quiet):
            pass

    def end(self) -> int:
        """The exit status, after everything has been read."""
        end = time.perf_counter() + _PATIENCE
        while self.process.poll() is None and time.perf_counter() < end:
            self._read(0.05)
        return self.process.wait(1)

    def _read(self, timeout: float) -> bytes:
        if not select.select([self.master], [], [], timeout)[0]:
            return b""
        try:
            return os.read(self.master, 65536)
        except OSError:  # the process has ended
            return b""
