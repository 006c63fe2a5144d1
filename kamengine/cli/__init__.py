"""The command ``kam``. Commands load when they are used, so that help and completion are instant."""

from __future__ import annotations

from kamengine.cli.entry import main

__all__ = ["main"]
