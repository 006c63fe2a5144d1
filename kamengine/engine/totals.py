"""What looks at all accounts, each in narrow steps whose results are joined to every account.

Windows over the whole portfolio (``SUM(x) OVER ()``, ``COUNT(x) OVER (ORDER BY x)``) say the same, but hold every
column of every account while they compute: that doubled the time of a run over a million accounts. Instead

- an aggregate over all accounts is computed in a step of one row, and
- a sum or count of all values up to an account's is computed over the distinct values, and joined by value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from kamengine.language.sql import column

Steps = list[tuple[str, exp.Select]]
_ID = "account_id"
_AGGREGATES = (exp.Sum, exp.Count, exp.Min, exp.Max)


def steps_over(below: str, name: str, expressions: Sequence[exp.Expr], of: str | None = None) -> Steps:
    """A step that selects expressions, after the steps for the windows that they ask for.

    Args:
        below: the step to select from.
        name: of the step; unique in the query.
        expressions: what to select, with windows over all accounts, which may hold others; changed in place.
        of: a step with one of the accounts, when nothing is wanted of the others: what they come to is added up for it
            alone, in one pass over `below`.
    """
    windows = _Windows(name)
    select = exp.select(*(expression.transform(windows.replaced, copy=False) for expression in expressions))
    source = f"{name}#rows" if windows.places else of or below
    select = select.from_(exp.to_table(source, quoted=True), copy=False)
    if windows.places and of is not None:
        one = exp.select(column(_ID)).from_(exp.to_table(of, quoted=True))
        select = select.where(exp.In(this=column(_ID), query=one.subquery()), copy=False)
    steps: Steps = []
    if windows.totals:
        totals = totals_of(name)
        steps += steps_over(below, totals, list(windows.totals.values()))
        select = select.join(exp.to_table(totals, quoted=True), join_type="cross", copy=False)
    for index, ranking in enumerate(windows.rankings.values()):
        ranked = f"{name}#ranking{index}"
        steps += ranking.steps(below, ranked) if of is None else ranking.steps_of_one(below, ranked, of)
        select = select.join(exp.to_table(ranked, quoted=True), on=ranking.joined(), join_type="left", copy=False)
    if windows.places:
        rows = exp.select(exp.Star(), *windows.places.values()).from_(exp.to_table(below, quoted=True), copy=False)
        steps.append((source, rows))
    return [*steps, (name, select)]


def totals_of(name: str) -> str:
    """The step of one row, the same for every account, that a step may read besides the one below it."""
    return f"{name}#sums"


def read_twice(steps: Sequence[tuple[str, exp.Select]]) -> Collection[str]:
    """Names of the steps that several others read: to compute a column again is cheaper than to keep them all."""
    read = Counter(name for _, step in steps for name in {table.name for table in step.find_all(exp.Table)})
    return {name for name, times in read.items() if times > 1}


@dataclass
class _Ranking:
    """Sums and counts of the values up to each value of one expression.

    Attributes:
        value: the expression.
        name: the column that holds its distinct values.
        windows: what to compute over them, by the window that asks for it.
    """

    value: exp.Expr
    name: str
    windows: dict[str, exp.Expr] = field(default_factory=dict)

    def column(self, window: exp.Window) -> exp.Column:
        """The column that has what a window asks for."""
        added = exp.Sum(this=column(f"{self.name}.{type(window.this).__name__.lower()}"))
        order = window.args["order"].copy()
        order.expressions[0].set("this", column(self.name))
        running = exp.alias_(exp.Window(this=added, order=order), f"{self.name}.{len(self.windows)}", quoted=True)
        return column(self.windows.setdefault(window.sql(), running).alias)

    def steps(self, below: str, name: str) -> Steps:
        """The distinct values with their sum and count, and what comes of them in order."""
        values = f"{name}#values"
        parts = [
            exp.alias_(self.value.copy(), self.name, quoted=True),
            exp.alias_(exp.Sum(this=self.value.copy()), f"{self.name}.sum", quoted=True),
            exp.alias_(exp.Count(this=self.value.copy()), f"{self.name}.count", quoted=True),
        ]
        distinct = exp.select(*parts).from_(exp.to_table(below, quoted=True)).group_by(column(self.name))
        ranked = exp.select(column(self.name), *self.windows.values()).from_(exp.to_table(values, quoted=True))
        return [(values, distinct), (name, ranked)]

    def steps_of_one(self, below: str, name: str, of: str) -> Steps:
        """The same for the value of one account: what is up to it, added up; no row when it is unknown."""
        own = f"{self.name}.own"
        mine = exp.select(exp.alias_(self.value.copy(), own, quoted=True)).from_(exp.to_table(of, quoted=True))
        parts = [self._up_to(running, own) for running in self.windows.values()]
        ranked = exp.select(exp.alias_(column(own), self.name, quoted=True), *parts)
        ranked = ranked.from_(exp.to_table(below, quoted=True), copy=False)
        ranked = ranked.join(mine.subquery("own"), join_type="cross", copy=False)
        known = exp.Not(this=exp.Is(this=column(own), expression=exp.Null()))
        return [(name, ranked.where(known, copy=False).group_by(column(own), copy=False))]

    def _up_to(self, running: exp.Expr, own: str) -> exp.Expr:
        """What a window over the distinct values comes to at one of them."""
        window = running.this
        first = window.args["order"].expressions[0].args.get("desc")
        within = (exp.GTE if first else exp.LTE)(this=exp.paren(self.value.copy()), expression=column(own))
        kind = exp.Sum if window.this.this.name.endswith(".sum") else exp.Count
        whole = exp.Filter(this=kind(this=self.value.copy()), expression=exp.Where(this=within))
        return exp.alias_(whole, running.alias, quoted=True)

    def joined(self) -> exp.Expr:
        """The condition that finds the row of an account's value."""
        return exp.EQ(this=exp.paren(self.value.copy()), expression=column(self.name))


