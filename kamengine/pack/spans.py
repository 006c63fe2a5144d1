"""Lengths of time as playbooks write them: ``5 working days``, ``2 weeks``, ``1 month``, ``5个工作日``, ``1个月``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kamengine.pack.playbooks import Span, Unit
from kamengine.problems import Message, say

LONGEST_DAYS = 3660
"""Ten years: nobody plans a task further ahead, and no calendar knows its holidays."""
_SPAN = re.compile(r"(\d{1,4}) ?([a-z ]*[a-z]|[^\W\da-z_]+)")
_WORDS: Mapping[str, tuple[Unit, int]] = {
    **dict.fromkeys(("working day", "work day", "workday", "business day", "工作日"), ("working day", 1)),
    **dict.fromkeys(("day", "天", "日"), ("day", 1)),
    **dict.fromkeys(("week", "周", "星期"), ("week", 1)),
    **dict.fromkeys(("month", "月"), ("month", 1)),
    **dict.fromkeys(("quarter", "季度", "季"), ("month", 3)),
    **dict.fromkeys(("year", "年"), ("year", 1)),
}
"""The units that a word may mean: how many of which."""
_LEAST_DAYS: Mapping[Unit, int] = {"working day": 1, "day": 1, "week": 7, "month": 28, "year": 365}
_LONGEST_FREE = 12
"""The most days in a row on which nobody works, with some to spare: China's longest holidays have nine."""


def read_span(text: str) -> Span | None:
    """The length of time that a text names; None when it names none, or more than ten years."""
    match = _SPAN.fullmatch(" ".join(unicodedata.normalize("NFKC", text).lower().split()))
    if match is None:
        return None
    number, word = match[1], match[2]
    known = _WORDS.get(word.removeprefix("个")) or _WORDS.get(word.removesuffix("s"))
    if known is None:
        return None
    unit, times = known
    span = Span(int(number) * times, unit)
    return span if least_days(span) <= LONGEST_DAYS else None


def span_words(span: Span) -> Message:
    """A length of time in words: ``1 month``, ``5 working days``."""
    if span.count == 1:
        return _ONE[span.unit]
    several: Mapping[Unit, Message] = {
        "working day": say("{n} working days", n=span.count),
        "day": say("{n} days", n=span.count),
        "week": say("{n} weeks", n=span.count),
        "month": say("{n} months", n=span.count),
        "year": say("{n} years", n=span.count),
    }
    return several[span.unit]


def least_days(span: Span) -> int:
    """The fewest days of the calendar that it can take, whatever day it is counted from."""
    return span.count * _LEAST_DAYS[span.unit]


def most_days(span: Span) -> int:
    """No fewer days of the calendar than it can take, holidays included."""
    if span.unit == "working day":
        return span.count * 7 // 5 + (_LONGEST_FREE * (1 + span.count // 20) if span.count else 0)
    return span.count * {"day": 1, "week": 7, "month": 31, "year": 366}[span.unit]


_ONE: Mapping[Unit, Message] = {
    "working day": say("1 working day"),
    "day": say("1 day"),
    "week": say("1 week"),
    "month": say("1 month"),
    "year": say("1 year"),
}
