"""What a rule pack says about a portfolio, account by account and row by row in plain Python.

Written from ``docs/packs.md``; conditions are evaluated by `kamengine.reference.expressions`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type
from kamengine.language.numbers import LARGEST, round_decimal, round_float
from kamengine.language.sql import Bindings
from kamengine.pack.bind import quantity, weight_of
from kamengine.pack.checked import CheckedIndicator, CheckedPack
from kamengine.pack.model import Part
from kamengine.reference.expressions import Evaluator, all_of, any_of, as_held, exactly, negated

Row = Mapping[str, Any]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Result:
    """What comes out for one account in scope; None is unknown, or no tier."""

    account_id: str
    tier: str | None
    tier_possible: str | None
    score_low: float | None
    score_high: float | None
    criteria: Mapping[str, bool | None]
    indicators: Mapping[str, Any]
    parts: Mapping[str, Interval]


class TwoTiers(Exception):
    """An account is certain to be in two tiers of a pack with ``hit = "unique"``."""


def evaluate(
    checked: CheckedPack,
    bindings: Bindings,
    accounts: Sequence[Row],
    ledgers: Mapping[str, Sequence[Row]],
    pinned: Collection[str] = (),
) -> list[Result]:
    """The result of every account in scope, in the order of the accounts.

    Args:
        checked: the pack.
        bindings: the as-of date, parameters and tables.
        accounts: a row per account: ``account_id``, fields, and indicators that came ready-made.
        ledgers: the rows of each ledger that was given.
        pinned: indicators and criteria whose values are those of the accounts' rows; see `Snapshot.pinned`.

    Raises:
        TwoTiers: tiers are to be unique and two are certain.
    """
    with exactly():
        scope = checked.scope
        inside = [a for a in accounts if scope is None or Evaluator(bindings, a.get).value(scope) is True]
        portfolio = Portfolio(checked, bindings, inside, ledgers, pinned)
        return [portfolio.result(index) for index in range(len(inside))]


class Portfolio:
    """The accounts in scope, with everything about them that has been evaluated so far; to be used within `exactly`."""

    def __init__(
        self,
        checked: CheckedPack,
        bindings: Bindings,
        accounts: Sequence[Row],
        ledgers: Mapping[str, Sequence[Row]],
        pinned: Collection[str] = (),
    ) -> None:
        """Nothing is evaluated yet; for the arguments see `evaluate`."""
        self.checked, self.bindings, self.accounts, self.ledgers = checked, bindings, accounts, ledgers
        self.pinned = frozenset(pinned)
        self._known: dict[tuple[str, int], Any] = {}
        self._columns: dict[int, list[Any]] = {}
        self._evaluators = [
            Evaluator(
                bindings,
                fact=lambda name, i=index: self.fact(name, i),  # type: ignore[misc]
                score=lambda i=index: self.score(i),  # type: ignore[misc]
                portfolio=lambda call, i=index: self.column(call)[i],  # type: ignore[misc]
            )
            for index in range(len(accounts))
        ]

    def result(self, index: int) -> Result:
        """Everything that comes out for one account."""
        has_score = bool(self.checked.parts)
        low, high = self.score(index) if has_score else (None, None)
        tier, possible = self.tiers(index)
        return Result(
            self.accounts[index]["account_id"],
            tier,
            possible,
            low,
            high,
            {name: self.fact(name, index) for name in self.checked.criteria},
            {name: self.fact(name, index) for name in self.checked.indicators},
            {part.id: self.points(part, type, index) for part, type in self.checked.parts},
        )

    def fact(self, name: str, index: int) -> Any:
        """The value of a field, an indicator or a criterion for one account."""
        if name in self.pinned:
            return self._pinned(name, index)
        criterion, indicator = self.checked.criteria.get(name), self.checked.indicators.get(name)
        if criterion is None and indicator is None:
            return self.accounts[index].get(name)
        if (name, index) not in self._known:
            found = self.value(criterion, index) if criterion is not None else None
            self._known[name, index] = self.indicator(indicator, index) if indicator is not None else found
        return self._known[name, index]

    def value(self, expr: Expr, index: int) -> Any:
        """The value of any expression over accounts for one account."""
        return self._evaluators[index].value(expr)

    def _pinned(self, name: str, index: int) -> Any:
        value = self.accounts[index].get(name)
        indicator = self.checked.indicators.get(name)
        return value if indicator is None else _rounded(value, indicator.type, indicator.indicator.decimals)

    def column(self, call: node.Call) -> list[Any]:
        """The value of a portfolio function for every account in scope."""
        if id(call) not in self._columns:
            columns = [[e.argument(call, argument) for e in self._evaluators] for argument in call.arguments]
            columns = columns or [[True] * len(self.accounts)]  # something that is known of every account
            self._columns[id(call)] = [as_held(value, call.type) for value in call.function.reference(*columns)]
        return self._columns[id(call)]

    # ── indicators ───────────────────────────────────────────────────────────────────────────────────────────────────

    def indicator(self, checked: CheckedIndicator, index: int) -> Any:
        """The value of an indicator, rounded to its decimals."""
        indicator = checked.indicator
        if indicator.ledger in self.ledgers:
            value = self.from_rows(checked, index)
        else:
            value = self.accounts[index].get(indicator.name)
            if value is None and indicator.ledger is None:
                value = self._evaluators[index].represented(checked.expr, checked.type)
        return _rounded(value, checked.type, indicator.decimals)

    def from_rows(self, checked: CheckedIndicator, index: int) -> Any:
        """The value of an indicator over the rows of one account."""
        indicator = checked.indicator
        assert indicator.ledger is not None
        own = [r for r in self.ledgers[indicator.ledger] if r["account_id"] == self.accounts[index]["account_id"]]
        counts = [self._counts(checked, row) for row in own]
        if None in counts:
            return None
        rows = [row for row, counting in zip(own, counts, strict=True) if counting]
        if not rows:
            return as_held(indicator.empty, checked.type)
        day = self.checked.ledgers[indicator.ledger].date
        try:
            over_rows = Evaluator(self.bindings, fact=_no_fact, rows=lambda call: self._aggregate(call, rows, day))
            value = over_rows.value(checked.expr)
        except _UnknownRow:
            return None
        if value is not None and indicator.per is not None:
            assert indicator.window is not None
            value = float(value) / float(_whole(indicator.window.length(indicator.per, self.bindings.as_of)))
        return as_held(value, checked.type)

    def _counts(self, checked: CheckedIndicator, row: Row) -> bool | None:
        """Whether a row counts: its condition is met and its date is within the window."""
        met = True if checked.where is None else Evaluator(self.bindings, row.get).value(checked.where)
        day = self.checked.ledgers[checked.indicator.ledger or ""].date
        if day is None:
            return met
        window = checked.indicator.window
        start, end = window.bounds(self.bindings.as_of) if window else (date.min, self.bindings.as_of)
        return all_of((met, None if row.get(day) is None else start <= row[day] <= end))

    def _aggregate(self, call: node.Call, rows: Sequence[Row], day: str | None) -> Any:
        """The value of a ledger function over the rows that count, in the order of date, then value."""
        if call.function.dated:
            assert day is not None
            return self._over_dates(call, sorted(rows, key=lambda row: row[day]), day)
        if not call.arguments:
            return len(rows)
        (argument,) = call.arguments
        evaluators = [Evaluator(self.bindings, row.get) for row in rows]
        days = [row.get(day) if day else None for row in rows]
        values = [(d, evaluator.argument(call, argument)) for d, evaluator in zip(days, evaluators, strict=True)]
        if call.function.unknown == "own":
            return as_held(call.function.reference([value for _, value in values]), call.type)
        if any(value is None for _, value in values):
            raise _UnknownRow
        ordered = sorted(values, key=lambda pair: pair if day else pair[1])
        return as_held(call.function.reference([value for _, value in ordered]), call.type)

    def _over_dates(self, call: node.Call, rows: Sequence[Row], day: str) -> Any:
        """The value of a ledger function that looks at dates, over the rows that count in the order of date."""
        evaluators = [Evaluator(self.bindings, row.get) for row in rows]
        columns = [[e.argument(call, argument) for e in evaluators] for argument in call.arguments]
        if any(None in column for column in columns):
            raise _UnknownRow
        return as_held(call.function.reference([row[day] for row in rows], self.bindings.as_of, *columns), call.type)

    # ── score and tiers ──────────────────────────────────────────────────────────────────────────────────────────────

    def score(self, index: int) -> Interval:
        """The lowest and the highest score that is possible."""
        parts, total = list(self.checked.parts), 100.0
        if self._missing == "renormalise":
            parts = [(part, type) for part, type in parts if self.fact(part.subject, index) is not None]
            total = sum(float(weight_of(part, self.bindings)) for part, _ in parts)
        if not total:
            return 0.0, 100.0
        points = [(float(weight_of(part, self.bindings)), self.points(part, type, index)) for part, type in parts]
        low = sum(weight * fewest for weight, (fewest, _) in points)
        high = sum(weight * most for weight, (_, most) in points)
        return round_float(low / total), round_float(high / total)

    def points(self, part: Part, type: Type, index: int) -> Interval:
        """The fewest and the most points of a part."""
        value = self.fact(part.subject, index)
        if value is not None:
            points = self._by_bands(part, type, value) if part.bands else self._along_line(part, float(value))
            return points, points
        if self._missing == "zero":
            return 0.0, 0.0
        every = [self._gained(band.points) for band in part.bands] or [self._gained(y) for _, y in part.line]
        if part.bands and part.bands[0].start is not None:
            every.append(Decimal(0))
        return float(min(every)), float(max(every))

    @property
    def _missing(self) -> str:
        assert self.checked.pack.score is not None
        return self.checked.pack.score.missing

    def _by_bands(self, part: Part, type: Type, value: Any) -> float:
        points = Decimal(0)
        for band in part.bands:
            start = None if band.start is None else self._number(band.start)
            if start is None or value >= (start if type.decimal or type.kind == "integer" else float(start)):
                points = self._gained(band.points)
        return float(points)

    def _along_line(self, part: Part, x: float) -> float:
        line = [(float(self._number(x)), float(self._gained(y))) for x, y in part.line]
        if x <= line[0][0]:
            return line[0][1]
        for (x0, y0), (x1, y1) in pairwise(line):
            if x < x1:
                return round_float(y0 + (x - x0) * ((y1 - y0) / (x1 - x0)))
        return line[-1][1]

    def _gained(self, points: Decimal | str) -> Decimal:
        return round_decimal(self._number(points), 6)

    def _number(self, number: Decimal | str) -> Decimal:
        value = quantity(number, self.bindings)
        assert value is not None
        return value

    def conditions(self, index: int) -> list[bool | None]:
        """Whether the condition of each tier is met."""
        conditions = [self._condition(tier.when, index) for tier in self.checked.tiers if tier.when is not None]
        if len(conditions) < len(self.checked.tiers):
            conditions.append(negated(any_of(conditions)) if self.checked.pack.hit == "unique" else True)
        return conditions

    def tiers(self, index: int) -> tuple[str | None, str | None]:
        """The best tier that is certain, and the best that is not ruled out."""
        unique = self.checked.pack.hit == "unique"
        conditions = self.conditions(index)
        ids = [tier.tier.id for tier in self.checked.tiers]
        certain = [id for id, met in zip(ids, conditions, strict=True) if met]
        possible = [id for id, met in zip(ids, conditions, strict=True) if met is not False]
        if unique and len(certain) > 1:
            raise TwoTiers(self.accounts[index]["account_id"])
        if unique and certain:
            possible = certain
        return next(iter(certain), None), next(iter(possible), None)

    def _condition(self, when: Expr, index: int) -> bool | None:
        truth = self._evaluators[index].value(when)
        assert truth is None or isinstance(truth, bool)
        return truth


class _UnknownRow(Exception):
    """A row that counts has no value."""


def _no_fact(name: str) -> Any:
    raise TypeError(f"{name} outside an aggregate")


def _whole(length: Fraction | None) -> Fraction:
    assert length is not None
    return length


def _rounded(value: Any, type: Type, places: int) -> Any:
    """Rounded once, half away from zero; whole numbers and dates as they are."""
    if isinstance(value, Decimal):
        return round_decimal(value, places)
    if isinstance(value, float) and type.kind != "integer":
        return round_float(value, places) if abs(value) <= LARGEST else None
    return value
