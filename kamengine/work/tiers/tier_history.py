"""The tiers that an account had, run by run, with the version of the rules that said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamengine.work.tiers.fold import plain_runs, tiers_of_run
from kamengine.work.tiers.grace import Held
from kamengine.work.tiers.kept_standing import times_taken_in, written_of
from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class TierThen:
    """What a run said of an account.

    Attributes:
        run: the run, with its date, and the version and digest of its pack.
        known: whether the run has the account.
        computed: the tier that it computed; None for none.
        held: what the account had after the run; None when it is not known of a run that plans never went by, and the
            computed tier was in effect.
    """

    run: RunRecord
    known: bool
    computed: str | None
    held: Held | None

    @property
    def effective(self) -> str | None:
        """The tier in effect then; None for none."""
        return self.computed if self.held is None else self.held.effective


def tier_history(
    workspace: Workspace, pack: str, account: str, after: Mapping[str, Held] | None = None
) -> list[TierThen]:
    """The tiers of an account by every kept run of a pack by its own parameters, the oldest date first.

    Runs whose results are gone are left out; ``kam rerun`` brings them back.

    Args:
        workspace: where the runs are.
        pack: by its id in the workspace.
        account: its id.
        after: what the account has after runs of which that is not written yet, by run; see `Fold.after_each`.
    """
    written, taken_in = written_of(workspace, pack, account), times_taken_in(workspace, pack)

    def held_after(run: RunRecord) -> Held | None:
        if after is not None and run.id in after:
            return after[run.id]
        then = taken_in.get(run.id)
        known = (held for seq, held in reversed(written) if then is not None and seq <= then)
        return next(known, None)

    runs = [run for run in plain_runs(workspace, pack) if run.path.is_file()]
    return [_then(run, account, held_after(run)) for run in sorted(runs, key=lambda run: run.as_of)]


def _then(run: RunRecord, account: str, held: Held | None) -> TierThen:
    found = tiers_of_run(run, [account])
    return TierThen(run, bool(found), found[0][1] if found else None, held)
