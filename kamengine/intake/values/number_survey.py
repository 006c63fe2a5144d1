"""Decides for a column of numbers which of point and comma is the decimal sign, and which currency it is in.

By elimination: a sign is possible when every cell that is a number at all is one with it. ``12,50`` rules the point
out, ``12.50`` the comma, ``1.234`` neither. When both are possible, commas group digits, as both of our languages
write; but a column whose only points stand before three digits is asked about: 1234 and 1.234 are too far apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamengine.declarations import Kind
from kamengine.intake.rows import shown
from kamengine.intake.values.decisions import DecimalSign
from kamengine.intake.values.number_text import NumberParts, is_number, split
from kamengine.intake.values.numbers import is_quick_number
from kamengine.intake.values.texts import clean_word
from kamengine.locale.number_words import code_of
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


Wrong = tuple[Message, Message]
"""What is wrong with a column, and what to do about it."""


@dataclass(frozen=True)
class NumberSurvey:
    """What was decided for a column, or why nothing could be.

    Attributes:
        decimals: the decimal sign.
        currency: the ISO 4217 code of the currency that cells name; None when none does.
        wrong: everything that is wrong with the column, each with what to do about it; empty when all is decided.
        as_before: the cells leave the decimal sign open, and it is the one that was given before.
    """

    decimals: DecimalSign = "point"
    currency: str | None = None
    wrong: tuple[Wrong, ...] = ()
    as_before: bool = False


def survey_numbers(
    connection: DuckDBPyConnection,
    relation: str,
    odd: str,
    raw: str,
    kind: Kind,
    given: DecimalSign | None,
    kept_in: str | None = None,
    before: DecimalSign | None = None,
) -> NumberSurvey:
    """Decide on the cells of a text column that are not plain numbers.

    Args:
        connection: holds the rows.
        relation: what stands after ``FROM``.
        odd: the same for those whose cell is not plain, among others; has the row number ``r``.
        raw: the cell.
        kind: what the field holds.
        given: the decimal sign that the user gave.
        kept_in: the currency of the field's amounts, which a sign such as ``$`` then means.
        before: the decimal sign that was given at an earlier import; it counts where the cells leave it open.
    """
    pointed = None if given or kind == "integer" else _plain_with_point(connection, relation, raw, kind)
    words = f"(SELECT r, {raw} AS raw, {clean_word(raw)} AS word FROM {odd})"
    found = _look(connection, words, kind, given, kept_in)
    return _with_currency(_verdict(given, before, pointed or found.only_point, found), found)


@dataclass(frozen=True)
class _Found:
    """Samples of the odd cells: readable with one sign only, or with both and meaning something else; currencies."""

    only_point: str | None
    only_comma: str | None
    unclear: list[str]
    currencies: dict[str, str]


def _look(
    connection: DuckDBPyConnection, odd: str, kind: Kind, given: DecimalSign | None, kept_in: str | None
) -> _Found:
    """What the odd cells are, in one scan: a group for each way in which they name currencies."""
    by = {sign: is_number("word", kind, sign) if given in (None, sign) else "false" for sign in ("point", "comma")}
    fits = f"SELECT *, {by['point']} AS by_point, {by['comma']} AS by_comma FROM {odd}"
    either = f"CASE WHEN by_point THEN {split('word', 'point')} WHEN by_comma THEN {split('word', 'comma')} END"
    parts = NumberParts("parts")
    scaled = f"SELECT *, CASE WHEN parts IS NOT NULL THEN {parts.scale} END AS scale FROM (SELECT *, {either} AS parts"
    words = f"CASE WHEN parts IS NOT NULL THEN {parts.currencies('scale')} END"
    unclear = "FILTER (by_point AND by_comma AND contains(raw, '.'))"
    found = connection.execute(
        "SELECT words, arg_min(raw, r), arg_min(raw, r) FILTER (by_point AND NOT by_comma), "
        f"arg_min(raw, r) FILTER (by_comma AND NOT by_point), arg_min(raw, r) {unclear}, max(raw) {unclear} "
        f"FROM (SELECT *, {words} AS words FROM ({scaled} FROM ({fits})))) GROUP BY words ORDER BY min(r)"
    ).fetchall()
    currencies: dict[str, str] = {}
    for named, first, *_ in found:
        for word in filter(None, (named or "").split("|")):
            currencies.setdefault(code_of(word, kept_in), first)
    points, commas = ([row[n] for row in found if row[n] is not None] for n in (2, 3))
    both = sorted({text for row in found for text in row[4:] if text is not None})
    return _Found(next(iter(points), None), next(iter(commas), None), both[:2], currencies)


def _verdict(
    given: DecimalSign | None, before: DecimalSign | None, only_point: str | None, found: _Found
) -> NumberSurvey:
    give = say("say which sign parts the fraction, with --decimal point or --decimal comma")
    if given:
        return NumberSurvey(given)
    if only_point is not None and found.only_comma is not None:
        one, other = shown(only_point), shown(found.only_comma)
        what = say("'{one}' has a decimal point, '{other}' a decimal comma", one=one, other=other)
        return NumberSurvey(wrong=((what, give),))
    if found.only_comma is not None:
        return NumberSurvey("comma")
    if before is not None and only_point is None:
        return NumberSurvey(before, as_before=bool(found.unclear) or before != "point")
    if found.unclear and only_point is None:
        samples = [shown(text) for text in found.unclear]
        what = say("in {samples} the point may part a fraction or group digits", samples=samples)
        return NumberSurvey(wrong=((what, give),))
    return NumberSurvey("point")


def _plain_with_point(connection: DuckDBPyConnection, relation: str, raw: str, kind: Kind) -> str | None:
    """A plain cell with a decimal point; None when there is none."""
    found = connection.execute(
        f"SELECT {raw} FROM {relation} WHERE contains({raw}, '.') AND {is_quick_number(raw, kind, None)} LIMIT 1"
    ).fetchone()
    return str(found[0]) if found else None


def _with_currency(decided: NumberSurvey, found: _Found) -> NumberSurvey:
    """The decision with the currency of the column, or with the problem that there are several."""
    if not found.currencies:
        return decided
    if len(found.currencies) > 1:
        (one, first), (other, second) = list(found.currencies.items())[:2]
        what = say(
            "'{first}' is in {one}, '{second}' in {other}: amounts of several currencies cannot be compared",
            one=one,
            other=other,
            first=shown(first),
            second=shown(second),
        )
        return replace(decided, wrong=(*decided.wrong, (what, say("bring the column to one currency"))))
    return replace(decided, currency=next(iter(found.currencies)))
