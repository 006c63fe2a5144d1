"""Times as people read them."""

from __future__ import annotations

from datetime import datetime


def local_time(when: str) -> str:
    """A time that the catalog noted (ISO 8601), on the clock of this computer: ``2026-01-31 17:30``."""
    return f"{datetime.fromisoformat(when).astimezone():%Y-%m-%d %H:%M}"
