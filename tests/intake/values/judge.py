"""What a cell means, in plain Python and by other means than the SQL: the judge of the property tests.

It takes a number apart from its two ends, character by character, and does its arithmetic with `Decimal`; dates it
makes with `datetime`. Only the vocabulary (currencies, scales, words for nothing) is shared with the product.
"""

from __future__ import annotations

import math
import unicodedata
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from kamengine.intake.values.marks import Mark
from kamengine.intake.values.no_value import WORDS
from kamengine.locale.number_words import CURRENCIES, SCALES

DASHES = "‐‑‒–—−﹣"
SPACES = " \t\n\r\x0b\x0c\x85\xa0\u3000\u2002\u2009\u202f\u2028\u2029\x1c\x1d\x1e\x1f"
WORDS_OF_CURRENCY = sorted((word for words in CURRENCIES.values() for word in words), key=len, reverse=True)
WORDS_OF_SCALE = sorted(SCALES, key=len, reverse=True)
LARGEST_MONEY = Decimal("99999999999999.9999")


def word_of(cell: str) -> str:
    """The cell with wide signs narrow, dashes as minus, without what cannot be seen, in small letters."""
    kept = []
    for character in cell:
        if character in SPACES:
            kept.append(" ")
        elif unicodedata.category(character) in ("Cc", "Cf"):
            continue
        elif "！" <= character <= "～" or character in "￥￡￠":
            kept.append(unicodedata.normalize("NFKC", character))
        else:
            kept.append("-" if character in DASHES else {"’": "'", "﹒": "."}.get(character, character))
    return "".join(kept).strip(" ").lower()


class NotANumber(Exception):
    """The text is none."""


class Number:
    """A number taken apart."""

    def __init__(self, word: str, decimals: str) -> None:
        self.rest = word
        self.decimals = decimals
        first = self._head("-+(")
        self.before = self._currency_at_start()
        second = self._head("-+(")
        self.tail = self._tail()
        self.percent = self._end(["%"])
        self.after = self._end(WORDS_OF_CURRENCY)
        self.scale = self._end(WORDS_OF_SCALE)
        if first + second + self.tail not in ("", "+", "-", "()"):
            raise NotANumber
        self.negative = any(sign in first + second + self.tail for sign in "-(")
        self.grouped = False
        self.scientific = "e" in self.rest
        digits, _, exponent = self.rest.strip(" ").partition("e")
        if "e" in self.rest and not self._is_exponent(exponent):
            raise NotANumber
        if exponent and (self.scale or self.percent):
            raise NotANumber
        self.exponent = int(exponent or 0)
        self.magnitude = self._digits(digits)

    def exact(self) -> Decimal:
        with localcontext() as context:
            context.prec = 2000
            context.Emax = 10**6
            context.Emin = -(10**6)
            power = self.exponent + SCALES.get(self.scale, 0) - (2 if self.percent else 0)
            return (-self.magnitude if self.negative else self.magnitude).scaleb(power)

    def _is_exponent(self, text: str) -> bool:
        bare = text[1:] if text[:1] in ("+", "-") else text
        return bare.isascii() and bare.isdigit() and len(bare) <= 4

    def _head(self, signs: str) -> str:
        sign = self.rest[:1] if self.rest[:1] and self.rest[0] in signs else ""
        self.rest = self.rest[len(sign) :]
        self.rest = self.rest.removeprefix(" ")
        return sign

    def _currency_at_start(self) -> str:
        for word in WORDS_OF_CURRENCY:
            if self.rest.startswith(word):
                self.rest = self.rest.removeprefix(word).removeprefix(" ")
                return word
        return ""

    def _tail(self) -> str:
        if self.rest.endswith("-"):
            self.rest = self.rest[:-1].removesuffix(" ")
            return "-"
        if self.rest.endswith(")"):
            self.rest = self.rest[:-1].removesuffix(" ")
            return ")"
        return ""

    def _end(self, words: list[str]) -> str:
        for word in words:
            if self.rest.endswith(word):
                self.rest = self.rest.removesuffix(word).removesuffix(" ")
                return word
        return ""

    def _digits(self, text: str) -> Decimal:
        point, group = (".", ",") if self.decimals == "point" else (",", ".")
        whole, _, fraction = text.partition(point)
        for sign in (group, " ", "'"):
            if sign in whole:
                whole = self._without_groups(whole, sign)
                break
        if not (whole + fraction).isascii() or not (whole + fraction).isdigit():
            raise NotANumber
        return Decimal(f"{whole or 0}.{fraction or 0}")

    def _without_groups(self, whole: str, sign: str) -> str:
        head, *others = whole.split(sign)
        if head.startswith("0") or not 1 <= len(head) <= 3 or any(len(other) != 3 for other in others):
            raise NotANumber
        self.grouped = True
        return "".join([head, *others])


