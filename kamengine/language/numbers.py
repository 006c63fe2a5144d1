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


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
