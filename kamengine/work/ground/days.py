"""Days as people type them."""

from __future__ import annotations

import datetime as dt
import re

from kamengine.problems import KamError, Message, say

_AHEAD = re.compile(r"\+(\d{1,4})([dw]?)")
_LONGEST = 40


def how_typed(today: dt.date) -> Message:
    """How a day can be typed, with one that is not past for an example."""
    return say("such as {day}, or +7 for in a week", day=(today + dt.timedelta(days=7)).isoformat())


def day_typed(text: str, today: dt.date) -> dt.date:
    """The day that somebody typed: ``2026-01-31``, ``+7`` for seven days ahead, ``+2w`` for two weeks.

    Raises:
        KamError: it is none.
    """
    if found := _AHEAD.fullmatch(text.strip()):
        days = int(found[1]) * (7 if found[2] == "w" else 1)
        try:
            return today + dt.timedelta(days=days)
        except OverflowError:
            pass
    try:
        return dt.datetime.strptime(text.strip(), "%Y-%m-%d").date()
    except ValueError as error:
        what = say("{value} is not a date", value=text[:_LONGEST])
        raise KamError.of(what, say("write it as 2026-01-31")) from error
