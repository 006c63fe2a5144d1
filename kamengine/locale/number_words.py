"""What stands around the digits of a number: currencies, and words that multiply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

CURRENCIES: Mapping[str, tuple[str, ...]] = {
    "CNY": ("¥", "rmb", "cny", "cnh", "cn¥", "元", "圆", "圓", "块", "塊", "人民币", "人民幣", "元人民币"),
    "USD": ("$", "us$", "usd", "美元", "美金"),
    "EUR": ("€", "eur", "euro", "欧元", "歐元"),
    "GBP": ("£", "gbp", "英镑", "英鎊"),
    "JPY": ("jp¥", "jpy", "円", "日元", "日圆", "日圓"),
    "HKD": ("hk$", "hkd", "港元", "港币", "港幣"),
    "TWD": ("nt$", "twd", "新台币", "新臺幣", "台币", "台幣"),
    "MOP": ("mop$", "mop", "澳门元", "澳門元"),
    "SGD": ("s$", "sgd", "新加坡元", "新币"),
    "AUD": ("a$", "au$", "aud", "澳元"),
    "CAD": ("c$", "ca$", "cad", "加元"),
    "CHF": ("chf", "瑞士法郎"),
    "KRW": ("₩", "krw", "韩元", "韓元"),
    "INR": ("₹", "inr", "卢比"),
    "RUB": ("₽", "rub", "卢布"),
    "THB": ("฿", "thb", "泰铢"),
    "VND": ("₫", "vnd", "越南盾"),
    "BRL": ("r$", "brl"),
}
"""ISO 4217 codes, and how their currencies are written, in small letters. ``¥`` is taken for yuan."""

_SHARED: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"JPY"}),
    "元": frozenset({"TWD", "HKD", "MOP"}),
    "$": frozenset({"HKD", "TWD", "MOP", "SGD", "AUD", "CAD"}),
}
"""Signs that mean another currency too where amounts are kept in it."""

SCALES: Mapping[str, int] = {
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "百萬": 6,
    "千万": 7,
    "千萬": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
    "萬億": 12,
    "k": 3,
    "thousand": 3,
    "mn": 6,
    "mln": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
}
"""Powers of ten. ``m`` is not here: it may be a million, a thousand (Roman), minutes, metres or months."""

CODES: Mapping[str, str] = {word: code for code, words in CURRENCIES.items() for word in words}
"""The ISO 4217 code of each."""


def code_of(word: str, kept_in: str | None = None) -> str:
    """The ISO 4217 code that a sign or a name of a currency means among amounts that are kept in a currency.

    Raises:
        KeyError: the word names none.
    """
    return kept_in if kept_in in _SHARED.get(word, ()) and kept_in else CODES[word]


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


CURRENCY_PATTERN = any_of(CODES)
SCALE_PATTERN = any_of(SCALES)
