"""Aggregates over ledger rows that need the values in order, or their dates: known answers, laws, units and slips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.database import connect, scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify, query_for
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.language.builtins import BUILTINS
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from kamengine.reference import evaluate

AS_OF = date(2026, 6, 30)
HEAD = """
[pack]
id = "rows"
version = "1"
[ledgers.bills.fields]
date = { type = "date" }
amount = { type = "money", unit = "CNY" }
rate = { type = "number" }
hours = { type = "integer", unit = "hour" }
[ledgers.visits]
date = ""
[ledgers.visits.fields.hours]
type = "integer"
[[tiers]]
id = "all"
"""


def toml(*indicators: str) -> str:
    """A pack with an indicator ``v0``, ``v1`` … for each text of keys."""
    return HEAD + "".join(f"[indicators.v{i}]\n{keys}\n" for i, keys in enumerate(indicators))


def over_bills(value: str, *more: str) -> str:
    return "\n".join(['from = "bills"', f'value = "{value}"', "decimals = 10", *more])


def pack(*indicators: str) -> CheckedPack:
    read, problems = read_pack("rows.toml", toml(*indicators).encode())
    assert read is not None and not problems, problems
    checked, problems = check_pack(read, {})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


def both(checked: CheckedPack, bills: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """The indicators of account A, by the engine; the reference must agree."""
    return both_of(checked, [bills])[0]


def both_of(checked: CheckedPack, bills_of: Sequence[Sequence[dict[str, Any]]]) -> list[tuple[Any, ...]]:
    """The indicators of several accounts."""
    accounts = [{"account_id": f"{index:03}"} for index in range(len(bills_of))]
    rows = [{**account, **bill} for account, bills in zip(accounts, bills_of, strict=True) for bill in bills]
    with scratch() as database:
        run = classify(checked, made_up(database, checked, accounts, {"bills": rows}), AS_OF)
        columns = ", ".join(checked.indicators)
        found = database.execute(f'SELECT {columns} FROM "{run.table}" ORDER BY account_id').fetchall()
    judged = evaluate(checked, bind(checked, AS_OF), accounts, {"bills": rows})
    assert found == [tuple(result.indicators.values()) for result in judged]
    return found


def bills(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [
        {"date": date.fromisoformat(day), "amount": None if amount is None else Decimal(str(amount)), "rate": 1.0}
        for day, amount in pairs
    ]


JUNE = [("2026-06-01", 10), ("2026-06-11", 20), ("2026-06-21", 30)]
KNOWN_ANSWERS = [
    ("median(amount)", [("2026-06-01", 3), ("2026-06-02", 100), ("2026-06-03", 1)], 3),
    ("median(amount)", [("2026-06-01", 3), ("2026-06-02", 100), ("2026-06-03", 1), ("2026-06-04", 4)], 3.5),
    ("median(amount)", [("2026-06-01", "0.0001"), ("2026-06-02", "0.0002")], 0.00015),
    ("median(amount)", [("2026-06-01", 7)], 7),
    ("median(rate)", JUNE, 1),
    ("median(amount)", [("2026-06-01", 7), ("2026-06-01", None)], None),
    ("days_since_last()", JUNE, 9),
    ("days_since_last()", [("2026-06-30", 1), ("2020-01-01", 1)], 0),
    ("days_since_last()", [("2026-06-29", 1), ("2026-07-01", 1)], 1),  # tomorrow is outside every window
    ("days_since_last()", [], None),
    ("longest_gap()", [("2026-01-01", 1), ("2026-03-02", 1), ("2026-03-01", 1), ("2026-03-11", 1)], 59),
    ("longest_gap()", [("2026-01-01", 1)], None),
    ("longest_gap()", [("2026-01-01", 1), ("2026-01-01", 2)], None),
    ("longest_gap()", [("2026-01-01", 1), ("2026-01-01", 2), ("2026-01-03", 2)], 2),
    ("trend(amount)", JUNE, 30.436875),  # 1 a day
    ("trend(amount)", [("2026-06-01", 5), ("2026-06-09", 5), ("2026-06-20", 5)], 0),
    ("trend(amount)", [("2026-06-20", 1), ("2026-06-10", 2)], -3.043688),
    ("trend(amount)", [("2026-06-01", 1), ("2026-06-01", 9)], None),  # one date has no slope
    ("trend(amount)", [("2026-06-01", 1)], None),
    ("trend(amount)", [("2026-06-01", 1), ("2026-06-01", 3), ("2026-06-11", 4)], 6.087375),
    ("trend(rate * 1e10 * 1e6)", JUNE, None),  # too large to be exact
    ("trend(amount) / avg(amount)", JUNE, 1.52184375),
    ("count_distinct(amount)", [("2026-06-01", 1), ("2026-06-02", 1), ("2026-06-03", 2)], 2),
    ("count_distinct(amount)", [("2026-06-01", 1), ("2026-06-02", None)], None),
    ("count_distinct(date)", JUNE, 3),
    ("count_distinct(case when amount > 10 then rate * 0.1 * 3 else 0.3 end)", JUNE, 1),  # 0.30000000000000004 is 0.3
]


@pytest.mark.parametrize(("value", "pairs", "expected"), KNOWN_ANSWERS)
def test_known_answers(value, pairs, expected):
    assert both(pack(over_bills(value)), bills(*pairs)) == (expected,)


def test_sums_are_exact_where_casts_of_the_database_are_not():
    rows = [{"date": AS_OF, "rate": rate} for rate in (123456789012345.67, -123456789012345.0)]
    assert both(pack(over_bills("sum(rate)")), rows) == (0.67,)  # by casts alone 0.6675…


def test_windows_and_conditions_choose_the_rows():
    checked = pack(
        over_bills("days_since_last()", 'window = "1 month, 1 month ago"'),
        over_bills("longest_gap()", 'where = "amount > 1"'),
        over_bills("median(amount)", 'window = "10 days"', "when_empty = 0"),
    )
    rows = bills(("2026-05-20", 1), ("2026-05-30", 5), ("2026-06-09", 1), ("2026-06-19", 5))

    assert both(checked, rows) == (31, 20, 0)


def test_a_row_without_a_date_makes_them_unknown():
    checked = pack(over_bills("days_since_last()"), over_bills("longest_gap()"), over_bills("trend(amount)"))

    assert both(checked, [*bills(*JUNE), {"date": None, "amount": Decimal(1)}]) == (None, None, None)


amounts = st.decimals(-(10**10), 10**10, places=4) | st.sampled_from([0, 1, 1, 2, 5]).map(Decimal)
some_days = st.integers(0, 40).map(lambda back: AS_OF - timedelta(back)) | st.dates(date(1000, 1, 1), AS_OF)
rates = st.sampled_from([0.1, 0.2, 0.3, -7.5, 1e15, 1e24, 1e25]) | st.floats(-1e6, 1e6)
CHECKED = pack(
    *(over_bills(value) for value in ("median(amount)", "median(rate)", "median(hours)")),
    *(over_bills(value) for value in ("trend(amount)", "trend(rate)", "trend(hours)")),
    *(over_bills(value) for value in ("days_since_last()", "longest_gap()")),
)


some_bills = st.fixed_dictionaries(
    {"date": some_days, "amount": amounts, "rate": rates, "hours": st.integers(-(10**9), 10**9) | st.integers(0, 9)}
)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(some_bills, max_size=7), min_size=12, max_size=12))
def test_the_engine_says_what_the_reference_says(bills_of):
    both_of(CHECKED, bills_of)


def reference(name: str, *arguments: Any) -> Any:
    return BUILTINS[name].reference(*arguments)


small = st.decimals(-1000, 1000, places=2)


@given(st.lists(small, min_size=1))
def test_half_of_the_values_are_on_either_side_of_the_median(values):
    middle = reference("median", values)

    assert sum(float(value) <= middle for value in values) * 2 >= len(values)
    assert sum(float(value) >= middle for value in values) * 2 >= len(values)


@given(small, small, st.lists(st.integers(0, 1000), min_size=2, unique=True))
def test_the_trend_of_points_on_a_line_is_its_slope(start, slope, back):
    dates = sorted(AS_OF - timedelta(days) for days in back)
    values = [start + slope * (day - dates[0]).days for day in dates]

    assert reference("trend", dates, AS_OF, values) == pytest.approx(float(slope) * 365.2425 / 12)


@given(st.lists(st.integers(0, 1000), min_size=2, unique=True))
def test_the_longest_gap_is_between_the_mean_and_the_whole(back):
    dates = sorted(AS_OF - timedelta(days) for days in back)
    whole = (dates[-1] - dates[0]).days

    assert whole / (len(dates) - 1) <= reference("longest_gap", dates, AS_OF) <= whole


def test_the_order_of_rows_and_the_number_of_threads_change_nothing():
    checked = pack(*(over_bills(f"{name}(rate * amount)") for name in ("trend", "median", "sum", "avg")))
    rows = "SELECT 'A' || i % 3 AS account_id, DATE '2025-01-01' + (i * 7919 % 500)::INT AS date,"
    rows += " (i * 104729 % 999983)::DECIMAL(18, 4) AS amount, sin(i) / 3 AS rate FROM range(60_000) r(i)"
    answers = set()
    for threads, order in ((1, "i"), (2, "hash(i)"), (2, "-i")):
        with connect(threads=threads) as database:
            database.execute("CREATE TABLE accounts AS SELECT 'A' || i AS account_id FROM range(3) r(i)")
            database.execute(f"CREATE TABLE bills AS {rows} ORDER BY {order}")
            table = Table("bills", frozenset({"date", "amount", "rate"}))
            snapshot = Snapshot(database, Table("accounts", frozenset()), {"bills": table})
            query = query_for(checked, snapshot, bind(checked, AS_OF)).sql("duckdb")
            columns = ", ".join(checked.indicators)
            found = database.execute(f"SELECT {columns} FROM ({query}) ORDER BY account_id").fetchall()
            assert not any(None in row for row in found)
            answers.add(tuple(found))

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            'from = "visits"\nvalue = "days_since_last()"',
            "days_since_last looks at dates, and the ledger visits has none",
        ),
        ('from = "visits"\nvalue = "2 * trend(hours)"', "trend looks at dates, and the ledger visits has none"),
        (
            'from = "bills"\nvalue = "days_since_last()"\nwhen_empty = 0',
            "when_empty: without any row, 0 days since the last one would say that there was one today",
        ),
        ('from = "bills"\nvalue = "days_since_last(amount)"', "days_since_last() is called with 1 arguments"),
        ('from = "bills"\nvalue = "median(date)"', "x of median must be integer | number | money | ratio, not date"),
        ('from = "bills"\nvalue = "trend(amount)"\nunit = "CNY"', "the value is in CNY/month, not in CNY"),
        ('from = "bills"\nvalue = "longest_gap()"\nunit = "month"', "the value is in day, not in month"),
        ('from = "bills"\nvalue = "median(amount)"\nwindow = "1 month"\nper = "month"', "per divides a sum or a count"),
        ('value = "days_since_last()"', "days_since_last looks at ledger rows; it needs an indicator with `from`"),
    ],
)
def test_slips(keys, message):
    read, _ = read_pack("rows.toml", toml(keys).encode())
    assert read is not None
    _, problems = check_pack(read, {})

    assert message in problems[0].text()


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("median(amount)", "CNY"),
        ("trend(amount)", "CNY/month"),
        ("trend(hours)", "hour/month"),
        ("trend(rate)", "None"),
        ("trend(amount / hours)", "CNY/hour/month"),
        ("days_since_last()", "day"),
        ("longest_gap() / days_since_last()", "ratio"),
        ("sum(amount) / longest_gap()", "CNY/day"),
    ],
)
def test_units(value, unit):
    assert str(pack(over_bills(value)).indicators["v0"].type.unit) == unit
