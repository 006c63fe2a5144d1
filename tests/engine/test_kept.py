"""Results as files: the same results are the same bytes, whatever the engine went through to get them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kamengine.engine.database import scratch
from kamengine.engine.kept import differing_accounts, keep_results, kept_results
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack

PACK = """
[pack]
id = "spend"
version = "1"
[fields.spend]
type = "money"
[indicators.twice]
value = "spend * 2"
[[tiers]]
id = "key"
when = "spend >= 50"
[[tiers]]
id = "rest"
"""


@pytest.fixture
def run():
    pack, problems = read_pack("spend.toml", PACK.encode())
    assert pack is not None, problems
    checked, problems = check_pack(pack, {})
    assert checked is not None, problems
    with scratch() as connection:
        connection.execute("CREATE TABLE accounts (account_id VARCHAR, spend DECIMAL(18, 4))")
        connection.execute("INSERT INTO accounts VALUES ('A', 60), ('B', 30), ('C', 10)")
        yield classify(checked, Snapshot(connection, Table("accounts", frozenset({"spend"}))), date(2026, 6, 30))


def the_other_way_round(run: Run) -> Run:
    """The same results, last account first, in a table that once held a row of which everything was unknown."""
    connection = run.snapshot.connection
    connection.execute(f'CREATE TABLE other AS SELECT * FROM "{run.table}" LIMIT 0')
    connection.execute("INSERT INTO other (account_id) VALUES (NULL)")
    connection.execute(f'INSERT INTO other SELECT * FROM "{run.table}" ORDER BY account_id DESC')
    connection.execute("DELETE FROM other WHERE account_id IS NULL")
    return replace(run, table="other")


def test_the_bytes_depend_on_the_results_alone(run, tmp_path):
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"

    keep_results(run, one)
    keep_results(the_other_way_round(run), other)

    assert one.read_bytes() == other.read_bytes()


def test_other_results_are_other_bytes_and_the_accounts_are_counted(run, tmp_path):
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    keep_results(run, one)
    run.snapshot.connection.execute(f"UPDATE \"{run.table}\" SET tier = 'rest' WHERE account_id = 'A'")

    keep_results(run, other)

    assert one.read_bytes() != other.read_bytes()
    views = [kept_results(run.snapshot.connection, path) for path in (one, other)]
    assert differing_accounts(run.snapshot.connection, *views) == 1


def test_the_engine_optimises_as_before_afterwards(run, tmp_path):
    def setting():
        return run.snapshot.connection.execute("SELECT current_setting('disabled_optimizers')").fetchone()

    before = setting()
    keep_results(run, tmp_path / "one.parquet")
    assert setting() == before
