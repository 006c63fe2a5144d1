"""Numbers: plain decimal notation, and nothing that merely looks like it.

DuckDB reads ``1_000`` as 1000, ``0x1f`` as 31 and ``12.7`` as the whole number 13; so a cell is cast only after it has
matched a pattern of ours. A number may have a sign, an exponent and commas between groups of three digits.
"""

from __future__ import annotations

from kamengine.declarations import Kind
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values.readings import Cell, Mark, Steps, mark_case
from kamengine.intake.values.texts import as_text, clean_word

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_EXPONENT = r"(?:[eE][+-]?\d{1,4})"
_NUMBER = literal(rf"[+-]?(?:{_DIGITS}(?:\.\d*)?|\.\d+){_EXPONENT}?")
_USUAL = literal(rf"[+-]?(?:{_DIGITS}(?:\.\d*)?|\.\d+)")
_WHOLE = literal(rf"[+-]?{_DIGITS}(?:\.0*)?")
_NOT_FINITE = literal(r"(?i)[+-]?(?:nan|inf|infinity)")
_FIFTH_DECIMAL = literal(r"\.\d{4}\d*[1-9]")
_WIDE = "DECIMAL(38, 18)"
_MONEY = SQL_TYPES["money"]


def read_number(cell: Cell, family: Family, kind: Kind) -> Steps | None:
    """Steps for a number, a ratio, a whole number or money; None when the column cannot hold any."""
    by_kind = {"integer": _integer, "money": _money}
    return by_kind.get(kind, _double)(cell, family)


def _double(cell: Cell, family: Family) -> Steps | None:
    if family == "text":
        number = f"TRY_CAST(replace({cell.clean}, ',', '') AS DOUBLE)"
        matches = f"regexp_full_match({cell.clean}, {_NUMBER})"
        value = f"CASE WHEN {matches} AND isfinite({number}) THEN {number} END"
        mark = mark_case(
            (f"{cell.clean} IS NULL OR {cell.value} IS NOT NULL", Mark.FINE),
            (matches, Mark.TOO_LARGE),
            *_text_that_is_no_number(cell),
        )
        return Steps(clean_word(as_text(cell.raw, family)), value, mark)
    if family == "float":
        mark = mark_case((f"NOT isfinite({cell.clean})", Mark.NOT_FINITE))
        return Steps(cell.raw, f"CASE WHEN isfinite({cell.clean}) THEN {cell.clean} END", mark)
    if family in ("whole", "decimal"):
        return Steps(f"CAST({cell.raw} AS DOUBLE)", cell.clean, "0")
    return None


def _integer(cell: Cell, family: Family) -> Steps | None:
    if family == "text":
        return _integer_in_text(cell)
    if family == "whole":
        mark = mark_case((f"{cell.value} IS NULL AND {cell.clean} IS NOT NULL", Mark.TOO_LARGE))
        return Steps(cell.raw, f"TRY_CAST({cell.clean} AS BIGINT)", mark)
    if family in ("float", "decimal"):
        value = f"CASE WHEN {cell.clean} = trunc({cell.clean}) THEN TRY_CAST({cell.clean} AS BIGINT) END"
        mark = mark_case(
            (f"{cell.clean} IS NULL OR {cell.value} IS NOT NULL", Mark.FINE),
            *([(f"NOT isfinite({cell.clean})", Mark.NOT_FINITE)] if family == "float" else []),
            (f"{cell.clean} = trunc({cell.clean})", Mark.TOO_LARGE),
            ("true", Mark.NOT_WHOLE),
        )
        return Steps(cell.raw, value, mark)
    return None


