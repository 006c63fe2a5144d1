"""A checked pack with its bindings → one query, layer upon layer: ledgers, indicators, criteria, score, tiers.

Each layer is a common table expression that adds columns to the one below, so the query reads like the pack.
Columns have the names of the pack; what only the query needs has a ``#`` in its name, which no pack can use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from kamengine.declarations import Kind
from kamengine.engine import scoring
from kamengine.engine.ledgers import LedgerQuery, indicator_value, ledger_query
from kamengine.engine.scoring import add
from kamengine.engine.snapshot import SQL_TYPES, Snapshot, stated_column
from kamengine.engine.totals import read_twice, steps_over
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, Bindings, SqlWriter, column, rounded
from kamengine.pack.checked import CheckedIndicator, CheckedPack

CLASH = "#clash"
"""Under ``hit = "unique"``: whether an account meets two tiers."""

_MONEY_PLACES = 4


@dataclass(frozen=True)
class Layers:
    """The query so far: named steps, and the name of the topmost, which has every column.

    Attributes:
        steps: name and select of each common table expression, in order.
        top: name of the last.
        columns: those of the top that results and explanations may ask for.
    """

    steps: tuple[tuple[str, exp.Select], ...]
    top: str
    columns: tuple[str, ...]

    def select(self, *expressions: exp.Expr) -> exp.Select:
        """A select over the topmost step, with all steps in front of it."""
        *steps, (_, query) = steps_over(self.top, "selected", expressions)
        steps = [*self.steps, *steps]
        again = read_twice(steps)
        for name, step in steps:
            keep = False if name in again else None
            query = query.with_(exp.to_identifier(name, quoted=True), as_=step, materialized=keep, copy=False)
        return query


def result_columns(checked: CheckedPack) -> list[str]:
    """The columns of a result, in order: account, tiers, score, criteria, indicators."""
    head = ["account_id", "tier", "tier_possible", SCORE_LOW, SCORE_HIGH]
    return [*head, *checked.pack.criteria, *checked.pack.indicators]


def build(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> Layers:
    """The query of a pack over a snapshot, up to the tiers."""
    return Builder(checked, snapshot, bindings).layers()


def facts_query(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> exp.Select:
    """Counts the accounts for which the scope's condition is unknown."""
    return exp.select("count(*)").from_(scope_unknown_query(checked, snapshot, bindings).subquery("unknown"))


def scope_unknown_query(checked: CheckedPack, snapshot: Snapshot, bindings: Bindings) -> exp.Select:
    """The ids of the accounts for which the scope's condition is unknown; the pack has one."""
    assert checked.scope is not None
    builder = Builder(checked, snapshot, bindings)
    facts = exp.select(exp.column("account_id", table="account"))
    facts = facts.select(*(builder._fact(name) for name in checked.fields if name != "account_id"))
    facts = facts.from_(exp.alias_(exp.to_table(snapshot.accounts.name, quoted=True), "account", table=True))
    unknown = exp.Is(this=exp.paren(builder.writer.condition(checked.scope)), expression=exp.Null())
    return exp.select(column("account_id")).from_(facts.subquery("facts")).where(unknown)


