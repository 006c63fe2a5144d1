"""Accounts of a kept run, looked at one by one: everything the engine knows of one, without computing all others again.

What the run kept of the account is taken as it is. The score, the tiers and the parts of conditions follow from it and
from the account's facts. Of the other accounts only functions over the portfolio are asked, each in one narrow pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp, parse_one

from kamengine.engine.inspect import Inspection, everything, inspections
from kamengine.engine.query import Builder
from kamengine.engine.run import DIALECT
from kamengine.engine.snapshot import SQL_TYPES, Snapshot, Table
from kamengine.engine.sql_text import identifier, literal
from kamengine.engine.totals import Steps, read_twice, steps_over, totals_of
from kamengine.language.expressions import Call, Expr, Name, walk
from kamengine.language.sql import Bindings, SqlWriter, column
from kamengine.pack.checked import CheckedPack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ID = "account_id"
_LOOKED_AT = "account#looked at"
_VARIABLE = "kam_account"
_LIST, _OWN, _FIGURES = "accounts#of the run", "accounts#own", "figures"


class OneByOne:
    """The accounts of a kept run."""

    def __init__(
        self,
        checked: CheckedPack,
        bindings: Bindings,
        connection: DuckDBPyConnection,
        results: str,
        facts_of: Callable[[str], Table],
        facts: Callable[[], Table],
    ) -> None:
        """Nothing is read yet.

        Args:
            checked: the pack of the run.
            bindings: its parameters and its date.
            connection: holds the relations; tables are made in it, so it is used by one thread at a time.
            results: what stands after ``FROM`` for the results of the run.
            facts_of: the facts of one account, as the run read them: a relation with that row, or without any.
            facts: the same of all accounts; asked when a function over the portfolio looks at facts.
        """
        self.checked, self.bindings, self.connection = checked, bindings, connection
        self._results, self._facts_of, self._facts = results, facts_of, facts
        self._queries: dict[tuple[Expr, ...], str] = {}
        self._figures: dict[tuple[Call, ...], str] = {}
        self._columns: frozenset[str] = frozenset()

    def inspect(self, account_id: str, expressions: Sequence[Expr] = ()) -> Inspection | None:
        """What the engine knows of an account; None when the run has no such account.

        Args:
            account_id: the account.
            expressions: checked expressions over accounts (not over ledger rows) to evaluate too.
        """
        wanted = tuple(expressions)
        calls = self._calls(wanted)
        self._look_at(account_id, calls)
        if wanted not in self._queries:
            self._queries[wanted] = self._query(wanted, calls)
        found = inspections(self.checked, self.bindings, self.connection.execute(self._queries[wanted]), len(wanted))
        return found[0] if found else None

    def given(self, account_id: str) -> frozenset[str]:
        """The indicators of an account whose value comes from a ledger, or was brought ready-made with the account."""
        from_ledgers = {name for name, one in self.checked.indicators.items() if one.indicator.ledger is not None}
        facts = self._facts_of(account_id)
        columns = [name for name in self.checked.indicators if name not in from_ledgers and name in facts.columns]
        cells = ", ".join(identifier(name) for name in columns)
        query = f"SELECT {cells} FROM {identifier(facts.name)} WHERE {_ID} = {literal(account_id)}"
        row = self.connection.execute(query).fetchone() if columns else None
        brought = {name for name, value in zip(columns, row or (), strict=False) if value is not None}
        return frozenset(from_ledgers | brought)

    # ── the account ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _kept(self) -> tuple[str, ...]:
        return (*self.checked.indicators, *self.checked.criteria)

    def _look_at(self, account_id: str, calls: tuple[Call, ...]) -> None:
        """Make a table with one row: the account's facts, what the run kept of it, and the values of calls."""
        facts = self._facts_of(account_id)
        self._columns = facts.columns & set(self.checked.fields)
        cells = [f"run.{identifier(_ID)}"]
        cells += [f"fact.{identifier(name)}" for name in sorted(self._columns - {_ID})]
        cells += [f"run.{identifier(name)}" for name in self._kept]
        source = f"{self._results} AS run JOIN {identifier(facts.name)} AS fact USING ({_ID})"
        self.connection.execute(f"SET VARIABLE {_VARIABLE} = {literal(account_id)}")
        if calls:
            cells += [f"figure.{identifier(_figure(place))}" for place in range(len(calls))]
            source += f" CROSS JOIN ({self._figures_query(calls)}) AS figure"
        query = f"SELECT {', '.join(cells)} FROM {source} WHERE run.{_ID} = {literal(account_id)}"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {identifier(_LOOKED_AT)} AS {query}")

    def _query(self, expressions: tuple[Expr, ...], calls: tuple[Call, ...]) -> str:
        """SQL for everything about the account that is looked at."""
        kept, places = frozenset(self._kept), {call: place for place, call in enumerate(calls)}
        accounts = Table(_LOOKED_AT, self._columns | kept)
        builder = Builder(self.checked, Snapshot(self.connection, accounts, pinned=kept), self.bindings)
        builder.writer = replace(builder.writer, portfolio_call=lambda call: _looked_up(_figure(places[call])))
        return everything(builder.layers(), builder.writer, expressions)

    # ── functions over the portfolio ─────────────────────────────────────────────────────────────────────────────────

    def _calls(self, expressions: Iterable[Expr]) -> tuple[Call, ...]:
        """The calls of functions over the portfolio that are asked for; what others came to the run has kept."""
        roots = [*expressions, *(tier.when for tier in self.checked.tiers if tier.when is not None)]
        found = (part for root in roots for part in walk(root) if isinstance(part, Call))
        return tuple(dict.fromkeys(call for call in found if call.function.scope == "portfolio"))

    def _figures_query(self, calls: tuple[Call, ...]) -> str:
        """SQL for the values of calls for the account that is looked at, one row."""
        if calls not in self._figures:
            writer = SqlWriter(self.bindings)
            wanted = [exp.alias_(writer.value(call), _figure(at), quoted=True) for at, call in enumerate(calls)]
            own = exp.select("*").from_(exp.to_table(_LIST, quoted=True))
            own = own.where(exp.EQ(this=column(_ID), expression=exp.func("getvariable", exp.Literal.string(_VARIABLE))))
            steps = [(_LIST, self._list(calls)), (_OWN, own), *steps_over(_LIST, _FIGURES, wanted, _OWN)]
            self._figures[calls] = _with(self._without_totals(steps, len(self._figures)))
        return self._figures[calls]

    def _list(self, calls: tuple[Call, ...]) -> exp.Select:
        """What the calls look at, of every account of the run."""
        looked_at = {part.name for call in calls for part in walk(call) if isinstance(part, Name)}
        fields = looked_at & {*self.checked.fields} - {_ID}
        cells = [f"run.{identifier(name)}" for name in (_ID, *sorted(looked_at & {*self._kept}))]
        source = f"{self._results} AS run"
        if fields:
            facts = self._facts()
            cells += [f"fact.{identifier(name)}" for name in sorted(fields & facts.columns)]
            cells += [self._unknown(name) for name in sorted(fields - facts.columns)]
            source += f" JOIN {identifier(facts.name)} AS fact USING ({identifier(_ID)})"
        return parse_one(f"SELECT {', '.join(cells)} FROM {source}", dialect=DIALECT, into=exp.Select)

    def _unknown(self, field: str) -> str:
        return f"CAST(NULL AS {SQL_TYPES[self.checked.fields[field].kind]}) AS {identifier(field)}"

    def _without_totals(self, steps: Steps, number: int) -> Steps:
        """The same steps, with what is the same for every account computed now, and kept as a table."""
        totals = totals_of(_FIGURES)
        names = [name for name, _ in steps]
        if totals not in names:
            return steps
        at = names.index(totals)
        kept = identifier(f"{totals}{number}")
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS {_with(steps[: at + 1])}")
        again = exp.select("*").from_(exp.to_table(f"{totals}{number}", quoted=True))
        needed = [step for step in steps[:at] if step[0] in (_LIST, _OWN)]
        return [*needed, (totals, again), *steps[at + 1 :]]


def _with(steps: Steps) -> str:
    """SQL for the last of some steps, those that it needs in front of it."""
    *before, (_, query) = steps
    again = read_twice(steps)
    query = query.copy()
    for name, step in before:
        keep = False if name in again else None
        query = query.with_(exp.to_identifier(name, quoted=True), as_=step.copy(), materialized=keep, copy=False)
    return query.sql(DIALECT)


def _looked_up(name: str) -> exp.Expr:
    """A value of the account that is looked at, where none of its columns is at hand."""
    return exp.select(column(name)).from_(exp.to_table(_LOOKED_AT, quoted=True)).subquery()


def _figure(place: int) -> str:
    return f"figure#{place}"
