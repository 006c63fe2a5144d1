"""Values as JSON has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def json_value(value: object) -> str | int | float | bool | None:
    """A value as JSON has it: decimals are numbers, dates ISO texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float | bool)
    return value