class Builder:
    """Stacks the layers of one query.

    Attributes:
        held: columns that are there already and not computed (see `kamengine.engine.resident`).
    """

    def __init__(
        self, checked: CheckedPack, snapshot: Snapshot, bindings: Bindings, held: frozenset[str] = frozenset()
    ) -> None:
        """Start without any layer."""
        self.checked, self.snapshot, self.bindings, self.held = checked, snapshot, bindings, held
        self.writer = SqlWriter(bindings)
        self.steps: list[tuple[str, exp.Select]] = []
        self.top = ""
        self.columns: list[str] = []

    def layers(self) -> Layers:
        """All layers, up to the tiers."""
        self.values()
        if not self.checked.parts and SCORE_LOW not in self.held:
            empty = [
                exp.alias_(exp.cast(exp.Null(), exp.DType.DOUBLE), end, quoted=True) for end in (SCORE_LOW, SCORE_HIGH)
            ]
            self._layer("score", empty)
        self._tiers()
        return self._stacked()

    def values(self) -> Layers:
        """The layers below the tiers: facts, ledger totals, indicators, criteria and the score of a scorecard."""
        self._base()
        for names in self._by_depth():
            names = [name for name in names if name not in self.held]
            if names == ["score"]:
                self._score()
            else:
                values = [exp.alias_(self._named(n), n, quoted=True, copy=False) for n in names]
                self._layer(f"layer{len(self.steps)}", values)
        return self._stacked()

    def _stacked(self) -> Layers:
        return Layers(tuple(self.steps), self.top, tuple(self.columns))

    def _layer(self, name: str, added: list[exp.Expr]) -> None:
        if not added:
            return
        self.steps += steps_over(self.top, name, [exp.Star(), *added])
        self.top = name
        self.columns += [part.alias for part in added]

    # ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _base(self) -> None:
        """Accounts in scope with their fields, ready-made indicators and ledger totals."""
        checked, accounts = self.checked, self.snapshot.accounts
        ledgers = self._ledgers()
        facts = [self._fact(name) for name in checked.fields if name != "account_id"]
        facts += [
            exp.alias_(exp.column(name, table="account", quoted=True), given_column(name), quoted=True)
            for name in self.ready_made()
        ]
        facts += [exp.column(stated_column(name), table="account", quoted=True) for name in self.stated()]
        inner = exp.select(exp.column("account_id", table="account"), *facts)
        base = exp.to_table(accounts.name, quoted=True)
        inner = inner.from_(exp.alias_(base, "account", table=True), copy=False)
        inner = with_totals(inner, ledgers)
        query = inner
        if checked.scope is not None:
            query = exp.select("*").from_(inner.subquery("facts", copy=False), copy=False)
            query = query.where(self.writer.condition(checked.scope), copy=False)
        self.steps.append(("accounts#in scope", query))
        self.top = "accounts#in scope"
        self.columns += ["account_id", *(name for name in checked.fields if name != "account_id")]

    def _fact(self, name: str) -> exp.Expr:
        kind: Kind = self.checked.fields[name].kind
        if name in self.snapshot.accounts.columns:
            return exp.column(name, table="account", quoted=True)
        return exp.alias_(exp.cast(exp.Null(), SQL_TYPES[kind]), name, quoted=True, copy=False)

    def ready_made(self) -> list[str]:
        """What the accounts table brings: pinned and stated names, and indicators that no ledger computes here."""
        taken = {*self.snapshot.pinned, *self.stated()}
        return [
            name
            for name in (*self.checked.indicators, *self.checked.criteria)
            if name in taken or (name in self.snapshot.accounts.columns and self._from_no_ledger(name))
        ]

    def stated(self) -> list[str]:
        """Indicators that a ledger computes but for the accounts for which somebody stated them."""
        of_ledgers = (n for n, one in self.checked.indicators.items() if one.indicator.ledger in self.snapshot.ledgers)
        return [name for name in of_ledgers if name in self.snapshot.stated and name not in self.snapshot.pinned]

    def _from_no_ledger(self, name: str) -> bool:
        indicator = self.checked.indicators.get(name)
        return indicator is not None and indicator.indicator.ledger not in self.snapshot.ledgers

    def _ledgers(self) -> dict[str, LedgerQuery]:
        queries = {}
        for name, table in self.snapshot.ledgers.items():
            wanted = [
                i for n, i in self.checked.indicators.items() if i.indicator.ledger == name and n not in self.held
            ]
            if not wanted:
                continue
            query = ledger_query(self.checked, name, table, wanted, self.bindings, f"{name}#rows")
            self.steps += [(f"{name}#rows", query.rows), (f"{name}#totals", query.totals)]
            queries[name] = query
        return queries

    # ── indicators and criteria ──────────────────────────────────────────────────────────────────────────────────────

    def _by_depth(self) -> list[list[str]]:
        """Names in layers: each layer uses only what is below it."""
        depth: dict[str, int] = {}
        for name in self.checked.order:
            below = [depth[used] + 1 for used in self.checked.uses[name] if used in depth]
            depth[name] = max(below, default=0)
        layers: list[list[str]] = []
        for level in sorted(set(depth.values())):
            names = [name for name in depth if depth[name] == level]
            layers.append([name for name in names if name != "score"])
            layers.append(["score"] if "score" in names else [])
        return [names for names in layers if names]

    def _named(self, name: str) -> exp.Expr:
        if name in self.checked.criteria:
            if name in self.snapshot.pinned:
                return column(given_column(name))
            return self.writer.condition(self.checked.criteria[name])
        return self._indicator(self.checked.indicators[name])

    def _indicator(self, checked: CheckedIndicator) -> exp.Expr:
        indicator = checked.indicator
        given: exp.Expr | None = None
        if indicator.name in self.ready_made():
            given = rounded(column(given_column(indicator.name)), checked.type, indicator.decimals)
        if given is not None and indicator.name in self.snapshot.pinned:
            return given
        if indicator.ledger is None:
            value = self.writer.rounded(checked.expr, checked.type, indicator.decimals)
            return _first_known(given, value, checked) if given is not None else value
        if indicator.ledger in self.snapshot.ledgers:
            value = indicator_value(checked, self.bindings)
            return _stated_or(given, value, checked) if given is not None else value
        return given if given is not None else exp.cast(exp.Null(), _sql_type(checked))

    # ── score and tiers ──────────────────────────────────────────────────────────────────────────────────────────────

    def _score(self) -> None:
        score = self.checked.pack.score
        assert score is not None
        points = [
            exp.alias_(scoring.points(part, type, self.bindings), scoring.points_column(part), quoted=True, copy=False)
            for part, type in self.checked.parts
            if scoring.points_column(part) not in self.held
        ]
        self._layer("points", points)
        self._layer("score", list(scoring.score(score.parts, score.missing, self.bindings)))

    def _tiers(self) -> None:
        conditions = []
        for index, tier in enumerate(self.checked.tiers):
            if tier_column(index) in self.held:
                continue
            sql = self._tier_condition(tier.when, index)
            conditions.append(exp.alias_(sql, tier_column(index), quoted=True, copy=False))
        self._layer("tier conditions", conditions)
        certain, possible = exp.Case(), exp.Case()
        for index, tier in enumerate(self.checked.tiers):
            met = column(tier_column(index))
            id = exp.Literal.string(tier.tier.id)
            certain = certain.when(met, id, copy=False)
            open_ = exp.Coalesce(this=met.copy(), expressions=[exp.true()])
            possible = possible.when(open_, id.copy(), copy=False)
        added: list[exp.Expr] = [exp.alias_(certain, "tier", quoted=True)]
        if self.checked.pack.hit == "unique":
            added.append(exp.alias_(self._clash(), CLASH, quoted=True))
            either = exp.Coalesce(this=certain.copy(), expressions=[possible])
            added.append(exp.alias_(either, "tier_possible", quoted=True))
        else:
            added.append(exp.alias_(possible, "tier_possible", quoted=True))
        self._layer("tiers", added)

    def _clash(self) -> exp.Expr:
        """Whether more than one tier is certain."""
        met = [exp.cast(column(tier_column(index)), exp.DType.INT) for index in range(len(self.checked.tiers))]
        counted = [exp.Coalesce(this=one, expressions=[exp.Literal.number(0)]) for one in met]
        return exp.GT(this=add(counted), expression=exp.Literal.number(1))

    def _tier_condition(self, when: Expr | None, index: int) -> exp.Expr:
        if when is not None:
            return self.writer.condition(when)
        if self.checked.pack.hit == "first" or index == 0:
            return exp.true()
        others = [tier.when for tier in self.checked.tiers[:index] if tier.when is not None]
        met = others[0] if len(others) == 1 else node.Logic(node.BOOL, "or", tuple(others))
        return exp.Not(this=exp.paren(self.writer.condition(met)))


