"""The strengths, weaknesses, opportunities and threats of an account, as seen from us (domain row 53)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamengine.declarations import Label
from kamengine.work.dossier import PREFIXES, refuse_blank, the
from kamengine.work.model import Swot
from kamengine.work.things import all_of, keep
from kamengine.workspace import Transaction, Workspace

SIDES: Mapping[str, Label] = {
    "strength": Label("strengths", "优势"),
    "weakness": Label("weaknesses", "劣势"),
    "opportunity": Label("opportunities", "机会"),
    "threat": Label("threats", "威胁"),
}
"""What the four sides are called, in their usual order."""


def add_line(workspace: Workspace, change: Transaction, line: Swot) -> Swot:
    """Keep a new line, which gets a key.

    Raises:
        KamError: it says nothing.
    """
    refuse_blank(line.text, "TEXT")
    new = line.with_(key=workspace.work.new_key(change, Swot.kind, PREFIXES[Swot]))
    keep(workspace, change, new, "add")
    return new


def change_line(workspace: Workspace, change: Transaction, key: str, values: Mapping[str, Any]) -> Swot:
    """Change a line, or move it to another side.

    Args:
        workspace: where it is kept.
        change: in which it is done.
        key: of the line.
        values: by field of `Swot`.

    Raises:
        KamError: there is no such line, or it would say nothing.
    """
    line = the(workspace, Swot, key).with_(**values)
    refuse_blank(line.text, "--text")
    keep(workspace, change, line)
    return line


def drop_line(workspace: Workspace, change: Transaction, key: str) -> Swot:
    """Remove a line; the journal keeps it.

    Raises:
        KamError: there is no such line.
    """
    line = the(workspace, Swot, key)
    workspace.work.drop(change, Swot.kind, line.key)
    return line


def by_side(workspace: Workspace, account: str) -> dict[str, list[Swot]]:
    """The lines of an account by side, in the usual order; sides without lines are there, too."""
    lines = list(all_of(workspace, Swot, account=account))
    return {side: [line for line in lines if line.side == side] for side in SIDES}
