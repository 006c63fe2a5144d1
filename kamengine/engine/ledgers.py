"""Ledger rows → one row per account: two steps of the query for each ledger.

The first step says of each row whether it counts for each indicator (true, false or unknown) and what its values are;
the second adds up. An indicator becomes unknown when a row may or may not count, or counts with an unknown value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from kamengine.engine.snapshot import SQL_TYPES, Table
from kamengine.language import expressions as node
from kamengine.language.expressions import Expr
from kamengine.language.sql import Bindings, SqlWriter, column, literal, rounded
from kamengine.pack.checked import CheckedIndicator, CheckedPack


@dataclass
class LedgerQuery:
    """What one ledger adds to the query, and where each indicator finds its aggregates afterwards.

    Attributes:
        rows: the first step, a select over the ledger.
        totals: the second step, a select over the first, grouped by account.
        columns: names of the columns of `totals` besides ``account_id``.
    """

    rows: exp.Select
    totals: exp.Select
    columns: list[str] = field(default_factory=list)


def ledger_query(
    checked: CheckedPack,
    name: str,
    table: Table,
    indicators: list[CheckedIndicator],
    bindings: Bindings,
    rows_name: str,
) -> LedgerQuery:
    """The two steps for one ledger and the indicators that look at it."""
    day = checked.ledgers[name].date
    writer = SqlWriter(bindings)
    rows = exp.select("account_id").from_(ledger_rows(checked, name, table).subquery("ledger", copy=False), copy=False)
    totals = exp.select("account_id").from_(exp.to_table(rows_name, quoted=True)).group_by("account_id")
    query = LedgerQuery(rows, totals)
    if day is not None:
        rows = rows.select(exp.alias_(column(day), "#day", quoted=True), copy=False)
    spans = []
    for indicator in indicators:
        span = span_of(indicator, bindings.as_of) if day is not None else None
        spans.append(span)
        _add_indicator(query, indicator, day, span, writer)
    if day is not None:
        query.rows = _only_within(query.rows, day, [span for span in spans if span])
    return query


def indicator_value(checked: CheckedIndicator, bindings: Bindings) -> exp.Expr:
    """The indicator from the aggregates of its ledger: unknown, empty, or its value divided and rounded."""
    indicator = checked.indicator
    calls = {id(call): _name(indicator.name, f"value{i}") for i, call in enumerate(_ledger_calls(checked.expr))}
    writer = SqlWriter(bindings, lambda call: column(calls[id(call)]))
    value = writer.value(checked.expr)
    if indicator.per is not None and indicator.window is not None:
        length = indicator.window.length(indicator.per, bindings.as_of)
        assert length is not None, "checked with the pack"
        divisor = exp.cast(exp.Literal.number(repr(float(length))), exp.DType.DOUBLE)
        value = exp.Div(this=exp.cast(value, exp.DType.DOUBLE), expression=divisor, typed=False, safe=False)
    value = rounded(value, checked.type, indicator.decimals)
    unknown = exp.GT(this=column(_name(indicator.name, "unknown")), expression=literal(0))
    empty = exp.EQ(this=_or_zero(_name(indicator.name, "rows")), expression=literal(0))
    when_empty = exp.Null() if indicator.empty is None else literal(indicator.empty)
    case = exp.Case().when(unknown, exp.Null(), copy=False).when(empty, when_empty, copy=False)
    return exp.paren(case.else_(value, copy=False))


def ledger_rows(checked: CheckedPack, name: str, table: Table) -> exp.Select:
    """The rows of a ledger with a column for each of its fields: NULL for those that the file did not have."""
    kinds = {field.name: field.kind for field in checked.ledgers[name].fields}
    present = [column(field) for field in sorted(table.columns)]
    absent = sorted(set(kinds) - table.columns)
    missing = [exp.alias_(exp.cast(exp.Null(), SQL_TYPES[kinds[f]]), f, quoted=True) for f in absent]
    return exp.select(column("account_id"), *present, *missing).from_(exp.to_table(table.name, quoted=True), copy=False)


def span_of(checked: CheckedIndicator, as_of: date) -> tuple[date, date]:
    """The first and the last day that count for an indicator over a ledger with dates."""
    window = checked.indicator.window
    return window.bounds(as_of) if window is not None else (date.min, as_of)


def _add_indicator(
    query: LedgerQuery, checked: CheckedIndicator, day: str | None, span: tuple[date, date] | None, writer: SqlWriter
) -> None:
    name = checked.indicator.name
    counts = _name(name, "counts")
    query.rows = query.rows.select(exp.alias_(_counts(checked, day, span, writer), counts, quoted=True), copy=False)
    doubtful: list[exp.Expr] = [exp.Is(this=column(counts), expression=exp.Null())]
    for index, call in enumerate(_ledger_calls(checked.expr)):
        arguments = []
        for position, argument in enumerate(call.arguments):
            key = _name(name, f"argument{index}.{position}")
            sql = writer.function_argument(call, argument)
            query.rows = query.rows.select(exp.alias_(sql, key, quoted=True), copy=False)
            arguments.append(column(key))
            if call.function.unknown != "own":
                missing = exp.Is(this=column(key), expression=exp.Null())
                doubtful.append(exp.and_(column(counts), missing))
        when: list[exp.Expr | None] = [column("#day") if day is not None else None]
        if call.function.dated:
            when.append(literal(writer.bindings.as_of))
        total = call.function.sql(*arguments, column(counts), *when)
        if call.type.numeric and not call.type.decimal and call.type.kind != "integer":
            total = exp.cast(total, exp.DType.DOUBLE)
        _add_total(query, _name(name, f"value{index}"), total)
    _add_total(query, _name(name, "rows"), _count_where(column(counts)))
    _add_total(query, _name(name, "unknown"), _count_where(exp.or_(*doubtful)))


def _add_total(query: LedgerQuery, name: str, sql: exp.Expr) -> None:
    query.totals = query.totals.select(exp.alias_(sql, name, quoted=True), copy=False)
    query.columns.append(name)


def _counts(checked: CheckedIndicator, day: str | None, span: tuple[date, date] | None, writer: SqlWriter) -> exp.Expr:
    conditions: list[exp.Expr] = []
    if day is not None and span is not None:
        conditions.append(exp.Between(this=column(day), low=literal(span[0]), high=literal(span[1])))
    if checked.where is not None:
        conditions.append(exp.paren(writer.condition(checked.where)))
    return exp.and_(*conditions) if conditions else exp.true()


def _only_within(rows: exp.Select, day: str, spans: list[tuple[date, date]]) -> exp.Select:
    """Leave out rows that no window can see; a row without a date stays, since nobody knows."""
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    seen = exp.Between(this=column(day), low=literal(low), high=literal(high))
    return rows.where(exp.or_(seen, exp.Is(this=column(day), expression=exp.Null())), copy=False)


def _ledger_calls(expr: Expr) -> list[node.Call]:
    return [part for part in node.walk(expr) if isinstance(part, node.Call) and part.function.scope == "ledger"]


def _count_where(condition: exp.Expr) -> exp.Expr:
    return exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=condition))


def _or_zero(name: str) -> exp.Expr:
    return exp.Coalesce(this=column(name), expressions=[literal(0)])


def _name(indicator: str, what: str) -> str:
    return f"{indicator}#{what}"