def with_totals(accounts: exp.Select, ledgers: Mapping[str, LedgerQuery]) -> exp.Select:
    """A select over accounts, with the totals of ledgers joined to it."""
    for name, ledger in ledgers.items():
        totals = f"{name}#totals"
        accounts = accounts.select(*(exp.column(c, table=totals, quoted=True) for c in ledger.columns), copy=False)
        accounts = accounts.join(exp.to_table(totals, quoted=True), join_type="left", using=["account_id"], copy=False)
    return accounts


def tier_column(index: int) -> str:
    """The column that holds whether the tier at an index is met."""
    return f"tier#{index}"


def given_column(name: str) -> str:
    """The column that holds what an accounts table brings ready-made."""
    return f"{name}#given"


def _first_known(given: exp.Expr, value: exp.Expr, checked: CheckedIndicator) -> exp.Expr:
    """The value that came ready-made, else the computed one; decimals both with places for what either holds.

    Left alone, an engine that joins DECIMAL(18, 4) and DECIMAL(38, 0) may keep no places at all.
    """
    given, value = _alike(given, value, checked)
    return exp.Coalesce(this=given, expressions=[value])


def _stated_or(given: exp.Expr, value: exp.Expr, checked: CheckedIndicator) -> exp.Expr:
    """The value that was stated for the account, where one was, else the one that the ledger gives."""
    given, value = _alike(given, value, checked)
    stated = exp.Is(this=column(stated_column(checked.indicator.name)), expression=exp.true())
    return exp.paren(exp.Case().when(stated, given, copy=False).else_(value, copy=False))


def _alike(given: exp.Expr, value: exp.Expr, checked: CheckedIndicator) -> tuple[exp.Expr, exp.Expr]:
    """Both in a type that holds either."""
    if not checked.type.decimal:
        return given, value
    held = f"decimal(38, {max(checked.indicator.decimals, _MONEY_PLACES)})"
    return exp.cast(given, held), exp.TryCast(this=value, to=exp.DataType.build(held))


def _sql_type(checked: CheckedIndicator) -> str:
    if checked.type.kind == "null":
        return "double"
    return "decimal(38, 4)" if checked.type.decimal else SQL_TYPES[checked.type.kind]
