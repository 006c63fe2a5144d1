"""Values as people write them, in the reader's language; and, from `kamengine.locale.terminal`, text for a terminal.

Thousands are set off alike in Chinese and English, so the standard library's formatting does for numbers.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, localcontext

from kamengine.locale.choice import Language
from kamengine.locale.terminal import Align, fit, plain, table, width, with_both_ends
from kamengine.locale.units import unit_words

__all__ = [
    "Align",
    "boolean",
    "date",
    "duration",
    "fit",
    "number",
    "plain",
    "quantity",
    "table",
    "unknown",
    "value",
    "width",
    "with_both_ends",
]

_MOST_DECIMALS = 6
_MOST_DECIMALS_OF_PERCENT = 2
_MOST_DIGITS = 21
_PRECISION = 400  # no double and no sum of money has more digits
_UNKNOWN: dict[Language, str] = {"zh": "未知", "en": "unknown"}
_BOOLEAN: dict[tuple[Language, bool], str] = {
    ("zh", True): "是",
    ("zh", False): "否",
    ("en", True): "yes",
    ("en", False): "no",
}


def number(value: Decimal | float, language: Language, *, decimals: int | None = None) -> str:
    """A number with its thousands set off: ``12300.0`` is ``12,300``.

    Args:
        value: rounded half away from zero; a float counts as the shortest decimal that names it.
        language: the reader's language.
        decimals: exactly so many decimals; None: at most six, without zeros at the end.

    Returns:
        The number; from 10²¹ on in scientific notation; the word for unknown when it is not a finite number.
    """
    exact = _decimal(value)
    if not exact.is_finite():
        return unknown(language)
    if exact.adjusted() >= _MOST_DIGITS:
        return f"{exact:.{_MOST_DECIMALS}e}"
    rounded = _rounded(exact, _MOST_DECIMALS if decimals is None else decimals)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if decimals is None and "." in text else text


def quantity(
    value: Decimal | float,
    unit: str | None,
    language: Language,
    *,
    decimals: int | None = None,
    exact: bool = False,
) -> str:
    """A number with its unit: ``12,300 CNY/month``, ``12,300 元/月``; a ratio as a percentage, ``12 %`` or ``12%``.

    Args:
        value: the number; for the unit ``ratio`` the ratio itself, 0.12 for 12 %.
        unit: words joined by ``*`` and ``/``; None or empty for a bare number.
        language: the reader's language.
        decimals: exactly so many decimals of what is shown; None: at most six, of a percentage at most two.
        exact: let a percentage have up to four decimals, all that a ratio of six decimals holds: beside a line that it
            is compared with, 11.9999 % must not look like 12 %.
    """
    if not unit or not _decimal(value).is_finite():
        return number(value, language, decimals=decimals)
    if unit == "ratio":
        return _percent(_decimal(value), language, decimals, _MOST_DECIMALS - 2 if exact else _MOST_DECIMALS_OF_PERCENT)
    shown = number(value, language, decimals=decimals)
    return f"{shown} {unit_words(unit, language, many=shown not in {'1', '-1'})}"


def date(value: dt.date, language: Language) -> str:
    """A date: ``2026-01-31``, or ``2026年1月31日``."""
    return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else f"{value:%Y-%m-%d}".zfill(10)


def boolean(value: bool, language: Language) -> str:
    """``yes`` or ``no``, 是 or 否."""
    return _BOOLEAN[language, value]


def unknown(language: Language) -> str:
    """The word for a value that is missing: ``unknown``, 未知."""
    return _UNKNOWN[language]


def duration(value: dt.timedelta | float, language: Language) -> str:
    """A stretch of time in the two units that matter: ``350 ms``, ``1.2 s``, ``3 min 5 s``, ``2 h 10 min``.

    Args:
        value: the time, or its seconds; negative counts as none.
        language: the reader's language.
    """
    seconds = max(0.0, value.total_seconds() if isinstance(value, dt.timedelta) else float(value))
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} {'毫秒' if language == 'zh' else 'ms'}"
    if seconds < 9.95:
        return f"{seconds:.1f} {'秒' if language == 'zh' else 's'}"
    units = ("小时", "分", "秒") if language == "zh" else ("h", "min", "s")
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    counts = (hours, minutes, 0 if hours else rest)
    return " ".join(f"{count:,} {unit}" for count, unit in zip(counts, units, strict=True) if count)


def value(fact: object, language: Language, *, unit: str | None = None) -> str:
    """Any fact as people read it, by its type: unknown for None, yes or no, a date, a quantity, plain text."""
    if fact is None:
        return unknown(language)
    if isinstance(fact, bool):
        return boolean(fact, language)
    if isinstance(fact, Decimal | int | float):
        return quantity(fact, unit, language)
    if isinstance(fact, dt.date):
        return date(fact, language)
    return plain(str(fact))


def _percent(ratio: Decimal, language: Language, decimals: int | None, at_most: int) -> str:
    with localcontext() as context:
        context.prec = _PRECISION
        hundredths = ratio * 100
    shown = number(hundredths if decimals is not None else _rounded(hundredths, at_most), language, decimals=decimals)
    return f"{shown}%" if language == "zh" else f"{shown} %"


def _decimal(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else int(value))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, half away from zero, and never a negative zero."""
    with localcontext() as context:
        context.prec = _PRECISION
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
