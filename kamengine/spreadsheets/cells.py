"""A cell of a spreadsheet as text, as a text file would hold it: exact, and the same from every kind of spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

_EXACT_BELOW = 1e15  # spreadsheets keep fifteen digits


def texts(cells: Iterable[object]) -> list[str]:
    """The cells of a row as text; an empty cell is an empty text.

    A number is the shortest decimal that names it (``12400``, ``0.1``, ``17850``), whatever format it is shown in; one
    of more digits before the point than a spreadsheet keeps has an exponent, since its last digits are not to be relied
    upon (``3.20102199001011E+17``). A date is ``2024-03-05``, with a time of day ``2024-03-05 13:30:15``; a truth is
    ``true`` or ``false``; a text stays as it is, but a zero character, which no text has, becomes U+FFFD.
    """
    return [_AS_TEXT.get(type(cell), str)(cell) for cell in cells]


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT_BELOW:
        return str(int(value))
    shortest = repr(value)
    if abs(value) >= _EXACT_BELOW:
        return format(Decimal(shortest).normalize(), "E")
    return format(Decimal(shortest), "f") if "e" in shortest else shortest


def _moment(value: dt.datetime) -> str:
    """A moment; at midnight it is a date: spreadsheets know no difference."""
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")


def _duration(value: dt.timedelta) -> str:
    """Hours, minutes and seconds; the hours go on after 24."""
    minutes, seconds = divmod(abs(value).total_seconds(), 60)
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{int(minutes // 60)}:{int(minutes % 60):02}:{'0' * (seconds < 10)}{_number(seconds)}"


def _text(value: str) -> str:
    return value.replace("\0", "\ufffd") if "\0" in value else value


_AS_TEXT: dict[type, Callable[..., str]] = {
    str: _text,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda value: "",
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
    dt.time: dt.time.isoformat,
    dt.timedelta: _duration,
}
