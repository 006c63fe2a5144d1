"""Days as people type them, in forms and in commands."""

from __future__ import annotations

import datetime as dt

import pytest

from kamengine.problems import KamError
from kamengine.work.ground.days import day_typed

TODAY = dt.date(2026, 8, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-09-01", dt.date(2026, 9, 1)), (" +7 ", dt.date(2026, 8, 12)), ("+2w", dt.date(2026, 8, 19)), ("+0", TODAY)],
)
def test_days_are_typed_as_dates_or_counted_ahead(typed, day):
    assert day_typed(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30", "+", "+99999", "7", "\x1b[2J", "２０２６-０１-０１x"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(KamError, match="is not a date"):
        day_typed(typed, TODAY)
    with pytest.raises(KamError, match="is not a date"):
        day_typed("+9999", dt.date.max)