def _integer_in_text(cell: Cell) -> Steps:
    """Without an exponent the digits are read; with one, decimal and binary arithmetic must agree that it is whole."""
    plain = f"replace({cell.clean}, ',', '')"
    number = f"regexp_full_match({cell.clean}, {_NUMBER})"
    wide, double = f"TRY_CAST({plain} AS {_WIDE})", f"TRY_CAST({plain} AS DOUBLE)"
    whole = f"TRY_CAST({wide} AS BIGINT)"
    value = (
        f"CASE WHEN regexp_full_match({cell.clean}, {_WHOLE}) THEN TRY_CAST(split_part({plain}, '.', 1) AS BIGINT) "
        f"WHEN {number} AND CAST({whole} AS {_WIDE}) = {wide} AND {double} = trunc({double}) THEN {whole} END"
    )
    mark = mark_case(
        (f"{cell.clean} IS NULL OR {cell.value} IS NOT NULL", Mark.FINE),
        (f"{number} AND {double} = trunc({double}) AND abs({double}) >= {2**63}", Mark.TOO_LARGE),
        (number, Mark.NOT_WHOLE),
        *_text_that_is_no_number(cell),
    )
    return Steps(clean_word(as_text(cell.raw, "text")), value, mark)


def _money(cell: Cell, family: Family) -> Steps | None:
    if family == "text":
        return _money_in_text(cell)
    if family == "float":
        return _money_in_float(cell)
    if family in ("whole", "decimal"):
        mark = mark_case(
            (f"{cell.clean} IS NULL OR TRY({cell.value} = {cell.clean})", Mark.FINE),
            (f"{cell.value} IS NULL", Mark.TOO_LARGE),
            ("true", Mark.ROUNDED),
        )
        return Steps(cell.raw, f"TRY_CAST({cell.clean} AS {_MONEY})", mark)
    return None


def _money_in_text(cell: Cell) -> Steps:
    """Straight to money DuckDB 2.0.0 drops digits of a number with an exponent, or lets it be too large."""
    plain = f"replace({cell.clean}, ',', '')"
    usual, number = f"regexp_full_match({cell.clean}, {_USUAL})", f"regexp_full_match({cell.clean}, {_NUMBER})"
    wide, double = f"TRY_CAST({plain} AS {_WIDE})", f"TRY_CAST({plain} AS DOUBLE)"
    value = (
        f"CASE WHEN {usual} THEN TRY_CAST({plain} AS {_MONEY}) "
        f"WHEN {number} THEN TRY_CAST(coalesce({wide}, TRY_CAST({double} AS {_WIDE})) AS {_MONEY}) END"
    )
    fifth_decimal = f"regexp_matches({cell.clean}, {_FIFTH_DECIMAL})"
    mark = mark_case(
        (f"{cell.clean} IS NULL", Mark.FINE),
        (f"{cell.value} IS NULL AND {number}", Mark.TOO_LARGE),
        (f"{cell.value} IS NOT NULL AND NOT {fifth_decimal} AND NOT contains(lower({cell.clean}), 'e')", Mark.FINE),
        (f"{cell.value} IS NOT NULL AND {usual}", Mark.ROUNDED),
        (f"{cell.value} IS NOT NULL AND CAST({cell.value} AS DOUBLE) <> {double}", Mark.ROUNDED),
        (f"{cell.value} IS NOT NULL", Mark.FINE),
        *_text_that_is_no_number(cell),
    )
    return Steps(clean_word(as_text(cell.raw, "text")), value, mark)


def _money_in_float(cell: Cell) -> Steps:
    """Binary numbers are taken for the shortest decimal that names them, and that is rounded."""
    quick = f"TRY_CAST({cell.clean} AS {_MONEY})"
    shortest = f"TRY_CAST(CAST({cell.clean} AS VARCHAR) AS {_MONEY})"
    value = f"CASE WHEN CAST({quick} AS DOUBLE) = {cell.clean} THEN {quick} ELSE {shortest} END"
    mark = mark_case(
        (f"{cell.clean} IS NULL OR CAST({cell.value} AS DOUBLE) = {cell.clean}", Mark.FINE),
        (f"NOT isfinite({cell.clean})", Mark.NOT_FINITE),
        (f"{cell.value} IS NULL", Mark.TOO_LARGE),
        ("true", Mark.ROUNDED),
    )
    return Steps(cell.raw, value, mark)


def _text_that_is_no_number(cell: Cell) -> tuple[tuple[str, Mark], ...]:
    """The last branches of a mark: ``nan`` and ``inf`` are unknown, everything else is bad."""
    return (f"regexp_full_match({cell.clean}, {_NOT_FINITE})", Mark.NOT_FINITE), ("true", Mark.WRONG)
