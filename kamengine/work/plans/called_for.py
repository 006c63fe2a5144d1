"""Which playbooks the results of a run call for: for all accounts at once in the database, and for a few one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.engine.sql_text import identifier, literal
from kamengine.pack.playbooks import CheckedPlaybook, Outcome

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SEPARATOR = "\n"
"""Between ids of playbooks, which hold no line breaks."""

_EFFECTIVE = "effective tiers"
_OUTCOMES: Mapping[bool | None, Outcome] = {True: "met", False: "missed", None: "unknown"}


@dataclass(frozen=True)
class State:
    """What a run says of one account, as far as playbooks ask.

    Attributes:
        tier: the one in effect; None without a tier.
        undecided: whether a better tier than the certain one is still possible.
        outcomes: of the criteria that playbooks ask about.
    """

    tier: str | None
    undecided: bool
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True)
class CalledFor:
    """The results of a run beside the playbooks of its pack.

    Attributes:
        connection: holds the results.
        table: what stands after ``FROM`` for them (see `kamengine.engine.kept.kept_results`).
        playbooks: by id; what they look at is there.
    """

    connection: DuckDBPyConnection
    table: str
    playbooks: Mapping[str, CheckedPlaybook]

    def put_in_effect(self, tiers: Mapping[str, str | None]) -> None:
        """Say which accounts have another tier in effect than the computed one, before anything is asked."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {identifier(_EFFECTIVE)} (account_id TEXT, tier TEXT)")
        if tiers:
            self.connection.execute(
                f"INSERT INTO {identifier(_EFFECTIVE)} SELECT unnest(?::TEXT[]), unnest(?::TEXT[])",
                [list(tiers), list(tiers.values())],
            )

    def computed(self) -> list[tuple[str, str | None]]:
        """The computed tier of each account, by its id."""
        return self.connection.execute(f"SELECT account_id, tier FROM {self.table}").fetchall()

    def by_account(self) -> dict[str, str]:
        """The playbooks that hold for each account: their ids in order, joined by `SEPARATOR`; no events among them."""
        steady = [playbook for _, playbook in sorted(self.playbooks.items()) if not is_event(playbook)]
        cases = [f"CASE WHEN {_condition(playbook)} THEN {literal(playbook.id)} END" for playbook in steady]
        together = f"concat_ws({literal(SEPARATOR)}, {', '.join(cases)})" if cases else "''"
        return dict(self.connection.execute(f"SELECT account_id, {together} FROM ({self._source()})").fetchall())

    def states(self, accounts: Sequence[str]) -> dict[str, State]:
        """What the run says of some accounts; those that it does not have are left out."""
        names = self.criteria()
        columns = "".join(f", {identifier(name)}" for name in names)
        query = (
            f"SELECT account_id, tier, undecided{columns} FROM ({self._source()}) "
            "WHERE account_id IN (SELECT unnest(?::TEXT[]))"
        )
        rows = self.connection.execute(query, [list(accounts)]).fetchall() if accounts else []
        return {
            account: State(tier, undecided, {n: _OUTCOMES[v] for n, v in zip(names, values, strict=True)})
            for account, tier, undecided, *values in rows
        }

    def changed_since(self, earlier: str) -> Iterator[tuple[str, str, Outcome]]:
        """Each account and criterion whose outcome differs from an earlier run, with the outcome of then.

        Only criteria whose change calls for a playbook are looked at; one that the earlier run does not know has not
        changed.

        Args:
            earlier: what stands after ``FROM`` for the results of then.
        """
        known = {row[0] for row in self.connection.execute(f"DESCRIBE SELECT * FROM {earlier}").fetchall()}
        asked = {playbook.criterion for playbook in self.playbooks.values() if playbook.outcome == "changed"}
        for name in sorted(asked & known):
            column = identifier(name)
            query = (
                f"SELECT account_id, earlier.{column} FROM {self.table} AS now JOIN {earlier} AS earlier "
                f"USING (account_id) WHERE now.{column} IS DISTINCT FROM earlier.{column} ORDER BY account_id"
            )
            for account, value in self.connection.execute(query).fetchall():
                yield account, name, _OUTCOMES[value]

    def criteria(self) -> tuple[str, ...]:
        """The criteria that the playbooks ask about, each once."""
        return tuple(dict.fromkeys(playbook.criterion for playbook in self.playbooks.values() if playbook.criterion))

    def _source(self) -> str:
        """The results with the tier in effect in the place of the computed one."""
        columns = "".join(f", results.{identifier(name)}" for name in self.criteria())
        effective = identifier(_EFFECTIVE)
        return (
            f"SELECT results.account_id, CASE WHEN {effective}.account_id IS NULL THEN results.tier "
            f"ELSE {effective}.tier END AS tier, results.tier IS DISTINCT FROM results.tier_possible AS undecided"
            f"{columns} FROM {self.table} AS results LEFT JOIN {effective} USING (account_id)"
        )


def is_event(playbook: CheckedPlaybook) -> bool:
    """Whether a playbook is called for by what happened between two runs, not by what holds in one."""
    return playbook.outcome == "changed" or playbook.moved in ("up", "down")


def fails(playbook: CheckedPlaybook, state: State) -> tuple[str, ...]:
    """Why a playbook is not called for by what holds: a word and what it is now; empty when it is.

    What happened between runs is not looked at.
    """
    if playbook.tier and playbook.tier != state.tier:
        return ("tier", state.tier or "")
    if playbook.moved == "undecided" and not state.undecided:
        return ("decided",)
    if playbook.outcome not in ("", "changed") and state.outcomes[playbook.criterion] != playbook.outcome:
        return ("criterion", state.outcomes[playbook.criterion])
    return ()


def _condition(playbook: CheckedPlaybook) -> str:
    """The same as SQL over the results."""
    parts = [f"tier = {literal(playbook.tier)}"] if playbook.tier else []
    if playbook.moved == "undecided":
        parts.append("undecided")
    if playbook.outcome:
        column = identifier(playbook.criterion)
        parts.append({"met": column, "missed": f"NOT {column}", "unknown": f"{column} IS NULL"}[playbook.outcome])
    return " AND ".join(parts) or "TRUE"
