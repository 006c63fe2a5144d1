"""A vocabulary with a name of every kind, and what a condition over it comes to, in DuckDB and by the reference."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from duckdb import DuckDBPyConnection

from kamengine.engine.database import connect
from kamengine.engine.snapshot import SQL_TYPES
from kamengine.language.check import check
from kamengine.language.expressions import Expr, Type, Value, constant_number, names
from kamengine.language.sql import Bindings, SqlWriter
from kamengine.language.tables import Range, Table
from kamengine.language.units import RATIO, Unit
from kamengine.language.vocabulary import Symbol, Vocabulary
from kamengine.reference.expressions import Evaluator, exactly

AS_OF = date(2026, 6, 30)
CITIES = ("prefecture", "county", "province")
MONTHLY = Unit.parse("CNY/month")
FACTS = {
    "vip": Type("bool"),
    "late": Type("bool"),
    "paid": Type("bool"),
    "people": Type("integer"),
    "branches": Type("integer"),
    "size": Type("number"),
    "weight": Type("number"),
    "spend": Type("money", MONTHLY, decimal=True),
    "debt": Type("money", Unit.parse("CNY"), decimal=True),
    "cash": Type("money", decimal=True),
    "growth": Type("ratio", RATIO),
    "age": Type("number", Unit.parse("day")),
    "city": Type("choice", choices=CITIES),
    "region": Type("text"),
    "joined": Type("date"),
    "ended": Type("date"),
    "月消费": Type("money", MONTHLY, decimal=True),
}
PARAMETERS: dict[str, Value] = {
    "key_spend": Decimal(10000),
    "share_line": Decimal("0.3"),
    "home": "east",
    "start": date(2024, 1, 1),
}
TABLE: Table = {("east",): Decimal(100), ("west",): Decimal("2.5")}
RANGES: Table = {
    (Decimal("0.1"), Range(None, date(2030, 1, 1))): Decimal(-1),
    (Range(None, Decimal("0.3")), Range(date(2024, 1, 1), None)): Decimal(1),
    (Range(Decimal("0.3"), Decimal("2.5")), Range(date(2024, 1, 1), date(2025, 1, 1))): Decimal(2),
    (Range(Decimal(1), None), Range(None, date(2025, 1, 1))): Decimal(3),
}
VOCABULARY = Vocabulary.of(
    {
        **{name: Symbol(name, "field", type) for name, type in FACTS.items()},
        "key_spend": Symbol("key_spend", "parameter", constant_number(MONTHLY)),
        "share_line": Symbol("share_line", "parameter", constant_number()),
        "home": Symbol("home", "parameter", Type("text")),
        "start": Symbol("start", "parameter", Type("date")),
        "lines": Symbol("lines", "table", Type("number", decimal=True), (Type("text"),)),
        "ranges": Symbol("ranges", "table", Type("number", decimal=True), (constant_number(), Type("date"))),
        "as_of": Symbol("as_of", "as_of", Type("date")),
        "score": Symbol("score", "score", Type("number")),
        "big": Symbol("big", "criterion", Type("bool")),
    }
)
BINDINGS = Bindings(AS_OF, PARAMETERS, {"lines": TABLE, "ranges": RANGES})


def typed(text: str) -> Expr:
    """The expression of a text that is right."""
    expr, findings = check(text, VOCABULARY)
    assert not findings, [str(finding.what) for finding in findings]
    return expr


def wrong(text: str) -> str:
    """What is wrong with a text, as people read it."""
    _, findings = check(text, VOCABULARY)
    return "; ".join(" — ".join(str(part) for part in (f.what, f.remedy) if part) for f in findings)


def by_reference(expr: Expr, facts: dict[str, Any]) -> Any:
    """The value by the reference."""
    with exactly():
        return Evaluator(BINDINGS, facts.get).value(expr)


def by_duckdb(expr: Expr, facts: dict[str, Any]) -> Any:
    """The value by the SQL that is written for it."""
    used = names(expr, "field")
    columns = ", ".join(f'CAST(? AS {SQL_TYPES[FACTS[name].kind]}) AS "{name}"' for name in used)  # type: ignore[index]
    source = f" FROM (SELECT {columns})" if used else ""
    sql = SqlWriter(BINDINGS).value(expr).sql("duckdb", copy=False)
    row = connection().execute(f"SELECT {sql}{source}", [facts.get(name) for name in used]).fetchone()
    assert row is not None
    return row[0]


def value(text: str, **facts: Any) -> Any:
    """What a text comes to for these facts; all others are unknown. Both ways must agree."""
    expr = typed(text)
    found, expected = by_duckdb(expr, facts), by_reference(expr, facts)
    assert found == expected, f"{text}: SQL says {found!r}, the reference {expected!r}"
    return found


@cache
def connection() -> DuckDBPyConnection:
    return connect(threads=1)
