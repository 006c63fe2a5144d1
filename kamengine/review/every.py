"""The moves of every pack of a workspace at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api import is_up_to_date, kept_pack
from kamengine.api.newest import newest_runs, why_not
from kamengine.problems import KamError, Message
from kamengine.review.moves import Review, review_by

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Reviews:
    """The moves of every pack.

    Attributes:
        found: the moves of each pack, and whether its run is of the facts and rules that hold now.
        notes: what is worth knowing, such as packs that were never run.
    """

    found: tuple[tuple[Review, bool], ...]
    notes: tuple[Message, ...]


def every_review(workspace: Workspace, host: PluginHost, who: str, *, run_first: bool) -> Reviews:
    """The moves of every pack; see `kamengine.api.newest.newest_runs`."""
    runs, notes = newest_runs(workspace, host, who, run_first=run_first)
    found = []
    for run in runs:
        try:
            review = review_by(workspace, run, kept_pack(workspace, run, host).checked)
            found.append((review, is_up_to_date(workspace, run)))
        except KamError as error:
            notes.append(why_not(run.pack, error))
    return Reviews(tuple(found), tuple(notes))
