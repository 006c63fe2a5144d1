"""How long one moved line takes over a resident run, beside the full run and a bare count; nothing is asserted.

``python -m pytest -m benchmark tests/benchmarks/test_whatif.py`` prints the table; docs/whatif.md says what was found.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from statistics import median

import duckdb
import pytest

from kamengine.engine.resident import Resident, Step, make_resident
from kamengine.engine.run import DIALECT, classify
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.language.sql import column
from kamengine.pack.bind import bind
from kamengine.whatif.effect import effect, movers
from tests.benchmarks.material import AS_OF, Material

pytestmark = pytest.mark.benchmark

KNOBS = {
    "a line of one criterion (key_spend)": ("key_spend", (100_000, 110_000, 130_000, 140_000)),
    "a number that every account looks at (needed)": ("needed", (2, 4)),
    "a weight (all scores change)": ("weights.margin", (5, 20, 30)),
}


def in_memory(material: Material) -> Snapshot:
    """The accounts as a table, so that neither way reads a file."""
    snapshot = material.snapshot()
    snapshot.connection.execute("CREATE TABLE facts AS FROM accounts")
    return Snapshot(snapshot.connection, Table("facts", snapshot.accounts.columns))


def steps(resident: Resident, knob: str, values: tuple[int, ...]) -> Iterator[Step]:
    """Steps to each value in turn, and round again."""
    for value in cycle(values):
        yield resident.step(bind(resident.checked, AS_OF, {knob: Decimal(value)}))


def ways(resident: Resident) -> Mapping[str, Callable[[], object]]:
    snapshot, checked = resident.snapshot, resident.checked
    connection = snapshot.connection
    run = classify(checked, snapshot, AS_OF)

    def full() -> None:
        table = classify(checked, snapshot, AS_OF).table
        connection.execute(f'DROP TABLE "{table}"')

    def step(knob: str, values: tuple[int, ...]) -> Callable[[], object]:
        moves = steps(resident, knob, values)
        return lambda: next(moves).changes()

    def followed(knob: str, values: tuple[int, ...]) -> Callable[[], object]:
        """A step as the app follows it: the counts, then the movers who are worth most."""
        places = cycle(values)
        return lambda: movers(effect(resident, {knob: Decimal(next(places))}).step, 200)

    count = f'SELECT "tier", count(*) FROM "{run.table}" GROUP BY 1'
    moved = {label: step(*knob) for label, knob in KNOBS.items()}
    moved |= {f"{label}, with its movers": followed(*knob) for label, knob in KNOBS.items()}
    return {"full run": full, **moved, "count by tier": lambda: connection.execute(count).fetchall()}


@pytest.mark.parametrize("portfolio", [False, True], ids=["plain", "portfolio"])
@pytest.mark.parametrize("label", KNOBS)
def test_a_step_gives_the_same_tiers_as_a_full_run(folder: Path, portfolio: bool, label: str):
    material = Material(folder, portfolio)
    snapshot = in_memory(material)
    knob, (value, *_) = KNOBS[label]
    sets = {knob: Decimal(value)}
    with snapshot.connection as connection:
        resident = make_resident(material.checked, snapshot, bind(material.checked, AS_OF))
        run = classify(material.checked, snapshot, AS_OF, sets)
        columns = [column(name) for name in ("account_id", "tier", "tier_possible", "score_low", "score_high")]
        query = resident.step(bind(material.checked, AS_OF, sets)).rows(*columns).sql(DIALECT)
        names = ", ".join(one.sql(DIALECT) for one in columns)
        differing = f'SELECT count(*) FROM (({query}) EXCEPT ALL (SELECT {names} FROM "{run.table}"))'
        assert connection.execute(differing).fetchall() == [(0,)]


@pytest.mark.parametrize("portfolio", [False, True], ids=["plain", "portfolio"])
def test_print_the_table(folder: Path, accounts: int, rounds: int, portfolio: bool, capsys: pytest.CaptureFixture[str]):
    material = Material(folder, portfolio)
    snapshot = in_memory(material)
    with snapshot.connection:
        started = time.perf_counter()
        resident = make_resident(material.checked, snapshot, bind(material.checked, AS_OF))
        kept = time.perf_counter() - started
        found = measured(ways(resident), rounds)
    with capsys.disabled():
        what = ", with a share of the whole portfolio" if portfolio else ""
        print(f"\n\n{accounts:,} accounts × 20 facts · 20 criteria, 5 indicators, 8 parts, 4 tiers{what}")
        print(f"DuckDB {duckdb.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores", end=", ")
        print(f"medians of {rounds} interleaved rounds; kept in {kept:.2f} s\n")
        print(f"{'':<66}  {'ms':>8}  {'of full run':>11}  {'of count':>8}")
        for label, seconds in found.items():
            full, count = found["full run"], found["count by tier"]
            print(f"{label:<66}  {seconds * 1000:>8.1f}  {seconds / full:>11.3f}  {seconds / count:>8.1f}")


def measured(ways: Mapping[str, Callable[[], object]], rounds: int) -> Mapping[str, float]:
    """The median seconds of each way, all in turn, round after round; the first round does not count."""
    seconds: dict[str, list[float]] = {label: [] for label in ways}
    for _ in range(rounds + 1):
        for label, run in ways.items():
            started = time.perf_counter()
            run()
            seconds[label].append(time.perf_counter() - started)
    return {label: median(times[1:]) for label, times in seconds.items()}
