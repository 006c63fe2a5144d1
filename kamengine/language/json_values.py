"""Values as JSON has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

Json = str | int | float | bool | None


def json_value(value: object) -> Json:
    """A value as JSON has it: decimals are numbers, whole where they are whole, and dates ISO texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float | bool)
    return value
