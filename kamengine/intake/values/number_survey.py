"""Decides for a column of numbers which of point and comma is the decimal sign, and which currency it is in.

By elimination: a sign is possible when every cell that is a number at all is one with it. ``12,50`` rules the point
out, ``12.50`` the comma, ``1.234`` neither. When both are possible, commas group digits, as both of our languages
write; but a column whose only points stand before three digits is asked about: 1234 and 1.234 are too far apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.declarations import Kind
from kamengine.intake.rows import shown
from kamengine.intake.values.decisions import DecimalSign
from kamengine.intake.values.number_text import NumberParts, is_number, split
from kamengine.intake.values.number_words import CODES
from kamengine.intake.values.numbers import is_quick_number
from kamengine.intake.values.texts import clean_word
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class NumberSurvey:
    """What was decided for a column, or why nothing could be.

    Attributes:
        decimals: the decimal sign.
        currency: the ISO 4217 code of the currency that cells name; None when none does.
        what: what is wrong with the column; None when all is decided.
        remedy: what to do about it.
    """

    decimals: DecimalSign = "point"
    currency: str | None = None
    what: Message | None = None
    remedy: Message | None = None


def survey_numbers(
    connection: DuckDBPyConnection, relation: str, raw: str, kind: Kind, given: DecimalSign | None
) -> NumberSurvey:
    """Decide on the cells of a text column that are not plain numbers.

    Args:
        connection: holds the rows.
        relation: what stands after ``FROM``; has the row number ``r``.
        raw: the cell.
        kind: what the field holds.
        given: the decimal sign that the user gave.
    """
    odd = f"(SELECT r, {raw} AS raw, {clean_word(raw)} AS word FROM {relation} WHERE NOT {_quick(raw, kind)})"
    decided = NumberSurvey(given) if given else _decide(connection, relation, raw, odd, kind)
    return decided if decided.what else _with_currency(connection, odd, kind, decided.decimals)


def _quick(raw: str, kind: Kind) -> str:
    return is_quick_number(raw, kind, None)


def _decide(connection: DuckDBPyConnection, relation: str, raw: str, odd: str, kind: Kind) -> NumberSurvey:
    """Which signs the odd cells leave possible; plain cells with a point are looked for only when that matters."""
    by_point, by_comma = is_number("word", kind, "point"), is_number("word", kind, "comma")
    fits = f"SELECT r, raw, {by_point} AS by_point, {by_comma} AS by_comma FROM {odd}"
    found = connection.execute(
        "SELECT arg_min(raw, r) FILTER (by_point AND NOT by_comma), arg_min(raw, r) FILTER (by_comma AND NOT by_point),"
        " list_distinct(arg_min(raw, r, 2) FILTER (by_point AND by_comma AND contains(raw, '.'))) FROM "
        f"({fits})"
    ).fetchone()
    assert found is not None
    only_point, only_comma, unclear = found
    if (only_comma is not None or unclear) and only_point is None:
        only_point = _plain_with_point(connection, relation, raw, kind)
    return _verdict(only_point, only_comma, unclear or [])


def _verdict(only_point: str | None, only_comma: str | None, unclear: list[str]) -> NumberSurvey:
    give = say("say which sign parts the fraction, with --decimal point or --decimal comma")
    if only_point is not None and only_comma is not None:
        one, other = shown(only_point), shown(only_comma)
        what = say("'{one}' has a decimal point, '{other}' a decimal comma", one=one, other=other)
        return NumberSurvey(what=what, remedy=give)
    if only_comma is not None:
        return NumberSurvey("comma")
    if unclear and only_point is None:
        samples = [shown(text) for text in sorted(unclear)]
        what = say("in {samples} the point may part a fraction or group digits", samples=samples)
        return NumberSurvey(what=what, remedy=give)
    return NumberSurvey("point")


def _plain_with_point(connection: DuckDBPyConnection, relation: str, raw: str, kind: Kind) -> str | None:
    """A plain cell with a decimal point; None when there is none."""
    found = connection.execute(
        f"SELECT {raw} FROM {relation} WHERE contains({raw}, '.') AND {_quick(raw, kind)} LIMIT 1"
    ).fetchone()
    return str(found[0]) if found else None


def _with_currency(connection: DuckDBPyConnection, odd: str, kind: Kind, decimals: DecimalSign) -> NumberSurvey:
    """The decision with the currency of the column, or the problem that there are several."""
    parts = NumberParts("parts")
    numbers = (
        f"SELECT r, raw, CASE WHEN {is_number('word', kind, decimals)} THEN {split('word', decimals)} END AS parts"
    )
    scaled = f"SELECT *, CASE WHEN parts IS NOT NULL THEN {parts.scale} END AS scale FROM ({numbers} FROM {odd})"
    words = f"CASE WHEN parts IS NOT NULL THEN {parts.currencies('scale')} END"
    found = connection.execute(
        f"SELECT words, arg_min(raw, r) FROM (SELECT r, raw, {words} AS words FROM ({scaled})) "
        "GROUP BY words ORDER BY min(r)"
    ).fetchall()
    samples: dict[str, str] = {}
    for named, raw in found:
        for word in filter(None, (named or "").split("|")):
            samples.setdefault(CODES[word], raw)
    if len(samples) > 1:
        (one, first), (other, second) = list(samples.items())[:2]
        what = say(
            "'{first}' is in {one}, '{second}' in {other}: amounts of several currencies cannot be compared",
            **{"one": one, "other": other, "first": shown(first), "second": shown(second)},
        )
        return NumberSurvey(decimals, what=what, remedy=say("bring the column to one currency"))
    return NumberSurvey(decimals, next(iter(samples), None))
