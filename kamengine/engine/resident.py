"""A run kept whole in memory, with every computed column, so that a moved line costs only what depends on it.

A step takes other parameters or weights: what does not depend on them is read from the table of the first run
(ledger totals and portfolio functions included), the rest is computed by the same layers as in a full run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from sqlglot import exp

from kamengine.engine.dependence import SCOPE, SCORE, Dependence, as_columns, changed_names, tier_columns
from kamengine.engine.migration import exact_value
from kamengine.engine.query import CLASH, Builder, given_column, with_totals
from kamengine.engine.run import DIALECT, refuse_clashes
from kamengine.engine.snapshot import Snapshot, stated_column
from kamengine.language.sql import Bindings, column
from kamengine.pack.checked import CheckedPack
from kamengine.pack.weights import PREFIX

WAS, MAYBE_WAS, NOW, MAYBE_NOW = "tier#was", "tier_possible#was", "tier#now", "tier_possible#now"
"""The certain and the possible tier before and after, by place in the pack: 0 is the best, then none, out of scope."""

VALUE = "value#"
_VALUE_NOW = "value#now"

_numbers = count(1)


@dataclass(frozen=True)
class Resident:
    """The results of a run with everything that they were computed from.

    Attributes:
        table: a row per account in scope: id, the facts that are needed, every computed column, `WAS` and `MAYBE_WAS`.
        columns: of the table.
        before: accounts by certain and possible tier, as places (see `WAS`).
        dependence: what each column is computed from.
    """

    checked: CheckedPack
    snapshot: Snapshot
    bindings: Bindings
    table: str
    columns: frozenset[str]
    before: Mapping[tuple[int, int], int]
    dependence: Dependence

    def step(self, bindings: Bindings) -> Step:
        """The same accounts by other parameters or weights.

        Args:
            bindings: as of the same day.
        """
        if bindings.as_of != self.bindings.as_of:
            raise ValueError("a step keeps the day of the run")
        changed = changed_names(self.checked, self.bindings, bindings)
        return Step(self, bindings, changed, self.dependence.dependents(changed))


@dataclass(frozen=True)
class Change:
    """So many accounts went from here to there; places count from 0, the best tier (see `WAS`)."""

    was: int
    maybe_was: int
    now: int
    maybe_now: int
    accounts: int


@dataclass(frozen=True)
class Step:
    """The accounts of a resident run by other bindings. Nothing is computed until it is asked for.

    Attributes:
        changed: the parameters and weights that differ (see `kamengine.engine.dependence`).
        affected: the columns that depend on them; with `SCOPE` among them everything is computed anew.
    """

    resident: Resident
    bindings: Bindings
    changed: frozenset[str]
    affected: frozenset[str]

    def changes(self) -> tuple[Change, ...]:
        """How many accounts go from which tiers to which, those that stay included."""
        before = dict(self.resident.before)
        if SCOPE in self.affected:
            return tuple(Change(*row) for row in self._fetch(self._counts(self.rows(*_all_places()))))
        found = self._fetch(self._counts(self._touched())) if self._tiers_affected() else []
        for was, maybe_was, _, _, accounts in found:
            before[was, maybe_was] -= accounts
        rows = [(*place, *place, accounts) for place, accounts in before.items() if accounts]
        return tuple(Change(*row) for row in [*found, *rows])

    def rows(self, *expressions: exp.Expr) -> exp.Select:
        """A query for expressions over every account in scope before or after.

        They may use the columns of the results after the step (see `kamengine.engine.query`), `WAS`, `MAYBE_WAS`,
        `NOW`, `MAYBE_NOW` and `VALUE`.
        """
        if SCOPE in self.affected:
            return self._rows_anew(expressions)
        layers = _Resumed(self, self.affected, self.resident.columns | {VALUE}).layers()
        return exp.select(*expressions).from_(layers.select(exp.Star(), *self._now()).subquery("step", copy=False))

    def movers(self) -> exp.Select:
        """A query for the accounts that have another certain tier after the step, or come into the scope or leave it.

        Its columns: ``account_id``, `WAS`, `MAYBE_WAS`, `NOW`, `MAYBE_NOW` and `VALUE`.
        """
        columns = (column("account_id"), *_all_places(), column(VALUE))
        if SCOPE in self.affected:
            rows = self._rows_anew(columns)
        elif self._tiers_affected():
            rows = self._touched("account_id", VALUE)
        else:
            rows = self.rows(*columns).where(exp.false())
        moved = exp.NEQ(this=column(WAS), expression=column(NOW))
        return exp.select(*columns).from_(rows.subquery("rows", copy=False)).where(moved, copy=False)

    def refuse_clashes(self) -> None:
        """See that no account is certain to be in two tiers.

        Raises:
            KamError: there are some.
        """
        if self._checked.pack.hit == "unique" and self._tiers_affected():
            query = self.rows(column("account_id")).where(column(CLASH))
            refuse_clashes(self._checked, self.resident.snapshot, query.sql(DIALECT))

    @property
    def _checked(self) -> CheckedPack:
        return self.resident.checked

    def _tiers_affected(self) -> bool:
        return not self.affected.isdisjoint([*tier_columns(self._checked), SCOPE])

    def _now(self) -> list[exp.Expr]:
        return [exp.alias_(sql, name, quoted=True) for name, sql in _places(self._checked, NOW, MAYBE_NOW).items()]

    def _touched(self, *kept: str) -> exp.Select:
        """The places of the accounts for which a formula with a changed name gives another value than before.

        For all others nothing else can differ either; unless a formula looks at other accounts too.

        Args:
            kept: columns of the resident run that are wanted besides.
        """
        dependence = self.resident.dependence
        tiers = tier_columns(self._checked)
        affected = self.affected & dependence.needed_for(tiers)
        needed = {name for column in affected for name in dependence.uses[column]}
        needed |= {given for column in affected for given in (given_column(column), stated_column(column))}
        layers = _Resumed(self, affected, as_columns(needed) | {*tiers, WAS, MAYBE_WAS, *kept}).layers()
        all_columns = layers.select(exp.Star(), *self._now()).subquery("step", copy=False)
        rows = exp.select(*_all_places(), *map(column, kept)).from_(all_columns)
        direct = dependence.direct(self.changed) & affected
        if SCORE in direct or dependence.look_at_all(affected):
            return rows  # a weight changes nearly every score: to compare them first would cost more than it saves
        differs = [
            exp.NullSafeNEQ(this=column(name), expression=column(_was(name))) for name in sorted(as_columns(direct))
        ]
        return rows.where(exp.or_(*differs), copy=False)

    def _counts(self, rows: exp.Select) -> exp.Select:
        query = exp.select(*_all_places(), "count(*)").from_(rows.subquery("rows", copy=False))
        return query.group_by(*_all_places(), copy=False)

    def _rows_anew(self, expressions: tuple[exp.Expr, ...]) -> exp.Select:
        """With another scope: a full run, beside the accounts that were in scope before."""
        layers = Builder(self._checked, self.resident.snapshot, self.bindings).layers()
        now_worth = exp.alias_(_worth(self._checked), _VALUE_NOW, quoted=True)
        after = layers.select(exp.Star(), *self._now(), now_worth)
        outside = exp.Literal.number(len(self._checked.tiers) + 1)
        names = (WAS, MAYBE_WAS, NOW, MAYBE_NOW)
        places = [
            exp.alias_(exp.Coalesce(this=column(name), expressions=[outside.copy()]), name, quoted=True)
            for name in names
        ]
        value = exp.Coalesce(this=column(VALUE), expressions=[column(_VALUE_NOW)])
        before = exp.select(*(column(name) for name in ("account_id", WAS, MAYBE_WAS)))
        before = before.select(exp.alias_(_worth(self._checked), VALUE, quoted=True))
        before = before.from_(exp.to_table(self.resident.table, quoted=True))
        star = exp.Star(except_=[column(name) for name in (*names, VALUE)])
        both = exp.select(star, *places, exp.alias_(value, VALUE, quoted=True)).from_(
            after.subquery("after", copy=False)
        )
        both = both.join(before.subquery("before", copy=False), join_type="full", using=["account_id"])
        return exp.select(*expressions).from_(both.subquery("step", copy=False))

    def _fetch(self, query: exp.Select) -> list[tuple[int, ...]]:
        return self.resident.snapshot.connection.execute(query.sql(DIALECT)).fetchall()


class _Resumed(Builder):
    """The layers of a step: over the table of the resident run, and only what is affected.

    Columns of the resident run that are affected have other names here, `_was`.
    """

    def __init__(self, step: Step, affected: frozenset[str], needed: Collection[str]) -> None:
        self.resident = step.resident
        computed = as_columns(affected)
        kept = self.resident.columns - computed
        same = ((name, name) for name in sorted((kept | {VALUE}).intersection(needed)))
        before = ((name, _was(name)) for name in sorted(computed))
        self.bases = [exp.alias_(self._base_of(name), alias, quoted=True) for name, alias in (*same, *before)]
        held = kept if SCORE in affected else {*kept, SCORE}
        super().__init__(step.resident.checked, step.resident.snapshot, step.bindings, frozenset(held))

    def _base_of(self, name: str) -> exp.Expr:
        if name == VALUE:
            return _worth(self.resident.checked, "account")
        return exp.column(name, table="account", quoted=True)

    def _base(self) -> None:
        ledgers = self._ledgers()
        table = exp.alias_(exp.to_table(self.resident.table, quoted=True), "account", table=True)
        accounts = exp.select(*self.bases).from_(table)
        if ledgers:
            accounts = with_totals(accounts, ledgers)
        self.top = "accounts#resident"
        self.steps.append((self.top, accounts))
        self.columns += [part.alias for part in self.bases]


def make_resident(
    checked: CheckedPack, snapshot: Snapshot, bindings: Bindings, *, with_facts: bool = False
) -> Resident:
    """Run a pack once and keep everything that a moved line needs.

    Args:
        checked: the pack.
        snapshot: the accounts and their ledgers.
        bindings: the day, the parameters and the weights.
        with_facts: keep every fact that something is computed from, since facts are to be moved, too.

    Raises:
        KamError: under ``hit = "unique"``, an account certainly meets two tiers.
    """
    builder = Builder(checked, snapshot, bindings)
    layers = builder.layers()
    dependence = Dependence(checked)
    every = frozenset[str]().union(*dependence.uses.values())
    used = {"account_id", checked.pack.value, *(every if with_facts else _moved_or_counted(checked, dependence))}
    kept = [name for name in layers.columns if name not in checked.fields or name in used]
    kept = [name for name in kept if name not in ("tier", "tier_possible")]
    kept += [*map(given_column, builder.ready_made()), *map(stated_column, builder.stated())]
    selected: list[exp.Expr] = [column(name) for name in kept]
    selected += [exp.alias_(sql, name, quoted=True) for name, sql in _places(checked, WAS, MAYBE_WAS).items()]
    table = f"resident#{next(_numbers)}"
    snapshot.connection.execute(f'CREATE TABLE "{table}" AS {layers.select(*selected).sql(DIALECT)}')
    if checked.pack.hit == "unique":
        refuse_clashes(checked, snapshot, f'SELECT "account_id" FROM "{table}" WHERE "{CLASH}"')
    query = f'SELECT "{WAS}", "{MAYBE_WAS}", count(*) FROM "{table}" GROUP BY ALL'
    before = {(was, maybe): accounts for was, maybe, accounts in snapshot.connection.execute(query).fetchall()}
    columns = frozenset([*kept, WAS, MAYBE_WAS]) - {CLASH}
    return Resident(checked, snapshot, bindings, table, columns, before, dependence)


def _moved_or_counted(checked: CheckedPack, dependence: Dependence) -> set[str]:
    """What is computed from parameters and weights is computed from, and every number, which people look at as a curve.

    A text or a day that only other columns need would take room for nothing.
    """
    moved = dependence.dependents({*checked.pack.params, *(PREFIX + part.id for part, _ in checked.parts)})
    numbers = {name for name in checked.fields if checked.symbols[name].type.numeric}
    used = set[str]().union(*dependence.uses.values())
    return numbers.intersection(used).union(*(dependence.uses[name] for name in moved))


def _worth(checked: CheckedPack, table: str | None = None) -> exp.Expr:
    if checked.pack.value is None:
        return exp.cast(exp.Null(), "decimal(38, 6)")
    return exact_value(exp.column(checked.pack.value, table=table, quoted=True))


def _places(checked: CheckedPack, certain_name: str, possible_name: str) -> dict[str, exp.Expr]:
    """The certain and the possible tier by their place in the pack, from the columns of the conditions."""
    columns = [column(name) for name in tier_columns(checked)]
    met = list(enumerate(columns))
    open_ = [(place, exp.NullSafeNEQ(this=each, expression=exp.false())) for place, each in met]
    possible = [*met, *open_] if checked.pack.hit == "unique" else open_
    return {certain_name: _first_place(met, len(columns)), possible_name: _first_place(possible, len(columns))}


def _first_place(conditions: Iterable[tuple[int, exp.Expr]], none: int) -> exp.Expr:
    """The place of the first condition that is true, else another."""
    case = exp.Case()
    for place, condition in conditions:
        case = case.when(condition.copy(), _place(place), copy=False)
    return case.else_(_place(none), copy=False)


def _place(number: int) -> exp.Expr:
    return exp.cast(exp.Literal.number(number), "smallint")


def _all_places() -> list[exp.Expr]:
    return [column(name) for name in (WAS, MAYBE_WAS, NOW, MAYBE_NOW)]


def _was(name: str) -> str:
    """The column with the value before the step, where the step computes another."""
    return f"{name}#was"
