"""The command ``kam``. Commands load when they are used, so that help and completion are instant."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``kam`` with these arguments, or those of the process, and return its exit status."""
    try:
        from kamengine.cli.entry import main as run
    except KeyboardInterrupt:  # Ctrl+C before anything was loaded
        return 130
    return run(arguments)
