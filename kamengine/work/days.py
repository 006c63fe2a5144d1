"""Days as people type them."""

from __future__ import annotations

import datetime as dt
import re

from kamengine.problems import KamError, say

_AHEAD = re.compile(r"\+(\d{1,4})([dw]?)")
_LONGEST = 40
HOW = say("2026-01-31, or +7 for in a week")
"""How a day can be typed."""


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
