"""Numbers with few decimals: sums, products and choices of them have few decimals too, and doubles do not lose them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kamengine.proof.terms import Formula, Grid, Known, Term, both, choose, compared, size

MOST_PLACES = 6
"""Numbers are compared with so many decimals."""

SMALL = Fraction(10**8)
"""Doubles below this size keep six decimals through many sums."""


def grid_of(number: Known) -> Grid | None:
    """What a number is exactly, when it is known to have few decimals."""
    if number.grid is not None or not isinstance(number.value, Fraction):
        return number.grid
    places = next((n for n in range(MOST_PLACES + 1) if (number.value * 10**n).denominator == 1), None)
    return Grid(number.value, places) if places is not None else None


def combined(op: str, a: Known, b: Known) -> Grid | None:
    """That of a sum, a difference or a product; None for a quotient, and where there would be many decimals."""
    one, other = grid_of(a), grid_of(b)
    if one is None or other is None or op == "/":
        return None
    small = both(one.small, other.small, is_small(one.exact), is_small(other.exact))
    if op in ("+", "-"):
        exact = one.exact + other.exact if op == "+" else one.exact - other.exact
        return Grid(exact, max(one.places, other.places), small, leaf=False)
    constant = isinstance(one.exact, Fraction) or isinstance(other.exact, Fraction)
    if not (one.leaf and other.leaf and constant) or one.places + other.places > MOST_PLACES:
        return None
    return Grid(one.exact * other.exact, one.places + other.places, small, leaf=False)


def chosen(condition: Formula, yes: Known, no: Known) -> Grid | None:
    """That of one number or the other."""
    one, other = grid_of(yes), grid_of(no)
    if one is None or other is None:
        return None
    exact = choose(condition, one.exact, other.exact)
    return Grid(exact, max(one.places, other.places), both(one.small, other.small), one.leaf and other.leaf)


def negative(number: Known) -> Grid | None:
    """That of a number with the other sign."""
    grid = grid_of(number)
    return Grid(-grid.exact, grid.places, grid.small, grid.leaf) if grid is not None else None


def is_small(exact: Term) -> Formula:
    """That a number is small enough."""
    return compared("<", size(exact), SMALL)


__all__: Sequence[str] = ("MOST_PLACES", "SMALL", "chosen", "combined", "grid_of", "is_small", "negative")
