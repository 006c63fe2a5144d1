"""A share of the portfolio is computed from a total, not from a window that holds every account."""

from __future__ import annotations

from datetime import date

import pytest

from kamengine.engine.database import scratch
from kamengine.engine.inspect import inspect
from kamengine.engine.run import classify, query_for
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack

PACK = """
[pack]
id = "shares"
version = "1"
scope = "spend < 1000"
[fields.spend]
type = "money"
[indicators.share]
value = "share_of_total(spend)"
[indicators.share_of_shares]
value = "share_of_total(share)"
[indicators.twice]
value = "case when share_of_total(spend) > 0.5 then share_of_total(spend + 1) else share_of_total(spend) end"
[criteria.large]
when = "share_of_total(spend) >= 0.5 and share >= 0.5"
[[tiers]]
id = "key"
when = "large"
[[tiers]]
id = "rest"
"""
AS_OF = date(2026, 6, 30)


@pytest.fixture
def checked():
    pack, problems = read_pack("shares.toml", PACK.encode())
    assert pack is not None and not problems
    found, problems = check_pack(pack, {})
    assert found is not None, problems
    return found


@pytest.fixture
def snapshot():
    with scratch() as connection:
        rows = "('A', 60), ('B', 30), ('C', 10), ('D', NULL), ('E', 5000)"
        connection.execute("CREATE TABLE accounts (account_id VARCHAR, spend DECIMAL(18, 4))")
        connection.execute(f"INSERT INTO accounts VALUES {rows}")
        yield Snapshot(connection, Table("accounts", frozenset({"spend"})))


def test_shares_are_of_the_accounts_in_scope(checked, snapshot):
    run = classify(checked, snapshot, AS_OF)
    query = f'SELECT account_id, tier, share, share_of_shares, twice FROM "{run.table}" ORDER BY 1'
    assert snapshot.connection.execute(query).fetchall() == [
        ("A", "key", 0.6, 0.6, 0.592233),
        ("B", "rest", 0.3, 0.3, 0.3),
        ("C", "rest", 0.1, 0.1, 0.1),
    ]


def test_an_account_alone_shows_the_same_share(checked, snapshot):
    run = classify(checked, snapshot, AS_OF)
    asked = inspect(run, "A", [checked.indicators["share"].expr, checked.criteria["large"]])
    assert asked is not None
    assert (asked.values["share"], asked.values["share_of_shares"], asked.results) == (0.6, 0.6, (0.6, True))


def test_no_window_is_left(checked, snapshot):
    query = query_for(checked, snapshot, classify(checked, snapshot, AS_OF).bindings).sql("duckdb")
    assert " OVER " not in query
