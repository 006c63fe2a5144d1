"""Looks a workspace over and repairs what can be repaired; never deletes data, only puts it aside."""

from __future__ import annotations

from kamengine.workspace.doctor.examine import examine
from kamengine.workspace.doctor.findings import Check, Finding, Found

__all__ = ["Check", "Finding", "Found", "examine"]
