"""The cheapest change of one fact to a better tier, for every account of a run at once; no row passes through Python.

For each fact every account is placed at every line that the fact meets (see `kamengine.changes.lines`), what depends on
the fact is computed anew by the engine's own layers, and of the changes that do make a better tier certain the cheapest
is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from sqlglot import exp

from kamengine.changes.crossings import Crossings
from kamengine.changes.facts import deciding, grid_of, may_change
from kamengine.changes.find import facts_under_portfolio
from kamengine.changes.hopes import Hopes
from kamengine.changes.tried import INDEX, OLD, ROW, Tried
from kamengine.changes.worksheet import Worksheet
from kamengine.engine.dependence import SCOPE, SCORE, Dependence, as_columns, tier_columns
from kamengine.engine.query import CLASH, Builder
from kamengine.engine.resident import WAS, Resident, make_resident
from kamengine.engine.run import DIALECT, Run
from kamengine.language.sql import SqlWriter, column, literal

COLUMNS = ("to_next_tier", "to_next_fact", "to_next_from", "to_next_to", "to_next_cost")
"""What is added to the results: the tier that is then certain, the fact, its old and new value as texts, the cost."""

_IN_SCOPE, _PLACE = "scope#now", "place#now"
_numbers = count(1)


@dataclass(frozen=True)
class NextSteps:
    """A run with the cheapest change of one fact for each account.

    Attributes:
        run: the results, with `COLUMNS` added.
        accounts: how many of them one change takes to a better tier.
        facts: the facts that are changed, each with the number of accounts; most first.
        left_out: facts that were not looked at, since a function over the whole portfolio uses them.
    """

    run: Run
    accounts: int
    facts: dict[str, int]
    left_out: tuple[str, ...]


def to_next(run: Run) -> NextSteps:
    """The cheapest change of one fact that makes a better tier certain, for each account of a run.

    Facts whose lines are linear in them are moved as `kamengine.changes.find.what_must_change` moves them: fields, and
    indicators of ledgers. An indicator that a file brings although it could be computed is left as it is.
    """
    checked = run.checked
    resident = make_resident(checked, run.snapshot, run.bindings, with_facts=True)
    ledgers = frozenset(name for name, one in checked.indicators.items() if one.indicator.ledger is not None)
    names = [name for name in deciding(checked, ledgers) if may_change(checked, name)]
    shared = facts_under_portfolio(checked, ledgers)
    left_out = [name for name in names if name in shared or _beside_portfolio(resident.dependence, name)]
    table = f"next#{next(_numbers)}"
    connection = run.snapshot.connection
    types = "row BIGINT, cost DOUBLE, fact INTEGER, place INTEGER, old VARCHAR, new VARCHAR"
    connection.execute(f'CREATE TABLE "{table}" ({types})')
    for place, name in enumerate(names):
        if name not in left_out:
            tried = Tried(name, place, grid_of(checked, run.bindings, name, None), f"tried#{next(_numbers)}")
            _Moved(resident, tried).find(table)
    run = _with_columns(run, resident, names, table)
    connection.execute(f'DROP TABLE "{resident.table}"')
    connection.execute(f'DROP TABLE "{table}"')
    return NextSteps(run, *_counts(run), tuple(left_out))


def _beside_portfolio(dependence: Dependence, fact: str) -> bool:
    return dependence.look_at_all(dependence.dependents({fact}))


class _Moved(Builder):
    """Accounts with other values of one fact, and the engine's layers over what depends on it."""

    def __init__(self, resident: Resident, tried: Tried) -> None:
        self.resident, self.tried = resident, tried
        self.affected = resident.dependence.dependents({tried.fact})
        kept = (resident.columns - as_columns(self.affected)) | {tried.fact}
        held = kept if SCORE in self.affected else {*kept, SCORE}
        super().__init__(resident.checked, resident.snapshot, resident.bindings, frozenset(held))
        self.kept = sorted(kept - {tried.fact})

    def find(self, table: str) -> None:
        """Add the cheapest change of this fact for each account to a table."""
        fact = column(self.tried.fact).sql(DIALECT)
        connection, resident = self.resident.snapshot.connection, f'"{self.resident.table}"'
        connection.execute(f'CREATE TEMP TABLE "{self.tried.table}" AS {self._tried()}')
        kept = ", ".join(f"account.{column(name).sql(DIALECT)}" for name in self.kept)
        connection.execute(
            f'CREATE TEMP VIEW "{self._view}" AS SELECT {kept}, "{ROW}", "{INDEX}", account.{fact} AS "{OLD}", '
            f"{self.tried.value()} AS {fact} "
            f'FROM "{self.tried.table}" JOIN {resident} AS account ON account.rowid = "{ROW}"'
        )
        cost, steps = self.tried.how_far()
        old, new = self.tried.texts()
        best = f'arg_min("{INDEX}", {steps}) AS "{INDEX}", arg_min("{_PLACE}", {steps}) AS "{_PLACE}"'
        best = f'SELECT "{ROW}", any_value("{OLD}") AS "{OLD}", {best} FROM ({self._does()}) GROUP BY ALL'
        connection.execute(
            f'INSERT INTO "{table}" SELECT "{ROW}", {cost}, {self.tried.place}, "{_PLACE}", {old}, {new} FROM ({best})'
        )
        connection.execute(f'DROP VIEW "{self._view}"')
        connection.execute(f'DROP TABLE "{self.tried.table}"')

    @property
    def _view(self) -> str:
        return f"{self.tried.table}#moved"

    def _tried(self) -> str:
        """SQL for the values that are tried, for the accounts that may rise at all."""
        moving, writer = self.affected | {self.tried.fact}, SqlWriter(self.bindings)
        crossings = Crossings(self.tried.fact, moving, self.checked.indicators, writer, Worksheet())
        hopes = Hopes(self.checked, writer, moving).any_better()
        accounts = f'SELECT *, rowid AS "{ROW}" FROM "{self.resident.table}" WHERE "{WAS}" > 0 AND ({hopes})'
        return self.tried.over(accounts, self.checked, crossings)

    def _does(self) -> str:
        """SQL for the values that make a better tier certain, with its place."""
        place, checks = exp.Case(), list(self._checks())
        for index, name in enumerate(tier_columns(self.checked)):
            place = place.when(column(name), exp.Literal.number(index), copy=False)
        names = [column(name) for name in (ROW, INDEX, OLD, WAS)]
        query = self.layers().select(*names, exp.alias_(place, _PLACE, quoted=True), *(sql for sql, _ in checks))
        met = " AND ".join([f'"{_PLACE}" < "{WAS}"', *(check for _, check in checks)])
        return f"SELECT * FROM ({query.sql(DIALECT)}) WHERE {met}"

    def _checks(self) -> Iterator[tuple[exp.Expr, str]]:
        """What else must hold: a column for it, and the condition."""
        if SCOPE in self.affected:
            assert self.checked.scope is not None
            condition = self.writer.condition(self.checked.scope)
            yield exp.alias_(condition, _IN_SCOPE, quoted=True), f'"{_IN_SCOPE}"'
        if self.checked.pack.hit == "unique":
            yield column(CLASH), f'NOT "{CLASH}"'

    def _base(self) -> None:
        self.top = "accounts#moved"
        self.steps.append((self.top, exp.select("*").from_(exp.to_table(self._view, quoted=True))))
        self.columns += [*self.kept, ROW, OLD, INDEX, self.tried.fact]


