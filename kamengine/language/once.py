"""SQL in which every part is written once, however often it is used.

A number too large for the computer becomes unknown by ``CASE WHEN x BETWEEN … THEN x END``, which writes x twice; ten
such forms inside each other would write it a thousand times. So what is more than a few words long gets a name first.
SQL names a value inside an expression only by a lambda over a list of one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from sqlglot import exp

SHORT = 40
"""SQL with at most so many nodes is written again where it is used again."""

_NAME = exp.to_identifier("given#", quoted=True)


def once(arguments: Sequence[exp.Expr], body: Callable[..., exp.Expr]) -> exp.Expr:
    """``body(*arguments)``, with arguments that are not short evaluated and written once.

    Args:
        arguments: any SQL.
        body: from the arguments, or names for them, to SQL that holds nothing else but constants and columns (an engine
            allows no window function there).
    """
    if all(is_short(argument) for argument in arguments):
        return body(*arguments)
    if len(arguments) == 1:
        return _named(arguments[0], body(_NAME.copy()))
    fields = [exp.to_identifier(f"a{index}") for index in range(len(arguments))]
    pairs = [exp.PropertyEQ(this=f.copy(), expression=a) for f, a in zip(fields, arguments, strict=True)]
    return _named(exp.Struct(expressions=pairs), body(*(exp.Dot(this=_NAME.copy(), expression=f) for f in fields)))


def _named(value: exp.Expr, used: exp.Expr) -> exp.Expr:
    function = exp.Lambda(this=used, expressions=[_NAME.copy()])
    named = exp.Transform(this=exp.Array(expressions=[value]), expression=function)
    return exp.Bracket(this=named, expressions=[exp.Literal.number(0)])


def choose(conditions: Sequence[exp.Expr], values: Sequence[exp.Expr], default: exp.Expr) -> exp.Expr:
    """The value of the first condition that is not false: NULL if that one is unknown; the default if all are false."""
    if all(is_short(condition) for condition in conditions):
        return _first_open(conditions, values, default)
    places = [exp.Literal.number(index) for index in range(len(values) + 1)]
    place = exp.cast(once(conditions, lambda *given: _first_open(given, places[1:], places[0])), exp.DType.INT)
    return exp.Bracket(this=exp.Array(expressions=[default, *values]), expressions=[place])


def _first_open(conditions: Sequence[exp.Expr], values: Sequence[exp.Expr], default: exp.Expr) -> exp.Expr:
    case = exp.Case()
    for condition, value in zip(conditions, values, strict=True):
        unknown = exp.Is(this=paren(condition.copy()), expression=exp.Null())
        case = case.when(condition, value, copy=False).when(unknown, exp.Null(), copy=False)
    return paren(case.else_(default, copy=False))


def paren(sql: exp.Expr) -> exp.Paren:
    """SQL in brackets; unlike with `sqlglot.exp.paren` it is no copy, so it may stand nowhere else."""
    return exp.Paren(this=sql)


def is_short(sql: exp.Expr) -> bool:
    """Whether SQL may be written twice."""
    return next(islice(sql.walk(), SHORT, None), None) is None
