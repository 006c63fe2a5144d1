"""The score as the solver sees it: points by bands or along lines, weighted, as an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from kamengine.engine.scoring import points_range
from kamengine.language.expressions import Type
from kamengine.language.numbers import round_decimal
from kamengine.pack.bind import quantity
from kamengine.pack.model import Part, Quantity
from kamengine.proof.terms import (
    Formula,
    Known,
    Term,
    Truth,
    both,
    choose,
    compared,
    either,
    implies,
    negation,
    opposite,
    real,
)

if TYPE_CHECKING:
    from kamengine.proof.encode import Encoder

_ROUNDED = Fraction(6, 10**7)
"""Points and score are rounded to six decimals; a little more for the sums of doubles before that."""


@dataclass(frozen=True)
class _Points:
    """A part's weight, its fewest and most points, and when its value is known.

    `plain`: the points are those of bands, none of which needs more than six decimals when it is weighted.
    """

    weight: Fraction
    low: Term
    high: Term
    known: Formula
    plain: bool


def score_ends(encoder: Encoder) -> tuple[Term, Term]:
    """The low and the high end of the score."""
    score = encoder.checked.pack.score
    assert score is not None
    parts = [_points(encoder, part, type, score.missing) for part, type in encoder.checked.parts]
    if score.missing == "renormalise":
        return _renormalised(encoder, parts)
    exact = all(part.plain for part in parts)
    ends = []
    for points in ([part.low for part in parts], [part.high for part in parts]):
        total: Term = Fraction(0)
        for part, gained in zip(parts, points, strict=True):
            total = total + part.weight * (gained if isinstance(gained, Fraction) else real(gained)) / 100
        ends.append(total if exact else _about(encoder, total))
    return ends[0], ends[1]


def compared_score(encoder: Encoder, op: str, bound: Known) -> Truth:
    """The score against a bound: true or false only where it is so from its low to its high end."""
    (low, high), at = encoder.score(), bound.value
    outcomes = {
        ">=": (compared(">=", low, at), compared("<", high, at)),
        ">": (compared(">", low, at), compared("<=", high, at)),
        "<=": (compared("<=", high, at), compared(">", low, at)),
        "<": (compared("<", high, at), compared(">=", low, at)),
    }
    same = both(compared("=", low, at), compared("=", high, at))
    met, missed = outcomes.get(op, (same, either(compared(">", low, at), compared("<", high, at))))
    truth = Truth(both(bound.known, met), both(bound.known, missed))
    return opposite(truth) if op == "<>" else truth


def _about(encoder: Encoder, total: Term) -> Term:
    end = encoder.fresh("score")
    encoder.constraints += [compared("<=", end, total + _ROUNDED), compared(">=", end, total - _ROUNDED)]
    return end


def _renormalised(encoder: Encoder, parts: Sequence[_Points]) -> tuple[Term, Term]:
    """Both ends are the weighted mean of the known parts; 0 to 100 where none is known or weighs anything."""
    low, high = encoder.fresh("score"), encoder.fresh("score")
    zero, hundred = Fraction(0), Fraction(100)
    weighing = [part for part in parts if part.weight]
    none = both(*(negation(part.known) for part in weighing))
    total: Term = zero
    weights: Term = zero
    for part in weighing:
        total = total + choose(part.known, part.weight * part.low, zero)
        weights = weights + choose(part.known, part.weight, zero)
    off = _ROUNDED * real(weights) if not isinstance(weights, Fraction) else _ROUNDED * weights
    mean = low * weights if encoder.precise else None
    encoder.constraints += [
        implies(none, both(compared("=", low, zero), compared("=", high, hundred))),
        implies(negation(none), compared("=", low, high)),
        both(compared(">=", low, zero - _ROUNDED), compared("<=", high, hundred + _ROUNDED)),
    ]
    if mean is not None:
        within = both(compared("<=", mean, total + off), compared(">=", mean, total - off))
        encoder.constraints.append(implies(negation(none), within))
    return low, high


def _points(encoder: Encoder, part: Part, type: Type, missing: str) -> _Points:
    subject = encoder.named(part.subject)
    assert isinstance(subject, Known)
    weight = Fraction(_number(encoder, part.weight))
    exact = type.decimal or type.kind == "integer"
    if part.bands:
        gained, plain = _band_points(encoder, part, subject, exact), _is_plain(encoder, part, weight)
    else:
        gained, plain = _line_points(encoder, part, subject if not exact else encoder.as_double(subject)), False
    fewest, most = (Fraction(n) for n in points_range(part, encoder.bindings)) if missing == "interval" else (0, 0)
    low = choose(subject.known, gained, Fraction(fewest))
    high = choose(subject.known, gained, Fraction(most))
    return _Points(weight, low, high, subject.known, plain)


def _band_points(encoder: Encoder, part: Part, subject: Known, exact: bool) -> Term:
    points: Term = Fraction(0)
    for band in part.bands:
        gained = Fraction(_gained(encoder, band.points))
        if band.start is None:
            points = gained
            continue
        start = Fraction(_number(encoder, band.start))
        if not exact:
            start = Fraction(repr(float(start)))
        points = choose(compared(">=", subject.value, start), gained, points)
    return points


def _line_points(encoder: Encoder, part: Part, subject: Known) -> Term:
    line = [(_as_double(_number(encoder, x)), Fraction(_gained(encoder, y))) for x, y in part.line]
    exact: Term = line[-1][1]
    for (x0, y0), (x1, y1) in reversed(list(pairwise(line))):
        along = real(y0) + (subject.value - x0) * ((y1 - y0) / (x1 - x0))
        exact = choose(compared("<", subject.value, x1), along, exact)
    exact = choose(compared("<=", subject.value, line[0][0]), line[0][1], exact)
    if isinstance(exact, Fraction):
        return exact
    points = encoder.fresh("points")
    off = _ROUNDED + max(_slip(x0, x1) for (x0, _), (x1, _) in pairwise(line))
    ends = either(compared("<=", subject.value, line[0][0]), compared(">=", subject.value, line[-1][0]))
    encoder.constraints += [
        implies(ends, compared("=", points, exact)),
        compared("<=", points, exact + off),
        compared(">=", points, exact - off),
    ]
    return points


def _slip(start: Fraction, end: Fraction) -> Fraction:
    """What doubles may be off by along a segment, in points: much where its ends are large and near each other."""
    return 100 * max(abs(start), abs(end)) / (end - start) / 2**50


def _is_plain(encoder: Encoder, part: Part, weight: Fraction) -> bool:
    every = [Fraction(_gained(encoder, band.points)) * weight / 100 for band in part.bands]
    return all((points * 10**6).denominator == 1 for points in every)


def _number(encoder: Encoder, number: Quantity) -> Decimal:
    value = quantity(number, encoder.bindings)
    assert value is not None
    return value


def _gained(encoder: Encoder, points: Quantity) -> Decimal:
    return round_decimal(_number(encoder, points), 6)


def _as_double(number: Decimal) -> Fraction:
    return Fraction(repr(float(number)))
