"""Ctrl+C and a polite kill: work is given up, what is half written is removed, and the status says so."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM")


@dataclass
class Interrupt:
    """What asked the program to stop, if anything did.

    The database turns an interrupt during a query into an error of its own, so an exception alone does not tell.
    """

    signal: int | None = None

    @property
    def status(self) -> int:
        """The exit status that shells expect: 130 after Ctrl+C, 143 after a kill."""
        return 128 + (self.signal or signal.SIGINT)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        raise KeyboardInterrupt

    @classmethod
    @contextmanager
    def watched(cls) -> Iterator[Interrupt]:
        """Turn signals into `KeyboardInterrupt` and remember them; signals that are ignored or handled stay so."""
        interrupt, before = cls(), {}
        for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                try:
                    before[number] = signal.signal(number, interrupt._stop)
                except ValueError:  # only the main thread may
                    break
        try:
            yield interrupt
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
