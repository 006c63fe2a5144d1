"""The functions that are always there: one table that checking, SQL, evaluation, sentences and documentation share."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp

from kamengine.declarations import Label
from kamengine.language.expressions import BOOL, Type, Value
from kamengine.language.functions import ANYTHING, ORDERED, QUANTITY, Function, Parameter
from kamengine.language.numbers import round_decimal, round_float
from kamengine.language.typing_rules import TypeMismatch, unify
from kamengine.language.units import RATIO
from kamengine.problems import say


def sql_template(text: str) -> Callable[..., exp.Expr]:
    """SQL with placeholders ``:a``, ``:b`` … as a function of the expressions to put in, in alphabetical order."""

    def fill(*arguments: exp.Expr) -> exp.Expr:
        named = dict(zip("abcdefgh", arguments, strict=False))
        return exp.replace_placeholders(_parsed(text).copy(), **named)

    return fill


@cache
def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect="duckdb")


# ── logic ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _at_least_sql(k: exp.Expr, *conditions: exp.Expr) -> exp.Expr:
    met = _sum(sql_template("CASE WHEN :a THEN 1 ELSE 0 END")(c) for c in conditions)
    open_ = _sum(sql_template("CASE WHEN NOT :a THEN 0 ELSE 1 END")(exp.paren(c.copy())) for c in conditions)
    return sql_template("CASE WHEN :a >= :b THEN TRUE WHEN :c < :b THEN FALSE END")(met, k, open_)


def _sum(parts: Any) -> exp.Expr:
    first, *rest = parts
    for part in rest:
        first = exp.Add(this=first, expression=part)
    return exp.paren(first)


def _at_least(k: Decimal, *conditions: bool | None) -> bool | None:
    if sum(c is True for c in conditions) >= k:
        return True
    return False if sum(c is not False for c in conditions) < k else None


# ── choosing a value ─────────────────────────────────────────────────────────────────────────────────────────────────


def _coalesce_type(arguments: Sequence[Type]) -> Type:
    return unify(arguments)


def _lookup_sql(table: Mapping[tuple[Value, ...], Value], *keys: exp.Expr) -> exp.Expr:
    case = exp.Case()
    for key, value in table.items():
        matches = [exp.EQ(this=k.copy(), expression=exp.convert(part)) for k, part in zip(keys, key, strict=True)]
        case = case.when(exp.and_(*matches), exp.convert(value), copy=False)
    return case if table else exp.Null()


def _lookup(table: Mapping[tuple[Value, ...], Value], *keys: Value) -> Value:
    return table.get(keys)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _same_type(arguments: Sequence[Type]) -> Type:
    merged = unify(arguments)
    return Type("number", merged.unit) if merged.constant else merged


def _round_type(arguments: Sequence[Type]) -> Type:
    return arguments[0]


def _round_sql(x: exp.Expr, places: exp.Expr | None = None) -> exp.Expr:
    n = int(places.name) if places is not None else 0
    if not x.is_type("double"):
        return exp.Round(this=x, decimals=exp.Literal.number(n))
    return round_sql(x, n)


def round_sql(x: exp.Expr, places: int) -> exp.Expr:
    """SQL for the rule of `round_float`, for an expression in double precision."""
    scale = exp.cast(exp.Literal.number(10**places), "double")
    rounded = exp.Round(this=exp.Mul(this=exp.paren(x, copy=False), expression=scale))
    return exp.Div(this=rounded, expression=scale.copy(), typed=False, safe=False)


def _round(x: Decimal | float, places: Decimal = Decimal(0)) -> Decimal | float:
    return round_decimal(x, int(places)) if isinstance(x, Decimal) else round_float(float(x), int(places))


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS_FORWARD = """
(year({b}) * 12 + month({b}) - year({a}) * 12 - month({a})
 - CASE WHEN day({b}) < day({a}) AND {b} <> last_day({b}) THEN 1 ELSE 0 END)"""
_MONTHS_BETWEEN = (
    f"CASE WHEN :b >= :a THEN {_MONTHS_FORWARD.format(a=':a', b=':b')} "
    f"ELSE -{_MONTHS_FORWARD.format(a=':b', b=':a')} END"
)


def _months_between(a: date, b: date) -> int:
    if b < a:
        return -_months_between(b, a)
    last = calendar.monthrange(b.year, b.month)[1]
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day and b.day != last)


def _days_between(a: date, b: date) -> int:
    return (b - a).days


# ── portfolio ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _share_of_total(values: Sequence[Decimal | None]) -> list[float | None]:
    total = sum((value for value in values if value is not None), Decimal(0))
    return [None if value is None or not total else float(value) / float(total) for value in values]


# ── ledgers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sum_type(arguments: Sequence[Type]) -> Type:
    (type,) = arguments
    return type if type.kind == "money" else Type("number", type.unit)


def _average_type(arguments: Sequence[Type]) -> Type:
    return Type("number", arguments[0].unit)


def _ledger_type(arguments: Sequence[Type]) -> Type:
    if arguments[0].constant:
        raise TypeMismatch(say("an aggregate needs a column of the ledger, not a constant"))
    return arguments[0]


def _ends_sql(function: type[exp.Func]) -> Callable[..., exp.Expr]:
    def write(value: exp.Expr, counts: exp.Expr, day: exp.Expr | None) -> exp.Expr:
        order = exp.Order(
            this=value, expressions=[exp.Ordered(this=key) for key in (day, value.copy()) if key is not None]
        )
        return exp.Filter(this=function(this=order), expression=exp.Where(this=counts))

    return write


def _aggregate(text: str) -> Callable[..., exp.Expr]:
    template = sql_template(text)
    return lambda value, counts, _day: template(value, counts)


def _count_sql(*arguments: exp.Expr | None) -> exp.Expr:
    *value, counts, _day = arguments
    if value:
        return sql_template("COUNT(:a) FILTER (WHERE :b)")(value[0], counts)
    return sql_template("COUNT(*) FILTER (WHERE :a)")(counts)


def _count(values: Sequence[Any]) -> int:
    return sum(value is not None for value in values)


def _average(values: Sequence[Decimal]) -> float:
    return float(sum(values)) / len(values)


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────

_X = Parameter("x")
_XS = Parameter("x", repeated=True)

_TABLE: tuple[Function, ...] = (
    Function(
        "at_least",
        (Parameter("k", QUANTITY, constant=True), Parameter("condition", ("bool",), repeated=True)),
        lambda _: BOOL,
        _at_least_sql,
        _at_least,
        Label("at least {0} of: {rest}", "以下至少 {0} 项：{rest}"),
        Label(
            "k or more of the conditions are met; false once that is out of reach", "满足至少 k 个条件；已不可能时为假"
        ),
        unknown="own",
        numbers="as_is",
    ),
    Function(
        "coalesce",
        (Parameter("x", ANYTHING), Parameter("x", ANYTHING, repeated=True)),
        _coalesce_type,
        lambda *xs: exp.Coalesce(this=xs[0], expressions=list(xs[1:])),
        lambda *xs: next((x for x in xs if x is not None), None),
        Label("{0}, or {rest} where that is unknown", "{0}（未知时取 {rest}）"),
        Label("the first argument that is known", "第一个已知的参数"),
        unknown="own",
        numbers="as_is",
    ),
    Function(
        "lookup",
        (Parameter("table", ("table",)), Parameter("key", ("text", "choice", "integer", "bool"), repeated=True)),
        lambda arguments: arguments[0],
        _lookup_sql,
        _lookup,
        Label("the value of {0} for {rest}", "{0} 中 {rest} 对应的值"),
        Label(
            "the value in a table of the pack, by exact keys; unknown if no row has them",
            "规则包中表格按键精确查得的值；无此行则未知",
        ),
        unknown="own",
        numbers="as_is",
    ),
    Function(
        "abs",
        (_X,),
        _same_type,
        lambda x: exp.Abs(this=x),
        abs,
        Label("the size of {0}", "{0} 的绝对值"),
        Label("the number without its sign", "绝对值"),
        unknown="native",
        numbers="as_is",
    ),
    Function(
        "least",
        (Parameter("x", ORDERED), Parameter("x", ORDERED, repeated=True)),
        _same_type,
        lambda *xs: exp.Least(this=xs[0], expressions=list(xs[1:])),
        min,
        Label("the smallest of {all}", "{all} 中最小者"),
        Label("the smallest (or earliest) of the arguments", "参数中最小（或最早）的"),
        numbers="as_is",
    ),
    Function(
        "greatest",
        (Parameter("x", ORDERED), Parameter("x", ORDERED, repeated=True)),
        _same_type,
        lambda *xs: exp.Greatest(this=xs[0], expressions=list(xs[1:])),
        max,
        Label("the largest of {all}", "{all} 中最大者"),
        Label("the largest (or latest) of the arguments", "参数中最大（或最晚）的"),
        numbers="as_is",
    ),
    Function(
        "round",
        (_X, Parameter("places", QUANTITY, optional=True, constant=True)),
        _round_type,
        _round_sql,
        _round,
        Label("{0}, rounded", "{0}（取整）"),
        Label("rounded half away from zero to 0–10 places (default 0)", "四舍五入到 0–10 位小数（默认 0）"),
        unknown="native",
        numbers="as_is",
    ),
    Function(
        "days_between",
        (Parameter("from", ("date",)), Parameter("to", ("date",))),
        "integer",
        lambda a, b: exp.DateDiff(this=b, expression=a, unit=exp.var("DAY")),
        _days_between,
        Label("days from {0} to {1}", "{0} 到 {1} 的天数"),
        Label("days from the first date to the second", "从前一日期到后一日期的天数"),
        unit="day",
        unknown="native",
    ),
    Function(
        "months_between",
        (Parameter("from", ("date",)), Parameter("to", ("date",))),
        "integer",
        sql_template(_MONTHS_BETWEEN),
        _months_between,
        Label("months from {0} to {1}", "{0} 到 {1} 的月数"),
        Label("whole calendar months completed from the first date to the second", "两日期之间已满的整月数"),
        unit="month",
        unknown="native",
    ),
    Function(
        "share_of_total",
        (_X,),
        lambda _: Type("ratio", RATIO),
        sql_template("CAST(:a AS DOUBLE) / CAST(NULLIF(SUM(:a) OVER (), 0) AS DOUBLE)"),
        _share_of_total,
        Label("the share of {0} in the portfolio", "{0} 占全部客户的比重"),
        Label("the account's share of the sum over all accounts in scope", "该客户占范围内全部客户合计的比重"),
        scope="portfolio",
        unknown="native",
        numbers="decimal",
    ),
    Function(
        "sum",
        (_X,),
        _sum_type,
        _aggregate("SUM(:a) FILTER (WHERE :b)"),
        sum,
        Label("the sum of {0}", "{0} 合计"),
        Label("sum over the ledger rows that count", "计入的流水行之和"),
        scope="ledger",
        numbers="decimal",
    ),
    Function(
        "avg",
        (_X,),
        _average_type,
        _aggregate("CAST(SUM(:a) FILTER (WHERE :b) AS DOUBLE) / COUNT(:a) FILTER (WHERE :b)"),
        _average,
        Label("the average of {0}", "{0} 平均"),
        Label("average over the ledger rows that count", "计入的流水行的平均值"),
        scope="ledger",
        numbers="decimal",
    ),
    Function(
        "min",
        (Parameter("x", ORDERED),),
        _ledger_type,
        _aggregate("MIN(:a) FILTER (WHERE :b)"),
        min,
        Label("the smallest {0}", "最小的 {0}"),
        Label("smallest (or earliest) over the ledger rows that count", "计入的流水行中最小（最早）的"),
        scope="ledger",
        numbers="as_is",
    ),
    Function(
        "max",
        (Parameter("x", ORDERED),),
        _ledger_type,
        _aggregate("MAX(:a) FILTER (WHERE :b)"),
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
        _count_sql,
        _count,
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
        _aggregate("COUNT(DISTINCT :a) FILTER (WHERE :b)"),
        lambda values: len(set(values)),
        Label("the number of different {0}", "不同 {0} 的个数"),
        Label("number of different values over the ledger rows that count", "计入的流水行中不同值的个数"),
        scope="ledger",
        numbers="as_is",
    ),
    Function(
        "first",
        (Parameter("x", ORDERED),),
        _ledger_type,
        _ends_sql(exp.First),
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
        _ledger_type,
        _ends_sql(exp.Last),
        lambda values: values[-1],
        Label("the last {0}", "最近的 {0}"),
        Label(
            "value of the latest ledger row that counts; of rows of one date the largest", "最近一行的值；同日取最大"
        ),
        scope="ledger",
        numbers="as_is",
    ),
)

BUILTINS: Mapping[str, Function] = {function.name: function for function in _TABLE}
"""Every built-in function by name."""
