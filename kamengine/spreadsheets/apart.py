"""Runs a module of ours in a process of its own, with limits: whatever a file does to it, we go on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from kamengine.spreadsheets.limits import OUT_OF_MEMORY, memory_allowed

_BASE_SECONDS = 60
_BYTES_A_SECOND = 100_000  # packed ones: a twentieth of what the slowest reader does


class Ending(Enum):
    """How a process ended."""

    WELL = "well"
    TOO_LARGE = "too large"
    TOO_LONG = "too long"


def seconds_allowed(path: Path) -> int:
    """Seconds that reading a file may take: a minute, and one more for each 100 KB."""
    return _BASE_SECONDS + path.stat().st_size // _BYTES_A_SECOND


def run_apart(module: str, request: Mapping[str, object], seconds: int) -> tuple[Ending, bytes]:
    """Run a module, which gets the request as JSON on its standard input, and wait for its end.

    To the request are added ``memory`` (bytes) and ``seconds``, which the module has to keep to; it is stopped when it
    takes longer. The process ends with us when we are interrupted.

    Returns:
        how it ended, and what it wrote to its standard output; only when it ended well can that be trusted.
    """
    limits = {"memory": memory_allowed(), "seconds": seconds}
    command = [sys.executable, "-P", "-m", module]  # -P: nothing is imported from the current folder
    try:
        done = subprocess.run(
            command,
            input=json.dumps({**request, **limits}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ending.TOO_LONG, b""
    if done.returncode == 0:
        return Ending.WELL, done.stdout
    if sys.platform != "win32" and done.returncode == -signal.SIGXCPU:
        return Ending.TOO_LONG, b""
    if done.returncode == OUT_OF_MEMORY or done.returncode < 0:  # Rust aborts when it gets no memory
        return Ending.TOO_LARGE, b""
    raise RuntimeError(f"{module} ended with status {done.returncode}")
