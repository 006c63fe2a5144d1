"""The causes of moves: for every mover a smallest set of changes whose undoing gives the old tier back.

All movers are tried at once. A table has a row for each and a column for each change that says whether it is undone;
one query for each set of undone rules that occurs classifies the accounts between old and new.

1. One change alone: the first that does, by the order of `Search.columns`, is the cause.
2. For the others everything is undone, and then left out again what can be: first all rules together, then all facts
   together, then all rules together that can be left out singly, then one change after the other from the end of that
   order, again and again until none can be left out.

So many causes may be tangled that this takes long: it stops after `MOST_TRIALS` queries. Then every cause set still
undoes its move, but some may hold more than is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamengine.diff.between import Between
from kamengine.diff.changes import RuleChange, Undone
from kamengine.diff.hybrids import Hybrids
from kamengine.diff.sides import Both, quoted
from kamengine.engine.migration import ABSENT, Migration

MOST_TRIALS = 1000
"""After so many queries, of some 0.1 seconds each, the search stops; sets that most accounts share come first."""


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
        unfinished: movers of which it was not tried whether each of their causes is needed.
    """

    def __init__(self, both: Both, hybrids: Hybrids, moved: Migration) -> None:
        """Look the facts of the movers up."""
        self.both, self.hybrids = both, hybrids
        self.trials = self.unfinished = 0
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
        bits += [f"FALSE AS {quoted(_needless(one))}" for one in self._rules]
        selected = ", ".join(['movers."account_id"', 'movers."from"', *bits, "FALSE AS done", "TRUE AS open"])
        source = self.between.joined_ends(f"{quoted(movers)} AS movers")
        self._sql.execute(f"CREATE TABLE {self.causes} AS SELECT {selected} FROM {source}")

    # ── trials ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self) -> None:
        """Find the causes: afterwards, a change is undone in `causes` when it is a cause of the move."""
        self._sql.execute(f"CREATE OR REPLACE TABLE {self._changed} (account_id VARCHAR)")
        for one in self.columns:
            self._try_alone(one)
        both = f"NOT done AND {_any(self._rules)} AND {_any(self._facts)}"
        self._leave_out(self._rules, both)
        self._leave_out(self._facts, both)
        several = f"NOT done AND open AND {_count(self.columns)} > 1"
        self._leave_out_needless(several)
        while self._are_there(several) and self.trials < MOST_TRIALS:
            self._sql.execute(f"CREATE OR REPLACE TABLE {self._changed} (account_id VARCHAR)")
            for one in reversed(self.columns):
                self._leave_out([one], f"{several} AND {quoted(one.name)}")
            if self.trials < MOST_TRIALS:
                changed = f"SELECT account_id FROM {self._changed}"
                self._sql.execute(f"UPDATE {self.causes} SET open = account_id IN ({changed})")
        self.unfinished = self._are_there(several)

    def _are_there(self, where: str) -> int:
        """How many movers there are of some kind."""
        (row,) = self._sql.execute(f"SELECT count(*) FROM {self.causes} WHERE {where}").fetchall()
        return int(row[0])

    def _try_alone(self, column: Column) -> None:
        bits = {one: "TRUE" if one == column else "FALSE" for one in self.columns}
        if self._ask(bits, f"NOT done AND {quoted(column.name)}"):
            self._keep("TRUE")

    def _leave_out(self, columns: Sequence[Column], where: str) -> None:
        if self._ask(self._without(columns), where):
            self._keep("FALSE")

    def _leave_out_needless(self, where: str) -> None:
        """Leave out together all rules of which each can be left out by itself; this saves trying them in turn."""
        for one in self._rules:
            if self._ask(self._without([one]), f"{where} AND {quoted(one.name)}"):
                self._sql.execute(
                    f"UPDATE {self.causes} SET {quoted(_needless(one))} = TRUE "
                    f"WHERE account_id IN (SELECT account_id FROM {self._undone})"
                )
        bits = {one: quoted(one.name) for one in self.columns}
        bits |= {one: f"{quoted(one.name)} AND NOT {quoted(_needless(one))}" for one in self._rules}
        if self._ask(bits, f"{where} AND {_any(self._rules)}"):
            self._keep("FALSE")

    def _without(self, columns: Sequence[Column]) -> dict[Column, str]:
        return {one: "FALSE" if one in columns else quoted(one.name) for one in self.columns}

    def _ask(self, bits: Mapping[Column, str], where: str) -> bool:
        """Find those that have their old tier with these changes undone; whether there are any accounts to ask of."""
        selected = ", ".join(['account_id, "from"', *(f"{sql} AS {quoted(c.name)}" for c, sql in bits.items())])
        self._sql.execute(
            f"CREATE OR REPLACE TABLE {self._trial} AS SELECT {selected} FROM {self.causes} WHERE {where}"
        )
        self._sql.execute(f"CREATE OR REPLACE TABLE {self._undone} (account_id VARCHAR)")
        columns = {one.fact: one.name for one in self._facts}
        groups = self.groups(self._trial)
        for undone in groups:
            rules = self.hybrids.of(undone)
            if rules is None or self.trials >= MOST_TRIALS:
                continue
            chosen = f"SELECT * FROM {self._trial} WHERE {self.only(undone)}"
            self._sql.execute(f"CREATE OR REPLACE TABLE {quoted(self._group)} AS {chosen}")
            query = self.between.with_old_tier(undone, rules, self._group, columns)
            self._sql.execute(f"INSERT INTO {self._undone} {query}")
            self.trials += 1
        return bool(groups)

    def _keep(self, done: str) -> None:
        """Take what was asked for over, for the accounts that have their old tier then."""
        setting = ", ".join(f"{quoted(c.name)} = trial.{quoted(c.name)}" for c in self.columns)
        self._sql.execute(
            f"UPDATE {self.causes} SET {setting}, done = {done} FROM {self._trial} AS trial "
            f"WHERE {self.causes}.account_id = trial.account_id "
            f"AND trial.account_id IN (SELECT account_id FROM {self._undone})"
        )
        self._sql.execute(f"INSERT INTO {self._changed} SELECT account_id FROM {self._undone}")

    def groups(self, table: str) -> list[Undone]:
        """The sets of rules undone that occur in a table of causes, the most frequent first."""
        rules = [one.rule for one in self._rules if one.rule is not None]
        if not rules:
            return [frozenset() for _ in self._sql.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall()]
        bits = ", ".join(quoted(one.name) for one in self._rules)
        query = f"SELECT {bits} FROM {table} GROUP BY {bits} ORDER BY count(*) DESC, {bits}"
        rows = self._sql.execute(query).fetchall()
        return [frozenset(rule for rule, bit in zip(rules, row, strict=True) if bit) for row in rows]

    def only(self, undone: Undone) -> str:
        """The condition on a row of a table of causes that just these rules are undone."""
        return " AND ".join(f"{quoted(c.name)} = {c.rule in undone}" for c in self._rules) or "TRUE"


def _needless(rule: Column) -> str:
    """The column that says whether a rule can be left out by itself."""
    return f"needless {rule.name}"


def _count(columns: Sequence[Column]) -> str:
    return " + ".join(f"{quoted(one.name)}::INT" for one in columns) or "0"


def _any(columns: Sequence[Column]) -> str:
    return f"({' OR '.join(quoted(one.name) for one in columns) or 'FALSE'})"
