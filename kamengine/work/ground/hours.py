"""Hours as people type them."""

from __future__ import annotations

from decimal import Decimal

from kamengine.pack.typed import decimal_of
from kamengine.problems import KamError, Message, Place, say

OF_A_WEEK = say("write such as 32 or 37.5")
"""How somebody's working hours of a week are typed."""
OF_A_TASK = say("write a number such as 1.5 or 0.25")
"""How the hours of a task are typed."""

MOST_OF_A_TASK = Decimal(10_000)
_LONGEST_SHOWN = 80


def hours_typed(text: str, way: Message, *, most: Decimal | None = None, place: Place | None = None) -> Decimal:
    """Hours as typed; a number like any other that is typed (see `kamengine.locale.written_numbers`).

    Args:
        text: as typed.
        way: how such hours are typed, for somebody who typed something else.
        most: so many at most; None where that is looked at elsewhere.
        place: where it was typed.

    Raises:
        KamError: it is no number of at most two decimals, or negative, or more than the most.
    """
    hours = decimal_of(text)
    if hours is None or hours < 0 or (most is not None and hours > most) or hours != round(hours, 2):
        raise KamError.of(say("{value} is no number of hours", value=text[:_LONGEST_SHOWN]), way, place=place)
    return hours.normalize() + 0
