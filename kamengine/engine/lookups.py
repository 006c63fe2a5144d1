"""Keys that are in no row of a table: which, and how many accounts have them.

Only lookups count that nothing else takes the place of: not those that ``coalesce`` falls back from, nor those that
``is null`` asks about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlglot import exp

from kamengine.engine.ledgers import ledger_rows, span_of
from kamengine.engine.query import build
from kamengine.engine.run import DIALECT, Run
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import SqlWriter, column, literal
from kamengine.pack.checked import CheckedIndicator

MOST = 20
"""So many keys of each table are told, those that most accounts have."""

_ACCOUNT = column("account_id")


@dataclass(frozen=True)
class LookupMiss:
    """A key that is in no row of a table on the day of the run.

    Attributes:
        table: its name.
        key: the values that were looked up.
        accounts: how many accounts in scope have it, in their facts or in a row of a ledger within its window.
    """

    table: str
    key: tuple[Decimal | float | int | str | bool | date, ...]
    accounts: int


def lookup_misses(run: Run) -> list[LookupMiss]:
    """Keys that were looked up in vain, by table, at most `MOST` of each; those that most accounts have first."""
    finder = _Finder(run)
    misses: list[LookupMiss] = []
    for table, misfits in finder.by_table().items():
        width = len(run.checked.symbols[table].keys)
        keys = [column(_key(index)) for index in range(width)]
        counted = exp.alias_(exp.Count(this=exp.Distinct(expressions=[_ACCOUNT.copy()])), "accounts")
        query = exp.select(*keys, counted).from_(_all_of(misfits).subquery("misses")).group_by(*keys)
        query = query.order_by(exp.Ordered(this=exp.column("accounts"), desc=True), *keys).limit(MOST)
        rows = run.snapshot.connection.execute(query.sql(DIALECT)).fetchall()
        misses += [LookupMiss(table, tuple(key), int(accounts)) for *key, accounts in rows]
    return misses


class _Finder:
    """Writes the queries for the accounts and keys that each lookup finds no row for."""

    def __init__(self, run: Run) -> None:
        self.run, self.checked = run, run.checked
        self.writer = SqlWriter(run.bindings)

    def by_table(self) -> Mapping[str, list[exp.Select]]:
        """The queries by the table that is looked up; each gives accounts and keys."""
        found: dict[str, list[exp.Select]] = {}
        for call in dict.fromkeys(self._calls_over_accounts()):
            found.setdefault(_table(call), []).append(self._over_accounts(call))
        for indicator in self.checked.indicators.values():
            if indicator.indicator.ledger in self.run.snapshot.ledgers:
                for call in dict.fromkeys(_lookups(indicator.expr, indicator.where)):
                    found.setdefault(_table(call), []).append(self._over_rows(indicator, call))
        return found

    def _calls_over_accounts(self) -> Iterator[node.Call]:
        computed = [i.expr for i in self.checked.indicators.values() if i.indicator.ledger is None]
        tiers = [tier.when for tier in self.checked.tiers if tier.when is not None]
        yield from _lookups(*computed, *self.checked.criteria.values(), *tiers)

    def _over_accounts(self, call: node.Call) -> exp.Select:
        layers = build(self.checked, self.run.snapshot, self.run.bindings)
        return _missed(layers.select(_ACCOUNT.copy(), *self._columns(call)), call)

    def _over_rows(self, checked: CheckedIndicator, call: node.Call) -> exp.Select:
        """The same for the rows of a ledger that the indicator's window sees, of accounts in scope."""
        name = checked.indicator.ledger
        assert name is not None
        rows = ledger_rows(self.checked, name, self.run.snapshot.ledgers[name])
        day = self.checked.ledgers[name].date
        query = exp.select(_ACCOUNT.copy(), *self._columns(call)).from_(rows.subquery("ledger"))
        if day is not None:
            low, high = span_of(checked, self.run.as_of)
            query = query.where(exp.Between(this=column(day), low=literal(low), high=literal(high)))
        in_scope = exp.select(_ACCOUNT.copy()).from_(exp.to_table(self.run.table, quoted=True))
        return _missed(query.where(exp.In(this=_ACCOUNT.copy(), query=in_scope.subquery())), call)

    def _columns(self, call: node.Call) -> list[exp.Expr]:
        """The keys and the value of a lookup."""
        keys = [self.writer.function_argument(call, argument) for argument in call.arguments[1:]]
        named = [exp.alias_(key, _key(index), quoted=True) for index, key in enumerate(keys)]
        return [*named, exp.alias_(self.writer.value(call), "value#", quoted=True)]


def _lookups(*exprs: Expr | None) -> Iterator[node.Call]:
    """The calls of ``lookup`` whose value nothing else takes the place of."""
    for expr in exprs:
        match expr:
            case None | node.IsNull():
                continue
            case node.Call(function=function) if function.name == "coalesce":
                yield from _lookups(expr.arguments[-1])
            case node.Call(function=function) if function.name == "lookup":
                yield expr
                yield from _lookups(*expr.arguments[1:])
            case _:
                yield from _lookups(*node.children(expr))


def _table(call: node.Call) -> str:
    table = call.arguments[0]
    assert isinstance(table, node.Name)
    return table.name


def _missed(query: exp.Select, call: node.Call) -> exp.Select:
    """Of accounts with keys and value, those whose keys are all known and whose value is not."""
    keys = [column(_key(index)) for index in range(len(call.arguments) - 1)]
    known = [exp.Not(this=_is_null(key)) for key in keys]
    select = exp.select(_ACCOUNT.copy(), *keys).from_(query.subquery("looked_up", copy=False))
    return select.where(exp.and_(*known, _is_null(column("value#"))))


def _all_of(queries: Sequence[exp.Select]) -> exp.Select | exp.Union:
    return queries[0] if len(queries) == 1 else exp.union(*queries)


def _is_null(sql: exp.Expr) -> exp.Expr:
    return exp.Is(this=sql.copy(), expression=exp.Null())


def _key(index: int) -> str:
    return f"key#{index}"
