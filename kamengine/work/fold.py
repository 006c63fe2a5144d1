"""Taking run after run in: from what accounts had to what they have, in memory; nothing is written here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamengine.pack.playbooks import Grace
from kamengine.work.grace import Held, Terms, gone, judged
from kamengine.work.model import Decision, Override
from kamengine.work.things import all_of
from kamengine.workspace import RunRecord, Workspace
from kamengine.workspace.journal import REDO

KIND = "standing"
"""The kind of the journal entries that say that a run was taken in; their key is the pack."""

Tiers = Iterable[tuple[str, str | None]]
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

    def about(self, account: str) -> bool:
        """Whether they said anything of an account."""
        return account in self.overrides or account in self.decisions


class Fold:
    """What the accounts of a pack have, and what they have after more runs.

    Attributes:
        newest: what each account has, by account.
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
        self.newest = newest_held(workspace, pack, accounts)
        self.said = Said.of(workspace, pack)
        self.taken_in = taken_in(workspace, pack)
        self._workspace, self._pack, self._ranks, self._grace = workspace, pack, tuple(ranks), grace
        self._accounts = accounts
        self._added: defaultdict[str, list[Held]] = defaultdict(list)

    def after(self, run: RunRecord) -> Mapping[str, Held]:
        """What accounts have after this run, by account; see `steps`."""
        for _ in self.steps(run, tiers_of_run(run, self._accounts)):
            pass
        return self.newest

    def steps(self, run: RunRecord, tiers: Tiers) -> Iterator[tuple[RunRecord, list[Held]]]:
        """Take in the runs that were not taken in yet, and then this one; for each what accounts have that is new.

        Before the first run is taken in nobody reviews, so all that was found until the run before needs no review.

        Args:
            run: the newest run of the pack by its own parameters.
            tiers: its computed tiers.
        """
        runs = plain_runs(self._workspace, self._pack)
        ids = [each.id for each in runs]
        last = ids.index(run.id) if run.id in ids else len(ids)
        first = ids.index(self.taken_in) + 1 if self.taken_in in ids else 0
        unreviewed = not self.taken_in
        for place in range(first, last):
            earlier = runs[place]
            if earlier.path.is_file():
                yield (
                    earlier,
                    self._step(earlier, tiers_of_run(earlier, self._accounts), runs[:place], unreviewed=unreviewed),
                )
        yield run, self._step(run, tiers, runs[:last])

    def _step(
        self, run: RunRecord, tiers: Tiers, earlier: Sequence[RunRecord], *, unreviewed: bool = False
    ) -> list[Held]:
        """What accounts have after a run that they did not have before."""
        terms = Terms(run.id, run.as_of, _base(run, earlier), self._ranks, self._grace)
        asked, missing = self._not_calm(tiers)
        before = self._before([*(account for account, _ in asked), *missing], terms.as_of)
        found = []
        for account, tier in asked:
            said = self.said.overrides.get(account), self.said.decisions.get(account)
            held = judged(before.get(account), account, tier, terms, *said)
            found.append(held._replace(reviewed=held.settled, base=None) if unreviewed else held)
        found += [gone(before[account], terms, self.said.decisions.get(account)) for account in missing]
        new = [held for held in found if _state(held) != _state(self.newest.get(held.account))]
        for held in new:
            self.newest[held.account] = held
            self._added[held.account].append(held)
        return new

    def _not_calm(self, tiers: Tiers) -> tuple[list[tuple[str, str | None]], list[str]]:
        """The accounts of a run of which something may be new, with their tiers, and those that it does not have."""
        newest, about = self.newest, self.said.about
        present: set[str] = set()
        asked = []
        for account, tier in tiers:
            present.add(account)
            held = newest.get(account)
            if held is None or not _is_calm(held, tier) or about(account):
                asked.append((account, tier))
        absent = newest.keys() - present
        return asked, [account for account in absent if newest[account].why != "gone" or about(account)]

    def _before(self, accounts: Sequence[str], as_of: str) -> dict[str, Held]:
        """What accounts had before a date; of those that have anything only since then, what they had first."""
        found = {account: held for account in accounts if (held := self.newest.get(account)) is not None}
        later = [account for account, held in found.items() if held.as_of >= as_of]
        for account, history in self._histories(later).items():
            found[account] = next((held for held in reversed(history) if held.as_of < as_of), history[0])
        return found

    def _histories(self, accounts: Sequence[str]) -> dict[str, list[Held]]:
        histories = histories_of(self._workspace, self._pack, accounts)
        return {account: histories.get(account, []) + self._added[account] for account in accounts}


