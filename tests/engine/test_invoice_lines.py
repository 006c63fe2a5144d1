"""Quantity times price, over the rows of a ledger: the engine, the reference and Python's decimals say the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack
from kamengine.reference import evaluate

AS_OF = date(2026, 6, 30)
HEAD = """
[pack]
id = "lines"
version = "1"
[ledgers.orders.fields]
date = { type = "date" }
amount = { type = "money", unit = "CNY" }
quantity = { type = "number", optional = true }
price = { type = "money", unit = "CNY", optional = true }
boxes = { type = "integer", optional = true }
cost = { type = "money", unit = "CNY" }
[[tiers]]
id = "all"
"""
LINE = "coalesce(amount, quantity * price)"
FOUR = Decimal("0.0001")
ROOM = Context(prec=100)
quantities = st.decimals(-100_000, 100_000, places=6) | st.integers(-1000, 1000).map(Decimal)
prices = st.decimals(0, 10_000_000, places=4)


@cache
def pack(**values):
    """A pack with an indicator for each value, to four decimals."""
    indicators = [f'[indicators.{n}]\nfrom = "orders"\nvalue = "{v}"\ndecimals = 4\n' for n, v in values.items()]
    read, problems = read_pack("lines.toml", (HEAD + "".join(indicators)).encode())
    assert read is not None and not problems, problems
    checked, problems = check_pack(read, {})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


def indicators(checked, rows):
    """The indicators of one account by the engine; the reference must agree."""
    return indicators_of(checked, [rows])[0]


def indicators_of(checked, rows_of):
    """The indicators of several accounts."""
    accounts = [{"account_id": f"{index:03}"} for index in range(len(rows_of))]
    orders = [{**a, "date": AS_OF, **row} for a, rows in zip(accounts, rows_of, strict=True) for row in rows]
    with scratch() as database:
        run = classify(checked, made_up(database, checked, accounts, {"orders": orders}), AS_OF)
        columns = ", ".join(checked.indicators)
        found = database.execute(f'SELECT {columns} FROM "{run.table}" ORDER BY account_id').fetchall()
    judged = evaluate(checked, bind(checked, AS_OF), accounts, {"orders": orders})
    assert found == [tuple(result.indicators.values()) for result in judged]
    return [dict(zip(checked.indicators, values, strict=True)) for values in found]


def several(rows):
    """Rows of a handful of accounts, which cost one query."""
    return st.lists(st.lists(rows, min_size=1, max_size=5), min_size=1, max_size=12)


@settings(max_examples=4)
@given(several(st.tuples(quantities, prices)))
def test_the_sum_of_lines_is_the_exact_sum_rounded_once(accounts):
    rows = [[{"quantity": float(quantity), "price": price} for quantity, price in lines] for lines in accounts]
    with localcontext(ROOM):
        exact = [sum(quantity * price for quantity, price in lines) for lines in accounts]

    found = indicators_of(pack(sales=f"sum({LINE})"), rows)

    assert [one["sales"] for one in found] == [total.quantize(FOUR, ROUND_HALF_UP, ROOM) for total in exact]


@settings(max_examples=4)
@given(several(st.decimals(-(10**13), 10**13, places=4)))
def test_amounts_alone_come_to_the_last_digit_as_they_would_without_the_product(accounts):
    rows = [[{"amount": amount} for amount in amounts] for amounts in accounts]

    found = indicators_of(pack(plain="sum(amount)", either=f"sum({LINE})"), rows)

    assert [one["either"] for one in found] == [one["plain"] for one in found] == [sum(a) for a in accounts]


@settings(max_examples=2)
@given(several(st.tuples(st.integers(-(10**6), 10**6), prices)))
def test_every_aggregate_agrees_with_the_reference(accounts):
    rows = [
        [
            {"date": AS_OF - timedelta(days=40 * i), "boxes": boxes, "price": price, "quantity": boxes / 8}
            for i, (boxes, price) in enumerate(lines)
        ]
        for lines in accounts
    ]
    calls = ("sum", "avg", "min", "max", "median", "count", "count_distinct", "first", "last", "trend")
    named = {f"{call}_{k}": f"{call}({x})" for call in calls for k, x in (("b", "boxes * price"), ("q", LINE))}

    found = indicators_of(pack(**named), rows)

    assert [one["sum_b"] for one in found] == [sum(boxes * price for boxes, price in lines) for lines in accounts]


WAYS = (
    "sum(abs(quantity * price))",
    "sum(-quantity * price)",
    "sum(price * -boxes)",
    "sum(round(quantity * price, 2))",
    "sum(case when quantity > 0 then quantity * price else 0 end)",
    "sum(case when boxes > 0 then quantity * price when boxes < 0 then boxes * price else amount end)",
    "sum(least(quantity * price, amount))",
    "sum(greatest(boxes * price, quantity * price, 0.123456789))",
    "sum(coalesce(boxes * price, 0.123456789))",
    "sum(coalesce(boxes * price, quantity * price))",
    "sum(quantity * price - boxes * price + 0.5)",
    "sum(quantity * price * boxes)",
    "sum(boxes * boxes * price)",
    "sum(quantity * price) - sum(amount)",
    "sum(quantity * price) / sum(amount)",
    "coalesce(sum(quantity * price), sum(amount))",
    "max(quantity) * sum(amount)",
    "count() * sum(price)",
    "sum(case when quantity * price between 0.1 and amount then 1 else 0 end)",
    "sum(case when quantity * price >= boxes * price then 1 else 0 end)",
    "sum(case when quantity * price in (0.05, 0.3) then 1 else 0 end)",
    "count_distinct(quantity * price)",
)
LITTLE = st.sampled_from(
    [Decimal(text) for text in ("0", "0.1", "0.3", "-0.5", "1.005", "2.55", "3", "0.000001", "7.5")]
)


@settings(max_examples=2)
@given(several(st.tuples(LITTLE, LITTLE, LITTLE, st.sampled_from([None, *range(-3, 4)]))))
def test_whatever_is_made_of_a_product_agrees_with_the_reference(accounts):
    checked = pack(**{f"v{index}": way for index, way in enumerate(WAYS)})
    rows = [
        [
            {
                "quantity": float(quantity),
                "price": price.quantize(FOUR),
                "amount": amount.quantize(FOUR),
                "boxes": boxes,
            }
            for quantity, price, amount, boxes in lines
        ]
        for lines in accounts
    ]

    assert len(indicators_of(checked, rows)) == len(accounts)


@pytest.mark.parametrize(
    ("row", "sales"),
    [
        ({"amount": Decimal("7.50"), "quantity": 3.0, "price": Decimal("2.55")}, Decimal("7.50")),
        ({"quantity": 3.0, "price": Decimal("2.55")}, Decimal("7.65")),
        ({"quantity": -3.0, "price": Decimal("2.55")}, Decimal("-7.65")),
        ({"quantity": 0.0, "price": Decimal("2.55")}, Decimal(0)),
        ({"quantity": 0.333333, "price": Decimal("3.0003")}, Decimal("1.0001")),
        ({"quantity": 3.0}, None),
        ({"price": Decimal("2.55")}, None),
        ({}, None),
        ({"quantity": 1e300, "price": Decimal("2.55")}, None),
    ],
)
def test_the_amount_counts_else_quantity_times_price_else_it_is_unknown(row, sales):
    assert indicators(pack(sales=f"sum({LINE})"), [row])["sales"] == sales


def test_a_line_of_which_nothing_is_known_leaves_the_sum_unknown():
    rows = [{"quantity": 3.0, "price": Decimal("2.55")}, {"quantity": 1.0}]

    assert indicators(pack(sales=f"sum({LINE})"), rows)["sales"] is None


def test_the_largest_products_that_are_known_can_be_added_up():
    rows = [{"quantity": 99_999.0, "price": Decimal("9999999999999.9999")}] * 50

    found = indicators(pack(sales=f"sum({LINE})", net=f"sum({LINE} - cost)"), [{**r, "cost": Decimal(1)} for r in rows])

    exact = ROOM.multiply(Decimal("9999999999999.9999"), Decimal(99_999 * 50))
    assert found == {"sales": exact, "net": exact - 50}


def test_money_in_an_indicator_keeps_four_places_and_no_more():
    read, _ = read_pack("lines.toml", (HEAD + f'[indicators.x]\nfrom = "orders"\nvalue = "sum({LINE})"\n').encode())
    assert read is not None
    checked, _ = check_pack(read, {})

    assert indicators(checked, [{"quantity": 0.00005, "price": Decimal(1)}])["x"] == FOUR


# ── which columns are missed ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("columns", "lacking"),
    [
        ({"date", "amount"}, set()),
        ({"date", "quantity", "price"}, set()),
        ({"date", "amount", "quantity"}, set()),
        ({"date", "quantity"}, {"amount"}),
        ({"date"}, {"amount"}),
        ({"amount"}, {"date"}),
    ],
)
def test_a_column_is_missed_where_nothing_stands_in_for_it(columns, lacking):
    assert pack(sales=f"sum({LINE})").lacking("orders", columns) == lacking


@pytest.mark.parametrize(
    ("values", "instead"),
    [
        ({"sales": f"sum({LINE})"}, {"quantity", "price"}),
        ({"sales": f"sum({LINE})", "profit": f"sum({LINE} - cost)"}, {"quantity", "price"}),
        ({"sales": f"sum({LINE})", "largest": "max(amount)"}, set()),
        ({"sales": "sum(amount)"}, set()),
    ],
)
def test_what_stands_in_for_an_amount_does_so_everywhere(values, instead):
    assert pack(**values).instead_of("orders", "amount") == instead
