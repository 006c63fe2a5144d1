"""The one rule for rounding, in Python; `kamengine.language.sql` writes the same rule in SQL."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

DECIMALS = 6
"""Places to which a number computed in double precision is rounded before it is compared."""

LARGEST = 1e290
"""A computed number beyond this size is unknown; rounding never overflows below it."""

LARGEST_SUMMAND = 1e24
"""A number beyond this size is unknown to sums, which are exact with six places."""

MONEY_PLACES = 4
"""Places of an amount of money."""

FINE_PLACES = MONEY_PLACES + DECIMALS
"""Places of money times a number of a ledger's row: those of both."""

LARGEST_PRODUCT = 10**18
"""An exact product of money and a number beyond this size is unknown; adding up any number of them never overflows."""

LARGEST_EXACT_FACTOR = 10**9
"""Below it, a double tells every number with six decimals from its neighbours."""

_ROOM = Context(prec=100)
"""Holds every digit of the largest decimals; Python's own context holds 28."""


def round_float(value: float, places: int = DECIMALS) -> float:
    """A double rounded half away from zero: x·10ⁿ in double precision, to a whole number, divided by 10ⁿ."""
    scale = 10.0**places
    scaled = abs(value * scale)
    whole = math.floor(scaled)
    return math.copysign((whole + (scaled - whole >= 0.5)) / scale, value)


def round_decimal(value: Decimal, places: int) -> Decimal:
    """A decimal rounded half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ROOM) if places < _places(value) else value


def finite(value: float) -> float | None:
    """The value, or None (unknown) when arithmetic has left the numbers that a double holds."""
    return value if abs(value) <= LARGEST else None


def to_decimal(value: float) -> Decimal | None:
    """A double as a decimal with six places, None when it is too large to be summed exactly."""
    if not abs(value) <= LARGEST_SUMMAND:
        return None
    return Decimal(repr(round_float(value))).quantize(Decimal("0.000001"), ROUND_HALF_UP, _ROOM)


def money_times(money: Decimal, number: float | int) -> Decimal | None:
    """The exact product of money and a number; None (unknown) beyond `LARGEST_PRODUCT`.

    A double that is not the nearest to any decimal with up to six places is multiplied in double precision, and the
    product taken with six places.
    """
    product = float(money) * float(number)
    if not abs(product) <= LARGEST_PRODUCT:
        return None
    if isinstance(number, int):
        return _ROOM.multiply(money, Decimal(number))
    if abs(number) < LARGEST_EXACT_FACTOR and round_float(number) == number:
        return _ROOM.multiply(money, _six_places(number))
    return _six_places(product)


def _six_places(value: float) -> Decimal:
    """A double as millionths, rounded half away from zero."""
    return Decimal(int(round_float(value * 10.0**DECIMALS, 0))).scaleb(-DECIMALS, _ROOM)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
