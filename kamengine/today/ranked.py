"""Accounts of a run that meet a condition, those worth most first: the first of them, and what all come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from kamengine.declarations import Label
from kamengine.engine.migration import exact_value
from kamengine.engine.query import result_columns
from kamengine.engine.results import ID, NAME, TIER, TIER_EFFECTIVE, TIER_POSSIBLE
from kamengine.engine.run import DIALECT
from kamengine.engine.sql_text import identifier
from kamengine.explain.speaker import unit_of

if TYPE_CHECKING:
    from kamengine.engine.results import Results
    from kamengine.today.ground import Book, Judged

_ROOM = Context(prec=100)  # holds every digit of the largest sums


@dataclass(frozen=True)
class Value:
    """What a pack takes as the worth of an account.

    Attributes:
        name: of the field or indicator.
        label: what people call it.
        unit: such as ``CNY/year``; empty for none.
    """

    name: str
    label: Label
    unit: str


@dataclass(frozen=True)
class Found:
    """An account that was found.

    Attributes:
        account: its id.
        name: what it is called; empty when that is unknown.
        tier: the one in effect; None for none.
        possible: the best tier that is not ruled out; None for none.
        worth: by the value that the pack names; None when that is unknown, or the pack names none.
        said: what else was asked for, by name of the column.
    """

    account: str
    name: str
    tier: str | None
    possible: str | None
    worth: Decimal | None
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Ranked:
    """The accounts that meet a condition.

    Attributes:
        shown: the first of them, those worth most first, then by id; those whose worth is unknown come last.
        count: how many there are.
        of: how many accounts of whoever asks the run has.
        worth: the sum over those of which it is known; None when the pack names no value.
        unknown: of how many the worth is unknown; 0 when the pack names no value.
    """

    shown: tuple[Found, ...]
    count: int
    worth: Decimal | None
    unknown: int


def value_of(results: Results) -> Value | None:
    """What the pack of a run takes as the worth of an account; None when it names nothing, or of nobody it is known."""
    name, columns = results.checked.pack.value, results.columns()
    if name is None or name not in columns or name in results.absent:
        return None
    return Value(name, results.checked.label(name), unit_of(columns[name]) or "")


def ranked(
    judged: Judged,
    book: Book,
    condition: str,
    values: Sequence[object] = (),
    columns: Sequence[str] = (),
    most: int | None = None,
) -> Ranked:
    """The accounts of a book that meet a condition.

    Args:
        judged: the run.
        book: whose accounts.
        condition: SQL over the columns of the results, called ``run``, with ``?`` for values.
        values: what stands for each ``?``.
        columns: names of columns of the results that are wanted besides.
        most: so many are shown; None for all.
    """
    results = judged.results
    value = value_of(results)
    given = list(values)
    if book.accounts is not None:
        condition = f"({condition}) AND run.{ID} IN (SELECT unnest(?::TEXT[]))"
        given.append(list(book.accounts))
    query = f"SELECT {_wanted(results, value, columns)} FROM {_source(results)} WHERE {condition}"
    if book.person and book.accounts is None:
        return _sifted(results, book, f"{query} ORDER BY worth DESC NULLS LAST, id", given, columns, value, most)
    sums = f"SELECT count(*), sum(worth), count(worth) FROM ({query})"
    count, worth, known = results.connection.execute(sums, given).fetchall()[0]
    limit = "" if most is None else f" LIMIT {int(most)}"
    rows = results.connection.execute(f"{query} ORDER BY worth DESC NULLS LAST, id{limit}", given).fetchall()
    shown = tuple(_found(row, columns) for row in rows)
    return Ranked(shown, count, None if value is None else worth or Decimal(0), count - known if value else 0)


def _sifted(
    results: Results,
    book: Book,
    query: str,
    given: Sequence[object],
    columns: Sequence[str],
    value: Value | None,
    most: int | None,
) -> Ranked:
    """The same where only people can tell which accounts are in the book."""
    rows = results.connection.execute(query, list(given)).fetchall()
    found = [each for each in (_found(row, columns) for row in rows) if book.has(each.account, each.tier)]
    worth = Decimal(0)
    for each in found:
        worth = _ROOM.add(worth, each.worth or Decimal(0))
    unknown = sum(each.worth is None for each in found)
    return Ranked(tuple(found[:most]), len(found), worth if value else None, unknown if value else 0)


def _found(row: Sequence[Any], columns: Sequence[str]) -> Found:
    account, name, tier, possible, worth, *said = row
    return Found(str(account), name or "", tier, possible, worth, dict(zip(columns, said, strict=True)))


def _wanted(results: Results, value: Value | None, columns: Sequence[str]) -> str:
    name = f"fact.{identifier(NAME)}" if NAME in results.types else "NULL"
    tier = TIER_EFFECTIVE if results.effective else TIER
    wanted = [f"run.{ID} AS id", f"{name} AS name", f"run.{tier} AS tier", f"run.{TIER_POSSIBLE} AS possible"]
    wanted.append(f"{_worth(results, value)} AS worth")
    wanted += [f"run.{identifier(column)} AS {identifier(f'said {column}')}" for column in columns]
    return ", ".join(wanted)


def _worth(results: Results, value: Value | None) -> str:
    """What an account is worth, exactly; NULL when it is unknown."""
    if value is None:
        return "CAST(NULL AS DECIMAL(38, 6))"
    table = "run" if value.name in result_columns(results.checked) else "fact"
    return exact_value(exp.column(value.name, table=table, quoted=True)).sql(DIALECT)


def _source(results: Results) -> str:
    return f"{results.table} AS run LEFT JOIN {results.facts} AS fact USING ({ID})"
