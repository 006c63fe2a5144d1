"""SQL about numbers in double precision: written with every digit, held within a range, made decimals."""

from __future__ import annotations

from sqlglot import exp

from kamengine.language.numbers import DECIMALS, LARGEST, LARGEST_SUMMAND
from kamengine.language.once import once, paren

_CAST_EXACTLY = float(2**53 // 10**DECIMALS)
"""Up to here a double times a million is a whole number that a double holds."""


def double(value: float) -> exp.Expr:
    """SQL for a constant in double precision."""
    sign = exp.Literal.number(digits(abs(value)))
    return exp.cast(exp.Neg(this=sign) if value < 0 else sign, exp.DType.DOUBLE)


def digits(value: float | int) -> str:
    """A number as SQL writes it; doubles with an exponent and every digit, so that no engine reads a decimal."""
    return f"{value:.16E}" if isinstance(value, float) else str(value)


def finite(sql: exp.Expr) -> exp.Expr:
    """SQL that is NULL where a double is NaN, infinite or beyond `LARGEST`."""
    return once([sql], lambda x: paren(exp.Case().when(_within(x, LARGEST), x.copy(), copy=False)))


def exact_decimal(sql: exp.Expr, rounded: exp.Expr) -> exp.Expr:
    """SQL for a number as a decimal with six places, from the number and from what it was rounded to.

    It goes by way of the number's text where DuckDB 2.0's cast is off in the last place, and is NULL where the number
    is too large to be summed.
    """
    by_text = exp.cast(exp.cast(rounded.copy(), exp.DType.VARCHAR), "decimal(38, 6)")
    case = exp.Case().when(_within(sql.copy(), _CAST_EXACTLY), exp.cast(rounded, "decimal(38, 6)"), copy=False)
    return case.when(_within(sql, LARGEST_SUMMAND), by_text, copy=False)


def _within(sql: exp.Expr, largest: float) -> exp.Expr:
    return exp.Between(this=sql, low=double(-largest), high=double(largest))
