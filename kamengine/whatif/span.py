"""Stretches of a line: between which values something holds, and the roundest number among them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

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
        for exponent in range(largest, -_FINEST - 1, -1):
            unit = Decimal(1).scaleb(exponent)
            around = [(wanted / unit).to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING)]
            found = [number * unit for number in (around[0] - 1, *around, around[1] + 1) if number * unit in self]
            if found:
                return _written_out(min(found, key=lambda number: (abs(number - wanted), number)))
        return None


def resolution(span: Span) -> Decimal:
    """The power of ten that is small beside a span: a millionth of it, or less."""
    return Decimal(1).scaleb(max(((span.high - span.low) / 1_000_000).adjusted(), -_FINEST))


def _written_out(number: Decimal) -> Decimal:
    """Without exponent and without zeros behind the point."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
