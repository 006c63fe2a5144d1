"""Lengths of time as playbooks write them: ``5 working days``, ``10 days``, ``2 weeks``, ``1 month``, ``1 year``."""

from __future__ import annotations

import re

from kamengine.pack.playbooks import Span, Unit

LONGEST_DAYS = 3660
"""Ten years: nobody plans a task further ahead, and no calendar knows its holidays."""
_SPAN = re.compile(r"(?P<count>\d{1,4}) (?P<unit>working day|workday|day|week|month|quarter|year)s?", re.IGNORECASE)
_UNITS: dict[str, tuple[Unit, int]] = {"workday": ("working day", 1), "quarter": ("month", 3)}
_LEAST_DAYS = {"working day": 1, "day": 1, "week": 7, "month": 28, "year": 365}
_LONGEST_FREE = 12
"""The most days in a row on which nobody works, with some to spare: China's longest holidays have nine."""


def read_span(text: str) -> Span | None:
    """The length of time that a text names; None when it names none, or more than ten years."""
    match = _SPAN.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    word = match["unit"].lower()
    unit, times = _UNITS.get(word, (word, 1))
    span = Span(int(match["count"]) * times, unit)  # type: ignore[arg-type]  # the pattern lists the units
    return span if least_days(span) <= LONGEST_DAYS else None


def span_text(span: Span) -> str:
    """A length of time as it is written: ``1 month``, ``5 working days``."""
    return f"{span.count} {span.unit}{'' if span.count == 1 else 's'}"


def least_days(span: Span) -> int:
    """The fewest days of the calendar that it can take, whatever day it is counted from."""
    return span.count * _LEAST_DAYS[span.unit]


def most_days(span: Span) -> int:
    """No fewer days of the calendar than it can take, holidays included."""
    if span.unit == "working day":
        return span.count * 7 // 5 + (_LONGEST_FREE * (1 + span.count // 20) if span.count else 0)
    return span.count * {"day": 1, "week": 7, "month": 31, "year": 366}[span.unit]
