"""Numbers as people write them: the one pattern for cells of files and for what somebody types, and what it means.

``(¥1.2万)`` is -12000. Whether a word is a number is one pattern, its parts are found by another, simple one; both are
understood by Python and by the query engine (RE2) alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Literal

from kamengine.locale.number_words import CURRENCIES, CURRENCY_PATTERN, SCALE_PATTERN, SCALES, code_of

_Sign = Literal["point", "comma"]
PARTS = ("sign", "before", "inner", "whole", "fraction", "exponent", "after", "percent", "tail")
"""What the groups of `parts_pattern` hold, in their order."""

_GROUP = {"point": ",", "comma": r"\."}
_DECIMAL = {"point": r"\.", "comma": ","}
_PLAIN_GROUP = {"point": ",", "comma": "."}
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63"
_SIGNS: Mapping[str, str] = {**dict.fromkeys(_DASHES, "-"), "\u2019": "'", "\ufe52": "."}
_WIDE = "￥￡￠"
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def number_pattern(kind: str, decimals: _Sign) -> str:
    """What a number looks like, sign and brackets and all; in small letters, with plain signs.

    Args:
        kind: a percentage is no ``money`` and no whole number (``integer``), a ``ratio`` has no currency.
        decimals: the decimal sign.
    """
    group, point = _GROUP[decimals], _DECIMAL[decimals]
    grouped = rf"[1-9]\d{{0,2}}(?:(?:{group}\d{{3}})+|(?: \d{{3}})+|(?:'\d{{3}})+)"
    digits = rf"(?:(?:{grouped}|\d+)(?:{point}\d*)?|{point}\d+)"
    named = "" if kind == "ratio" else rf"(?: ?(?:{CURRENCY_PATTERN}))?"
    before = "" if kind == "ratio" else rf"(?:(?:{CURRENCY_PATTERN}) ?)?"
    percent = "" if kind in ("integer", "money") else "(?: ?%)?"
    number = rf"{digits}(?:e[-+]?\d{{1,4}}{named}|(?: ?(?:{SCALE_PATTERN}))?{named}{percent})"
    forms = [rf"[-+]? ?{before}{number}", rf"{before}[-+] ?{number}", rf"{before}{number} ?-"]
    return "|".join([*forms, rf"\( ?{before}{number} ?\)", rf"{before}\( ?{number} ?\)"])


def parts_pattern(decimals: _Sign) -> str:
    """Takes a number apart, into `PARTS`."""
    group, point = _PLAIN_GROUP[decimals], _DECIMAL[decimals]
    return (
        rf"^([-+(]?) ?([^-+(0-9., ']*) ?([-+(]?) ?(\d[\d{group}' ]*\d|\d?)(?:{point}(\d*))?(?:e([-+]?\d{{1,4}}))?"
        r" ?([^-0-9%)]*)(%?)( ?[-)])?$"
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def number_written(text: str, unit: str | None = None) -> Decimal | None:
    """The number that somebody typed, such as ``900万``, ``9,000,000``, ``¥1.2k`` or ``９０％``; None when it is none.

    The point is the decimal sign, since one number does not tell which is meant.

    Args:
        text: as it was typed.
        unit: of the number: a ``ratio`` may be a percentage; an amount, such as ``CNY/year``, may name its own
            currency, and no other.
    """
    word = _plain_word(text)
    if not _compiled(number_pattern("ratio" if unit == "ratio" else "money", "point")).fullmatch(word):
        return None
    found = _compiled(parts_pattern("point")).fullmatch(word)
    assert found is not None, "what is a number can be taken apart"
    parts = dict(zip(PARTS, (part or "" for part in found.groups()), strict=True))
    scale, named = _scale_and_currency(parts["after"])
    kept_in = (unit or "").partition("/")[0]
    if any(kept_in not in CURRENCIES or code_of(each, kept_in) != kept_in for each in (parts["before"], named) if each):
        return None
    power = int(parts["exponent"] or 0) + SCALES.get(scale, 0) - (2 if parts["percent"] else 0)
    signs = parts["sign"] + parts["inner"] + parts["tail"]
    sign = "-" if "-" in signs or "(" in signs else ""
    return Decimal(f"{sign}0{re.sub('[^0-9]', '', parts['whole'])}.{parts['fraction']}e{power}")


def is_percentage(text: str) -> bool:
    """Whether a number was typed as a percentage."""
    return _plain_word(text).endswith("%")


def has_sign(text: str) -> bool:
    """Whether a number was typed with a plus or minus sign in front, such as ``+10%`` or ``－500``."""
    return _plain_word(text).startswith(("+", "-"))


def number_as_typed(number: Decimal) -> str:
    """A number as somebody would type it: without zeros that say nothing, but ``1.2340``, as ``1.234`` may be 1,234."""
    text = format(number, "f")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{short}0" if _UNCLEAR.fullmatch(short) else short


def _scale_and_currency(after: str) -> tuple[str, str]:
    """The word that multiplies a number, and its currency; each empty where there is none."""
    after = after.strip()
    if not after or _compiled(CURRENCY_PATTERN).fullmatch(after):  # krw is a currency, and not thousands of rw
        return "", after
    found = _compiled(SCALE_PATTERN).match(after)
    scale = found[0] if found is not None else ""
    return scale, after.removeprefix(scale).strip()


def _plain_word(text: str) -> str:
    """In small letters, wide signs narrow, dashes as minus signs, any blank as a space, without what cannot be seen."""
    return "".join(map(_plain_sign, text)).strip(" ").lower()


def _plain_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in ("Cc", "Cf"):
        return ""
    if "！" <= sign <= "～" or sign in _WIDE:
        return unicodedata.normalize("NFKC", sign)
    return _SIGNS.get(sign, sign)
