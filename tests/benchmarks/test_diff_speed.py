"""How long the causes of moves take, beside the runs that are compared; printed, never asserted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kamengine.diff.difference import difference
from kamengine.diff.sides import Side
from kamengine.engine.run import classify
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from tests.benchmarks.material import AS_OF, Material

pytestmark = pytest.mark.benchmark

OTHER_LINES = (
    ("key_spend = { value = 120000", "key_spend = { value = 135000"),
    ("growth >= 0.1", "growth >= 0.12"),
    ("margin > 0.2", "margin > 0.21"),
    ("employees between 100 and 1000", "employees between 120 and 1000"),
    ("tenure >= 36", "tenure >= 48"),
)
OTHER_FACTS = """
    SELECT * REPLACE (
        CAST(annual_spend * CASE WHEN part = 0 THEN 1.4 WHEN part = 1 THEN 0.6 ELSE 1 END AS DECIMAL(18, 4))
            AS annual_spend,
        CASE WHEN part IN (1, 2) THEN satisfaction - 2 ELSE satisfaction END AS satisfaction,
        CASE WHEN part = 3 THEN NOT exclusive ELSE exclusive END AS exclusive
    ) FROM (SELECT *, hash(account_id) % 30 AS part FROM accounts)
"""


@pytest.mark.parametrize(
    ("facts", "rules"), [(True, False), (False, True), (True, True)], ids=["facts", "rules", "both"]
)
def test_causes(folder: Path, accounts: int, facts: bool, rules: bool):
    material = Material(folder)
    snapshot = material.snapshot()
    snapshot.connection.execute(f"CREATE TABLE other AS {OTHER_FACTS if facts else 'FROM accounts'}")
    changed = Snapshot(snapshot.connection, Table("other", snapshot.accounts.columns))
    pack = altered(material.pack_text) if rules else material.checked
    with timed("both runs"):
        old, new = (classify(c, s, AS_OF) for c, s in ((material.checked, snapshot), (pack, changed)))
    with timed("difference with its causes"):
        found = difference(Side(old, snapshot), Side(new, changed), {})
    with timed("list of all movers with their causes"):
        movers = found.movers()
    share = found.migration.moved / accounts
    print(f"  {accounts:,} accounts, {len(movers):,} movers ({share:.1%}), {found.search.trials} trials")
    assert all(mover.causes for mover in movers)


def altered(text: str) -> CheckedPack:
    """The pack with other lines."""
    for old, new in OTHER_LINES:
        assert old in text, old
        text = text.replace(old, new)
    pack, problems = read_pack("benchmark.toml", text.encode())
    assert pack is not None and not problems, problems
    checked, problems = check_pack(pack, {})
    assert checked is not None, problems
    return checked


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something takes."""
    start = time.perf_counter()
    yield
    print(f"  {what}: {time.perf_counter() - start:.2f} s")