@dataclass
class _Windows:
    """The windows of some expressions, each once, and the columns that take their place.

    Attributes:
        step: name of the step that asks for them.
        totals: aggregates over all accounts.
        rankings: by the value that orders.
        places: all others, such as the place of an account's row; computed row by row.
    """

    step: str
    totals: dict[str, exp.Expr] = field(default_factory=dict)
    rankings: dict[str, _Ranking] = field(default_factory=dict)
    places: dict[str, exp.Expr] = field(default_factory=dict)

    def replaced(self, part: exp.Expr) -> exp.Expr:
        """The column that a window becomes; everything else as it is."""
        if not isinstance(part, exp.Window):
            return part
        if _is_total(part):
            total = exp.alias_(part.this, f"{self.step}#{len(self.totals)}", quoted=True)
            return column(self.totals.setdefault(part.sql(), total).alias)
        value = _ranked_value(part)
        if value is None:
            place = exp.alias_(part, f"{self.step}#place{len(self.places)}", quoted=True)
            return column(self.places.setdefault(part.sql(), place).alias)
        ranking = _Ranking(value, f"{self.step}#value{len(self.rankings)}")
        return self.rankings.setdefault(value.sql(), ranking).column(part)


def _is_total(window: exp.Window) -> bool:
    """Whether this is an aggregate over all accounts: a window without an order, parts or a frame."""
    if not isinstance(window.this, _AGGREGATES):
        return False
    return not any(window.args.get(key) for key in ("partition_by", "order", "spec", "alias"))


def _ranked_value(window: exp.Window) -> exp.Expr | None:
    """The x of ``SUM(x) OVER (ORDER BY x)`` and the like, which only depend on the value of x; None for others."""
    order = window.args.get("order")
    if not isinstance(window.this, exp.Sum | exp.Count) or order is None or len(order.expressions) != 1:
        return None
    if any(window.args.get(key) for key in ("partition_by", "spec", "alias")):
        return None
    value: exp.Expr = window.this.this
    return value if order.expressions[0].this == value else None