def _listed(texts: Sequence[str]) -> str:
    return f"([{', '.join(literal(text).sql(DIALECT) for text in texts)}]::VARCHAR[])"


def _with_columns(run: Run, resident: Resident, names: Sequence[str], table: str) -> Run:
    """The run with the cheapest of several changes added to each account; unknown where there is none."""
    connection, name = run.snapshot.connection, f"{run.table}#next"
    tiers = _listed([tier.tier.id for tier in run.checked.tiers])
    connection.execute(
        f'CREATE TABLE "{name}" AS WITH cheapest AS ('
        "SELECT row, min(struct_pack(cost := cost, fact := fact, place := place, old := old, new := new)) AS how "
        f'FROM "{table}" GROUP BY row), told AS ('
        f"SELECT account_id, {tiers}[how.place + 1] AS to_next_tier, {_listed(names)}[how.fact + 1] AS to_next_fact, "
        "how.old AS to_next_from, how.new AS to_next_to, how.cost AS to_next_cost "
        f'FROM cheapest JOIN "{resident.table}" AS account ON account.rowid = cheapest.row) '
        f'SELECT * FROM "{run.table}" LEFT JOIN told USING (account_id)'
    )
    return replace(run, table=name, columns=(*run.columns, *COLUMNS))


def _counts(run: Run) -> tuple[int, dict[str, int]]:
    query = f'SELECT to_next_fact, count(*) FROM "{run.table}" WHERE to_next_fact IS NOT NULL GROUP BY 1'
    facts = dict(run.snapshot.connection.execute(f"{query} ORDER BY 2 DESC, 1").fetchall())
    return sum(facts.values()), facts
