"""Numbers: every usual way to write one, and nothing that merely looks like it.

DuckDB reads ``1_000`` as 1000, ``0x1f`` as 31 and ``12.7`` as the whole number 13; so a cell is cast only after it has
matched a pattern of ours. Most cells pass by a quick one; the others are taken apart (`number_text`).
"""

from __future__ import annotations

from kamengine.declarations import Kind
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.intake.files.families import Family
from kamengine.intake.sql_text import literal
from kamengine.intake.values.decisions import ColumnDecisions
from kamengine.intake.values.marks import Mark
from kamengine.intake.values.no_value import WORDS, among
from kamengine.intake.values.number_text import NumberParts, is_number, split
from kamengine.intake.values.readings import Cell, Steps, mark_case
from kamengine.intake.values.texts import clean_word

_MONEY = SQL_TYPES["money"]
_NOT_FINITE = literal(r"[+-]?(?:nan|inf|infinity)")
_WHOLE = literal(r"[+-]?\d+(?:\.0*)?")
_FIFTH_DECIMAL = literal(r"\.\d{4}\d*[1-9]")
_EVERY_WHOLE_BELOW = 2**53
# short enough to be read without loss, so that such a cell never bears a mark
_QUICK = {
    "integer": literal(r"[+-]?\d{1,18}"),
    "money": literal(r"[+-]?(?:\d{1,14}(?:\.\d{0,4})?|\.\d{1,4})"),
    "number": literal(r"[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)"),
}
# the same without 1.234, which could be 1234
_QUICK_IN_ANY_STYLE = {
    "integer": _QUICK["integer"],
    "money": literal(r"[+-]?(?:\d{1,14}(?:\.(?:\d{0,2}|\d{4}))?|(?:0\d*|[1-9]\d{3,13})?\.\d{3}|\.\d{1,4})"),
    "number": literal(r"[+-]?(?:\d{1,15}(?:\.(?:\d{0,2}|\d{4,}))?|(?:0\d{0,14}|[1-9]\d{3,14})?\.\d{3}|\.\d+)"),
}


def is_quick_number(raw: str, kind: Kind, decimals: str | None) -> str:
    """Whether a text cell is a plain number that can be cast as it stands; NULL when it is NULL.

    Args:
        raw: the cell.
        kind: what it should hold.
        decimals: the decimal sign of the column; None while it is not known: then ``1.234`` is not plain.
    """
    kind = "number" if kind == "ratio" else kind
    if decimals == "comma":
        return f"regexp_full_match({raw}, {_QUICK['integer']})"
    return f"regexp_full_match({raw}, {(_QUICK if decimals else _QUICK_IN_ANY_STYLE)[kind]})"


def read_number(cell: Cell, family: Family, kind: Kind, decisions: ColumnDecisions, *, plain: bool) -> Steps | None:
    """Steps for a number, a ratio, a whole number or money; None when the column cannot hold any.

    Args:
        cell: the names to use.
        family: what the column holds.
        kind: what the field holds.
        decisions: the decimal sign, and what the header multiplies by.
        plain: every cell of a text column is a plain number.
    """
    if family == "text" and plain:
        return Steps(cell.raw, f"CAST({cell.clean} AS {SQL_TYPES[kind]})", "0", spotless=True)
    if family == "text":
        return _number_in_text(cell, kind, decisions)
    by_kind = {"integer": _integer, "money": _money}
    return by_kind.get(kind, _double)(cell, family)


def _number_in_text(cell: Cell, kind: Kind, decisions: ColumnDecisions) -> Steps:
    """Plain cells pass; others are made clean (0), taken apart (1 to 3) and written as a plain decimal."""
    word, parts, scale, power = cell.part(0), NumberParts(cell.part(1)), cell.part(2), cell.part(3)
    doubles = kind in ("number", "ratio")
    written: Kind = "money" if decisions.amounts and kind == "number" else kind
    quick, is_one = is_quick_number(cell.raw, kind, decisions.decimals), is_number(word, written, decisions.decimals)
    decimal = parts.plain(power, keep_exponent=doubles)
    return Steps(
        f"CASE WHEN {parts.name} IS NOT NULL AND NOT ({_has_two_units(parts, scale, decisions)}) THEN {decimal} END",
        f"CASE WHEN {word} IS NULL THEN TRY_CAST({cell.raw} AS {SQL_TYPES[kind]}) ELSE {_value(cell.clean, kind)} END",
        _mark(cell, kind, decisions),
        f"{cell.raw} IS NULL OR coalesce({word} = '' OR {among(word, WORDS)}, false)",
        (
            clean_word(cell.raw) if decisions.power else f"CASE WHEN {quick} THEN NULL ELSE {clean_word(cell.raw)} END",
            f"CASE WHEN {is_one} THEN {split(word, decisions.decimals)} END",
            f"CASE WHEN {parts.name} IS NOT NULL THEN {parts.scale} END",
            parts.power(scale, decisions.power, exponents=not doubles),
        ),
        plain="" if decisions.power else f"TRY_CAST({cell.raw} AS {SQL_TYPES[kind]})",
    )


