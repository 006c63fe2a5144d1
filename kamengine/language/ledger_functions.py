"""Functions over the rows of a ledger: from the rows that count, one number, date or text per account.

Their SQL aggregates values, whether their rows count, and dates. Sums are exact and the rest only compares, so neither
the order of rows nor the number of threads changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlglot import exp

from kamengine.declarations import Label
from kamengine.language.expressions import Type
from kamengine.language.functions import ANYTHING, ORDERED, Function, Parameter
from kamengine.language.meanings import sql_template
from kamengine.language.numbers import DECIMALS, round_decimal
from kamengine.language.once import once
from kamengine.language.typing_rules import TypeMismatch
from kamengine.language.units import Unit
from kamengine.problems import say

_MONTH = Unit((("month", 1),))


def sum_type(arguments: Sequence[Type]) -> Type:
    """Money stays money; other sums are numbers."""
    (type,) = arguments
    return type if type.kind == "money" else Type("number", type.unit)


def average_type(arguments: Sequence[Type]) -> Type:
    """An average is a number in the unit of what is averaged."""
    return Type("number", arguments[0].unit)


def column_type(arguments: Sequence[Type]) -> Type:
    """That of the column.

    Raises:
        TypeMismatch: a constant instead of a column.
    """
    if arguments[0].constant:
        raise TypeMismatch(say("an aggregate needs a column of the ledger, not a constant"))
    return arguments[0]


def first_or_last_sql(function: type[exp.Func]) -> Callable[..., exp.Expr]:
    """The value of the first or last row by date, and among equal dates by value."""

    def write(value: exp.Expr, counts: exp.Expr, day: exp.Expr | None) -> exp.Expr:
        order = exp.Order(
            this=value, expressions=[exp.Ordered(this=key) for key in (day, value.copy()) if key is not None]
        )
        return exp.Filter(this=function(this=order), expression=exp.Where(this=counts))

    return write


def aggregate_sql(text: str) -> Callable[..., exp.Expr]:
    """An aggregate over ``:a``, the values, and ``:b``, whether a row counts."""
    template = sql_template(text)
    return lambda value, counts, _day: template(value, counts)


def count_sql(*arguments: exp.Expr | None) -> exp.Expr:
    """The number of rows that count, or of those in which the argument is known."""
    *value, counts, _day = arguments
    if value:
        return sql_template("COUNT(:a) FILTER (WHERE :b)")(value[0], counts)
    return sql_template("COUNT(*) FILTER (WHERE :a)")(counts)


def count_known(values: Sequence[Any]) -> int:
    """How many values are known."""
    return sum(value is not None for value in values)


def average(values: Sequence[Decimal]) -> float:
    """The exact sum divided by the count, in double precision."""
    return float(sum(values)) / len(values)


# ── aggregates that need the values in order, or their dates ─────────────────────────────────────────────────────────

_MIDDLE = "CAST(:a[(LENGTH(:a) + 1) // 2] + :a[LENGTH(:a) // 2 + 1] AS DOUBLE) / 2"
_GAPS = "NULLIF(LIST_MAX(LIST_TRANSFORM(RANGE(1, LENGTH(:a)), lambda i : :a[i + 1] - :a[i])), 0)"


def median_sql(value: exp.Expr, counts: exp.Expr, _day: exp.Expr | None) -> exp.Expr:
    """The mean of the two values in the middle, which are one value when their number is odd."""
    ordered = sql_template("LIST_SORT(LIST(:a) FILTER (WHERE :b))")(value, counts)
    return once([ordered], sql_template(_MIDDLE))


def median(values: Sequence[Decimal]) -> float:
    """The same in Python: the middle ones are added exactly."""
    ordered, n = sorted(values), len(values)
    return float(ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def days_since_last_sql(counts: exp.Expr, day: exp.Expr, as_of: exp.Expr) -> exp.Expr:
    """Days from the newest date to the as-of date."""
    return sql_template("DATE_DIFF('DAY', MAX(:a) FILTER (WHERE :b), :c)")(day, counts, as_of)


def days_since_last(dates: Sequence[date], as_of: date) -> int:
    """The same in Python."""
    return (as_of - dates[-1]).days


def longest_gap_sql(counts: exp.Expr, day: exp.Expr, _as_of: exp.Expr) -> exp.Expr:
    """The most days between two dates that follow each other; NULL with fewer than two."""
    ordered = sql_template("LIST_SORT(LIST(:a) FILTER (WHERE :b))")(day, counts)
    return once([ordered], sql_template(_GAPS))


def longest_gap(dates: Sequence[date], _as_of: date) -> int | None:
    """The same in Python."""
    return max(((later - earlier).days for earlier, later in pairwise(dates)), default=0) or None


MILLIONTHS_OF_DAYS_PER_MONTH = 30_436_875
"""A month of the mean Gregorian year: 365.2425 / 12 = 30.436875 days."""

LARGEST_OF_TREND = 1e24
"""A slope is unknown when the square of the number of rows, times the most days, times the largest value is beyond."""

_LARGEST_VALUE = Decimal(10) ** 15
_SUMS = (
    "COUNT(*) FILTER (WHERE :b)",
    "MAX(ABS(:a)) FILTER (WHERE :b)",
    "MAX(ABS(:c)) FILTER (WHERE :b)",
    "SUM(CASE WHEN ABS(:a) <= 1000000000000000 THEN :a * :c END) FILTER (WHERE :b)",
    "SUM(:a) FILTER (WHERE :b)",
    "CAST(SUM(:c) FILTER (WHERE :b) AS BIGINT)",
    "CAST(SUM(:c * :c) FILTER (WHERE :b) AS HUGEINT)",
)
_FITS = (
    "CASE WHEN :b <= 1000000000000000"
    " AND CAST(:a AS DOUBLE) * CAST(:a AS DOUBLE) * CAST(:c AS DOUBLE) * CAST(:b AS DOUBLE) <= 1e24"
)
_ABOVE = f"{_FITS} THEN CAST((:a * :d - :f * :e) * 1000000 AS HUGEINT) * {MILLIONTHS_OF_DAYS_PER_MONTH} END"
_BELOW = f"{_FITS} THEN NULLIF(:a * :g - CAST(:f AS HUGEINT) * :f, 0) * 1000000 END"
_ROUNDED = "SIGN(:a) * ((2 * ABS(:a) + :b) // (2 * :b))"
_QUOTIENT = f"CAST(CAST({_ROUNDED} AS DECIMAL(38, 0)) * CAST(0.000001 AS DECIMAL(7, 6)) AS DOUBLE)"


def trend_sql(value: exp.Expr, counts: exp.Expr, day: exp.Expr, as_of: exp.Expr) -> exp.Expr:
    """The least-squares slope of the value over the date, by whole numbers up to the division by a million."""
    days = sql_template("DATE_DIFF('DAY', :a, :b)")(as_of, day)

    def slope(*sums: exp.Expr) -> exp.Expr:
        return once([sql_template(_ABOVE)(*sums), sql_template(_BELOW)(*sums)], sql_template(_QUOTIENT))

    return once([sql_template(text)(value, counts, days) for text in _SUMS], slope)


def trend(dates: Sequence[date], as_of: date, values: Sequence[Decimal]) -> float | None:
    """The same in Python: (n·Σtx - Σt·Σx) / (n·Σt² - (Σt)²) with t in days, times the days of a month, to 6 places."""
    n, days = len(dates), [(day - as_of).days for day in dates]
    largest, farthest = max(map(abs, values)), max(map(abs, days))
    if largest > _LARGEST_VALUE or float(n) * float(n) * float(farthest) * float(largest) > LARGEST_OF_TREND:
        return None
    products = sum((day * value for day, value in zip(days, values, strict=True)), Decimal(0))
    above = (n * products - sum(days) * sum(values, Decimal(0))) * MILLIONTHS_OF_DAYS_PER_MONTH
    below = (n * sum(day * day for day in days) - sum(days) ** 2) * 1_000_000
    return float(round_decimal(above / below, DECIMALS)) if below else None


def trend_type(arguments: Sequence[Type]) -> Type:
    """A number in the unit of the values per month."""
    unit = arguments[0].unit
    return Type("number", unit.times(_MONTH, -1) if unit is not None else None)


LEDGER_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "sum",
        (Parameter("x"),),
        sum_type,
        aggregate_sql("SUM(:a) FILTER (WHERE :b)"),
        sum,
        Label("the sum of {0}", "{0} 合计"),
        Label("sum over the ledger rows that count", "计入的流水行之和"),
        scope="ledger",
        numbers="decimal",
    ),
    Function(
        "avg",
        (Parameter("x"),),
        average_type,
        aggregate_sql("CAST(SUM(:a) FILTER (WHERE :b) AS DOUBLE) / COUNT(:a) FILTER (WHERE :b)"),
        average,
        Label("the average of {0}", "{0} 平均"),
        Label("average over the ledger rows that count", "计入的流水行的平均值"),
        scope="ledger",
        numbers="decimal",
    ),
    Function(
        "min",
        (Parameter("x", ORDERED),),
        column_type,
        aggregate_sql("MIN(:a) FILTER (WHERE :b)"),
        min,
        Label("the smallest {0}", "最小的 {0}"),
        Label("smallest (or earliest) over the ledger rows that count", "计入的流水行中最小（最早）的"),
        scope="ledger",
        numbers="as_is",
    ),
    Function(
        "max",
        (Parameter("x", ORDERED),),
        column_type,
        aggregate_sql("MAX(:a) FILTER (WHERE :b)"),
        max,
        Label("the largest {0}", "最大的 {0}"),
        Label("largest (or latest) over the ledger rows that count", "计入的流水行中最大（最晚）的"),
        scope="ledger",
        numbers="as_is",
    ),
    Function(
        "count",
        (Parameter("x", ANYTHING, optional=True),),
        "integer",
        count_sql,
        count_known,
        Label("the number of rows", "行数"),
        Label(
            "number of ledger rows that count; count(x): of those in which x is known",
            "计入的流水行数；count(x)：其中 x 已知的行数",
        ),
        scope="ledger",
        unknown="own",
    ),
    Function(
        "count_distinct",
        (Parameter("x", ANYTHING),),
        "integer",
        aggregate_sql("COUNT(DISTINCT :a) FILTER (WHERE :b)"),
        lambda values: len(set(values)),
        Label("the number of different {0}", "不同 {0} 的个数"),
        Label("number of different values over the ledger rows that count", "计入的流水行中不同值的个数"),
        scope="ledger",
        numbers="compared",
    ),
    Function(
        "first",
        (Parameter("x", ORDERED),),
        column_type,
        first_or_last_sql(exp.First),
        lambda values: values[0],
        Label("the first {0}", "最早的 {0}"),
        Label(
            "value of the earliest ledger row that counts; of rows of one date the smallest", "最早一行的值；同日取最小"
        ),
        scope="ledger",
        numbers="as_is",
    ),
    Function(
        "last",
        (Parameter("x", ORDERED),),
        column_type,
        first_or_last_sql(exp.Last),
        lambda values: values[-1],
        Label("the last {0}", "最近的 {0}"),
        Label(
            "value of the latest ledger row that counts; of rows of one date the largest", "最近一行的值；同日取最大"
        ),
        scope="ledger",
        numbers="as_is",
    ),
    Function(
        "median",
        (Parameter("x"),),
        average_type,
        median_sql,
        median,
        Label("the median of {0}", "{0} 的中位数"),
        Label("middle value over the ledger rows that count", "计入的流水行的中位数"),
        scope="ledger",
        numbers="decimal",
    ),
    Function(
        "days_since_last",
        (),
        "integer",
        days_since_last_sql,
        days_since_last,
        Label("days since the last row", "距最近一次的天数"),
        Label("days from the newest ledger row that counts to the as-of date", "从最近一行计入的流水到评定日的天数"),
        unit="day",
        scope="ledger",
        dated=True,
    ),
    Function(
        "longest_gap",
        (),
        "integer",
        longest_gap_sql,
        longest_gap,
        Label("the longest gap between two rows", "相邻两次的最长间隔"),
        Label(
            "most days between two successive dates of ledger rows that count; unknown with fewer than two dates",
            "计入的流水行相邻两个日期之间的最多天数；不足两个日期则未知",
        ),
        unit="day",
        scope="ledger",
        dated=True,
    ),
    Function(
        "trend",
        (Parameter("x"),),
        trend_type,
        trend_sql,
        trend,
        Label("the monthly trend of {0}", "{0} 的月度走势"),
        Label(
            "how much x rises per month: least-squares slope over the dates of the rows that count",
            "x 每月上升多少：按计入的流水行日期的最小二乘斜率",
        ),
        scope="ledger",
        numbers="decimal",
        dated=True,
    ),
)
"""Every function over the rows of a ledger."""