def newest_held(workspace: Workspace, pack: str, accounts: Sequence[str] | None = None) -> dict[str, Held]:
    """What each account of a pack has, as it was written last; of these accounts only, if any are named."""
    among = "" if accounts is None else _AMONG
    rows = workspace.catalog.rows(f"{_NEWEST}{among} GROUP BY account", _values(pack, accounts))
    return {row["account"]: _held(row) for row in rows}


def held_on(workspace: Workspace, pack: str, as_of: str) -> dict[str, Held]:
    """What each account of a pack had at a date (ISO 8601), as it was written last of then."""
    rows = workspace.catalog.rows(f"{_NEWEST} AND as_of <= :as_of GROUP BY account", {"pack": pack, "as_of": as_of})
    return {row["account"]: _held(row) for row in rows}


def histories_of(workspace: Workspace, pack: str, accounts: Sequence[str]) -> dict[str, list[Held]]:
    """All that was ever written of some accounts, oldest first; accounts without anything are left out."""
    if not accounts:
        return {}
    found: dict[str, list[Held]] = {}
    for row in workspace.catalog.rows(f"{_SELECT}{_AMONG} ORDER BY account, seq", _values(pack, accounts)):
        found.setdefault(row["account"], []).append(_held(row))
    return found


def taken_in(workspace: Workspace, pack: str) -> str:
    """The id of the run of a pack that was taken in last, and not taken back; empty when none was."""
    rows = workspace.catalog.rows(_TAKEN_IN, {"kind": KIND, "pack": pack})
    return str(rows[0]["run"]) if rows else ""


def plain_runs(workspace: Workspace, pack: str) -> list[RunRecord]:
    """The runs of a pack by its own parameters and as of their own date, those asked for last coming last."""
    return [run for run in workspace.runs.list(pack) if not run.parameters and run.as_of_from != "given"]


def tiers_of_run(run: RunRecord, accounts: Sequence[str] | None = None) -> list[tuple[str, str | None]]:
    """The computed tier of each account of a kept run; of these accounts only, if any are named."""
    from kamengine.engine.database import connect
    from kamengine.engine.kept import kept_results

    with connect() as connection:
        query = f"SELECT account_id, tier FROM {kept_results(connection, run.path)}"
        if accounts is None:
            return connection.execute(query).fetchall()
        return connection.execute(
            f"{query} WHERE account_id IN (SELECT unnest(?::TEXT[]))", [list(accounts)]
        ).fetchall()


def row_of(pack: str, seq: int, held: Held) -> list[Any]:
    """What is written, in the order of `COLUMNS`."""
    values = held._asdict() | {"streak": json.dumps(held.streak)}
    return [pack, seq, *values.values()]


def _values(pack: str, accounts: Sequence[str] | None) -> dict[str, str]:
    return {"pack": pack, "accounts": json.dumps(list(accounts or ()))}


def _base(run: RunRecord, earlier: Sequence[RunRecord]) -> str | None:
    """The run to compare one with: the newest of an earlier date, else the first of all."""
    before = [each.id for each in earlier if each.as_of < run.as_of]
    return before[-1] if before else next((each.id for each in earlier), None)


def _is_calm(held: Held, tier: str | None) -> bool:
    """Whether an account stands where everything says that it should, and a run that finds it there changes nothing."""
    return held.computed == held.settled == held.effective == held.reviewed == tier and held.why != "gone"


def _state(held: Held | None) -> Any:
    """What an account has, without since when."""
    return None if held is None else held[3:]


def _held(row: Mapping[str, Any]) -> Held:
    values = [row[name] for name in Held._fields]
    values[_STREAK] = tuple(json.loads(row["streak"])) if row["streak"] != "[]" else ()
    return Held(*values)


COLUMNS = ("pack", "seq", *Held._fields)
"""The columns of the table of what accounts have."""
_STREAK = Held._fields.index("streak")
_SELECT = f"SELECT {', '.join(Held._fields)} FROM standing WHERE pack = :pack"
_NEWEST = f"SELECT {', '.join(Held._fields)}, max(seq) FROM standing WHERE pack = :pack"
_AMONG = " AND account IN (SELECT value FROM json_each(:accounts))"
_TAKEN_IN = f"""
SELECT json_extract(after, '$.run') AS run FROM journal AS entry
WHERE kind = :kind AND key = :pack AND (undoes IS NULL OR verb = '{REDO}')
    AND NOT EXISTS (SELECT 1 FROM journal WHERE undoes = entry.seq)
ORDER BY seq DESC LIMIT 1
"""
