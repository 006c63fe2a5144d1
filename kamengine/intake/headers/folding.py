"""When two spellings mean the same: headers of columns, and values of a closed list."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kamengine.intake.headers.traditional import simplified

_MARK = re.compile(r"[(\[【]\s*(?:必填|选填|必填项|required|mandatory|optional)\s*[)\]】]", re.IGNORECASE)
"""What forms add to a header to say whether a cell must be filled."""
_LONGEST_HEADER = 1_000
_SIGNS_IN_VALUES = frozenset("+-<>=≥≤%#*")


def fold_header(text: str) -> str:
    """What of a header matters: letters and digits, without case; ``（必填）`` (mandatory) and the like go.

    Traditional characters become simplified ones. ``Monthly Charges``, ``monthly_charges`` and
    ``MonthlyCharges（必填）`` fold to the same text. Empty when the header holds no letter and no digit. A text that is
    too long to name anything stays as it is.
    """
    return text if len(text) > _LONGEST_HEADER else _fold_short(text)


@lru_cache(maxsize=8_192)
def _fold_short(text: str) -> str:
    return "".join(filter(_letter_or_digit, _MARK.sub("", simplified(_caseless(text)))))


def without_mark(text: str) -> str:
    """A header without ``（必填）`` and the like, full-width letters made plain."""
    return _MARK.sub("", unicodedata.normalize("NFKC", text)).strip()


def fold_value(text: str) -> str:
    """What of a value of a closed list matters: as for headers, but signs that carry meaning stay.

    ``Month-to-month`` and ``month to month`` fold to the same text; ``A+`` and ``A-``, ``<5`` and ``>5``, ``1.5`` and
    ``15``, ``1-2 years`` and ``12 years`` do not.
    """
    caseless = simplified(_caseless(text)).strip()
    kept = []
    for position, character in enumerate(caseless):
        before, after = caseless[:position][-1:], caseless[position + 1 : position + 2]
        between_digits = before.isdigit() and after.isdigit()
        joins_words = character == "-" and before.isalnum() and after.isalnum() and not between_digits
        meant = character in _SIGNS_IN_VALUES or (character == "." and between_digits)
        if _letter_or_digit(character) or (meant and not joins_words):
            kept.append(character)
    return "".join(kept)


def fold_word(text: str) -> str:
    """The text without case and blanks at its ends, full-width letters made plain."""
    return _caseless(text).strip()


def _caseless(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _letter_or_digit(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"
