"""Tables of the demo as bytes of a CSV file, and the calendar and money that both industries share."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AS_OF = dt.date(2026, 9, 30)
A_QUARTER_BEFORE = dt.date(2026, 6, 30)
"""The date on which the demo is looked at; there is no clock in it."""

Cell = str | int | dt.date | None


@dataclass(frozen=True)
class DemoTable:
    """One file: its headers and rows; None is a blank cell."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def as_csv(self, *, byte_order_mark: bool = False) -> bytes:
        """The table as UTF-8 with plain line ends; spreadsheets in Chinese want the byte order mark."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.headers)
        writer.writerows(self.rows)
        return text.getvalue().encode("utf-8-sig" if byte_order_mark else "utf-8")


@dataclass(frozen=True)
class DemoData:
    """What one industry brings: the accounts and the ledgers by name."""

    accounts: DemoTable
    ledgers: dict[str, DemoTable]


def yuan(fen: int) -> str:
    """An amount in fen as yuan with two decimals."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def fen(yuan: float) -> int:
    """An amount in yuan as the nearest whole number of fen."""
    return int(yuan * 100 + 0.5)


def months_back(count: int, day: int = 1) -> dt.date:
    """A day, at most the 28th, of the month that lies so many months before that of the as-of date."""
    year, month = divmod(AS_OF.year * 12 + AS_OF.month - 1 - count, 12)
    return dt.date(year, month + 1, day)


def month_end(count: int) -> dt.date:
    """The last day of the month that lies so many months before that of the as-of date."""
    return months_back(count - 1) - dt.timedelta(days=1)


def flat(groups: Iterable[Iterable[Sequence[Cell]]]) -> list[Sequence[Cell]]:
    """The rows of all groups in one list."""
    return [row for group in groups for row in group]
