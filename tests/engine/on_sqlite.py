"""The query of a pack on SQLite, through sqlglot's dialect: a second engine, where the pack asks for nothing it lacks.

SQLite has no decimals, no lists and no ``first`` in the order of something else. Packs that calculate with money, or
that need that order, are not for it. Arithmetic between constants is done beforehand, sums are rounded to the places
that exact ones have, a huge whole number is rounded to (SQLite would cut), and a list of one that only names a value
(`kamengine.language.once`) is written out. SQLite rounds to a whole number by adding a half and cutting, so that the
double below a half becomes 1; here it asks exact decimals.
"""

from __future__ import annotations

import operator
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlglot import exp, parse_one

from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.run import query_for
from kamengine.engine.snapshot import Snapshot
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import literal
from kamengine.pack.bind import bind
from kamengine.pack.checked import CheckedPack
from tests.engine.both_ways import Portfolio

LONGEST = 60_000
"""Characters of a query that is still sent; writing out what is named makes some very long."""

_LARGEST_SUMMED = 10**9

_LACKING = (exp.First, exp.Last)
_EXACTLY: Mapping[type[exp.Expr], Callable[[Decimal, Decimal], Decimal]] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
}
_LACKS = re.compile(r"no such function|near \"(ORDER|\[|AS)")
"""What SQLite says of functions and forms that it has not."""

_WHOLE = "CASE TYPEOF(:x) WHEN 'integer' THEN :x ELSE CAST(ROUND(:x) AS INTEGER) END"
_LAST_DAY = "DATE(:x, 'start of month', '+1 month', '-1 day')"


