"""Where engines disagree left alone, the SQL says what we mean: one table, one meaning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from kamengine.engine.database import connect
from kamengine.language.sql import SqlWriter
from tests.language.made import BINDINGS, typed, value, wrong

BIGGEST = 2**63 - 1

MEANINGS = [
    # expression, facts, what it comes to
    ("7 / 2 = 3.5", {}, True),
    ("people / branches = 3.5", {"people": 7, "branches": 2}, True),
    ("people / branches = 3", {"people": 7, "branches": 2}, False),
    ("size / 0 > 1", {"size": 5.0}, None),
    ("size / weight > 1", {"size": 5.0, "weight": 0.0}, None),
    ("size / weight > 1", {"size": 5.0, "weight": -0.0}, None),
    ("(size / weight) is null", {"size": 0.0, "weight": 0.0}, True),
    ("spend / key_spend = 1", {"spend": Decimal(10000)}, True),
    ("people / 0 > 1", {"people": 5}, None),
    ("0.1 + 0.2 = 0.3", {}, True),
    ("cash + 0.2 = 0.3", {"cash": Decimal("0.1")}, True),
    ("size + 0.2 = 0.3", {"size": 0.1}, True),
    ("size + weight = 0.3", {"size": 0.1, "weight": 0.2}, True),
    ("size * 3 = 0.3", {"size": 0.1}, True),
    ("0.3 - size = weight", {"size": 0.1, "weight": 0.2}, True),
    ("people + 1 > people", {"people": BIGGEST}, False),
    ("people * people > 1", {"people": BIGGEST}, True),
    ("people * people * people > 1", {"people": BIGGEST}, True),
    ("-people > 0", {"people": -(2**63)}, True),
    ("abs(people) > 0", {"people": -BIGGEST}, True),
    ("people - branches < 0", {"people": -BIGGEST, "branches": BIGGEST}, True),
    ("round(2.5) = 3 and round(-2.5) = -3", {}, True),
    ("round(size) = 3", {"size": 2.5}, True),
    ("round(size) = -3", {"size": -2.5}, True),
    ("round(cash) = -3", {"cash": Decimal("-2.5")}, True),
    ("round(1.005, 2) = 1.01", {}, True),
    ("round(cash, 2) = 1.01", {"cash": Decimal("1.005")}, True),
    ("round(size, 2) = 1.0", {"size": 1.005}, True),  # 1.005 · 100 is 100.49999999999999 in double precision
    ("round(size, 2) = 2.68", {"size": 2.675}, True),  # 2.675 · 100 is 267.5
    ("greatest(7, size) >= 7", {}, None),
    ("least(7, size) <= 7", {}, None),
    ("region like 'abc%'", {"region": "ABC"}, False),
    ("region like 'ABC%'", {"region": "ABCD"}, True),
    ("region like 'é%'", {"region": "É"}, False),
    ("region like 'a\\_c'", {"region": "a\\xc"}, True),
    ("region like 'a\\_c'", {"region": "a_c"}, False),
    ("region like 'a\\%'", {"region": "a%"}, False),
    ("region like '_'", {"region": "电"}, True),
    ("region like '_'", {"region": "😀"}, True),
    ("region like 'a%c'", {"region": "a\nb\nc"}, True),
    ("region = 'ABC'", {"region": "abc"}, False),
    ("region = 'a'", {"region": "a "}, False),
    ("size * 1e14 * 1e14 * weight > 1", {"size": 1e270, "weight": 1e14}, None),
    ("(size * size) is null", {"size": 1e200}, True),
    ("size * size - size * size = 0", {"size": 1e200}, None),
    ("abs(size * size) > 1", {"size": 1e200}, None),
    ("1 / (size * size) = 0", {"size": 1e200}, None),
    ("size > 1", {"size": 1e200}, True),
    ("months_between(joined, ended) = 1", {"joined": date(2026, 1, 31), "ended": date(2026, 2, 28)}, True),
    ("months_between(joined, ended) = 0", {"joined": date(2026, 1, 31), "ended": date(2026, 2, 27)}, True),
    ("months_between(joined, ended) = 0", {"joined": date(2026, 1, 31), "ended": date(2026, 2, 1)}, True),
    ("lookup(ranges, size * 3, date '2024-06-01') = 2", {"size": 0.1}, True),  # 0.30000000000000004 is 0.3
    ("lookup(ranges, size + 0.1, date '2024-06-01') = 2", {"size": 0.2}, True),
    ("lookup(ranges, size, date '2024-06-01') = -1", {"size": 0.1}, True),
    ("size in (1, null)", {"size": 1.0}, True),
    ("size in (1, null)", {"size": 2.0}, None),
    ("region is null", {"region": ""}, False),
]


@pytest.mark.parametrize(("text", "facts", "expected"), MEANINGS)
def test_one_meaning(text, facts, expected):
    assert value(text, **facts) is expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people % 0 = 1", "`%` is not part of the language"),
        ("cast(2.5 as int) = 3", "`cast` is not part of the language"),
        ("concat('a', region) = 'a'", "concat is not a function"),
        ("upper(region) = 'É'", "upper is not a function"),
        ("region like 'a_c' escape 'x'", "`escape` is not part of the language"),
        ("'10' > 9", "text and number do not go together"),
        ("region > 5", "text and number do not go together"),
        ("vip = 1", "a yes/no value meets a number"),
        ("joined > date '2026-02-30'", "2026-02-30 is not a date"),
    ],
)
def test_what_would_differ_is_refused(text, message):
    assert message in wrong(text)


@pytest.fixture(scope="module")
def rows() -> DuckDBPyConnection:
    connection = connect(threads=2)
    connection.execute(
        "CREATE TABLE bills AS SELECT 0.1::DECIMAL(18, 4) AS cash, 0.1::DOUBLE AS size FROM range(100_000)"
    )
    return connection


@pytest.mark.parametrize("column", ["cash", "size"])
def test_sums_are_exact_in_any_order(rows, column):
    call = typed(f"share_of_total({column})")
    sql = SqlWriter(BINDINGS).value(call).sql("duckdb")
    shares = {rows.execute(f"SELECT DISTINCT {sql} FROM bills").fetchall()[0][0] for _ in range(5)}

    assert shares == {1e-05}


CONSTANTS = [
    ("spend > 1e14", {"spend": Decimal("99999999999999.9999")}, False),
    ("spend >= 99999999999999.9999", {"spend": Decimal("99999999999999.9999")}, True),
    ("spend + 999999999999999.9999999999 > 0", {"spend": Decimal("99999999999999.9999")}, True),
    (" * ".join(["999999999999999"] * 100) + " > size", {"size": 1.0}, None),
    (" * ".join(["0.0000000001"] * 100) + " < cash", {"cash": Decimal(1)}, True),
    ("999999999999999 * 999999999999999 > 999999999999999 * 999999999999998", {}, True),
]


@pytest.mark.parametrize(("text", "facts", "expected"), CONSTANTS)
def test_large_constants_do_no_harm(text, facts, expected):
    assert value(text, **facts) is expected
