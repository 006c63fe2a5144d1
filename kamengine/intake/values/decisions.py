"""What is decided for a column as a whole, so that no cell is guessed on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["dmy", "mdy", "ymd"]
"""How day, month and year follow each other in ``03/04/2026``; ``ymd`` only with a year of two digits."""

DecimalSign = Literal["point", "comma"]


@dataclass(frozen=True)
class ColumnDecisions:
    """What holds for all cells of a column.

    Attributes:
        dates: the order of day, month and year where it can be read in several ways; None: there are no such dates.
        serials: plain numbers are days as spreadsheets count them, from 1899-12-30.
        decimals: which sign parts the whole from the fraction; the other one groups digits.
        currency: the currency that cells or the header name, as ISO 4217 code; None: none does.
        amounts: cells are amounts of money, so that a percentage is none.
        power: the power of ten by which the header says that cells are to be multiplied: 4 for ``（万元）``.
        whole_ids: ``17850.0`` is the id 17850; not so where ids such as ``1.1`` and ``1.2`` stand in the column.
        as_before: the cells leave it open, and what was given at an earlier import was taken.
    """

    dates: DateOrder | None = None
    serials: bool = False
    decimals: DecimalSign = "point"
    currency: str | None = None
    amounts: bool = False
    power: int = 0
    whole_ids: bool = True
    as_before: bool = False


UNDECIDED = ColumnDecisions()
"""Where nothing had to be decided."""
