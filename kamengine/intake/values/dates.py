"""Dates: only what can be read in one way.

``2026-01-31``, ``2026/1/31``, ``2026.1.31``, ``20260131``, ``2026年1月31日``, ``5-Mar-2024``, each with or without a
time of day, which is dropped; months, ``2026-01``, ``202601``, ``2026年1月``, which mean their first day.
``03/04/2026`` and the days of spreadsheets (46053) are read as was decided for the whole column (`date_survey`), or
not at all.
"""

from __future__ import annotations

from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values import date_text
from kamengine.intake.values.decisions import ColumnDecisions
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.no_value import WORDS, among
from kamengine.intake.values.readings import Cell, Steps, mark_case
from kamengine.intake.values.texts import as_text, clean_word

# every date of the calendar from the year 1000, the 29th of February in leap years only
_LEAP_YEAR = r"(?:[1-9]\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
_USUAL = literal(
    r"[1-9]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    rf"|{_LEAP_YEAR}-02-29"
)
# what databases write that cannot be without a date
_NO_DATES = frozenset({"0000-00-00", "0000-00-00 00:00:00", "0000/00/00", "1900-01-00", "1900/1/0"})


def is_quick_date(raw: str) -> str:
    """Whether a text cell is a date in ISO form; NULL when it is NULL."""
    return f"regexp_full_match({raw}, {_USUAL})"


def read_date(cell: Cell, family: Family, decisions: ColumnDecisions, *, plain: bool) -> Steps | None:
    """Steps for a date; None when the column cannot hold any.

    Args:
        cell: the names to use.
        family: what the column holds.
        decisions: the order of day and month, and whether numbers are days.
        plain: every cell of a text column is a date in ISO form.
    """
    if family == "date":
        mark = mark_case((f"NOT isfinite({cell.clean})", Mark.NOT_FINITE))
        return Steps(cell.raw, f"CASE WHEN isfinite({cell.clean}) THEN {cell.clean} END", mark)
    if family in ("moment", "moment with zone"):
        return _from_moment(cell, family)
    if family in ("text", "whole", "float", "decimal"):
        text = date_cell(cell.raw, family)
        if plain:
            return Steps(text, f"CAST({cell.clean} AS DATE)", "0", spotless=True)
        return _from_text(cell, text, decisions)
    return None


def date_cell(raw: str, family: Family) -> str:
    """The cell as the text that it is read from: a number without ``.0``."""
    return as_text(raw, family, whole_numbers=True)


def _from_moment(cell: Cell, family: Family) -> Steps:
    utc = f"{cell.raw} AT TIME ZONE 'UTC'" if family == "moment with zone" else cell.raw
    mark = mark_case(
        (f"NOT isfinite({cell.clean})", Mark.NOT_FINITE),
        (f"{cell.clean} <> date_trunc('day', {cell.clean})", Mark.TIME_DROPPED),
    )
    return Steps(utc, f"CASE WHEN isfinite({cell.clean}) THEN CAST({cell.clean} AS DATE) END", mark)


def _from_text(cell: Cell, text: str, decisions: ColumnDecisions) -> Steps:
    """Plain cells pass; others are made clean (first part), taken apart (second) and written in ISO form."""
    word, parts = cell.part(0), cell.part(1)
    nothing = f"({among(word, WORDS | _NO_DATES)})"
    mark = mark_case(
        (f"{word} IS NULL", Mark.FINE),
        (f"{word} = ''", Mark.TIDIED),
        (nothing, Mark.NO_VALUE),
        (f"{cell.value} IS NULL", Mark.WRONG),
        (date_text.has_short_year(f"{parts}.day"), Mark.SHORT_YEAR),
        (date_text.is_numeric(f"{parts}.day"), Mark.MONTH_FIRST if decisions.dates == "mdy" else Mark.DAY_FIRST),
        (date_text.is_serial(word) if decisions.serials else "false", Mark.SERIAL),
        (date_text.is_time(parts), Mark.TIME_DROPPED),
        (date_text.is_month(word), Mark.MONTH),
        (f"{word} <> {text}", Mark.TIDIED),
    )
    return Steps(
        f"CASE WHEN {word} IS NOT NULL THEN {date_text.iso_date(word, parts, decisions)} END",
        f"CASE WHEN {word} IS NULL THEN TRY_CAST({text} AS DATE) ELSE {date_text.as_date(cell.clean)} END",
        mark,
        f"{text} IS NULL OR coalesce({word} = '' OR {nothing}, false)",
        (
            f"CASE WHEN {is_quick_date(text)} THEN NULL ELSE {clean_word(text)} END",
            f"CASE WHEN {word} <> '' THEN {date_text.split_date(word)} END",
        ),
        plain=f"TRY_CAST({text} AS DATE)",
    )
