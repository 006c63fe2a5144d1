"""Values as people type them, and why one does not fit a parameter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kamengine.language.syntax import is_text, read_date
from kamengine.locale.written_numbers import number_written
from kamengine.pack.model import Param, Scalar
from kamengine.problems import Message, say

RATIO = "ratio"
"""The unit of numbers that people read, and may type, as percentages: 0.9 is ``90%``."""

_PERCENT = ("%", "％")  # the second is what a Chinese keyboard types
_WAY_OF_RATIOS = say("write it as 0.9 or 90%")
_WAY_OF_NUMBERS = say("write it as 9000000, 9,000,000 or 900万")


def parse_like(sample: Decimal | str | date, value: Scalar, unit: str | None = None) -> Decimal | str | date | None:
    """A value as typed, of the kind of another one: a number, a date or a text; None when it is not of that kind.

    Args:
        sample: the other one.
        value: as typed; a value of that kind is taken as it is.
        unit: of the number; see `kamengine.locale.written_numbers.number_written`.
    """
    if isinstance(sample, Decimal):
        return decimal_of(value, unit)
    if isinstance(sample, date):
        return value if isinstance(value, date) else read_date(str(value))
    return value if isinstance(value, str) and is_text(value) else None


def decimal_of(value: Scalar, unit: str | None = None) -> Decimal | None:
    """A number as typed, read as facts are; None when it is none that a pack can hold.

    Args:
        value: as typed; a number is taken as it is.
        unit: of the number.
    """
    if isinstance(value, bool | date):
        return None
    number = number_written(value, unit) if isinstance(value, str) else Decimal(value)
    return None if number is None else _sound(number)


def way_of_writing(sample: Decimal | str | date, unit: str | None = None) -> Message | None:
    """How a value of the kind of another one is typed, for somebody who typed something else; None for a text.

    Args:
        sample: the other one.
        unit: of the number.
    """
    if isinstance(sample, Decimal):
        return _WAY_OF_RATIOS if unit == RATIO else _WAY_OF_NUMBERS
    return say("write it as 2026-01-31") if isinstance(sample, date) else None


def outside_range(param: Param, value: Decimal | str | date, typed: Scalar) -> Message | None:
    """Why a number is none of a parameter's range; None when it is, or there is no range.

    Args:
        param: may have a range.
        value: the number.
        typed: as it was typed: a percentage is told that it is not in a range of percentages. So is a ratio that was
            not typed, but moved to, since ratios are shown so.
    """
    low, high = param.low, param.high
    if not isinstance(value, Decimal) or low is None or high is None or low <= value <= high:
        return None
    numbers: dict[str, object] = {"value": value, "low": low, "high": high}
    if param.unit == RATIO and (_is_percentage(typed) or isinstance(typed, Decimal)):
        numbers = {"value": percentage(value), "low": percentage(low), "high": percentage(high)}
    return say("{value} is outside the range {low} to {high}", **numbers)


def percentage(ratio: Decimal) -> str:
    """A ratio as people type it: 0.9 is ``90%``; exact."""
    text = format(ratio.scaleb(2), "f")
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def as_typed(value: Decimal | str | date, unit: str | None) -> str:
    """A value as people type it: ``155``, ``90%`` for a ratio, ``2026-01-31``."""
    if isinstance(value, Decimal):
        return percentage(value) if unit == RATIO else format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def _is_percentage(value: Scalar) -> bool:
    return isinstance(value, str) and value.rstrip().endswith(_PERCENT)


def _sound(number: Decimal) -> Decimal | None:
    sound = number.is_finite() and abs(number) < Decimal("1e15") and number == round(number, 10)
    return number if sound else None
