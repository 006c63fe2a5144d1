"""Every built-in function: its SQL in DuckDB gives what its reference says, and months and rounding are what the
documentation says they are."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from kamengine.language.builtins import BUILTINS
from kamengine.language.meanings import months_between, of_different, round_sql
from kamengine.language.numbers import LARGEST, LARGEST_SUMMAND, round_decimal, round_float, to_decimal
from kamengine.language.sql import SqlWriter, column
from kamengine.reference.expressions import exactly
from tests.language.made import BINDINGS, connection, typed, value

lines = st.sampled_from(
    [0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 0.1, 0.3, 1.005, 2.675, 33.333333, 1e-6, 5e-7, 4.9e-7, 1e15]
)
ordinary = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 7))
doubles = st.none() | lines | ordinary | st.floats(-LARGEST, LARGEST)
money = (
    st.none()
    | st.decimals(-99_999_999_999_999, 99_999_999_999_999, places=4)
    | st.sampled_from([Decimal("0.5"), Decimal(0)])
)
integers = st.none() | st.integers(-5, 5) | st.integers(-(2**63) + 1, 2**63 - 1)
days = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))
month_ends = st.builds(
    lambda year, month, back: date(year, month, calendar.monthrange(year, month)[1]) - timedelta(back),
    st.integers(1999, 2030),
    st.integers(1, 12),
    st.integers(0, 3),
)
truths = st.sampled_from([True, False, None])
CALLS: list[tuple[str, dict[str, st.SearchStrategy[Any]]]] = [
    ("abs(size)", {"size": doubles}),
    ("abs(cash)", {"cash": money}),
    ("abs(people)", {"people": integers}),
    ("least(size, weight, 2.5)", {"size": doubles, "weight": doubles}),
    ("least(cash, 0.5)", {"cash": money}),
    ("least(people, branches)", {"people": integers, "branches": integers}),
    ("least(people, cash, size)", {"people": integers, "cash": money, "size": doubles}),
    ("least(joined, ended, as_of)", {"joined": days, "ended": days}),
    ("greatest(size, weight)", {"size": doubles, "weight": doubles}),
    ("greatest(cash, 0.5, key_spend)", {"cash": money}),
    ("greatest(people, 3)", {"people": integers}),
    ("greatest(joined, ended)", {"joined": days, "ended": days}),
    ("round(size)", {"size": doubles}),
    ("round(size, 2)", {"size": doubles}),
    ("round(size, 10)", {"size": doubles}),
    ("round(cash)", {"cash": money}),
    ("round(cash, 2)", {"cash": money}),
    ("round(cash, 9)", {"cash": money}),
    ("round(people, 2)", {"people": integers}),
    ("coalesce(size, weight)", {"size": doubles, "weight": doubles}),
    ("coalesce(cash, size, 3)", {"cash": money, "size": doubles}),
    ("coalesce(people, 0.5)", {"people": integers}),
    ("coalesce(vip, late)", {"vip": truths, "late": truths}),
    (
        "coalesce(region, home)",
        {"region": st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3)},
    ),
    ("at_least(2, vip, late, paid)", {"vip": truths, "late": truths, "paid": truths}),
    ("at_least(share_line, vip, late)", {"vip": truths, "late": truths}),
    ("lookup(lines, region)", {"region": st.sampled_from(["east", "west", "East", "", "north", None])}),
    ("lookup(ranges, size, joined)", {"size": doubles, "joined": days}),
    ("lookup(ranges, size * 3, joined)", {"size": lines, "joined": days}),
    ("lookup(ranges, cash, as_of)", {"cash": money}),
    ("lookup(ranges, people, date '2024-06-01')", {"people": integers}),
    ("lookup(ranges, key_spend - 9999.7, joined)", {"joined": month_ends}),
    ("lookup(ranges, size * 1e14 * 1e14 * weight, joined)", {"size": doubles, "weight": doubles, "joined": days}),
    ("days_between(joined, ended)", {"joined": days, "ended": days}),
    ("months_between(joined, ended)", {"joined": days, "ended": days}),
    ("months_between(joined, ended)", {"joined": month_ends, "ended": month_ends}),
    ("size + weight * 2 - people / cash", {"size": doubles, "weight": doubles, "people": integers, "cash": money}),
    ("cash - 0.5 + key_spend", {"cash": money}),
    ("-cash", {"cash": money}),
    ("-size * weight", {"size": doubles, "weight": doubles}),
    ("size / weight / people", {"size": doubles, "weight": doubles, "people": integers}),
    ("size > weight * 3", {"size": doubles, "weight": doubles}),
    ("people > size", {"people": integers, "size": doubles}),
    ("people > cash", {"people": integers, "cash": money}),
    ("size between weight and cash", {"size": doubles, "weight": doubles, "cash": money}),
    ("size in (0.5, 1, 33.333333)", {"size": doubles}),
]


@pytest.mark.parametrize(("text", "facts"), CALLS, ids=[text for text, _ in CALLS])
@settings(max_examples=25)
@given(data=st.data())
def test_the_sql_says_what_the_reference_says(text, facts, data):
    value(text, **{name: data.draw(strategy, label=name) for name, strategy in facts.items()})


def test_every_function_for_accounts_is_held_to_its_reference():
    tried = {name for name in BUILTINS for text, _ in CALLS if f"{name}(" in text}

    assert tried == {function.name for function in BUILTINS.values() if function.scope == "account"}


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def later(day: date, months: int) -> date:
    """The day so many months later, clamped to the end of the month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def by_definition(a: date, b: date) -> int:
    """The largest n for which a plus n months is not after b; negative, symmetrically, when b is before a."""
    if b < a:
        return -by_definition(b, a)
    n = 0
    while later(a, n + 1) <= b:
        n += 1
    return n


