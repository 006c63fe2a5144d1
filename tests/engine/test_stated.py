"""What was stated by hand for an account stands in the place of what the ledger gives it, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kamengine.engine.database import scratch
from kamengine.engine.resident import make_resident
from kamengine.engine.run import classify
from kamengine.engine.snapshot import Snapshot, Table, stated_column
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack

AS_OF = date(2026, 6, 30)
PACK = b"""
[pack]
id = "stated"
version = "1"
[ledgers.bills.fields]
date = { type = "date" }
amount = { type = "money" }
[params.line]
value = 100
source = "made up"
[indicators.billed]
from = "bills"
value = "sum(amount)"
[indicators.twice]
value = "billed * 2"
[[tiers]]
id = "key"
when = "twice >= line"
[[tiers]]
id = "other"
"""


@pytest.fixture
def pack():
    read, problems = read_pack("stated.toml", PACK)
    assert read is not None, problems
    checked, problems = check_pack(read, {})
    assert checked is not None, [problem.text() for problem in problems]
    return checked


@pytest.fixture
def snapshot():
    """A and D are stated, D to be unknown; B and C bring something that the ledger replaces; B has no bills."""
    with scratch() as connection:
        connection.execute(
            f"CREATE TABLE accounts AS SELECT account_id, CAST(billed AS DECIMAL(18, 4)) AS billed, "
            f"stated AS \"{stated_column('billed')}\" FROM (VALUES ('A', 70.25, true), ('B', 5, NULL), "
            "('C', 6, NULL), ('D', NULL, true)) AS rows (account_id, billed, stated)"
        )
        connection.execute(
            "CREATE TABLE bills AS "
            "SELECT account_id, DATE '2026-06-01' AS date, CAST(amount AS DECIMAL(18, 4)) AS amount "
            "FROM (VALUES ('A', 1), ('C', 2), ('D', 300)) AS rows (account_id, amount)"
        )
        accounts, bills = Table("accounts", frozenset({"billed"})), Table("bills", frozenset({"date", "amount"}))
        yield Snapshot(connection, accounts, {"bills": bills}, stated=frozenset({"billed"}))


def rows(run):
    query = f'SELECT account_id, billed, twice, tier, tier_possible FROM "{run.table}" ORDER BY 1'
    return run.snapshot.connection.execute(query).fetchall()


def test_it_holds_for_its_account_unknown_included_and_what_is_computed_follows(pack, snapshot):
    assert rows(classify(pack, snapshot, AS_OF)) == [
        ("A", Decimal("70.25"), Decimal("140.5"), "key", "key"),
        ("B", None, None, "other", "key"),
        ("C", Decimal(2), Decimal(4), "other", "other"),
        ("D", None, None, "other", "key"),
    ]


def test_without_the_ledger_it_is_what_accounts_bring(pack, snapshot):
    without = replace(snapshot, ledgers={})
    assert [row[1] for row in rows(classify(pack, without, AS_OF))] == [Decimal("70.25"), 5, 6, None]


def test_moving_a_line_leaves_it_as_it_was_stated(pack, snapshot):
    resident = make_resident(pack, snapshot, bind(pack, AS_OF))
    step = resident.step(bind(pack, AS_OF, {"line": Decimal(3)}))
    moved = {(one.was, one.now): one.accounts for one in step.changes() if one.was != one.now}
    run = classify(pack, snapshot, AS_OF, {"line": Decimal(3)})
    assert (moved, [row[3] for row in rows(run)]) == ({(1, 0): 1}, ["key", "other", "key", "other"])
