"""How likely a text is that was decoded with an encoding: small models of the scripts that people write.

Each model gives the natural logarithm of the probability of a word, letter by letter: how frequent the letter is, and
how likely such letters follow each other. Bytes that are decoded wrongly become rare letters in odd company, so the
right encoding gives the greatest probability (a naive Bayes classifier over whole characters). The frequencies are
rounded: of Chinese running text about three quarters are the thousand most frequent characters, and all but two in a
hundred are in level 1 of GB 2312 or of Big5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from kamengine.intake.files.common_characters import PUNCTUATION, SIMPLIFIED, TRADITIONAL

Script = Literal["letter", "sign", "wide"]
Model = Callable[[str], tuple[float, Script]]
"""How likely a character that is not ASCII is where its script is used, and what it is."""

UNREADABLE = -14.0
"""What each byte costs that cannot be decoded."""

_ASCII = -3.7
_GLUED = -3.3  # a Latin letter beside a Chinese character
_FREQUENT = -7.2
_ORDINARY = -9.6
_SELDOM = -12.0
_NEVER = -16.0

_ACCENTED = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽ")
_SIGNS = frozenset("€£§°’‘“”„–—…•™®©«»²³µ½·¿¡ºª\u00a0")
_IN_WORDS = frozenset("’·")
_WORDS_END = frozenset("™®²³ºª”»…")

_AFTER: Mapping[tuple[Script, str], float] = {
    ("wide", "start"): -0.7,
    ("wide", "ascii"): -1.5,
    ("wide", "wide"): -0.16,
    ("wide", "letter"): -4.0,
    ("wide", "sign"): -4.0,
    **{(script, "start"): -2.3 for script in ("letter", "sign")},
    **{(script, "ascii"): -2.3 for script in ("letter", "sign")},
    **{(script, "wide"): -4.0 for script in ("letter", "sign")},
    **{(script, before): -3.0 for script in ("letter", "sign") for before in ("letter", "sign")},
}
"""How likely a character of a script comes after one of another, or at the start of a word."""

_CURRENCIES = frozenset("¥€£")
"""Signs that stand before or behind an amount far more often than a seldom Chinese character does."""


def log_likelihood(word: str, model: Model) -> float:
    """The natural logarithm of how likely a word is; ``U+FFFD`` stands for bytes that cannot be decoded."""
    total, before, last = 0.0, "start", ""
    for position, character in enumerate(word):
        if character < "\x80":
            total += _ASCII + (_GLUED if before == "wide" and character.isalpha() else 0.0)
            before = "ascii"
        elif character == "\ufffd":
            total += UNREADABLE
            before = "start"
        else:
            likely, script = model(character)
            glued = script == "wide" and last.isascii() and last.isalpha()
            total += likely + (_GLUED if glued else _AFTER[script, before])
            if script in ("letter", "sign"):
                total += _in_odd_place(character, last, word[position + 1 : position + 2])
            before = script
        last = character
    return total


def _in_odd_place(character: str, last: str, following: str) -> float:
    """What a capital after a small letter costs, and a sign within a word; what a currency beside its amount gains."""
    if character in _CURRENCIES and (last.isdigit() or following.isdigit()):
        return 7.0
    if character.isupper() and last.islower():
        return -6.0
    inside = last.isalpha() and following.isalpha()
    if character in _SIGNS and character not in _IN_WORDS and inside:
        return -5.0
    return -3.0 if character in _WORDS_END and not last else 0.0


@cache
def western(character: str) -> tuple[float, Script]:
    """Languages of Western Europe."""
    if character in _ACCENTED:
        return -3.4, "letter"
    if character in _SIGNS:
        return -4.5, "sign"
    return (-7.5, "letter") if character.isalpha() else (-8.0, "sign")


@cache
def simplified(character: str) -> tuple[float, Script]:
    """Chinese as it is written on the mainland, in GB 18030."""
    return _chinese(character, SIMPLIFIED, "gb2312", b"\xb0\xd7"), "wide"


@cache
def traditional(character: str) -> tuple[float, Script]:
    """Chinese as it is written in Taiwan and Hong Kong, in Big5."""
    return _chinese(character, TRADITIONAL, "cp950", b"\xa4\xc6"), "wide"


def _chinese(character: str, frequent: frozenset[str], encoding: str, first_level: bytes) -> float:
    if character in frequent:
        return _FREQUENT
    if character in PUNCTUATION:
        return -7.4
    try:
        lead = character.encode(encoding)[0]
    except UnicodeEncodeError:
        return _NEVER
    if not "\u4e00" <= character <= "\u9fff":
        return _SELDOM
    return _ORDINARY if first_level[0] <= lead <= first_level[1] else _SELDOM


@cache
def japanese(character: str) -> tuple[float, Script]:
    """Japanese: kana and characters."""
    if "\u3041" <= character <= "\u30fe":
        return -5.0, "wide"
    if "\uff61" <= character <= "\uff9f":  # half-width kana, a byte each
        return -8.0, "wide"
    return _of_any_chinese(character), "wide"


@cache
def korean(character: str) -> tuple[float, Script]:
    """Korean: syllables, seldom characters."""
    if "\uac00" <= character <= "\ud7a3":
        return (-7.9 if _can_be(character, "euc_kr") else _SELDOM), "wide"
    return (_SELDOM if "\u4e00" <= character <= "\u9fff" else _of_any_chinese(character)), "wide"


@cache
def cyrillic(character: str) -> tuple[float, Script]:
    """Russian and its neighbours."""
    if "\u0410" <= character <= "\u044f" or character in "ёЁіїєІЇЄ№":
        return -4.0, "wide"
    return _SELDOM, "sign"


@cache
def any_script(character: str) -> tuple[float, Script]:
    """What may stand in Unicode: the scripts above and others."""
    if character < "\u0180" or "\u2010" <= character <= "\u203a" or character in _SIGNS:
        return western(character)
    if "\u0391" <= character <= "\u03c9" or "\u0410" <= character <= "\u044f":
        return -4.5, "wide"
    if "\u05d0" <= character <= "\u05ea" or "\u0621" <= character <= "\u064a":
        return -4.5, "wide"
    if "\u3041" <= character <= "\u30fe":
        return -6.0, "wide"
    if "\uac00" <= character <= "\ud7a3":
        return -8.5, "wide"
    return _of_any_chinese(character), "wide"


def _of_any_chinese(character: str) -> float:
    """Chinese of either kind."""
    if character in SIMPLIFIED or character in TRADITIONAL:
        return -7.5
    if character in PUNCTUATION:
        return -7.4
    return -10.5 if "\u4e00" <= character <= "\u9fff" else _SELDOM


def _can_be(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