near = st.dates(date(2019, 12, 1), date(2024, 3, 31))


@settings(max_examples=200)
@given(near | month_ends, near | month_ends)
@example(date(2024, 1, 31), date(2024, 2, 29))
@example(date(2023, 1, 31), date(2023, 2, 28))
@example(date(2024, 2, 29), date(2023, 2, 28))
@example(date(2024, 2, 29), date(2025, 2, 28))
def test_months_between_counts_whole_months_by_definition(a, b):
    assert months_between(a, b) == by_definition(a, b)
    assert months_between(b, a) == -months_between(a, b)


@pytest.mark.parametrize(
    ("a", "b", "months"),
    [
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2026-02-28", "2026-03-28", 1),
        ("2026-02-28", "2026-03-27", 0),
        ("2025-12-31", "2026-01-01", 0),
        ("2026-02-15", "2026-01-15", -1),
        ("2026-02-14", "2026-01-15", 0),
        ("2026-06-30", "2026-06-30", 0),
    ],
)
def test_months_between(a, b, months):
    found = value("months_between(joined, ended)", joined=date.fromisoformat(a), ended=date.fromisoformat(b))

    assert found == months


# ── rounding ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=300)
@given(st.floats(-LARGEST, LARGEST) | ordinary | lines, st.integers(0, 10))
def test_doubles_are_rounded_by_one_rule(x, places):
    sql = round_sql(column("x"), places).sql("duckdb")
    (found,) = connection().execute(f"SELECT {sql} FROM (SELECT CAST(? AS DOUBLE) AS x)", [x]).fetchone() or ()

    assert found == round_float(x, places)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_a_number_of_so_many_places_is_not_changed_by_rounding(n, places):
    x = n / 10**places

    assert round_float(x, places) == x


@given(ordinary, st.integers(0, 6))
def test_rounding_twice_is_rounding_once(x, places):
    assert round_float(round_float(x, places), places) == round_float(x, places)
    assert round_float(-x, places) == -round_float(x, places)
    assert math.isclose(round_float(x, places), x, abs_tol=0.5 / 10**places + 1e-9)


@pytest.mark.parametrize(
    ("x", "places", "rounded"),
    [
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (0.49999999999999994, 0, 0.0),
        (1.0000005, 6, 1.000001),
        (2.675, 2, 2.68),
        (1.005, 2, 1.0),
        (1e290, 10, 1e290),
    ],
)
def test_half_away_from_zero(x, places, rounded):
    assert round_float(x, places) == rounded


