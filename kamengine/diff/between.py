"""The movers as they would be between old and new: some rules undone, and of each account some facts."""

from __future__ import annotations

from collections.abc import Mapping

from kamengine.diff.changes import Rules, Undone
from kamengine.diff.hybrids import Hybrids, is_changed
from kamengine.diff.readings import Readings
from kamengine.diff.sides import SIDES, Both, SideName, quoted
from kamengine.engine.migration import OUT_OF_SCOPE
from kamengine.engine.query import CLASH, build
from kamengine.engine.run import DIALECT
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.language.sql import column


class Between:
    """The facts of some accounts on both sides, and queries that classify them with some of them undone.

    Attributes:
        names: of every fact that decides: fields, ready-made indicators, and what `readings` read.
        positions: those that are a place in the portfolio.
        facts: the table of the facts of the accounts, on both sides and as either pack takes them in; quoted.
    """

    def __init__(self, both: Both, hybrids: Hybrids, accounts: str) -> None:
        """Look the facts up.

        Args:
            both: the sides.
            hybrids: the rules between them.
            accounts: the table of the accounts.
        """
        self.both, self.hybrids = both, hybrids
        self._readings = Readings(both, hybrids, accounts)
        self.positions = {name for rules in (hybrids.old, hybrids.new) for name in hybrids.pinned(rules).positions}
        packs = hybrids.new.checked, hybrids.old.checked
        facts = [name for checked in packs for name in self._readings.account_facts(checked)]
        self.names = tuple(dict.fromkeys([*facts, *self._readings.names]))
        self._queries: dict[Undone, str] = {}
        self.facts = quoted(both.table("facts"))
        self._look_up(accounts)

    def _look_up(self, accounts: str) -> None:
        columns = []
        for side in SIDES:
            for variant, undone, rules in self._ends():
                cells = self._readings.account_columns(side, undone, rules)
                columns += [f"{sql} AS {quoted(f'{name}#{side}#{variant}')}" for name, sql in cells.items()]
        selected = ", ".join(['accounts."account_id"', *columns])
        self.both.connection.execute(
            f"CREATE TABLE {self.facts} AS SELECT {selected} FROM {self.both.joined(accounts)}"
        )

    def _ends(self) -> tuple[tuple[SideName, Undone, Rules], ...]:
        """The old rules, with everything undone, and the new ones."""
        return ("old", frozenset(self.hybrids.changes), self.hybrids.old), ("new", frozenset(), self.hybrids.new)

    def has(self, rules: Rules, name: str) -> bool:
        """Whether a fact plays a part under some rules."""
        return name in self.hybrids.pinned(rules).names or name in self._readings.account_facts(rules.checked)

    # ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def cell(self, name: str, side: SideName, undone: Undone, rules: Rules, prefix: str = "") -> str:
        """SQL for a fact on one side, under some rules; its tables are those of `joined`."""
        pinned = self.hybrids.pinned(rules)
        if name in pinned.names:
            table = "rows" if name in pinned.ledgers else "positions"
            return f"{quoted(prefix + table)}.{quoted(f'{name}#{side}')}"
        old = rules.checked is self.hybrids.old.checked
        old = old or is_changed(undone, "field", name) or is_changed(undone, "meaning", name)
        old = old or name not in self._readings.account_facts(self.hybrids.new.checked)
        variant = "old" if old else "new"
        return f"facts.{quoted(f'{name}#{side}#{variant}')}"

    def joined(self, accounts: str, undone: Undone, rules: Rules) -> str:
        """A from clause for `cell`: a table of accounts, by its alias, with their facts under some rules."""
        return f"{self._with_facts(accounts)}{self._with_readings(accounts, undone, rules, '')}"

    def _with_facts(self, accounts: str) -> str:
        alias = accounts.rpartition(" ")[2]
        return f"{accounts} JOIN {self.facts} AS facts ON facts.account_id = {alias}.account_id"

    def _with_readings(self, accounts: str, undone: Undone, rules: Rules, prefix: str) -> str:
        alias = accounts.rpartition(" ")[2]
        tables = {"rows": self._readings.ledgers(undone, rules), "positions": self._readings.positions(undone, rules)}
        return "".join(
            f" JOIN {quoted(reading.table)} AS {quoted(prefix + name)} "
            f"ON {quoted(prefix + name)}.account_id = {alias}.account_id"
            for name, reading in tables.items()
        )

    # ── differences ──────────────────────────────────────────────────────────────────────────────────────────────────

    def differs(self, name: str) -> str:
        """SQL for whether a fact differs, by the old rules or the new ones; its tables are those of `joined_ends`."""
        pairs = []
        for variant, undone, rules in self._ends():
            if self.has(rules, name):
                old, new = (self.cell(name, side, undone, rules, f"{variant} ") for side in SIDES)
                pairs.append(f"{old} IS DISTINCT FROM {new}")
        return f"({' OR '.join(pairs)})"

    def joined_ends(self, accounts: str) -> str:
        """A from clause for `differs`: a table of accounts, by its alias, with their facts."""
        readings = (self._with_readings(accounts, undone, rules, f"{end} ") for end, undone, rules in self._ends())
        return self._with_facts(accounts) + "".join(readings)

    # ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def with_old_tier(self, undone: Undone, rules: Rules, accounts: str, columns: Mapping[str, str]) -> str:
        """The query for those accounts that have their old tier, with some rules undone and of each some facts.

        Args:
            undone: the rules that are undone.
            rules: what they are then.
            accounts: a table, always the same one, with ``account_id``, ``from``, and a column for each fact that
                says whether it is undone.
            columns: the name of this column for each fact.
        """
        if undone not in self._queries:
            view = self.both.table(f"between {len(self._queries)}")
            pinned = self.hybrids.pinned(rules).names
            names = [*pinned, *(n for n in self._readings.account_facts(rules.checked) if n not in pinned)]
            chosen = [self._chosen(name, columns[name], undone, rules) for name in names]
            selected = ", ".join(["trial.account_id", *chosen])
            source = self.joined(f"{quoted(accounts)} AS trial", undone, rules)
            self.both.connection.execute(f"CREATE VIEW {quoted(view)} AS SELECT {selected} FROM {source}")
            snapshot = Snapshot(self.both.connection, Table(view, frozenset(names)), pinned=pinned)
            self._queries[undone] = _with_old_tier(rules, snapshot, quoted(accounts))
        return self._queries[undone]

    def _chosen(self, name: str, column: str, undone: Undone, rules: Rules) -> str:
        """SQL for a fact as it was or as it is, as the account has it undone or not."""
        old, new = (self.cell(name, side, undone, rules) for side in SIDES)
        return f"CASE WHEN trial.{quoted(column)} THEN {old} ELSE {new} END AS {quoted(name)}"


def _with_old_tier(rules: Rules, snapshot: Snapshot, accounts: str) -> str:
    unique = rules.pack.hit == "unique"
    columns = ["account_id", "tier", *([CLASH] if unique else [])]
    query = build(rules.checked, snapshot, rules.bindings).select(*map(column, columns)).sql(DIALECT)
    clash = f"WHEN made.{quoted(CLASH)} THEN '{CLASH}' " if unique else ""
    tier = f"CASE WHEN made.account_id IS NULL THEN '{OUT_OF_SCOPE}' {clash}ELSE made.tier END"
    return (
        f"SELECT trial.account_id FROM {accounts} AS trial LEFT JOIN ({query}) AS made "
        f'ON made.account_id = trial.account_id WHERE {tier} IS NOT DISTINCT FROM trial."from"'
    )
