"""The scorecard in SQL: points of each part, then the score as an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from sqlglot import exp

from kamengine.language.expressions import Type
from kamengine.language.meanings import round_sql
from kamengine.language.numbers import DECIMALS, round_decimal
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, Bindings, column, literal
from kamengine.pack.bind import quantity, weight_of
from kamengine.pack.model import Missing, Part


def points_column(part: Part) -> str:
    """The column that holds the points of a part; NULL while they are unknown."""
    return f"{part.id}#points"


def points(part: Part, type: Type, bindings: Bindings) -> exp.Expr:
    """The points of a part in double precision: by bands or along a line, rounded to six places."""
    value = column(part.subject)
    if part.bands:
        return _band_points(part, value, bindings)
    return _line_points(part, exp.cast(value, exp.DType.DOUBLE), bindings)


def points_range(part: Part, bindings: Bindings) -> tuple[Decimal, Decimal]:
    """The fewest and the most points that a part can give."""
    if part.bands:
        reachable = [_gained(band.points, bindings) for band in part.bands]
        if part.bands[0].start is not None:
            reachable.append(Decimal(0))
    else:
        reachable = [_gained(y, bindings) for _, y in part.line]
    return min(reachable), max(reachable)


def weight(part: Part, bindings: Bindings) -> Decimal:
    """The weight of a part with the parameters of the run."""
    return weight_of(part, bindings)


def score(parts: Sequence[Part], missing: Missing, bindings: Bindings) -> Iterator[exp.Expr]:
    """The two ends of the score, each with its alias."""
    if missing == "renormalise":
        yield from _renormalised(parts, bindings)
        return
    for name, end in ((SCORE_LOW, 0), (SCORE_HIGH, 1)):
        terms = []
        for part in parts:
            fallback = points_range(part, bindings)[end] if missing == "interval" else Decimal(0)
            known = exp.Coalesce(this=column(points_column(part)), expressions=[_double(fallback)])
            terms.append(exp.Mul(this=_double(weight(part, bindings)), expression=known))
        yield exp.alias_(_rounded_ratio(add(terms), _double(Decimal(100))), name, quoted=True, copy=False)


def _renormalised(parts: Sequence[Part], bindings: Bindings) -> Iterator[exp.Expr]:
    terms, weights = [], []
    for part in parts:
        known = _is_known(column(points_column(part)))
        factor = _double(weight(part, bindings))
        term = exp.Mul(this=factor, expression=column(points_column(part)))
        terms.append(exp.Coalesce(this=term, expressions=[_double(Decimal(0))]))
        weights.append(
            exp.paren(exp.Case().when(known, factor.copy(), copy=False).else_(_double(Decimal(0)), copy=False))
        )
    total = add(weights)
    for name, none_known in ((SCORE_LOW, Decimal(0)), (SCORE_HIGH, Decimal(100))):
        nothing = exp.EQ(this=exp.paren(total.copy()), expression=literal(0))
        ratio = _rounded_ratio(add([term.copy() for term in terms]), exp.paren(total.copy()))
        case = exp.Case().when(nothing, _double(none_known), copy=False).else_(ratio, copy=False)
        yield exp.alias_(case, name, quoted=True, copy=False)


def _band_points(part: Part, value: exp.Expr, bindings: Bindings) -> exp.Expr:
    case = exp.Case()
    below: Decimal = Decimal(0)
    for band in reversed(part.bands):
        gained = _gained(band.points, bindings)
        if band.start is None:
            below = gained
            continue
        start = literal(_known(band.start, bindings))
        case = case.when(exp.GTE(this=value.copy(), expression=start), _double(gained), copy=False)
    return case.when(_is_known(value), _double(below), copy=False)


def _line_points(part: Part, value: exp.Expr, bindings: Bindings) -> exp.Expr:
    line = [(_known(x, bindings), _gained(y, bindings)) for x, y in part.line]
    case = exp.Case().when(exp.LTE(this=value.copy(), expression=_double(line[0][0])), _double(line[0][1]), copy=False)
    for (x0, y0), (x1, y1) in pairwise(line):
        slope = (float(y1) - float(y0)) / (float(x1) - float(x0))
        along = exp.Mul(this=exp.paren(exp.Sub(this=value.copy(), expression=_double(x0))), expression=_float(slope))
        inner = round_sql(exp.Add(this=_double(y0), expression=along), DECIMALS)
        case = case.when(exp.LT(this=value.copy(), expression=_double(x1)), inner, copy=False)
    return case.when(_is_known(value), _double(line[-1][1]), copy=False)


def _is_known(value: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))


def _gained(value: Decimal | str, bindings: Bindings) -> Decimal:
    """Points, rounded like all points."""
    return round_decimal(_known(value, bindings), DECIMALS)


def _known(value: Decimal | str | None, bindings: Bindings) -> Decimal:
    number = quantity(value, bindings)
    assert number is not None, "bound parameters are numbers"
    return number


def add(terms: Sequence[exp.Expr]) -> exp.Expr:
    """``t1 + t2 + …`` from left to right."""
    first, *rest = terms
    for term in rest:
        first = exp.Add(this=first, expression=term)
    return first


def _rounded_ratio(total: exp.Expr, by: exp.Expr) -> exp.Expr:
    return round_sql(exp.Div(this=exp.paren(total), expression=by, typed=False, safe=False), DECIMALS)


def _double(value: Decimal) -> exp.Expr:
    return exp.cast(literal(value), exp.DType.DOUBLE)


def _float(value: float) -> exp.Expr:
    return exp.cast(literal(value), exp.DType.DOUBLE)