@pytest.mark.parametrize(
    ("x", "places", "rounded"), [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("1.005", 2, "1.01"), ("1.2", 4, "1.2")]
)
def test_decimals_are_rounded_half_away_from_zero_too(x, places, rounded):
    assert round_decimal(Decimal(x), places) == Decimal(rounded)


def test_three_bills_average_to_the_line_exactly():
    bills = [Decimal("10000.10"), Decimal("9999.95"), Decimal("9999.95")]

    assert round_float(BUILTINS["avg"].reference(bills), 2) >= 10000


# ── portfolio and ledgers ────────────────────────────────────────────────────────────────────────────────────────────


def over_rows(sql: str, kind: str, values: Sequence[Any], *more: str) -> list[Any]:
    """The results of a query over a table ``rows`` with a column ``x`` and the row's number ``i``."""
    connection().execute(f"CREATE OR REPLACE TEMP TABLE rows (i INTEGER, x {kind}, counts BOOLEAN, day DATE)")
    for index, x in enumerate(values):
        connection().execute("INSERT INTO rows VALUES (?, ?, TRUE, DATE '2024-01-01')", [index, x])
    return [row[0] for row in connection().execute(f"SELECT {sql} FROM rows {' '.join(more)}").fetchall()]


@settings(max_examples=40)
@given(st.lists(st.none() | st.sampled_from([0.0, 0.1, 0.5, 1e-6, 4.9e-7]) | ordinary, max_size=8))
def test_shares_of_doubles(values):
    sql = SqlWriter(BINDINGS).value(typed("share_of_total(size)")).sql("duckdb").replace('"size"', "x")
    with exactly():
        expected = BUILTINS["share_of_total"].reference([None if v is None else to_decimal(v) for v in values])

    assert over_rows(sql, "DOUBLE", values, "ORDER BY i") == expected


@settings(max_examples=40)
@given(st.lists(money, max_size=8))
def test_shares_of_money(values):
    sql = SqlWriter(BINDINGS).value(typed("share_of_total(cash)")).sql("duckdb").replace('"cash"', "x")
    with exactly():
        expected = BUILTINS["share_of_total"].reference(values)

    assert over_rows(sql, "DECIMAL(18, 4)", values, "ORDER BY i") == expected


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1))
def test_shares_add_to_one_unless_all_is_zero(values):
    shares = BUILTINS["share_of_total"].reference(values)

    if any(values):
        assert math.isclose(sum(shares), 1)
    else:
        assert shares == [None] * len(values)


AGGREGATES = sorted(f.name for f in BUILTINS.values() if f.scope == "ledger" and f.name != "count" and not f.dated)


@pytest.mark.parametrize("name", AGGREGATES)
@settings(max_examples=25)
@given(values=st.lists(st.decimals(-(10**13), 10**13, places=4), min_size=1, max_size=8))
def test_aggregates_of_money(name, values):
    function = BUILTINS[name]
    sql = function.sql(column("x"), column("counts"), column("day")).sql("duckdb")

    assert over_rows(sql, "DECIMAL(18, 4)", values) == [function.reference(sorted(values))]


def test_sums_beyond_what_can_be_exact_are_unknown():
    assert to_decimal(LARGEST_SUMMAND * 1.1) is None
    assert to_decimal(-LARGEST_SUMMAND) == Decimal(-(10**24))


@pytest.mark.parametrize(("values", "count"), [([], 0), ([None], 0), ([1, None, 1], 2)])
def test_count_of_known_values(values, count):
    sql = BUILTINS["count"].sql(column("x"), column("counts"), None).sql("duckdb")

    assert over_rows(sql, "INTEGER", values) == [BUILTINS["count"].reference(values)] == [count]


def test_an_argument_given_twice_is_written_once():
    """DuckDB 2.0 cannot keep a step of a query in which a function has the same column twice."""
    size = exp.column("size")
    least = of_different(exp.Least)(exp.Literal.number(0), size, size.copy())
    assert [argument.sql() for argument in (least.this, *least.expressions)] == ["0", "size"]
    assert of_different(exp.Greatest)(size, size.copy()).sql() == "size"
