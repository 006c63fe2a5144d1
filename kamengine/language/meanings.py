"""What the built-in functions mean: in SQL for the engines, and in Python, which is the judge."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

import sqlglot
from sqlglot import exp

from kamengine.language.expressions import Type
from kamengine.language.numbers import (
    DECIMALS,
    FINE_PLACES,
    LARGEST_EXACT_FACTOR,
    LARGEST_PRODUCT,
    round_decimal,
    round_float,
)
from kamengine.language.once import once, paren
from kamengine.language.typing_rules import unify


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


def at_least_sql(k: exp.Expr, *conditions: exp.Expr) -> exp.Expr:
    """Three-valued k of n: count the met, and those that can still be met."""
    return once([k, *conditions], _count_met)


def _count_met(k: exp.Expr, *conditions: exp.Expr) -> exp.Expr:
    met = _sum([sql_template("CASE WHEN :a THEN 1 ELSE 0 END")(c) for c in conditions])
    open_ = _sum([sql_template("CASE WHEN NOT :a THEN 0 ELSE 1 END")(paren(c.copy())) for c in conditions])
    return sql_template("CASE WHEN :a >= :b THEN TRUE WHEN :c < :b THEN FALSE END")(met, k, open_)


def _sum(parts: Sequence[exp.Expr]) -> exp.Expr:
    """``p1 + p2 + …`` as a balanced tree, since engines take long over deep ones."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return paren(exp.Add(this=_sum(parts[:half]), expression=_sum(parts[half:])))


def at_least(k: Decimal, *conditions: bool | None) -> bool | None:
    """True when k are met, false when k are out of reach, else unknown."""
    if sum(c is True for c in conditions) >= k:
        return True
    return False if sum(c is not False for c in conditions) < k else None


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def varying_type(arguments: Sequence[Type]) -> Type:
    """The common type of the arguments."""
    merged = unify(arguments)
    return Type("number", merged.unit) if merged.constant else merged


def round_type(arguments: Sequence[Type]) -> Type:
    """That of the number that is rounded."""
    return arguments[0]


def round_call_sql(x: exp.Expr, places: exp.Expr | None = None) -> exp.Expr:
    """``round(x, places)``: decimals by the engine, doubles by the one rule."""
    n = int(places.name) if places is not None else 0
    if not x.is_type("double"):
        return exp.Round(this=x, decimals=exp.Literal.number(n))
    return round_sql(x, n)


def round_sql(x: exp.Expr, places: int) -> exp.Expr:
    """SQL for the rule of `round_float`, for an expression in double precision."""
    scale = exp.cast(exp.Literal.number(10**places), exp.DType.DOUBLE)
    rounded = exp.Round(this=exp.Mul(this=exp.paren(x, copy=False), expression=scale))
    return exp.Div(this=rounded, expression=scale.copy(), typed=False, safe=False)


def round_number(x: Decimal | float, places: Decimal = Decimal(0)) -> Decimal | float:
    """A number rounded half away from zero; an integer is round already."""
    if isinstance(x, int):
        return x
    return round_decimal(x, int(places)) if isinstance(x, Decimal) else round_float(x, int(places))


def of_different(function: type[exp.Func]) -> Callable[..., exp.Expr]:
    """A function of which an argument counts once, however often it is given; DuckDB may refuse a column twice."""

    def write(*xs: exp.Expr) -> exp.Expr:
        first, *others = dict.fromkeys(xs)
        return function(this=first, expressions=others) if others else first

    return write


# ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_MONEY_DIGITS = len(str(LARGEST_PRODUCT)) + 1
"""Before the point of a product. An engine that chooses among decimals drops places when they have too many digits."""

_MILLION = f"CAST({10**DECIMALS} AS DOUBLE)"
_SIX_PLACES = f"CAST(ROUND({{x}} * {_MILLION}) AS DECIMAL(38, 0)) * CAST(0.000001 AS DECIMAL(7, 6))"
_FITS = f"ABS(CAST(:a AS DOUBLE) * CAST(:b AS DOUBLE)) <= CAST({LARGEST_PRODUCT} AS DOUBLE)"
_HAS_SIX = f"ABS(:b) < CAST({LARGEST_EXACT_FACTOR} AS DOUBLE) AND ROUND(:b * {_MILLION}) / {_MILLION} = :b"


def money_times_sql(places: int, *, whole: bool) -> Callable[..., exp.Expr]:
    """SQL for `kamengine.language.numbers.money_times`.

    Args:
        places: of the money.
        whole: the number is an integer, else in double precision.
    """
    money = f"CAST(:a AS DECIMAL(38, {places}))"
    if whole:
        product = _as_money(f"{money} * CAST(:b AS DECIMAL(38, 0))", places)
    else:
        exact = _as_money(f"{money} * ({_SIX_PLACES.format(x=':b')})", FINE_PLACES)
        nearest = _as_money(_SIX_PLACES.format(x="(CAST(:a AS DOUBLE) * :b)"), FINE_PLACES)
        product = f"CASE WHEN {_HAS_SIX} THEN {exact} ELSE {nearest} END"
    return sql_template(f"CASE WHEN {_FITS} THEN {product} END")


def _as_money(product: str, places: int) -> str:
    return f"CAST({product} AS DECIMAL({_MONEY_DIGITS + places}, {places}))"


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS_FORWARD = """
(year({b}) * 12 + month({b}) - year({a}) * 12 - month({a})
 - CASE WHEN day({b}) < day({a}) AND {b} <> last_day({b}) THEN 1 ELSE 0 END)"""
_MONTHS_BETWEEN = (
    f"CASE WHEN :b >= :a THEN {_MONTHS_FORWARD.format(a=':a', b=':b')} "
    f"ELSE -{_MONTHS_FORWARD.format(a=':b', b=':a')} END"
)


def months_between_sql(a: exp.Expr, b: exp.Expr) -> exp.Expr:
    """Months from one date to the other, by year, month and day: engines disagree on their own functions for it."""
    return once([a, b], sql_template(_MONTHS_BETWEEN))


def months_between(a: date, b: date) -> int:
    """Whole calendar months completed; negative when b is before a."""
    if b < a:
        return -months_between(b, a)
    last = calendar.monthrange(b.year, b.month)[1]
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day and b.day != last)


def days_between(a: date, b: date) -> int:
    """Days from a to b."""
    return (b - a).days
