"""How fast the engine is beside SQL by hand and beside engines that take one account at a time; nothing is asserted.

``python -m pytest -m benchmark tests/benchmarks`` prints the table; docs/benchmarks.md says what was found.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.benchmarks import row_ways
from tests.benchmarks.child import Figures, Subject, measure
from tests.benchmarks.material import Material
from tests.benchmarks.report import Line, Measured, table

pytestmark = pytest.mark.benchmark

RUNS = 3
"""Measured runs of each way in each round."""


def lines(portfolio: bool) -> Sequence[Line]:
    def subject(way: str) -> Subject:
        return Subject(way, portfolio)

    table, file = subject("hand into table"), subject("hand into file")
    return (
        Line("Parquet → table: SQL by hand", table, table),
        Line("Parquet → table: the engine's query", subject("engine into table"), table),
        Line("Parquet → Parquet: SQL by hand", file, file),
        Line("Parquet → Parquet: the engine's query", subject("engine into file"), file),
        Line("Parquet → Parquet: kam classify -o", subject("command"), file),
        Line("pack → query (text only)", subject("compile"), None),
    )


ENGINE = Subject("engine into table")
ENGINE_ON_SAMPLE = Subject("engine into table", sample=True)
SECTIONS = {
    "All accounts; ratio to the SQL by hand": lines(portfolio=False),
    "With a share of the whole portfolio": lines(portfolio=True),
    "Per account, the criteria only; ratio to the engine's query": (
        Line("the engine's query, all accounts", ENGINE, ENGINE),
        Line("the engine's query, on the sample", ENGINE_ON_SAMPLE, ENGINE),
        *(Line(f"{way}, on the sample", Subject(way, sample=True), ENGINE) for way in row_ways.WAYS),
    ),
}


@pytest.mark.parametrize("portfolio", [False, True], ids=["plain", "portfolio"])
def test_the_engine_and_the_sql_by_hand_give_the_same_rows(folder: Path, portfolio: bool):
    assert different_rows(Material(folder, portfolio)) == 0


@pytest.mark.parametrize("way", row_ways.WAYS)
def test_an_engine_of_single_accounts_gives_the_same_outcomes(folder: Path, way: str):
    if reason := row_ways.lacking(way):
        pytest.skip(reason)
    sample = Material(folder, sample=True)
    snapshot = sample.snapshot()
    names = ", ".join(row_ways.ZEN)
    query = f"SELECT {names} FROM ({sample.by_engine(snapshot)}) ORDER BY account_id"
    expected = [list(row) for row in snapshot.connection.execute(query).fetchall()]
    evaluate: Callable[[], Any] = row_ways.WAYS[way](sample)
    assert evaluate() == expected


def test_print_the_table(folder: Path, accounts: int, rounds: int, capsys: pytest.CaptureFixture[str]):
    for portfolio in (False, True):
        assert different_rows(Material(folder, portfolio)) == 0, "measure only what gives the same results"
    found = measured(folder, accounts, rounds)
    with capsys.disabled():
        print(f"\n\n{accounts:,} accounts × 20 facts · 20 criteria, 5 indicators, 8 parts, 4 tiers")
        print(f"DuckDB {duckdb.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores", end=", ")
        print(f"medians of {rounds} interleaved rounds of {RUNS} runs\n")
        print(table(SECTIONS, found))
        for way in row_ways.WAYS:
            if reason := row_ways.lacking(way):
                print(f"– {way}: {reason}")


def measured(folder: Path, accounts: int, rounds: int) -> Mapping[Subject, Measured]:
    """Every subject of the table in turn, round after round, so that a busy machine is busy for all of them."""
    subjects = list(dict.fromkeys(line.subject for section in SECTIONS.values() for line in section))
    subjects = [one for one in subjects if one.way not in row_ways.WAYS or not row_ways.lacking(one.way)]
    figures: dict[Subject, list[Figures]] = {subject: [] for subject in subjects}
    for _ in range(rounds):
        for subject in subjects:
            times = 1 if subject.way in row_ways.WAYS else RUNS
            figures[subject].append(measure(subject, folder, times))
    return {one: Measured(found, sample_size(folder) if one.sample else accounts) for one, found in figures.items()}


def sample_size(folder: Path) -> int:
    with Material(folder, sample=True).snapshot().connection as connection:
        return int(connection.execute("SELECT count(*) FROM accounts").fetchall()[0][0])


def different_rows(material: Material) -> int:
    """Rows that only the engine or only the SQL by hand gives; a copy counts."""
    snapshot = material.snapshot()
    with snapshot.connection as connection:
        connection.execute(f"CREATE TABLE engine AS {material.by_engine(snapshot)}")
        connection.execute(f"CREATE TABLE hand AS {material.by_hand()}")
        columns = [[row[0] for row in connection.execute(f"DESCRIBE {one}").fetchall()] for one in ("engine", "hand")]
        assert columns[0] == columns[1]
        only = "(SELECT count(*) FROM (FROM {} EXCEPT ALL FROM {}))"
        query = f"SELECT {only.format('engine', 'hand')} + {only.format('hand', 'engine')}"
        return int(connection.execute(query).fetchall()[0][0])
