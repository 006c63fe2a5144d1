"""How the values of an indicator are spread over a portfolio: a histogram, and the curve of Lorenz and Pareto.

The curve begins with the largest values, as people who look after key accounts read it: so much of the whole is held by
such a share of the accounts (V. Pareto 1896; M. O. Lorenz, Methods of measuring the concentration of wealth, 1905).
Sums are exact; so is the bin that each value is counted in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import count, pairwise
from typing import Literal

from sqlglot import exp

from kamengine.engine.migration import exact_value
from kamengine.engine.resident import Step
from kamengine.engine.run import DIALECT
from kamengine.language.portfolio_functions import LARGEST_OF_GINI
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, column
from kamengine.whatif.lines import SCORE, Line, demand_measure, lines_through

Scale = Literal["even", "powers"]
"""Bins that are equally wide, or a tenth, a fifth … of a power of ten each, for values that differ by orders."""

USUAL_BINS, MOST_BINS = 40, 500
_POINTS = 200  # of the curve, evenly over the accounts
_SKEWED = 50  # the largest value is so many times the one in the middle: then powers of ten show more
_MOST_DECADES = 12
_PER_DECADE = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20)
_numbers = count(1)


@dataclass(frozen=True)
class Bin:
    """So many accounts have a value from `low` on, and below `high`; None for no end."""

    low: Decimal | None
    high: Decimal | None
    accounts: int


@dataclass(frozen=True)
class LineCount:
    """A line, how many accounts have a value at it or above, and what they hold of the total, if there is a curve."""

    line: Line
    at_or_above: int
    held: float | None = None


@dataclass(frozen=True)
class Point:
    """The accounts with the largest values, a share of all that are known, hold such a share of the whole.

    Attributes:
        accounts: their share, 0 to 1.
        held: what they hold of the total; above 1 where others are below 0.
    """

    accounts: float
    held: float


@dataclass(frozen=True)
class Distribution:
    """How values are spread.

    Attributes:
        name: of the indicator or field, or ``score``.
        known: accounts whose value is known; of the score, those of which it is one number.
        unknown: the others in scope.
        least: the smallest value; None when none is known, as are the next three.
        median: the value in the middle, of two the smaller one.
        greatest: the largest value.
        total: of all values.
        scale: of the bins.
        bins: ascending, without a gap.
        lines: that the pack draws.
        curve: from no account to all of them; empty where the values are not parts of a whole: of ratios, of the score,
            where some are below 0 or all are 0.
        gini: the Gini coefficient, 0 when all values are equal, towards 1 when one account has all; None without curve.
        top_fifth: what the largest fifth of the accounts holds of the total; None without curve.
    """

    name: str
    known: int
    unknown: int
    least: Decimal | None
    median: Decimal | None
    greatest: Decimal | None
    total: Decimal | None
    scale: Scale
    bins: tuple[Bin, ...]
    lines: tuple[LineCount, ...]
    curve: tuple[Point, ...]
    gini: float | None
    top_fifth: float | None


def distribution(step: Step, name: str, *, bins: int = USUAL_BINS, scale: Scale | None = None) -> Distribution:
    """The values of an indicator or field over the accounts of a run, as they are after a step.

    Args:
        step: the accounts; a step to the run's own bindings leaves everything as it is.
        name: of an indicator or field with numbers, or ``score``.
        bins: at most so many, 2 or more.
        scale: of the bins; None: powers of ten where the values differ by orders, else even.

    Raises:
        KamError: the pack has no such indicator or field.
    """
    checked = step.resident.checked
    demand_measure(checked, name)
    values = _Values(step, name)
    try:
        known, unknown, least, median, greatest, total, whole = values.ends()
        used: Scale = scale or _fitting(least, median, greatest)
        edges = values.edges(used, least, greatest, bins, whole=whole)
        lines = lines_through(checked, step.bindings, name)
        counted = values.at_or_above([*edges, *(line.value for line in lines)])
        adds_up = least is not None and least >= 0 and name != SCORE and checked.unit(name) != "ratio"
        curve, gini = values.curve(known, total) if adds_up and total else ((), None)
        held = values.held([line.value for line in lines], total) if curve and total else [None] * len(lines)
    finally:
        values.drop()
    return Distribution(
        name=name,
        known=known,
        unknown=unknown,
        least=least,
        median=median,
        greatest=greatest,
        total=total,
        scale=used,
        bins=_bins(edges, counted[: len(edges)], known, least),
        lines=tuple(map(LineCount, lines, counted[len(edges) :], held)),
        curve=curve,
        gini=gini,
        top_fifth=next((point.held for point in curve if point.accounts >= 0.2), None),
    )


class _Values:
    """The values as a table, for as long as they are looked at."""

    def __init__(self, step: Step, name: str) -> None:
        self.connection = step.resident.snapshot.connection
        self.table = f'"values#{next(_numbers)}"'
        value: exp.Expr = column(name)
        if name == SCORE:
            same = exp.EQ(this=column(SCORE_LOW), expression=column(SCORE_HIGH))
            value = exp.Case().when(same, column(SCORE_LOW))
        in_scope = step.rows(exp.alias_(exact_value(value), "v"))
        self.connection.execute(f"CREATE TABLE {self.table} AS {in_scope.sql(DIALECT)}")

    def drop(self) -> None:
        self.connection.execute(f"DROP TABLE {self.table}")

    def ends(self) -> tuple[int, int, Decimal | None, Decimal | None, Decimal | None, Decimal | None, bool]:
        """Known, unknown, least, median, greatest, total, and whether all are whole numbers."""
        query = "SELECT count(v), count(*) - count(v), min(v), quantile_disc(v, 0.5), max(v), sum(v), "
        query += f"coalesce(bool_and(v = trunc(v)), false) FROM {self.table}"
        known, unknown, least, median, greatest, total, whole = self.connection.execute(query).fetchall()[0]
        return known, unknown, least, median, greatest, total, whole

    def edges(
        self, scale: Scale, least: Decimal | None, greatest: Decimal | None, bins: int, *, whole: bool
    ) -> tuple[Decimal, ...]:
        """The lower ends of the bins, and above them one end that is larger than every value."""
        if least is None or greatest is None:
            return ()
        small = self.small() if scale == "powers" else None
        return _powers(small, greatest, bins) if small is not None else _even(least, greatest, bins, whole=whole)

    def small(self) -> Decimal | None:
        """A value above 0 that few others lie below; None when none is above 0."""
        query = f"SELECT quantile_disc(v, 0.01) FROM {self.table} WHERE v > 0"
        found: Decimal | None = self.connection.execute(query).fetchall()[0][0]
        return found

    def at_or_above(self, lines: Sequence[Decimal]) -> list[int]:
        """How many values are at each line or above it."""
        if not lines:
            return []
        counts = ", ".join(f"count(*) FILTER (v >= {line:f}::DECIMAL(38, 10))" for line in lines)
        return list(self.connection.execute(f"SELECT {counts} FROM {self.table}").fetchall()[0])

    def held(self, lines: Sequence[Decimal], total: Decimal) -> list[float | None]:
        """What the values at each line or above it make of the total, which is above 0."""
        if not lines:
            return []
        sums = ", ".join(f"coalesce(sum(v) FILTER (v >= {line:f}::DECIMAL(38, 10)), 0)" for line in lines)
        return [
            float(part / total) for part in self.connection.execute(f"SELECT {sums} FROM {self.table}").fetchall()[0]
        ]

    def curve(self, known: int, total: Decimal) -> tuple[tuple[Point, ...], float | None]:
        """The points of the curve, and the Gini coefficient; the total is above 0."""
        ranks = sorted({math.ceil(known * share / _POINTS) for share in range(1, _POINTS + 1)})
        ranked = f"SELECT v, row_number() OVER (ORDER BY v DESC) AS r FROM {self.table} WHERE v IS NOT NULL"
        held = f"SELECT r, sum(v) OVER (ORDER BY r) AS held FROM ({ranked})"
        wanted = ", ".join(map(str, ranks))
        rows = self.connection.execute(f"SELECT r, held FROM ({held}) WHERE r IN ({wanted}) ORDER BY r").fetchall()
        points = [Point(rank / known, float(part / total)) for rank, part in rows]
        return (Point(0.0, 0.0), *points), self._gini(ranked, known, total)

    def _gini(self, ranked: str, known: int, total: Decimal) -> float | None:
        """2·Σ i·xᵢ / (n·Σ x) - (n + 1) / n over the values in ascending order, exact up to the last division."""
        row = f"CAST(v AS DECIMAL(22, 6)) * CAST({known + 1} - r AS DECIMAL(12, 0))"
        limit = f"{LARGEST_OF_GINI:f}"
        query = f"SELECT max(abs(v)) <= {limit}, sum(CASE WHEN abs(v) <= {limit} THEN {row} END) FROM ({ranked})"
        sound, weighted = self.connection.execute(query).fetchall()[0]
        if not sound:
            return None
        return float(2 * weighted - (known + 1) * total) / float(known * total)


# ── bins ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fitting(least: Decimal | None, median: Decimal | None, greatest: Decimal | None) -> Scale:
    if least is None or median is None or greatest is None or least < 0 or median <= 0:
        return "even"
    return "powers" if greatest > _SKEWED * median else "even"


def _even(least: Decimal, greatest: Decimal, bins: int, *, whole: bool) -> tuple[Decimal, ...]:
    """The lower ends of all bins, and above them one end that is larger than every value."""
    bins = max(2, min(bins, MOST_BINS))
    span = greatest - least if greatest > least else max(abs(least) / 10, Decimal(1))
    width = _round_width(span / (bins - 1))
    width = max(width, Decimal(1)) if whole else width
    first = (least / width).to_integral_value(ROUND_FLOOR)
    number = int((greatest / width).to_integral_value(ROUND_FLOOR) - first) + 2
    return tuple((first + index) * width for index in range(number))


def _powers(small: Decimal, greatest: Decimal, bins: int) -> tuple[Decimal, ...]:
    """The lower ends of all bins but an open first one, and above them one end that is larger than every value."""
    bins = max(2, min(bins, MOST_BINS))
    lowest = max(small.adjusted(), greatest.adjusted() + 1 - min(_MOST_DECADES + 1, bins - 1))
    decades = greatest.adjusted() + 1 - lowest
    per = max(n for n in _PER_DECADE if n * decades + 1 <= bins)
    every = [_power(lowest * per + index, per) for index in range(per * decades + 1)]
    above = next(index for index, edge in enumerate(every) if edge > greatest)
    below = max((index for index, edge in enumerate(every) if edge <= small), default=0)
    return tuple(every[below : above + 1])


def _power(index: int, per: int) -> Decimal:
    """Ten to the power of a fraction, with three digits: as people read it, and the same on every machine."""
    whole, part = divmod(index, per)
    digits = round(10 ** (part / per) * 100)
    return Decimal(digits).scaleb(whole - 2)


def _round_width(least: Decimal) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten that is not below a number above 0."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least)


def _bins(edges: Sequence[Decimal], at_or_above: Sequence[int], known: int, least: Decimal | None) -> tuple[Bin, ...]:
    if least is None or not edges:
        return ()
    bins = [
        Bin(low, high, above - beyond)
        for (low, high), (above, beyond) in zip(pairwise(edges), pairwise(at_or_above), strict=True)
    ]
    return (Bin(None, edges[0], known - at_or_above[0]), *bins) if least < edges[0] else tuple(bins)
