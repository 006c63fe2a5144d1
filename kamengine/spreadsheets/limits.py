"""How much memory and time a process may take that reads files of strangers."""

from __future__ import annotations

import os
import sys

MOST_MEMORY = 4 << 30
OUT_OF_MEMORY = 3
"""The exit status of a process that ran out of memory and could say so."""


def memory_allowed() -> int:
    """Bytes of memory that reading one file may take: half of what the machine has, and 4 GiB at most."""
    try:
        return min(MOST_MEMORY, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
    except (AttributeError, ValueError, OSError):  # not on every platform
        return MOST_MEMORY


def stay_within(memory: int, seconds: int) -> None:
    """Let this process have so many bytes of memory and seconds of computing, where the platform can do that."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (most, hard))
        except (OSError, ValueError):  # macOS has no such limit for memory
            continue
