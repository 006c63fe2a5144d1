"""The tiers that an account had, run by run, with the version of the rules that said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamengine.work.fold import plain_runs, tiers_of_run
from kamengine.work.grace import Held
from kamengine.work.kept_standing import histories_of
from kamengine.workspace import RunRecord, Workspace


@dataclass(frozen=True)
class TierThen:
    """What a run said of an account.

    Attributes:
        run: the run, with its date, and the version and digest of its pack.
        known: whether the run has the account.
        computed: the tier that it computed; None for none.
        held: what the account had then; None when no plan had been made yet, and the computed tier was in effect.
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
    workspace: Workspace, pack: str, account: str, now: Mapping[str, Held] | None = None
) -> list[TierThen]:
    """The tiers of an account by every kept run of a pack by its own parameters, the oldest date first.

    Runs whose results are gone are left out; ``kam rerun`` brings them back.

    Args:
        workspace: where the runs are.
        pack: by its id in the workspace.
        account: its id.
        now: what accounts have after the newest run, where that is not written yet.
    """
    written = histories_of(workspace, pack, [account]).get(account, [])
    newest = (now or {}).get(account)
    history = [*written, newest] if newest is not None and newest not in written else written
    runs = [run for run in plain_runs(workspace, pack) if run.path.is_file()]
    return [_then(run, account, history) for run in sorted(runs, key=lambda run: run.as_of)]


def _then(run: RunRecord, account: str, history: Sequence[Held]) -> TierThen:
    found = tiers_of_run(run, [account])
    return TierThen(run, bool(found), found[0][1] if found else None, _held(run, history))


def _held(run: RunRecord, history: Sequence[Held]) -> Held | None:
    """What an account had after a run: what that run led to, else what it had last at its date."""
    of_run = [held for held in history if held.run == run.id]
    earlier = [held for held in history if held.as_of <= run.as_of]
    return next((held for held in reversed(of_run or earlier)), None)
