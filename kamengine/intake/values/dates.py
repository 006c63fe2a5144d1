"""Dates: only what can be read in one way.

``2026-01-31``, ``2026/1/31``, ``2026.1.31``, ``20260131``, ``2026年1月31日``, each with or without a time of day, which
is dropped; and months, ``2026-01``, ``2026/1``, ``202601``, ``2026年1月``, which mean their first day. ``03/04/2026``
is a bad value: it is in March for one reader and in April for another.
"""

from __future__ import annotations

from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values.readings import Cell, Mark, Steps, mark_case
from kamengine.intake.values.texts import as_text, clean_word

_YEAR = r"[1-9]\d{3}"
_NEAR_YEAR = r"(?:19|20|21)\d\d"  # without separators six digits could be a date of two-digit years
_TIME = r"(?:[T ] ?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?))?)?"
_USUAL = literal(rf"{_YEAR}-\d\d-\d\d")
_SEPARATED = literal(
    rf"{_YEAR}(?:(?:-\d\d?-\d\d?|/\d\d?/\d\d?|\.\d\d?\.\d\d?|年\d\d?月\d\d?日?){_TIME}|-\d\d?|/\d\d?|年\d\d?月)"
)
_COMPACT_DAY = literal(rf"{_NEAR_YEAR}\d{{4}}(?:T?[0-2]\d[0-5]\d[0-5]\d|{_TIME})")
_COMPACT_MONTH = literal(rf"{_NEAR_YEAR}\d\d")
_PARTS = literal(r"^(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?.*$")
_JOINED = literal(r"\1-\2-\3")


def read_date(cell: Cell, family: Family) -> Steps | None:
    """Steps for a date; None when the column cannot hold any."""
    if family == "date":
        mark = mark_case((f"NOT isfinite({cell.clean})", Mark.NOT_FINITE))
        return Steps(cell.raw, f"CASE WHEN isfinite({cell.clean}) THEN {cell.clean} END", mark)
    if family in ("moment", "moment with zone"):
        utc = f"{cell.raw} AT TIME ZONE 'UTC'" if family == "moment with zone" else cell.raw
        mark = mark_case((f"NOT isfinite({cell.clean})", Mark.NOT_FINITE))
        return Steps(utc, f"CASE WHEN isfinite({cell.clean}) THEN CAST({cell.clean} AS DATE) END", mark)
    if family in ("text", "whole"):
        mark = mark_case((f"{cell.value} IS NULL AND {cell.clean} IS NOT NULL", Mark.WRONG))
        return Steps(clean_word(as_text(cell.raw, family)), _date_in_text(cell.clean), mark)
    return None


def _date_in_text(text: str) -> str:
    parts = f"regexp_replace({text}, {_PARTS}, {_JOINED})"
    return (
        f"TRY_CAST(CASE WHEN regexp_full_match({text}, {_USUAL}) THEN {text} "
        f"WHEN regexp_full_match({text}, {_SEPARATED}) THEN regexp_replace({parts}, '-$', '-1') "
        f"WHEN regexp_full_match({text}, {_COMPACT_DAY}) THEN concat_ws('-', {text}[1:4], {text}[5:6], {text}[7:8]) "
        f"WHEN regexp_full_match({text}, {_COMPACT_MONTH}) THEN concat_ws('-', {text}[1:4], {text}[5:6], '01') "
        "END AS DATE)"
    )