def judge_number(cell: str | None, kind: str, decimals: str = "point") -> tuple[object, Mark]:
    """The value and the mark of a cell in a column of numbers."""
    if cell is None:
        return None, Mark.FINE
    word = word_of(cell)
    if not word:
        return None, Mark.TIDIED
    if word in WORDS:
        return None, Mark.NO_VALUE
    if word.lstrip("+-") in ("nan", "inf", "infinity") and len(word) - len(word.lstrip("+-")) <= 1:
        return None, Mark.NOT_FINITE
    try:
        number = Number(word, decimals)
    except NotANumber:
        return None, Mark.WRONG
    named = number.before or number.after
    if (kind == "ratio" and named) or (kind in ("integer", "money") and number.percent):
        return None, Mark.WRONG
    value, bad = _typed(number.exact(), kind)
    return (None, bad) if bad else (value, _mark_of(number, kind, cell, word))


def _typed(exact: Decimal, kind: str) -> tuple[object, Mark | None]:
    if kind == "integer":
        if exact != exact.to_integral_value():
            return None, Mark.NOT_WHOLE
        return (int(exact), None) if -(2**63) <= exact < 2**63 else (None, Mark.TOO_LARGE)
    if kind == "money":
        if abs(exact) >= LARGEST_MONEY + Decimal("0.00005"):
            return None, Mark.TOO_LARGE
        with localcontext() as context:
            context.prec = 2000
            return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP), None
    nearest = float(exact)
    return (nearest, None) if math.isfinite(nearest) else (None, Mark.TOO_LARGE)


def _mark_of(number: Number, kind: str, cell: str, word: str) -> Mark:
    exact = number.exact()
    if kind == "money" and exact % Decimal("0.0001"):
        return Mark.ROUNDED
    if kind in ("number", "ratio") and not number.scientific and _has_too_many_digits(exact):
        return Mark.NEAREST
    comma = number.decimals == "comma" and any(before == "," and after.isdigit() for before, after in pairwise(word))
    marks = [
        (number.scale, Mark.SCALED),
        (number.tail, Mark.NEGATIVE),
        (number.percent, Mark.PERCENT),
        (number.before or number.after, Mark.CURRENCY),
        (comma, Mark.DECIMAL_COMMA),
        (number.grouped, Mark.GROUPED),
        (word != cell, Mark.TIDIED),
    ]
    return next((mark for holds, mark in marks if holds), Mark.FINE)


def _has_too_many_digits(exact: Decimal) -> bool:
    nearest = float(exact)
    return abs(nearest) >= 2**53 and (abs(exact) >= 2**127 or int(exact) != int(nearest))


def date_in_order(text: str, order: str) -> date | None:
    """The date of ``3/4/2026`` or ``3/4/26`` in an order; None when it is none."""
    separator = next((sign for sign in "/-." if sign in text), "/")
    numbers = text.split(separator)
    if len(numbers) != 3 or not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    by_name = dict(zip(order, numbers, strict=True))
    year, month, day = (by_name[name] for name in "ymd")
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 69 else 1900)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def possible_orders(cells: list[str]) -> list[str]:
    """The orders that read every cell that any order reads; those that read the same are one."""
    read = [[date_in_order(cell, order) for order in ("dmy", "mdy", "ymd")] for cell in cells]
    dates = [by_order for by_order in read if any(by_order)]
    columns = {order: [by_order[i] for by_order in dates] for i, order in enumerate(("dmy", "mdy", "ymd"))}
    possible = [order for order, values in columns.items() if all(values)]
    return [
        order for i, order in enumerate(possible) if all(columns[order] != columns[other] for other in possible[:i])
    ]


def date_of_serial(days: float) -> date:
    """The date of a spreadsheet's day number."""
    return date(1899, 12, 30) + timedelta(days=math.floor(days))
