"""The migration matrix: every account is counted once, movers by direction, money to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.engine.database import scratch
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE, Migration, all_tiers, exact_value, migration
from kamengine.language.sql import column

TIERS = ("gold", "silver", "others")

Move = tuple[str | None, str | None, Decimal | None]


@pytest.fixture
def connection() -> Iterator[DuckDBPyConnection]:
    with scratch() as connection:
        yield connection


def moves(connection: DuckDBPyConnection, rows: Sequence[Move], tiers: Sequence[str] = TIERS) -> Migration:
    connection.execute(
        'CREATE OR REPLACE TABLE moves (account_id VARCHAR, "from" VARCHAR, "to" VARCHAR, "value" DECIMAL(38, 6))'
    )
    for index, row in enumerate(rows):
        connection.execute("INSERT INTO moves VALUES (?, ?, ?, ?)", [f"A{index:02}", *row])
    return migration(connection, "moves", tiers, value=True)


def test_every_tier_has_a_row_and_a_column_in_order_even_when_nobody_is_there(connection):
    found = moves(connection, [("silver", "gold", Decimal("0.1")), ("silver", "silver", Decimal(7))])
    assert list(found.matrix) == list(TIERS) == list(found.matrix["gold"])
    assert found.matrix["silver"] == {"gold": 1, "silver": 1, "others": 0}
    assert found.as_json() == {"accounts": 2, "moved": 1, "matrix": found.matrix, "value_moved": 0.1}


def test_to_have_a_tier_is_better_than_to_have_none_and_to_enter_is_neither_up_nor_down(connection):
    rows: list[Move] = [
        (None, "others", None),
        ("gold", None, None),
        (OUT_OF_SCOPE, "gold", None),
        ("gold", ABSENT, None),
        (None, None, None),
    ]
    found = moves(connection, rows)
    assert (found.accounts, found.moved, found.up, found.down) == (5, 4, 1, 1)
    assert list(found.matrix) == [*TIERS, "none", OUT_OF_SCOPE, ABSENT]


def test_a_tier_called_none_is_not_mistaken_for_no_tier(connection):
    found = moves(connection, [("none", None, None)], ("none",))
    assert found.matrix == {"none": {"none": 0, "no tier": 1}, "no tier": {"none": 0, "no tier": 0}}


def test_money_is_added_exactly_and_unknown_values_are_counted(connection):
    rows: list[Move] = [("gold", "silver", Decimal("0.1"))] * 10
    found = moves(connection, [*rows, ("gold", "silver", None), ("gold", "gold", Decimal(5))])
    assert found.value_moved == Decimal(1) and found.as_json()["value_moved"] == 1
    assert found.value_unknown == 1
    assert found.values is not None and found.values["gold"]["gold"] == 5


def test_sums_longer_than_pythons_own_decimals_keep_every_digit(connection):
    big = Decimal("999999999999999999999999.999999")
    found = moves(connection, [("gold", "silver", big), ("silver", "gold", big)])
    assert str(found.value_moved) == "1999999999999999999999999.999998"


def test_the_movers_come_in_order_with_the_columns_that_are_asked_for(connection):
    found = moves(connection, [("gold", "silver", None), ("gold", "gold", None), (None, "gold", None)])
    assert connection.execute(found.movers("account_id", "to")).fetchall() == [("A00", "silver"), ("A02", "gold")]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0.1", "0.100000"),
        ("CAST(1e300 AS DOUBLE)", None),
        ("CAST(2.5 AS DOUBLE)", "2.500000"),
        ("CAST(-123456789012345.67 AS DOUBLE)", "-123456789012345.670000"),  # by a cast alone …667584
        ("CAST(99999999999999.1234 AS DECIMAL(18, 4))", "99999999999999.123400"),
    ],
)
def test_a_value_is_a_decimal_with_six_places_or_unknown(connection, text, exact):
    query = f"SELECT {exact_value(column('x')).sql('duckdb')} FROM (SELECT {text} AS x)"
    ((value,),) = connection.execute(query).fetchall()
    assert (str(value) if value is not None else None) == exact


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        (("a", "b"), ("a", "b"), ("a", "b")),
        (("a", "x", "b"), ("a", "b"), ("a", "x", "b")),
        (("x", "a"), ("a", "b"), ("x", "a", "b")),
        (("a", "x", "y"), ("a", "b"), ("a", "x", "y", "b")),
        (("b", "a"), ("a", "b"), ("a", "b")),
    ],
)
def test_tiers_of_two_packs_in_one_order(old, new, merged):
    assert all_tiers(old, new) == merged


places = st.sampled_from([*TIERS, None, OUT_OF_SCOPE, ABSENT])


@settings(max_examples=12)
@given(st.lists(st.tuples(places, places, st.none() | st.decimals("-1e9", "1e9", places=4)), max_size=12))
def test_the_matrix_holds_every_account_once(rows):
    with scratch() as connection:
        found = moves(connection, rows)
    names = dict(zip([*TIERS, None], [*TIERS, "none"], strict=True))
    assert sum(sum(row.values()) for row in found.matrix.values()) == found.accounts == len(rows)
    for old, new in product([*TIERS, None], repeat=2):
        expected = sum(row[:2] == (old, new) for row in rows)
        assert found.matrix.get(names[old], {}).get(names[new], 0) == expected
    assert found.moved == sum(row[0] != row[1] for row in rows)
    assert found.value_moved == sum((row[2] or Decimal(0) for row in rows if row[0] != row[1]), Decimal(0))
