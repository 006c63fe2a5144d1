"""Taking run after run in: from what accounts had to what they have, in memory; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kamengine.pack.playbooks import Grace
from kamengine.problems import KamError, Place, say
from kamengine.work.ground.things import all_of
from kamengine.work.model import Decision, Override
from kamengine.work.tiers.grace import Held, Terms, gone, judged
from kamengine.work.tiers.kept_standing import NOT_CALM, calm_tiers, histories_of, newest_held, taken_in
from kamengine.workspace import RunRecord, Workspace

Tiers = Sequence[tuple[str, str | None]]
"""The computed tier of each account of a run."""


@dataclass(frozen=True)
class Said:
    """What people said of the accounts of a pack, by account."""

    overrides: Mapping[str, Override]
    decisions: Mapping[str, Decision]

    @staticmethod
    def of(workspace: Workspace, pack: str) -> Said:
        """Read it."""
        return Said(
            {each.account: each for each in all_of(workspace, Override) if each.pack == pack},
            {each.account: each for each in all_of(workspace, Decision) if each.pack == pack},
        )

    @property
    def accounts(self) -> set[str]:
        """The accounts of which they said anything."""
        return {*self.overrides, *self.decisions}


class Fold:
    """What the accounts of a pack have, and what they have after more runs.

    Attributes:
        held: what accounts have, by account: all of those that were named; where none were, all that are not calm (see
            `calm_tiers`) or that people said something of, and of the others only some.
        was: the tier that was in effect at first, of each account that had one then and of which something changed.
        said: what people said.
        taken_in: the id of the run that was taken in last; empty when none was.
    """

    def __init__(
        self,
        workspace: Workspace,
        pack: str,
        ranks: Sequence[str],
        grace: Grace,
        accounts: Sequence[str] | None = None,
    ) -> None:
        """Begin with what was written.

        Args:
            workspace: where it is.
            pack: by its id in the workspace.
            ranks: the ids of its tiers, best first.
            grace: its grace rules.
            accounts: only these are looked at; None for all.
        """
        self.said = Said.of(workspace, pack)
        self.taken_in = taken_in(workspace, pack)
        self._calm = calm_tiers(workspace, pack, accounts)
        others = [each for each, tier in self._calm.items() if tier == NOT_CALM or accounts is not None]
        self.held = newest_held(workspace, pack, others)
        self.was: dict[str, str | None] = {}
        self._workspace, self._pack, self._ranks, self._grace = workspace, pack, tuple(ranks), grace
        self._accounts = accounts
        self._added: dict[str, list[Held]] = {}

    def after(self, run: RunRecord) -> Mapping[str, Held]:
        """What accounts have after this run, by account; see `steps` and `held`."""
        for _ in self.steps(run, tiers_of_run(run, self._accounts)):
            pass
        return self.held

    def after_each(self, run: RunRecord, account: str) -> dict[str, Held]:
        """What an account has after each run that was not taken in yet and after this one, by run, if it has anything.

        Args:
            run: the newest run of the pack by its own parameters.
            account: one of those that are looked at.
        """
        steps = self.steps(run, tiers_of_run(run, self._accounts))
        return {each.id: self.held[account] for each, _ in steps if account in self.held}

    def steps(self, run: RunRecord, tiers: Tiers) -> Iterator[tuple[RunRecord, list[Held]]]:
        """Take in the runs that were not taken in yet, and then this one; for each what accounts have that is new.

        Whether earlier runs were taken in before or are only now makes no difference to what accounts have.

        Args:
            run: the newest run of the pack by its own parameters.
            tiers: its computed tiers.
        """
        runs = _every_time(self._workspace, self._pack)
        places = {each.id: place for place, each in enumerate(runs)}  # of its last time
        last, first = places.get(run.id, len(runs)), places.get(self.taken_in, -1) + 1
        for place, earlier in enumerate(runs[:last]):
            if place >= first and earlier.path.is_file():
                found = tiers_of_run(earlier, self._accounts)
                yield earlier, self._step(earlier, found, runs[:place])
        yield run, self._step(run, tiers, runs[:last])

    def _step(self, run: RunRecord, tiers: Tiers, earlier: Sequence[RunRecord]) -> list[Held]:
        """What accounts have after a run that they did not have before."""
        terms = Terms(run.id, run.as_of, _base(run, earlier), self._ranks, self._grace)
        calm, about, decisions = self._calm, self.said.accounts, self._decided_by(run, earlier)
        asked = [(account, tier) for account, tier in tiers if calm.get(account, NOT_CALM) != tier or account in about]
        known = len(tiers) - sum(account not in calm for account, _ in asked)
        absent = self._absent(tiers, about) if known < len(calm) else []
        before = self._before([*(account for account, _ in asked), *absent], terms.as_of)
        dates = {each.id: each.as_of for each in (*earlier, run)}
        before |= {
            each: _when_decided(before[each], decisions[each], dates, run) for each in decisions.keys() & before.keys()
        }
        found = [gone(before[account], terms, decisions.get(account)) for account in absent]
        for account, tier in asked:
            said = self.said.overrides.get(account), decisions.get(account)
            found.append(judged(before.get(account), account, tier, terms, *said))
        return [held for held in found if self._is_new(held)]

    def _decided_by(self, run: RunRecord, earlier: Sequence[RunRecord]) -> dict[str, Decision]:
        """The decisions about moves that had begun by a run; one that a later run brought says nothing of it."""
        before = {each.id for each in earlier}
        return {
            account: decision
            for account, decision in self.said.decisions.items()
            if decision.base in before or decision.run in before or decision.run == run.id
        }

    def _absent(self, tiers: Tiers, about: set[str]) -> list[str]:
        """The accounts that a run does not have, and of which that is new or something was said."""
        absent, known = self._calm.keys() - {account for account, _ in tiers}, self.held
        return sorted(each for each in absent if each not in known or known[each].why != "gone" or each in about)

    def _before(self, accounts: Sequence[str], as_of: str) -> dict[str, Held]:
        """What accounts had before a date; of those that have anything only since then, what they had first."""
        calm = [account for account in accounts if self._calm.get(account, NOT_CALM) != NOT_CALM]
        calm = [account for account in calm if account not in self.held]
        self.held |= newest_held(self._workspace, self._pack, calm)
        found = {account: held for account in accounts if (held := self.held.get(account)) is not None}
        later = [account for account, held in found.items() if held.as_of >= as_of]
        written = histories_of(self._workspace, self._pack, later)
        for account in later:
            history = [*written.get(account, ()), *self._added.get(account, ())]
            found[account] = next((held for held in reversed(history) if held.as_of < as_of), history[0])
        return found

    def _is_new(self, held: Held) -> bool:
        """Take over what an account has; whether it is anything else than before."""
        account, before = held.account, self.held.get(held.account)
        if before is not None and _state(before) == _state(held):
            return False
        if before is not None and before.why != "gone":
            self.was.setdefault(account, before.effective)
        self.held[account] = held
        self._added.setdefault(account, []).append(held)
        calm = held.computed == held.settled == held.effective == held.reviewed and held.why != "gone"
        self._calm[account] = held.computed if calm else NOT_CALM
        return True


def plain_runs(workspace: Workspace, pack: str) -> list[RunRecord]:
    """The runs of a pack by its own parameters and as of their own date, those asked for last coming last."""
    return [run for run in workspace.runs.list(pack) if run.plain]


def _every_time(workspace: Workspace, pack: str) -> list[RunRecord]:
    """The plain runs of a pack in the order of time: one that was asked for again, as after an undo, comes again."""
    plain = {run.id: run for run in plain_runs(workspace, pack)}
    return [plain[id] for id, _ in groupby(id for id in workspace.runs.times(pack) if id in plain)]


def tiers_of_run(run: RunRecord, accounts: Sequence[str] | None = None) -> list[tuple[str, str | None]]:
    """The computed tier of each account of a kept run; of these accounts only, if any are named.

    Raises:
        KamError: the results of the run are gone.
    """
    from kamengine.engine.database import scratch
    from kamengine.engine.kept import kept_results

    if not run.path.is_file():
        what, remedy = say("the results of the run are gone"), say("kam rerun {id} computes them again", id=run.id[:8])
        raise KamError.of(what, remedy, place=Place(str(run.path)))
    with scratch() as connection:
        query = f"SELECT account_id, tier FROM {kept_results(connection, run.path)}"
        if accounts is None:
            return connection.execute(query).fetchall()
        return connection.execute(
            f"{query} WHERE account_id IN (SELECT unnest(?::TEXT[]))", [list(accounts)]
        ).fetchall()


def _base(run: RunRecord, earlier: Sequence[RunRecord]) -> str | None:
    """The run to compare one with: the newest of an earlier date, else the first of all."""
    before = [each.id for each in earlier if each.as_of < run.as_of]
    return before[-1] if before else next((each.id for each in earlier if each.id != run.id), None)


def _when_decided(held: Held, decision: Decision, dates: Mapping[str, str], run: RunRecord) -> Held:
    """What an account had before the date of a run, as it had been reviewed when the newest decision was made.

    Of decisions the newest is kept; from what tier it led is all that is known of those before it.
    """
    day = dates.get(decision.run)
    if day is None or not (held.as_of < day <= run.as_of or day == run.as_of):
        return held
    reviewed = decision.before or None
    return held if held.reviewed == reviewed else held._replace(reviewed=reviewed, base=decision.base or None)


def _state(held: Held) -> Any:
    """What an account has, without since when."""
    return held[3:]
