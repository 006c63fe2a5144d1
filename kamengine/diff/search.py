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

from kamengine.diff.between import Between
from kamengine.diff.changes import RuleChange, Undone
from kamengine.diff.hybrids import Hybrids
from kamengine.diff.sides import Both, quoted
from kamengine.engine.migration import ABSENT, Migration


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
        between: the movers between old and new.
        causes: a table with a row per mover and the `columns`, true for what is a cause of the move; quoted.
        trials: how many queries were asked.
    """

    def __init__(self, both: Both, hybrids: Hybrids, moved: Migration) -> None:
        """Look the facts of the movers up."""
        self.both, self.hybrids, self.trials = both, hybrids, 0
        self._sql = both.connection
        movers = both.table("movers")
        present = " AND ".join(f"coalesce({place}, '') <> '{ABSENT}'" for place in ('"from"', '"to"'))
        query = f'SELECT "account_id", "from" FROM ({moved.movers()}) WHERE {present}'
        self._sql.execute(f"CREATE TABLE {quoted(movers)} AS {query}")
        self.between = Between(both, hybrids, movers)
        self._facts = [Column(f"fact {index}", fact=name) for index, name in enumerate(self.between.names)]
        self._rules = [Column(f"rule {index}", rule) for index, rule in enumerate(hybrids.changes)]
        self.columns = self._in_order()
        self.causes = quoted(both.table("causes"))
        self._trial, self._undone, self._changed = (quoted(both.table(n)) for n in ("trial", "undone", "changed"))
        self._group = both.table("group")
        self._start(movers)

    def _in_order(self) -> tuple[Column, ...]:
        date = [one for one in self._rules if one.rule is not None and one.rule.element == "date"]
        own = [one for one in self._facts if not self.is_position(one)]
        rules = [one for one in self._rules if one not in date]
        return (*own, *date, *rules, *(one for one in self._facts if self.is_position(one)))

    def is_position(self, column: Column) -> bool:
        """Whether a change is one of a place in the portfolio."""
        return column.rule is None and column.fact in self.between.positions

    def _start(self, movers: str) -> None:
        """For each mover, every change that there is: of its facts those that differ."""
        bits = [
            f"{'TRUE' if one.rule is not None else self.between.differs(one.fact)} AS {quoted(one.name)}"
            for one in self.columns
        ]
        selected = ", ".join(['movers."account_id"', 'movers."from"', *bits, "FALSE AS done", "TRUE AS open"])
        source = self.between.joined_ends(f"{quoted(movers)} AS movers")
        self._sql.execute(f"CREATE TABLE {self.causes} AS SELECT {selected} FROM {source}")

    # ── trials ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self) -> None:
        """Find the causes: afterwards, a change is undone in `causes` when it is a cause of the move."""
        self._sql.execute(f"CREATE OR REPLACE TABLE {self._changed} (account_id VARCHAR)")
        for one in self.columns:
            self._try_alone(one)
        rest = "NOT done"
        any_rule, any_fact = (_any(columns) for columns in (self._rules, self._facts))
        self._leave_out(self._rules, f"{rest} AND {any_rule} AND {any_fact}")
        self._leave_out(self._facts, f"{rest} AND {any_rule} AND {any_fact}")
        several = f"{rest} AND open AND {_count(self.columns)} > 1"
        while self._sql.execute(f"SELECT 1 FROM {self.causes} WHERE {several} LIMIT 1").fetchall():
            self._sql.execute(f"CREATE OR REPLACE TABLE {self._changed} (account_id VARCHAR)")
            for one in reversed(self.columns):
                self._leave_out([one], f"{several} AND {quoted(one.name)}")
            self._sql.execute(f"UPDATE {self.causes} SET open = account_id IN (SELECT account_id FROM {self._changed})")

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
            f"CREATE OR REPLACE TABLE {self._trial} AS SELECT {selected} FROM {self.causes} WHERE {where}"
        )
        self._sql.execute(f"CREATE OR REPLACE TABLE {self._undone} (account_id VARCHAR)")
        groups = self.groups(self._trial)
        if not groups:
            return
        columns = {one.fact: one.name for one in self._facts}
        for undone in groups:
            rules = self.hybrids.of(undone)
            if rules is None:
                continue
            chosen = f"SELECT * FROM {self._trial} WHERE {self.only(undone)}"
            self._sql.execute(f"CREATE OR REPLACE TABLE {quoted(self._group)} AS {chosen}")
            self._sql.execute(
                f"INSERT INTO {self._undone} {self.between.with_old_tier(undone, rules, self._group, columns)}"
            )
            self.trials += 1
        setting = ", ".join(f"{quoted(c.name)} = trial.{quoted(c.name)}" for c in self.columns)
        self._sql.execute(
            f"UPDATE {self.causes} SET {setting}, done = {done} FROM {self._trial} AS trial "
            f"WHERE {self.causes}.account_id = trial.account_id "
            f"AND trial.account_id IN (SELECT account_id FROM {self._undone})"
        )
        self._sql.execute(f"INSERT INTO {self._changed} SELECT account_id FROM {self._undone}")

    def groups(self, table: str) -> list[Undone]:
        """The sets of rules undone that occur in a table of causes."""
        rules = [one.rule for one in self._rules if one.rule is not None]
        bits = ", ".join(quoted(one.name) for one in self._rules) or "TRUE"
        rows = self._sql.execute(f"SELECT DISTINCT {bits} FROM {table} ORDER BY ALL").fetchall()
        return [frozenset(rule for rule, bit in zip(rules, row, strict=False) if bit) for row in rows]

    def only(self, undone: Undone) -> str:
        """The condition on a row of a table of causes that just these rules are undone."""
        return " AND ".join(f"{quoted(c.name)} = {c.rule in undone}" for c in self._rules) or "TRUE"


def _count(columns: Sequence[Column]) -> str:
    return " + ".join(f"{quoted(one.name)}::INT" for one in columns) or "0"


def _any(columns: Sequence[Column]) -> str:
    return f"({' OR '.join(quoted(one.name) for one in columns) or 'FALSE'})"