def _has_two_units(parts: NumberParts, scale: str, decisions: ColumnDecisions) -> str:
    """Whether the cell multiplies where the header does already: ``1.2万`` could mean two things there."""
    return f"{parts.name} IS NOT NULL AND {scale} <> ''" if decisions.power else "false"


def _value(text: str, kind: Kind) -> str:
    if kind == "integer":
        return f"CASE WHEN regexp_full_match({text}, {_WHOLE}) THEN TRY_CAST(split_part({text}, '.', 1) AS BIGINT) END"
    if kind == "money":
        return f"TRY_CAST({text} AS {_MONEY})"
    return f"CASE WHEN isfinite(TRY_CAST({text} AS DOUBLE)) THEN TRY_CAST({text} AS DOUBLE) END"


def _mark(cell: Cell, kind: Kind, decisions: ColumnDecisions) -> str:
    text, parts, scale = cell.part(0), NumberParts(cell.part(1)), cell.part(2)
    not_whole = f"NOT regexp_full_match({cell.clean}, {_WHOLE})" if kind == "integer" else "false"
    rounded = f"regexp_matches({cell.clean}, {_FIFTH_DECIMAL})" if kind == "money" else "false"
    nearest = _is_nearest(cell) if kind in ("number", "ratio") else "false"
    comma = f"contains({text}, ',') AND regexp_matches({text}, ',\\d')" if decisions.decimals == "comma" else "false"
    return mark_case(
        (f"{text} IS NULL", Mark.FINE),
        (f"{text} = ''", Mark.TIDIED),
        (among(text, WORDS), Mark.NO_VALUE),
        (f"regexp_full_match({text}, {_NOT_FINITE})", Mark.NOT_FINITE),
        (f"{parts.name} IS NULL", Mark.WRONG),
        (_has_two_units(parts, scale, decisions), Mark.TWO_UNITS),
        (f"{cell.value} IS NULL AND ({not_whole})", Mark.NOT_WHOLE),
        (f"{cell.value} IS NULL", Mark.TOO_LARGE),
        (rounded, Mark.ROUNDED),
        (nearest, Mark.NEAREST),
        (f"{scale} <> ''" if decisions.power <= 0 else "true", Mark.SCALED),
        (parts.negative_by_form, Mark.NEGATIVE),
        (f"{parts.of('percent')} <> ''" if decisions.power >= 0 else "true", Mark.PERCENT),
        (f"{parts.currencies(scale)} <> ''", Mark.CURRENCY),
        (comma, Mark.DECIMAL_COMMA),
        (parts.grouped, Mark.GROUPED),
        (f"{text} <> {cell.raw}", Mark.TIDIED),
    )


def _is_nearest(cell: Cell) -> str:
    """Whether the whole part has more digits than a binary number keeps, and another was taken for it."""
    whole = f"TRY_CAST(split_part({cell.clean}, '.', 1) AS HUGEINT)"
    taken = f"TRY_CAST({cell.value} AS HUGEINT)"
    return (
        f"abs({cell.value}) >= {_EVERY_WHOLE_BELOW} AND NOT contains({cell.clean}, 'e') "
        f"AND coalesce({whole} <> {taken}, true)"
    )


def _double(cell: Cell, family: Family) -> Steps | None:
    if family == "float":
        mark = mark_case((f"NOT isfinite({cell.clean})", Mark.NOT_FINITE))
        return Steps(cell.raw, f"CASE WHEN isfinite({cell.clean}) THEN {cell.clean} END", mark)
    if family in ("whole", "decimal"):
        return Steps(f"CAST({cell.raw} AS DOUBLE)", cell.clean, "0", spotless=True)
    return None


def _integer(cell: Cell, family: Family) -> Steps | None:
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


def _money(cell: Cell, family: Family) -> Steps | None:
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
