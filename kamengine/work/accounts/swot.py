"""The strengths, weaknesses, opportunities and threats of an account, as seen from us (domain row 53)."""

from __future__ import annotations

from collections.abc import Mapping

from kamengine.declarations import Label
from kamengine.work.ground.things import all_of
from kamengine.work.model import Swot
from kamengine.workspace import Workspace

SIDES: Mapping[str, Label] = {
    "strength": Label("strengths", "优势"),
    "weakness": Label("weaknesses", "劣势"),
    "opportunity": Label("opportunities", "机会"),
    "threat": Label("threats", "威胁"),
}
"""What the four sides are called, in their usual order."""


def by_side(workspace: Workspace, account: str) -> dict[str, list[Swot]]:
    """The lines of an account by side, in the usual order; sides without lines are there, too."""
    lines = list(all_of(workspace, Swot, account=account))
    return {side: [line for line in lines if line.side == side] for side in SIDES}
