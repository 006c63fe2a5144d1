"""Stretches of a line: between which values something holds, and the roundest number among them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

_FINEST = 10


@dataclass(frozen=True)
class Span:
    """The values from `low` to `high`; each end may or may not be among them."""

    low: Decimal
    high: Decimal
    low_included: bool = True
    high_included: bool = True

    def __contains__(self, value: Decimal) -> bool:
        """Whether the value lies in the span."""
        above = value > self.low or (value == self.low and self.low_included)
        return above and (value < self.high or (value == self.high and self.high_included))

    def within(self, other: Span) -> Span:
        """What the two have in common, which must be something."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Span(
            low,
            high,
            all(low != span.low or span.low_included for span in (self, other)),
            all(high != span.high or span.high_included for span in (self, other)),
        )

    def roundest(self, near: Decimal) -> Decimal | None:
        """The number with the fewest digits in the span; of several the one nearest to another number.

        Returns:
            a number with at most ten places, or None when the span has none.
        """
        wanted = min(max(near, self.low), self.high)
        largest = max(abs(self.low), abs(self.high), Decimal(1)).adjusted() + 1
        found: list[Decimal] = []
        for exponent in range(largest, -_FINEST - 1, -1):
            unit = Decimal(1).scaleb(exponent)
            here = (wanted / unit).to_integral_value(ROUND_FLOOR)
            found += [number for number in (unit * (here + away) for away in (-1, 0, 1, 2)) if number in self]
        best = min(found, key=lambda number: (_digits(number), abs(number - wanted), number), default=None)
        return None if best is None else _written_out(best)


def resolution(span: Span) -> Decimal:
    """The power of ten that is small beside a span: a millionth of it, or less."""
    return Decimal(1).scaleb(max(((span.high - span.low) / 1_000_000).adjusted(), -_FINEST))


def _written_out(number: Decimal) -> Decimal:
    """Without exponent and without zeros behind the point."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _digits(number: Decimal) -> int:
    """How many digits people write, zeros at the end not counted."""
    return len(number.normalize().as_tuple().digits)
