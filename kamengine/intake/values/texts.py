"""Texts: blanks at their ends gone, controls made harmless, letters in one form (NFC)."""

from __future__ import annotations

from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values.readings import Cell, Mark, Steps, mark_case

_BLANK = r"\s\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200b}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"
_BLANK_ENDS = literal(rf"^[{_BLANK}]+|[{_BLANK}]+$")
_VISIBLE = literal(rf"[^{_BLANK}\p{{Cc}}]")
# controls, line and paragraph separators, and marks that turn the direction of writing
_HARMFUL = literal(r"\r\n|[\p{Cc}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}]")
# Latin letters and Chinese characters, which have one form only; other texts take the slower way
_LETTERS = r"!-~\x{a1}-\x{ac}\x{ae}-\x{2ff}\x{3001}-\x{3029}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{ff01}-\x{ff60}"
_PLAIN_TEXT = literal(rf"[{_LETTERS}](?:[ {_LETTERS}]*[{_LETTERS}])?")
_PLAIN_WORD = literal("[!-~]+")
_PADDED_WORD = literal(" *[!-~]* *")
_WIDE = literal("０１２３４５６７８９＋－．，／：ｅＥ年月日\u2212")
_NARROW = literal("0123456789+-.,/:eE年月日-")


def clean_text(raw: str) -> str:
    """A text cell made clean; NULL when nothing is left. Most cells pass by a quick test."""
    harmless = f"nfc_normalize(regexp_replace({raw}, {_HARMFUL}, ' ', 'g'))"
    return f"CASE WHEN regexp_full_match({raw}, {_PLAIN_TEXT}) THEN {raw} ELSE {_without_blank_ends(harmless)} END"


def clean_word(raw: str) -> str:
    """A cell that should hold a number or a date: blanks cut off, full-width digits and signs made plain."""
    narrow = f"translate({raw}, {_WIDE}, {_NARROW})"
    return (
        f"CASE WHEN regexp_full_match({raw}, {_PLAIN_WORD}) THEN {raw} "
        f"WHEN regexp_full_match({raw}, {_PADDED_WORD}) THEN nullif(trim({raw}, ' '), '') "
        f"ELSE {_without_blank_ends(narrow)} END"
    )


def is_blank(raw: str) -> str:
    """Whether a text cell is NULL or shows nothing."""
    return f"{raw} IS NULL OR NOT regexp_matches({raw}, {_VISIBLE})"


def _without_blank_ends(text: str) -> str:
    return f"nullif(regexp_replace({text}, {_BLANK_ENDS}, '', 'g'), '')"


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
