"""Working days: weekends, public holidays, and the weekends that are worked to make up for them (调休)."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Calendar(Protocol):
    """Which days are worked."""

    def is_working_day(self, day: dt.date) -> bool:
        """Whether people work on a day."""
        ...

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The day after so many working days; with 0 the day itself, or the next working day."""
        ...
