"""The account's id: a text that must be the same wherever the account is named.

A spreadsheet that takes ids for numbers writes ``17850.0`` for 17850; that is undone. Leading zeros that it dropped
cannot come back, nor can the digits of ``1.23457E+11``: such an id is a bad value.
"""

from __future__ import annotations

from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values.decisions import ColumnDecisions
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.no_value import TEXT_WORDS, among
from kamengine.intake.values.readings import Cell, Steps, mark_case
from kamengine.intake.values.texts import INVISIBLE, as_text, clean_id

# without a point, a plus sign and what the words for nothing are written with
_PLAIN = literal(r"[0-9A-Za-z_\x{4e00}-\x{9fff}](?:[-0-9A-Za-z_/:@ \x{4e00}-\x{9fff}]*[0-9A-Za-z_\x{4e00}-\x{9fff}])?")
_SURELY_PLAIN = literal(r"[0-9A-MO-TV-Za-mo-tv-z_](?:[-0-9A-Za-z_/:@]*[0-9A-Za-z_])?")
_WHOLE = literal(r"\d+\.0+")
_FRACTION = literal(r"\d+\.\d*[1-9]\d*")
_LOST_DIGITS = literal(r"\d(?:\.\d+)?E\+\d{2,}")
_FULL_WIDTH = literal(r"[\x{ff01}-\x{ff5e}]")
_MOST_EXACT = 2**53


def is_plain_id(raw: str) -> str:
    """Whether a cell is an id as it stands; NULL when it is NULL."""
    with_care = f"regexp_full_match({raw}, {_PLAIN}) AND NOT ({among(raw, TEXT_WORDS)})"
    return f"CASE WHEN regexp_full_match({raw}, {_SURELY_PLAIN}) THEN true ELSE {with_care} END"


def is_whole_with_point(id: str) -> str:
    """Whether an id is written as spreadsheets write whole numbers, such as ``17850.0``."""
    return f"regexp_full_match({id}, {_WHOLE})"


def has_fraction(raw: str) -> str:
    """Whether a cell is a number with a fraction, such as ``1.1``: then ``1.0`` is not 1 in its column."""
    return f"regexp_full_match({clean_id(raw)}, {_FRACTION})"


def id_text(raw: str, family: Family) -> str:
    """The cell as text; a binary number as the digits that it stands for, if it is whole."""
    if family not in ("float", "decimal"):
        return as_text(raw, family)
    whole = f"{raw} = trunc({raw}) AND abs({raw}) < {_MOST_EXACT}"
    digits = f"CAST(CAST({raw} AS HUGEINT) AS VARCHAR)"
    if family == "float":
        return f"CASE WHEN {whole} THEN {digits} ELSE upper(CAST({raw} AS VARCHAR)) END"
    return f"CASE WHEN {raw} = trunc({raw}) THEN {digits} ELSE CAST({raw} AS VARCHAR) END"


def read_id(cell: Cell, family: Family, decisions: ColumnDecisions, *, plain: bool) -> Steps:
    """Steps for the account's id.

    Args:
        cell: the names to use.
        family: what the column holds.
        decisions: whether ``17850.0`` means 17850.
        plain: every cell is an id as it stands.
    """
    text = id_text(cell.raw, family)
    if plain:
        return Steps(text, cell.clean, "0", spotless=True)
    clean = cell.part(0)
    word, lost = among(clean, TEXT_WORDS), f"regexp_full_match({clean}, {_LOST_DIGITS})"
    whole = is_whole_with_point(clean) if decisions.whole_ids else "false"
    mark = mark_case(
        (f"{cell.value} = {text}", Mark.FINE),
        (word, Mark.NO_VALUE),
        (lost, Mark.LOST_DIGITS),
        (whole, Mark.WHOLE_ID),
        (f"regexp_matches({text}, {INVISIBLE})", Mark.INVISIBLE),
        (f"regexp_matches({text}, {_FULL_WIDTH})", Mark.FULL_WIDTH),
        (f"{text} IS NOT NULL", Mark.TIDIED),
    )
    return Steps(
        f"CASE WHEN {word} THEN NULL WHEN {whole} THEN split_part({clean}, '.', 1) ELSE nullif({clean}, '') END",
        f"CASE WHEN NOT ({lost}) THEN {cell.clean} END",
        mark,
        parts=(f"CASE WHEN {is_plain_id(text)} THEN {text} ELSE {clean_id(text)} END",),
        plain=text,
    )
