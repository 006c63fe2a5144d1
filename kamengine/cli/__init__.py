"""The command ``kam``. Commands load when they are used, so that help and completion are instant."""

from __future__ import annotations

import gc
from collections.abc import Sequence

_OBJECTS = 100_000
"""How many new objects are looked through for garbage at once: loading makes many, and none of them is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kam`` with these arguments, or those of the process, and return its exit status."""
    gc.set_threshold(_OBJECTS)
    try:
        from kamengine.cli.entry import main as run
    except KeyboardInterrupt:  # Ctrl+C before anything was loaded
        return 130
    return run(arguments)
