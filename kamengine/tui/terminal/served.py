"""Whether the app is shown in a browser, by the server that started it, and not on the terminal of its process."""

from __future__ import annotations

from collections.abc import Mapping

DRIVER = "kamengine.tui.terminal.served_driver:ServedDriver"
"""What Textual is asked to speak through, in its variable ``TEXTUAL_DRIVER``."""


def is_served(environ: Mapping[str, str]) -> bool:
    """Whether a server started this process to show the app in a browser."""
    return environ.get("TEXTUAL_DRIVER") == DRIVER
