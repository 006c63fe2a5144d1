"""What ten thousand corrections cost a classification, and what the report on data costs; nothing is asserted of time.

``python -m pytest -m benchmark tests/benchmarks/test_corrections.py -s -n 0`` prints the times and the ratio.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from kamengine.api import RunOptions, classify_workspace, packs_of, plugins
from kamengine.api.facts.quality import workspace_quality
from kamengine.workspace.corrections import Statement
from tests.quality.made import SPEND, workspace_with

pytestmark = pytest.mark.benchmark

CORRECTIONS = 10_000
RUNS = 3
ACCOUNTS = """
    SELECT 'C' || lpad(i::VARCHAR, 7, '0') AS account_id, 'Company ' || (i * 7919 % 900000) || ' Ltd' AS name,
           ['abroad', 'Xian', 'Beijing'][1 + i % 3] AS city, CASE WHEN i % 10 > 0 THEN i % 600 END AS staff,
           CASE WHEN i % 20 > 0 THEN i % 100000 / 10 END AS yearly
    FROM range({accounts}) AS numbers (i)
"""
BILLS = """
    SELECT 'C' || lpad((i % {accounts})::VARCHAR, 7, '0') AS account_id, DATE '2026-01-01' + (i % 180)::INT AS date,
           i % 500 AS amount
    FROM range({accounts} * 3) AS numbers (i)
"""


def test_print_the_times(tmp_path: Path, accounts: int, capsys: pytest.CaptureFixture[str]):
    host = plugins(enabled=False)
    queries = [query.format(accounts=accounts) for query in (ACCOUNTS, BILLS)]
    with workspace_with(tmp_path / "acme", {"spend.toml": SPEND}, *queries) as workspace:
        packs = packs_of(workspace, host)

        def classify() -> object:
            return classify_workspace(workspace, packs[0], RunOptions())

        before = [seconds(classify) for _ in range(RUNS)]
        stated = seconds(lambda: workspace.corrections.state(statements(accounts), who="li", why="measured"))
        after = [seconds(classify) for _ in range(RUNS)]
        report = seconds(lambda: workspace_quality(workspace, packs))
    with capsys.disabled():
        print(f"\n\n{accounts:,} accounts, {3 * accounts:,} bills, medians of {RUNS} runs, processor and clock")
        for label, times in (("classified", before), (f"with {CORRECTIONS:,} corrections", after)):
            print(f"{label}: {median(one[0] for one in times):.2f} s, {median(one[1] for one in times):.2f} s")
        ratio = median(one[0] for one in after) / median(one[0] for one in before)
        print(f"processor time with corrections to without: {ratio:.2f}")
        print(f"stating them: {stated[1]:.2f} s; kam quality: {report[0]:.2f} s, {report[1]:.2f} s")


def statements(accounts: int) -> list[Statement]:
    """Corrections of two fields, spread over all accounts."""
    step = max(1, accounts // CORRECTIONS)
    return [
        Statement(f"C{place * step:07}", "city", "text", "Xian", None)
        if place % 2
        else Statement(f"C{place * step:07}", "staff", "integer", "12", None)
        for place in range(min(CORRECTIONS, accounts))
    ]


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor, all threads together, and of the clock."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock
