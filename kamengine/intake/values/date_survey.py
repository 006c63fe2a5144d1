"""Decides for a column of dates in which order day and month stand, and whether numbers are the days of a spreadsheet.

By elimination: an order is possible when every cell that is a date in any order is one in it. ``13/04/2026`` leaves
day first only. When two orders are possible and they do not mean the same, nobody can know, and the user is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from kamengine.intake.rows import shown
from kamengine.intake.values import date_text
from kamengine.intake.values.dates import is_quick_date
from kamengine.intake.values.decisions import DateOrder
from kamengine.intake.values.texts import clean_word
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)


@dataclass(frozen=True)
class DateSurvey:
    """What was decided for a column, or why nothing could be.

    Attributes:
        order: of day, month and year in dates such as ``03/04/2026``; None when there are none.
        serials: numbers are days as spreadsheets count them.
        what: what is wrong with the column; None when all is decided.
        remedy: what to do about it.
        as_before: the cells leave the order open, and it is the one that was given before.
    """

    order: DateOrder | None = None
    serials: bool = False
    what: Message | None = None
    remedy: Message | None = None
    as_before: bool = False


def survey_dates(
    connection: DuckDBPyConnection, odd: str, text: str, given: DateOrder | None, before: DateOrder | None = None
) -> DateSurvey:
    """Decide on the cells of a column that are not dates in ISO form.

    Args:
        connection: holds the rows.
        odd: what stands after ``FROM`` for the rows whose cell is not in ISO form, among others; has the row number
            ``r``.
        text: the cell as text.
        given: the order that the user gave.
        before: the one that was given at an earlier import; it counts where the cells leave the order open.
    """
    odd = f"(SELECT r, {text} AS raw, {clean_word(text)} AS word FROM {odd} WHERE NOT ({is_quick_date(text)}))"
    found = connection.execute(
        f"SELECT count(*) FILTER ({date_text.is_serial('word')}), count(*) FILTER ({date_text.is_number('word')}) "
        f"FROM {odd}"
    ).fetchone()
    assert found is not None
    serials = 0 < found[0] == found[1]
    if given:
        return DateSurvey(given, serials)
    return _with_order(connection, odd, before, serials=serials)


def _with_order(connection: DuckDBPyConnection, odd: str, before: DateOrder | None, *, serials: bool) -> DateSurvey:
    """Which orders read every cell that any order reads, with samples where that is none or several."""
    days = f"SELECT r, raw, ({date_text.split_date('word')}).day AS day FROM {odd}"
    numbers = f"SELECT r, raw, CASE WHEN {date_text.is_numeric('day')} THEN day END AS day FROM ({days})"
    texts = ", ".join(f"{date_text.in_order('day', order)} AS {order}" for order in _ORDERS)
    read = ", ".join(f"{date_text.as_date(order)} AS {order}" for order in _ORDERS)
    dates = f"(SELECT r, raw, {read} FROM (SELECT r, raw, {texts} FROM ({numbers})))"
    against = ", ".join(f"arg_min(raw, r) FILTER ({order} IS NULL)" for order in _ORDERS)
    found = connection.execute(
        f"SELECT count(*), {against} FROM {dates} WHERE coalesce({', '.join(_ORDERS)}) IS NOT NULL"
    ).fetchone()
    assert found is not None
    if not found[0]:
        return DateSurvey(None, serials)
    possible = [order for order, contrary in zip(_ORDERS, found[1:], strict=True) if contrary is None]
    if not possible:
        return _contradiction(serials=serials, samples=[found[2], found[1]])
    others = " OR ".join(f"{order} IS DISTINCT FROM {possible[0]}" for order in possible[1:])
    if not others:
        return DateSurvey(possible[0], serials)
    samples = connection.execute(
        f"SELECT DISTINCT raw FROM (SELECT raw FROM {dates} WHERE {others} ORDER BY r LIMIT 20) ORDER BY raw LIMIT 2"
    ).fetchall()
    if not samples:
        return DateSurvey(possible[0], serials)
    if before in possible:
        return DateSurvey(before, serials, as_before=True)
    return _ambiguity(possible, [raw for (raw,) in samples], serials=serials)


def _ambiguity(possible: list[DateOrder], samples: list[str], *, serials: bool) -> DateSurvey:
    what = say("in {samples} day and month can be read in several orders", samples=[shown(text) for text in samples])
    remedy = say("say which is right, with one of {options}", options=[f"--dates {order}" for order in possible])
    return DateSurvey(None, serials, what, remedy)


def _contradiction(*, serials: bool, samples: list[str]) -> DateSurvey:
    one, other = (shown(text) for text in samples)
    what = say("no order of day and month fits both '{one}' and '{other}'", one=one, other=other)
    remedy = say(
        "say which is right, with one of {options}; cells that do not fit it are bad values then",
        options=["--dates dmy", "--dates mdy"],
    )
    return DateSurvey(None, serials, what, remedy)
