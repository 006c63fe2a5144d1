"""Numbers as computers hold them, for a solver that knows exact numbers only: every rounding within its bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kamengine.proof.grids import MOST_PLACES, grid_of, is_small
from kamengine.proof.terms import (
    Formula,
    Grid,
    Known,
    Term,
    both,
    compared,
    either,
    implies,
    negation,
    real,
    size,
    solver_module,
)

_RELATIVE = Fraction(1, 2**50)
"""No single operation in double precision is off by more than this share of its result: four times the truth."""

_ABSOLUTE = Fraction(1, 10**30)
"""Results near zero may vanish."""

_EXACT_AS_DOUBLE = Fraction(10**11)
"""Decimals with four places below this size are told apart by doubles, and keep their order."""

_MAY_OVERFLOW = Fraction(10**289)
"""Results from this size on may count as too large for the computer, and so as unknown."""

_MANY_PLACES = 6
"""Numbers with so many decimals lie as good as everywhere."""


class Rounding:
    """Numbers that stand for what is not exactly known, and the constraints that keep them in bounds."""

    def __init__(self, precise: bool) -> None:
        """Nothing is constrained yet; see `kamengine.proof.encode.Encoder` for `precise`."""
        self.precise = precise
        self.constraints: list[Formula] = []
        self.nonlinear = False
        self._count = 0

    # ── what the solver chooses ──────────────────────────────────────────────────────────────────────────────────────

    def fresh(self, what: str) -> Any:
        """A number that the solver chooses."""
        return solver_module().Real(self._name(what))

    def fresh_flag(self, what: str) -> Any:
        """A yes or no that the solver chooses."""
        return solver_module().Bool(f"{self._name(what)} known")

    def fresh_truth(self, what: str = "call") -> tuple[Formula, Formula]:
        """When a truth that the solver chooses is true, and when it is false: never both."""
        name, z3 = self._name(what), solver_module()
        true, false = z3.Bool(f"{name} true"), z3.Bool(f"{name} false")
        self.constraints.append(either(negation(true), negation(false)))
        return true, false

    def _name(self, what: str) -> str:
        self._count += 1
        return f"{what}#{self._count}"

    def on_grid(self, value: Term, places: int) -> None:
        """Let a number have so many decimals; only when precise, and only where they are few."""
        if self.precise and places < _MANY_PLACES:
            steps = solver_module().Int(self._name("steps"))
            self.constraints.append(real(value) * 10**places == solver_module().ToReal(steps))

    # ── arithmetic and rounding ──────────────────────────────────────────────────────────────────────────────────────

    def computed(self, op: str, a: Term, b: Term, exact: bool) -> tuple[Term, Formula]:
        """The result of an operation, and when it fits the computer.

        Args:
            op: one of ``+ - * /``.
            a: the first number.
            b: the second number; where the solver divides by zero the result means nothing.
            exact: both are decimals and so is the result.
        """
        result = self._exact(op, a, b)
        if exact and op != "/":
            return result, True
        if isinstance(result, Fraction):
            value, fits = _nearest(result)
            return value, self.fresh_flag("fits") if fits and abs(value) >= _MAY_OVERFLOW else fits
        rounded, fits = self.fresh("result"), self.fresh_flag("fits")
        magnitude = size(result)
        if op in ("+", "-"):  # what cancels leaves the errors of both numbers, but equal numbers cancel wholly
            self._within(rounded, result, _RELATIVE * (size(a) + size(b)))
            self.constraints.append(implies(compared("=", result, Fraction(0)), compared("=", rounded, Fraction(0))))
        else:
            self._within(rounded, result, _RELATIVE * magnitude + real(_ABSOLUTE))
        self.constraints.append(either(fits, compared(">=", magnitude, _MAY_OVERFLOW)))
        return rounded, fits

    def _exact(self, op: str, a: Term, b: Term) -> Term:
        if op in ("+", "-"):
            return a + b if op == "+" else a - b
        plain = isinstance(b, Fraction) or (op == "*" and isinstance(a, Fraction))
        if op == "/" and isinstance(b, Fraction):
            return a / b if b else Fraction(0)
        if plain:
            return a * b
        self.nonlinear = True
        return self._product(a, b) if op == "*" else self._quotient(a, b)

    def _product(self, a: Term, b: Term) -> Term:
        """The product of two facts: exact when precise, else only its sign and zero."""
        if self.precise:
            return real(a) * real(b)
        product, zero = self.fresh("product"), Fraction(0)
        alike = either(
            both(compared(">", a, zero), compared(">", b, zero)), both(compared("<", a, zero), compared("<", b, zero))
        )
        none = either(compared("=", a, zero), compared("=", b, zero))
        self.constraints += [alike == compared(">", product, zero), none == compared("=", product, zero)]
        return product

    def _quotient(self, a: Term, b: Term) -> Term:
        quotient, zero = self.fresh("quotient"), Fraction(0)
        if self.precise:
            self.constraints.append(implies(compared("<>", b, zero), quotient * real(b) == real(a)))
        else:
            back = self._product(quotient, b)
            self.constraints.append(implies(compared("<>", b, zero), compared("=", back, a)))
        return quotient

    def as_double(self, number: Known) -> Known:
        """An exact number in double precision: the shortest number that names the double."""
        if isinstance(number.value, Fraction):
            return Known(_nearest(number.value)[0], number.known)
        held, magnitude = self.fresh("double"), size(number.value)
        small = compared("<", magnitude, _EXACT_AS_DOUBLE)
        self.constraints.append(implies(small, compared("=", held, number.value)))
        self._within(held, number.value, _RELATIVE * magnitude)
        grid = grid_of(number)
        return Known(held, number.known, Grid(grid.exact, grid.places, grid.small) if grid is not None else None)

    def rounded_double(self, number: Known, places: int) -> Known:
        """A double rounded half away from zero, by multiplying and dividing doubles."""
        half = Fraction(1, 2 * 10**places)
        if isinstance(number.value, Fraction):
            fits = self.fresh_flag("fits") if abs(number.value) >= _MAY_OVERFLOW else True
            return Known(_round_fraction(number.value, places), both(number.known, fits))
        rounded = self.fresh("rounded")
        self.on_grid_below(rounded, places, number.value)
        self._within(rounded, number.value, real(half) + 4 * _RELATIVE * size(number.value))
        grid = grid_of(number)
        if grid is not None and grid.places <= places:
            small = both(grid.small, is_small(grid.exact))
            self.constraints.append(implies(small, compared("=", rounded, grid.exact)))
        fits = self.fresh_flag("fits")
        self.constraints.append(either(fits, compared(">=", size(number.value), _MAY_OVERFLOW)))
        return Known(rounded, both(number.known, fits), Grid(rounded, places) if places <= MOST_PLACES else None)

    def on_grid_below(self, value: Term, places: int, original: Term) -> None:
        """Like `on_grid`, as far as doubles have room for the decimals."""
        if self.precise and places < _MANY_PLACES:
            steps = solver_module().Int(self._name("steps"))
            room = compared("<", size(original), Fraction(10**14, 10**places))
            on = real(value) * 10**places == solver_module().ToReal(steps)
            self.constraints.append(implies(room, on))

    def rounded_decimal(self, number: Known, places: int) -> Known:
        """A decimal rounded half away from zero."""
        if isinstance(number.value, Fraction):
            return Known(_round_fraction(number.value, places), number.known)
        rounded, half = self.fresh("rounded"), Fraction(1, 2 * 10**places)
        self.on_grid(rounded, places)
        self._within(rounded, number.value, real(half))
        grid = grid_of(number)
        if grid is not None and grid.places <= places:
            self.constraints.append(compared("=", rounded, number.value))
        return Known(rounded, number.known, Grid(rounded, places) if places <= MOST_PLACES else None)

    def _within(self, value: Term, middle: Term, reach: Term) -> None:
        self.constraints += [compared("<=", value, middle + reach), compared(">=", value, middle - reach)]


def _nearest(number: Fraction) -> tuple[Fraction, bool]:
    """The shortest number that names the double nearest to a number, and whether there is one."""
    try:
        double = number.numerator / number.denominator
    except OverflowError:
        return Fraction(0), False
    return Fraction(repr(double)), True


def _round_fraction(number: Fraction, places: int) -> Fraction:
    scaled = abs(number) * 10**places + Fraction(1, 2)
    whole = Fraction(scaled.numerator // scaled.denominator, 10**places)
    return whole if number >= 0 else -whole
