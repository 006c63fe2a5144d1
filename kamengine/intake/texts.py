"""Texts: blanks at their ends gone, controls made harmless, letters in one form (NFC)."""

from __future__ import annotations

from kamengine.intake.families import Family
from kamengine.intake.readings import Cell, Mark, Steps, mark_case
from kamengine.intake.sql_text import literal

BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
BLANKS += "\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Characters that show nothing, cut off at both ends of every cell."""

_WIDE = "０１２３４５６７８９＋－．，／：ｅＥ年月日\u2212"
_NARROW = "0123456789+-.,/:eE年月日-"
# controls, line and paragraph separators, and marks that turn the direction of writing
_HARMFUL = literal(r"[\p{Cc}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}]")
_PLAIN_TEXT = literal("[!-~]([ -~]*[!-~])?")
_PLAIN_WORD = literal("[!-~]+")


def clean_text(raw: str) -> str:
    """A text cell made clean; NULL when nothing is left. Most cells pass by a quick test."""
    harmless = f"regexp_replace({raw}, {_HARMFUL}, ' ', 'g')"
    tidy = f"nullif(trim(nfc_normalize({harmless}), {literal(BLANKS)}), '')"
    return f"CASE WHEN regexp_full_match({raw}, {_PLAIN_TEXT}) THEN {raw} ELSE {tidy} END"


def clean_word(raw: str) -> str:
    """A cell that should hold a number or a date: blanks cut off, full-width digits and signs made plain."""
    tidy = f"nullif(translate(trim({raw}, {literal(BLANKS)}), {literal(_WIDE)}, {literal(_NARROW)}), '')"
    return f"CASE WHEN regexp_full_match({raw}, {_PLAIN_WORD}) THEN {raw} ELSE {tidy} END"


def as_text(raw: str, family: Family, *, whole_numbers: bool = False) -> str:
    """A cell of any family as text.

    Args:
        raw: the cell.
        family: what the column holds.
        whole_numbers: write 1.0 as ``1``, for values of a closed list.
    """
    text = f"CAST({raw} AS VARCHAR)"
    if family == "text":
        return raw
    if family == "moment with zone":
        return f"CAST({raw} AT TIME ZONE 'UTC' AS VARCHAR)"
    if whole_numbers and family in ("float", "decimal"):
        return f"regexp_replace({text}, '\\.0*$', '')"
    return text


def read_text(cell: Cell, family: Family) -> Steps:
    """Steps for a text, and for the account's id."""
    clean = clean_text(as_text(cell.raw, family))
    changed = f"{cell.clean} IS DISTINCT FROM {cell.raw}"
    if family == "text":
        return Steps(clean, cell.clean, mark_case((changed, Mark.TIDIED)))
    return Steps(clean, cell.clean, "0")
