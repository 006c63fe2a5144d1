"""The causes of moves: for every mover a smallest set of changes whose undoing gives the old tier back.

All movers are tried at once. A table has a row for each and a column for each change that says whether it is undone;
one query for each set of undone rules that occurs classifies the accounts between old and new.

1. One change alone: the first that does, by the order of `Search.columns`, is the cause.
2. For the others everything is undone, and then left out again what can be: first all rules together, then all facts
   together, then one change after the other from the end of that order, again and again until none can be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamengine.diff.changes import RuleChange, Rules
from kamengine.diff.hybrids import Hybrids, is_changed
from kamengine.diff.readings import Readings
from kamengine.diff.sides import SIDES, Both, SideName, quoted
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE, Migration
from kamengine.engine.query import CLASH, build
from kamengine.engine.run import DIALECT
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.language.sql import column

CAUSES, FACTS = "diff#causes", "diff#facts"
_TRIAL, _GROUP, _UNDONE, _CHANGED = "diff#trial", "diff#group", "diff#undone", "diff#changed"


@dataclass(frozen=True)
class Column:
    """A change as a column of the tables of the search: of the rules, or of the fact of this name."""

    name: str
    rule: RuleChange | None = None
    fact: str = ""


class Search:
    """Finds the causes of moves between tiers, into the scope and out of it.

    Attributes:
        columns: every change, in the order in which a cause is looked for: the account's own facts, the date, the
            rules in the order of packs, then positions in the portfolio.
        trials: how many queries were asked.
        positions: names of facts that are a place in the portfolio.
    """

    def __init__(self, both: Both, hybrids: Hybrids, moved: Migration) -> None:
        """Look the facts of the movers up."""
        self.both, self.hybrids, self.trials = both, hybrids, 0
        self._sql = both.connection
        self._queries: dict[frozenset[RuleChange], str] = {}
        absent = f"'{ABSENT}'"
        present = f"coalesce(\"from\", '') <> {absent} AND coalesce(\"to\", '') <> {absent}"
        query = f'SELECT "account_id", "from" FROM ({moved.movers()}) WHERE {present}'
        self._sql.execute(f'CREATE TABLE "diff#movers" AS {query}')
        self.readings = Readings(both, hybrids, "diff#movers")
        self.positions = {name for rules in (hybrids.old, hybrids.new) for name in hybrids.pinned(rules).positions}
        self.columns = self._all_columns()
        self._column = {one.fact: one.name for one in self.columns if one.rule is None}
        self._rules = [one for one in self.columns if one.rule is not None]
        self._facts = [one for one in self.columns if one.rule is None]
        self._look_up_facts()
        self._start()

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _all_columns(self) -> tuple[Column, ...]:
        facts = [Column(f"fact {index}", fact=name) for index, name in enumerate(self._fact_names())]
        rules = [Column(f"rule {index}", rule) for index, rule in enumerate(self.hybrids.changes)]
        rules.sort(key=lambda column: column.rule is not None and column.rule.element != "date")
        own = [one for one in facts if one.fact not in self.positions]
        return (*own, *rules, *(one for one in facts if one.fact in self.positions))

    def _fact_names(self) -> list[str]:
        packs = self.hybrids.new.checked, self.hybrids.old.checked
        names = [name for checked in packs for name in self.readings.account_facts(checked)]
        return list(dict.fromkeys([*names, *self.readings.names]))

    def _ends(self) -> tuple[tuple[SideName, frozenset[RuleChange], Rules], ...]:
        """The old rules, with everything undone, and the new ones."""
        return ("old", frozenset(self.hybrids.changes), self.hybrids.old), ("new", frozenset(), self.hybrids.new)

    def _look_up_facts(self) -> None:
        """A table of the movers' facts on both sides, as either pack takes them in."""
        columns = []
        for side in SIDES:
            for variant, undone, rules in self._ends():
                cells = self.readings.account_columns(side, undone, rules)
                columns += [f"{sql} AS {quoted(f'{name}#{side}#{variant}')}" for name, sql in cells.items()]
        selected = ", ".join(['accounts."account_id"', *columns])
        self._sql.execute(f"CREATE TABLE {quoted(FACTS)} AS SELECT {selected} FROM {self.both.joined('diff#movers')}")

    def _start(self) -> None:
        """For each mover, every change that there is: of its facts those that differ."""
        bits = [f"{self._differs(one)} AS {quoted(one.name)}" for one in self.columns]
        selected = ", ".join(['movers."account_id"', 'movers."from"', *bits, "FALSE AS done", "TRUE AS open"])
        source = '"diff#movers" AS movers'
        for variant, undone, rules in self._ends():
            source += self.joined_readings(undone, rules, f"{variant} ", "movers")
        source += f" JOIN {quoted(FACTS)} AS facts ON facts.account_id = movers.account_id"
        self._sql.execute(f"CREATE TABLE {quoted(CAUSES)} AS SELECT {selected} FROM {source}")

    def _differs(self, column: Column) -> str:
        if column.rule is not None:
            return "TRUE"
        pairs = []
        for variant, undone, rules in self._ends():
            if self.has(rules, column.fact):
                old, new = (self.cell(column.fact, side, undone, rules, f"{variant} ") for side in SIDES)
                pairs.append(f"{old} IS DISTINCT FROM {new}")
        return f"({' OR '.join(pairs)})"

    def has(self, rules: Rules, name: str) -> bool:
        """Whether a fact plays a part under some rules."""
        return name in self.hybrids.pinned(rules).names or name in self.readings.account_facts(rules.checked)

    # ── accounts between old and new ─────────────────────────────────────────────────────────────────────────────────

    def joined_readings(self, undone: frozenset[RuleChange], rules: Rules, prefix: str, beside: str) -> str:
        """Joins for `cell`: the readings under some rules, beside a table with accounts."""
        tables = {"rows": self.readings.ledgers(undone, rules), "positions": self.readings.positions(undone, rules)}
        return "".join(
            f" JOIN {quoted(reading.table)} AS {quoted(prefix + name)} "
            f"ON {quoted(prefix + name)}.account_id = {beside}.account_id"
            for name, reading in tables.items()
        )

    def cell(self, name: str, side: SideName, undone: frozenset[RuleChange], rules: Rules, prefix: str = "") -> str:
        """SQL for a fact of a mover on one side, under some rules."""
        pinned = self.hybrids.pinned(rules)
        if name in pinned.names:
            table = "rows" if name in pinned.ledgers else "positions"
            return f"{quoted(prefix + table)}.{quoted(f'{name}#{side}')}"
        old = rules.checked is self.hybrids.old.checked or is_changed(undone, "field", name)
        old = old or is_changed(undone, "meaning", name)
        new_has_it = name in self.readings.account_facts(self.hybrids.new.checked)
        variant = "old" if old or not new_has_it else "new"
        return f"facts.{quoted(f'{name}#{side}#{variant}')}"

    def _query(self, undone: frozenset[RuleChange], rules: Rules) -> str:
        """The accounts of the group that have their old tier, with the rules and each one's facts in between."""
        if undone not in self._queries:
            pinned = self.hybrids.pinned(rules).names
            names = [*pinned, *(n for n in self.readings.account_facts(rules.checked) if n not in pinned)]
            columns = []
            for name in names:
                old, new = (self.cell(name, side, undone, rules) for side in SIDES)
                chosen = f"CASE WHEN trial.{quoted(self._column[name])} THEN {old} ELSE {new} END"
                columns.append(f", {chosen} AS {quoted(name)}")
            view = f"diff#hybrid {len(self._queries)}"
            source = f"{quoted(_GROUP)} AS trial JOIN {quoted(FACTS)} AS facts ON facts.account_id = trial.account_id"
            source += self.joined_readings(undone, rules, "", "trial")
            self._sql.execute(f"CREATE VIEW {quoted(view)} AS SELECT trial.account_id{''.join(columns)} FROM {source}")
            snapshot = Snapshot(self._sql, Table(view, frozenset(names)), pinned=pinned)
            self._queries[undone] = _with_old_tier(rules, snapshot)
        return self._queries[undone]

    # ── trials ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self) -> None:
        """Find the causes: afterwards, a change is undone in the table `CAUSES` when it is a cause of the move."""
        self._sql.execute(f"CREATE OR REPLACE TABLE {quoted(_CHANGED)} (account_id VARCHAR)")
        for one in self.columns:
            self._try_alone(one)
        rest = "NOT done"
        any_rule, any_fact = (_any(columns) for columns in (self._rules, self._facts))
        self._leave_out(self._rules, f"{rest} AND {any_rule} AND {any_fact}")
        self._leave_out(self._facts, f"{rest} AND {any_rule} AND {any_fact}")
        several = f"{rest} AND open AND {_count(self.columns)} > 1"
        while self._sql.execute(f"SELECT 1 FROM {quoted(CAUSES)} WHERE {several} LIMIT 1").fetchall():
            self._sql.execute(f"CREATE OR REPLACE TABLE {quoted(_CHANGED)} (account_id VARCHAR)")
            for one in reversed(self.columns):
                self._leave_out([one], f"{several} AND {quoted(one.name)}")
            self._sql.execute(
                f"UPDATE {quoted(CAUSES)} SET open = account_id IN (SELECT account_id FROM {quoted(_CHANGED)})"
            )

    def _try_alone(self, column: Column) -> None:
        bits = {one: "TRUE" if one == column else "FALSE" for one in self.columns}
        self._try(bits, f"NOT done AND {quoted(column.name)}", done=True)

    def _leave_out(self, columns: Sequence[Column], where: str) -> None:
        bits = {one: "FALSE" if one in columns else quoted(one.name) for one in self.columns}
        self._try(bits, where, done=False)

    def _try(self, bits: dict[Column, str], where: str, *, done: bool) -> None:
        """Undo other changes of some accounts; keep that where it gives the old tier back."""
        selected = ", ".join(['account_id, "from"', *(f"{sql} AS {quoted(c.name)}" for c, sql in bits.items())])
        self._sql.execute(
            f"CREATE OR REPLACE TABLE {quoted(_TRIAL)} AS SELECT {selected} FROM {quoted(CAUSES)} WHERE {where}"
        )
        self._sql.execute(f"CREATE OR REPLACE TABLE {quoted(_UNDONE)} (account_id VARCHAR)")
        groups = self.groups(quoted(_TRIAL))
        if not groups:
            return
        for undone in groups:
            rules = self.hybrids.of(undone)
            if rules is None:
                continue
            chosen = f"SELECT * FROM {quoted(_TRIAL)} WHERE {self.only(undone)}"
            self._sql.execute(f"CREATE OR REPLACE TABLE {quoted(_GROUP)} AS {chosen}")
            self._sql.execute(f"INSERT INTO {quoted(_UNDONE)} {self._query(undone, rules)}")
            self.trials += 1
        setting = ", ".join(f"{quoted(c.name)} = trial.{quoted(c.name)}" for c in self.columns)
        self._sql.execute(
            f"UPDATE {quoted(CAUSES)} SET {setting}, done = {done} FROM {quoted(_TRIAL)} AS trial "
            f"WHERE {quoted(CAUSES)}.account_id = trial.account_id "
            f"AND trial.account_id IN (SELECT account_id FROM {quoted(_UNDONE)})"
        )
        self._sql.execute(f"INSERT INTO {quoted(_CHANGED)} SELECT account_id FROM {quoted(_UNDONE)}")

    def groups(self, table: str) -> list[frozenset[RuleChange]]:
        """The sets of rules undone that occur in a table of causes."""
        rules = [one.rule for one in self._rules if one.rule is not None]
        bits = ", ".join(quoted(one.name) for one in self._rules) or "TRUE"
        rows = self._sql.execute(f"SELECT DISTINCT {bits} FROM {table} ORDER BY ALL").fetchall()
        return [frozenset(rule for rule, bit in zip(rules, row, strict=False) if bit) for row in rows]

    def only(self, undone: frozenset[RuleChange]) -> str:
        """The condition on a row of a table of causes that just these rules are undone."""
        return " AND ".join(f"{quoted(c.name)} = {c.rule in undone}" for c in self._rules) or "TRUE"

    def is_position(self, column: Column) -> bool:
        """Whether a change is one of a place in the portfolio."""
        return column.rule is None and column.fact in self.positions


def _with_old_tier(rules: Rules, snapshot: Snapshot) -> str:
    unique = rules.pack.hit == "unique"
    columns = ["account_id", "tier", *([CLASH] if unique else [])]
    query = build(rules.checked, snapshot, rules.bindings).select(*map(column, columns)).sql(DIALECT)
    clash = f"WHEN made.{quoted(CLASH)} THEN '{CLASH}' " if unique else ""
    tier = f"CASE WHEN made.account_id IS NULL THEN '{OUT_OF_SCOPE}' {clash}ELSE made.tier END"
    return (
        f"SELECT trial.account_id FROM {quoted(_GROUP)} AS trial LEFT JOIN ({query}) AS made "
        f'ON made.account_id = trial.account_id WHERE {tier} IS NOT DISTINCT FROM trial."from"'
    )


def _count(columns: Sequence[Column]) -> str:
    return " + ".join(f"{quoted(one.name)}::INT" for one in columns) or "0"


def _any(columns: Sequence[Column]) -> str:
    return f"({' OR '.join(quoted(one.name) for one in columns) or 'FALSE'})"