def by_sqlite(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> list[dict[str, Any]] | None:
    """The results by column, in the order of the accounts' ids; None when the pack is not for SQLite."""
    if any(_wants_exact_decimals(expr) for expr in _expressions(checked)):
        return None
    query = _query(checked, as_of, portfolio)
    if any(isinstance(part, _LACKING) for part in query.walk()):
        return None
    sql = _all_written_out(query).sql("sqlite")
    if len(sql) > LONGEST:
        return None
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA case_sensitive_like = ON")
        database.create_function("ROUND", 1, _rounded, deterministic=True)
        _fill(database, "accounts", portfolio.accounts)
        for name, rows in portfolio.ledgers.items():
            _fill(database, f"ledger_{name}", rows)
        try:
            cursor = database.execute(sql)
        except sqlite3.OperationalError as error:
            if _LACKS.match(str(error)):
                return None
            raise
        names = [description[0] for description in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor]
    return sorted(found, key=lambda row: str(row["account_id"]))


def _query(checked: CheckedPack, as_of: date, portfolio: Portfolio) -> exp.Select:
    with scratch() as connection:
        snapshot: Snapshot = made_up(connection, checked, portfolio.accounts, portfolio.ledgers)
        return query_for(checked, snapshot, bind(checked, as_of))


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(Decimal(value).to_integral_value(ROUND_HALF_UP))


def _fill(database: sqlite3.Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = sorted({key for row in rows for key in row} | {"account_id"})
    declared = ", ".join(f'"{column}"' for column in columns)
    database.execute(f'CREATE TABLE "{name}" ({declared})')
    marks = ", ".join("?" * len(columns))
    values = [[plain(row.get(column)) for column in columns] for row in rows]
    database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)


def plain(value: Any) -> Any:
    """A value as SQLite holds it: dates as text, truths and decimals as numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return int(value) if isinstance(value, bool) else value


# ── which packs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _expressions(checked: CheckedPack) -> Iterator[Expr]:
    yield from (tier.when for tier in checked.tiers if tier.when is not None)
    yield from checked.criteria.values()
    for indicator in checked.indicators.values():
        yield from (expr for expr in (indicator.expr, indicator.where) if expr is not None)
    if checked.scope is not None:
        yield checked.scope


def _wants_exact_decimals(expr: Expr) -> bool:
    return any(
        isinstance(part, node.Arithmetic) and part.type.decimal and not part.type.constant for part in node.walk(expr)
    )


def beyond_doubles(checked: CheckedPack, portfolio: Portfolio) -> set[str]:
    """Accounts of which something is summed that a double cannot hold with six places; SQLite sums no other way."""
    used = {indicator.indicator.ledger for indicator in checked.indicators.values()}
    given = (rows for name, rows in portfolio.ledgers.items() if name in used)
    rows = [row for of_one in given for row in of_one if any(map(_is_large, row.values()))]
    over_all = any(node.calls(expr, "portfolio") for expr in _expressions(checked))
    return {str(row["account_id"]) for row in (portfolio.accounts if rows and over_all else rows)}


def _is_large(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) > _LARGEST_SUMMED


# ── what SQLite writes otherwise ─────────────────────────────────────────────────────────────────────────────────────


def _written_out(part: exp.Expr) -> exp.Expr:
    """A part that SQLite lacks as one that it has; everything else as it is."""
    if isinstance(part, exp.Bracket) and isinstance(part.this, exp.Transform):
        return _with_value(part.this)
    if isinstance(part, exp.Bracket) and isinstance(part.this, exp.Array):
        return _chosen(part.this.expressions, part.expressions[0])
    if isinstance(part, exp.Window | exp.Filter | exp.Sum) and part.find(exp.Sum) in (part, part.this):
        return exp.Round(this=_summed(part), decimals=exp.Literal.number(6))
    if isinstance(part, exp.TryCast):
        return _all_written_out(part.this)
    if isinstance(part, exp.Cast) and part.is_type("int128"):
        return _with(_WHOLE, part.this)
    if type(part) in _EXACTLY and (value := _constant(part)) is not None:
        return literal(value)
    if isinstance(part, exp.Round) and part.args.get("decimals") is not None:
        places = part.args["decimals"].sql("sqlite")
        return _with(f"CASE WHEN TYPEOF(:x) = 'integer' THEN :x ELSE ROUND(:x, {places}) END", part.this)
    if isinstance(part, exp.LastDay):
        return _with(_LAST_DAY, part.this)
    if isinstance(part, exp.Year | exp.Month | exp.Day):
        sign = {exp.Year: "%Y", exp.Month: "%m", exp.Day: "%d"}[type(part)]
        return _with(f"CAST(STRFTIME('{sign}', :x) AS INTEGER)", part.this)
    return part


def _summed(part: exp.Expr) -> exp.Expr:
    """A sum, with its filter or its window, of which the parts are written out and the whole is still to be rounded."""
    written = part.copy()
    for key, value in part.args.items():
        if isinstance(value, exp.Expr):
            written.set(key, _summed(value) if isinstance(value, exp.Sum) else _all_written_out(value))
        elif isinstance(value, list):
            written.set(key, [_all_written_out(one) for one in value])
    return written


def _all_written_out(part: exp.Expr) -> exp.Expr:
    return part.copy().transform(_written_out)


def _constant(part: exp.Expr) -> Decimal | None:
    """The exact value of arithmetic between numbers that are written out."""
    if isinstance(part, exp.Paren):
        return _constant(part.this)
    if isinstance(part, exp.Literal) and not part.is_string:
        return Decimal(part.this)
    if isinstance(part, exp.Neg):
        value = _constant(part.this)
        return None if value is None else -value
    if type(part) not in _EXACTLY:
        return None
    left, right = _constant(part.this), _constant(part.expression)
    return None if left is None or right is None else _EXACTLY[type(part)](left, right)


def _with(sql: str, x: exp.Expr) -> exp.Expr:
    return exp.replace_placeholders(parse_one(sql, dialect="sqlite"), x=_all_written_out(x))


def _with_value(named: exp.Transform) -> exp.Expr:
    (value,), function = named.this.expressions, named.expression
    (name,) = function.expressions

    def put_in(part: exp.Expr) -> exp.Expr:
        if isinstance(value, exp.Struct) and isinstance(part, exp.Dot) and part.this == name:
            (field,) = (f for f in value.expressions if f.this.name == part.expression.name)
            return exp.paren(field.expression.copy())
        return exp.paren(value.copy()) if part == name else part

    return _all_written_out(function.this.copy().transform(put_in))


def _chosen(values: Sequence[exp.Expr], place: exp.Expr) -> exp.Expr:
    case = exp.Case(this=_all_written_out(place))
    for index, value in enumerate(values):
        case = case.when(exp.Literal.number(index), _all_written_out(value))
    return exp.paren(case)
