"""Truths and values as a solver sees them: three-valued truths as a pair, values with whether they are known.

Constants stay Python's own (`bool`, `Fraction`) as long as they meet only each other, so that what is decided by the
pack alone never reaches the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

Formula = Any
"""A `bool`, or a condition of the solver."""

Term = Any
"""A `Fraction`, or a number of the solver."""


@dataclass(frozen=True)
class Truth:
    """Kleene's truth: when it is certainly true, and when certainly false; never both."""

    true: Formula
    false: Formula

    @property
    def known(self) -> Formula:
        """When it is one of the two."""
        return either(self.true, self.false)


@dataclass(frozen=True)
class Grid:
    """What a number is exactly, when it has few decimals and so survives the roundings of doubles.

    Attributes:
        exact: the number before anything was rounded.
        places: how many decimals it has at most.
        small: when everything on the way to it is small enough for doubles to hold these decimals.
        leaf: it is as near as a double can be: a fact, a constant, or rounded.
    """

    exact: Term
    places: int
    small: Formula = True
    leaf: bool = True


@dataclass(frozen=True)
class Known:
    """A number, a day (as its ordinal), or a text (as its code), when it is known, and what it is exactly."""

    value: Term
    known: Formula
    grid: Grid | None = None


UNKNOWN_TRUTH = Truth(False, False)
UNKNOWN = Known(Fraction(0), False)


@cache
def solver_module() -> Any:
    """The solver, z3; loaded when the first question is put to it."""
    import z3

    return z3


def both(*formulas: Formula) -> Formula:
    """All of them."""
    rest = [formula for formula in formulas if formula is not True]
    if any(formula is False for formula in rest):
        return False
    return True if not rest else rest[0] if len(rest) == 1 else solver_module().And(*rest)


def either(*formulas: Formula) -> Formula:
    """Any of them."""
    rest = [formula for formula in formulas if formula is not False]
    if any(formula is True for formula in rest):
        return True
    return False if not rest else rest[0] if len(rest) == 1 else solver_module().Or(*rest)


def negation(formula: Formula) -> Formula:
    """Not so."""
    return not formula if isinstance(formula, bool) else solver_module().Not(formula)


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """If one, then the other."""
    return either(negation(premise), conclusion)


def choose(condition: Formula, yes: Term, no: Term) -> Term:
    """One number or the other."""
    if isinstance(condition, bool):
        return yes if condition else no
    return solver_module().If(condition, real(yes), real(no))


def real(term: Term) -> Any:
    """A number of the solver."""
    return solver_module().Q(term.numerator, term.denominator) if isinstance(term, Fraction) else term


def all_true(truths: Sequence[Truth]) -> Truth:
    """Kleene's and."""
    return Truth(both(*(t.true for t in truths)), either(*(t.false for t in truths)))


def any_true(truths: Sequence[Truth]) -> Truth:
    """Kleene's or."""
    return Truth(either(*(t.true for t in truths)), both(*(t.false for t in truths)))


def opposite(truth: Truth) -> Truth:
    """Kleene's not."""
    return Truth(truth.false, truth.true)


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    """True when so many are, false when so many cannot be."""
    return Truth(_many(count, [t.true for t in truths]), negation(_many(count, [negation(t.false) for t in truths])))


def _many(count: int, formulas: Iterable[Formula]) -> Formula:
    open_ = [formula for formula in formulas if formula is not False]
    count -= sum(formula is True for formula in open_)
    open_ = [formula for formula in open_ if formula is not True]
    if count <= 0:
        return True
    if count > len(open_):
        return False
    return solver_module().AtLeast(*open_, count)


def compared(op: str, a: Term, b: Term) -> Formula:
    """Two numbers compared by one of ``= <> < <= > >=``."""
    if not isinstance(a, Fraction) or not isinstance(b, Fraction):
        a, b = real(a), real(b)
    match op:
        case "=":
            return a == b
        case "<>":
            return a != b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
    return a >= b


def size(term: Term) -> Term:
    """A number without its sign."""
    return abs(term) if isinstance(term, Fraction) else choose(compared(">=", term, Fraction(0)), term, -term)
