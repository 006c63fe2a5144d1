"""Long work in a process of its own: one job at a time, behind others, and stopped at any moment from any thread."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

Said = TypeVar("Said")

_POLITE = 5  # how far such a process stands back behind others
_LONGEST_REASON = 200


class OwnProcess:
    """Runs a module as a process, a new one for each job."""

    def __init__(self, module: str, *, answers: bool) -> None:
        """No process runs yet.

        Args:
            module: what is run, as ``python -m`` runs it.
            answers: whether its standard output is read; else it goes nowhere.
        """
        # -P: nothing is imported from the current folder
        self._command = (sys.executable, "-P", "-m", module)
        self._out = subprocess.PIPE if answers else subprocess.DEVNULL
        self._one_at_a_time, self._changing = Lock(), Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped: subprocess.Popen[bytes] | None = None
        self._closed = False

    def run(self, talk: Callable[[subprocess.Popen[bytes]], Said]) -> tuple[int, Said] | None:
        """Start the process, talk with it, and wait until it has ended.

        Args:
            talk: gives the process its job, and takes what it says until it has ended.

        Returns:
            its exit status and what was said; None when it was stopped, or nothing is begun any more.
        """
        with self._one_at_a_time:
            with self._changing:
                if self._closed:
                    return None
                pipe = subprocess.PIPE
                process = subprocess.Popen(self._command, stdin=pipe, stdout=self._out, stderr=pipe)
                self._process = process
            said = talk(process)
            with self._changing:
                self._process = None
                return None if self._stopped is process else (process.returncode, said)

    def stop(self) -> None:
        """End what is under way, if anything is; whoever waits for it is told."""
        with self._changing:
            if self._process is not None:
                self._stopped = self._process
                self._process.kill()

    def close(self) -> None:
        """Stop, and begin nothing any more."""
        with self._changing:
            self._closed = True
        self.stop()


def reason_of(status: int, wrong: bytes) -> str:
    """Why a process came to grief, by what it wrote to standard error: the last line, at most 200 characters of it."""
    return (wrong.decode(errors="replace").strip().splitlines() or [f"status {status}"])[-1][:_LONGEST_REASON]


def stand_back() -> None:
    """Let other processes go first; called by the process itself."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)
