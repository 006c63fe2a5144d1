"""What functions over the portfolio and over ledger rows add to a run: prints ratios to the same pack without them.

The portfolio functions are added to the pack of `tests.benchmarks.material`. The aggregates have a pack of their own,
over three bills an account. Runs are interleaved, and measured by the processor's time too, so that a busy machine is
busy for all of them. Run by hand: ``pytest -m benchmark -n 0 tests/benchmarks/test_portfolio_speed.py``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import pytest
from duckdb import DuckDBPyConnection

from kamengine.engine.database import connect
from kamengine.engine.run import DIALECT, query_for
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack
from tests.benchmarks.material import AS_OF, HERE, Material

pytestmark = pytest.mark.benchmark

BEFORE = "cumulative_share(annual_spend, 'before')"
OVER_ACCOUNTS: Mapping[str, tuple[str, ...]] = {
    "without": (),
    "share_of_total": ("share_of_total(annual_spend)",),
    "cumulative_share of money": (BEFORE,),
    "cumulative_share of a computed number": ("cumulative_share(contribution, 'including')",),
    "rank_of": ("rank_of(annual_spend)",),
    "percentile_of of three facts": tuple(f"percentile_of({x})" for x in ("annual_spend", "usage_hours", "visits")),
    "percentile_of of a percentile": ("percentile_of(annual_spend)", "percentile_of(f0 + margin)"),
    "top_share": ("top_share(annual_spend, 0.2)",),
    "gini": ("gini(annual_spend)",),
    "ABC: four of them": (BEFORE, "top_share(annual_spend, 0.2)", "gini(annual_spend)", "portfolio_count()"),
}
OVER_ROWS: Mapping[str, tuple[str, ...]] = {
    "sum": ("sum(amount)",),
    "median": ("median(amount)",),
    "days_since_last": ("days_since_last()",),
    "longest_gap": ("longest_gap()",),
    "trend": ("trend(amount)",),
}
LEDGER_PACK = """
[pack]
id = "bills"
version = "1"
[ledgers.bills.fields]
date = { type = "date" }
amount = { type = "money" }
[[tiers]]
id = "all"
"""
BILLS = """
CREATE TABLE bills AS SELECT 'A' || hash(i) % {n} AS account_id, DATE '2024-01-01' + (hash(i, 1) % 900)::INT AS date,
(hash(i, 2) % 100000)::DECIMAL(18, 4) AS amount FROM range(3 * {n}) AS r(i)
"""


def query(pack_text: str, functions: tuple[str, ...], snapshot: Snapshot, source: str = "") -> str:
    """The query of a pack with an indicator ``f0``, ``f1`` … for each function."""
    added = "".join(f"[indicators.f{i}]\n{source}value = '''{text}'''\n" for i, text in enumerate(functions))
    pack, problems = read_pack("benchmark.toml", (pack_text + added).encode())
    assert pack is not None and not problems, problems
    checked, problems = check_pack(pack, {})
    assert checked is not None, problems
    return query_for(checked, snapshot, bind(checked, AS_OF)).sql(DIALECT)


def test_print_what_portfolio_functions_add(folder: Path, rounds: int, capsys: pytest.CaptureFixture[str]):
    text = (HERE / "pack.toml").read_text(encoding="utf-8")
    snapshot = Material(folder).snapshot()
    with snapshot.connection as connection:
        queries = {name: query(text, functions, snapshot) for name, functions in OVER_ACCOUNTS.items()}
        show(connection, queries, rounds, capsys)


def test_print_what_aggregates_cost(accounts: int, rounds: int, capsys: pytest.CaptureFixture[str]):
    with connect() as connection:
        connection.execute(f"CREATE TABLE accounts AS SELECT 'A' || i AS account_id FROM range({accounts}) AS r(i)")
        connection.execute(BILLS.format(n=accounts))
        ledgers = {"bills": Table("bills", frozenset({"date", "amount"}))}
        snapshot = Snapshot(connection, Table("accounts", frozenset()), ledgers)
        source = 'from = "bills"\n'
        queries = {name: query(LEDGER_PACK, functions, snapshot, source) for name, functions in OVER_ROWS.items()}
        show(connection, queries, rounds, capsys)


def show(
    connection: DuckDBPyConnection, queries: Mapping[str, str], rounds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run every query in turn, round after round, and print medians and ratios to the first."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in queries}
    for _ in range(rounds):
        for name, sql in queries.items():
            clock, busy = time.perf_counter(), time.process_time()
            connection.execute(f"CREATE OR REPLACE TABLE results AS {sql}")
            found[name].append((time.perf_counter() - clock, time.process_time() - busy))
    base, *_ = found.values()
    with capsys.disabled():
        print(f"\n\n{'':40} {'seconds':>8} {'ratio':>6} {'processor':>9}")
        for name, figures in found.items():
            ratios = [(own[0] / other[0], own[1] / other[1]) for own, other in zip(figures, base, strict=True)]
            clock, busy = (median(column) for column in zip(*ratios, strict=True))
            print(f"{name:40} {median(seconds for seconds, _ in figures):8.2f} {clock:6.2f} {busy:9.2f}")
