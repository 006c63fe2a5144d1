"""Marks: what is to be said of a cell that was not taken exactly as it stands."""

from __future__ import annotations

from enum import IntEnum


class Mark(IntEnum):
    """What is to be said of a cell. A cell with several changes bears the one that matters most.

    `FINE` and `TIDIED` change nothing that matters: blanks at the ends, full-width digits of a number, another spelling
    of a choice. The marks from there to `WRONG` are changes of meaning: each is counted and shown with examples. From
    `WRONG` on the cell is bad and its row cannot be used.
    """

    FINE = 0
    TIDIED = 1
    NOT_FINITE = 2
    ROUNDED = 3
    NO_VALUE = 4
    GROUPED = 5
    DECIMAL_COMMA = 6
    CURRENCY = 7
    PERCENT = 8
    SCALED = 9
    NEGATIVE = 10
    NEAREST = 11
    MONTH = 20
    TIME_DROPPED = 21
    DAY_FIRST = 22
    MONTH_FIRST = 23
    SHORT_YEAR = 24
    SERIAL = 25
    WHOLE_ID = 30
    INVISIBLE = 31
    FULL_WIDTH = 32
    WRONG = 64
    TOO_LARGE = 65
    NOT_WHOLE = 66
    BLANK = 67
    LOST_DIGITS = 68
    TWO_UNITS = 69

    @property
    def bad(self) -> bool:
        """Whether no value can be read from the cell, or none may be missing there."""
        return self >= Mark.WRONG

    @property
    def told(self) -> bool:
        """Whether the cell has a value of another form than it stands there, which is worth telling."""
        return Mark.TIDIED < self < Mark.WRONG
