"""The moves of every pack of a workspace at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.api import is_up_to_date, kept_pack
from kamengine.api.runs.newest_of_all import newest_runs, why_not
from kamengine.problems import KamError, Message, say
from kamengine.review.moves import Review, review_by
from kamengine.work.tiers.kept_standing import taken_in

if TYPE_CHECKING:
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class Reviews:
    """The moves of every pack.

    Attributes:
        found: the moves of each pack, and whether its run is of the facts and rules that hold now.
        notes: what is worth knowing, such as packs that were never run.
    """

    found: tuple[tuple[Review, bool], ...]
    notes: tuple[Message, ...]


def every_review(
    workspace: Workspace, host: PluginHost, who: str, *, run_first: bool, most: int | None = None
) -> Reviews:
    """The moves of every pack; see `kamengine.api.runs.newest_of_all.newest_runs`.

    Args:
        workspace: where the packs are.
        host: the plugins.
        who: in whose name new runs are noted.
        run_first: run packs where facts or rules have changed.
        most: a pack of more accounts is left out while none of its runs was taken in, with a note; None for none.
    """
    runs, notes = newest_runs(workspace, host, who, run_first=run_first)
    found = []
    for run in runs:
        if (why := not_taken_in(workspace, run, most)) is not None:
            notes.append(why)
            continue
        try:
            review = review_by(workspace, run, kept_pack(workspace, run, host).checked)
            found.append((review, is_up_to_date(workspace, run)))
        except KamError as error:
            notes.append(why_not(run.pack, error))
    return Reviews(tuple(found), tuple(notes))


def not_taken_in(workspace: Workspace, run: RunRecord, most: int | None) -> Message | None:
    """Why finding the moves of a run would take long: plans took no run of so many accounts in; None when it does not.

    The moves of runs that plans took in are found among the accounts that stand elsewhere than they should; before the
    first plan all runs are gone through account by account.
    """
    if most is None or run.rows <= most or taken_in(workspace, run.pack):
        return None
    return say("{pack}: moves are found quickly once kam plan has taken its runs in", pack=run.pack)
