"""What an import costs beside DuckDB's own reading of the same file with the types given; and in how much memory.

The file has 1,000,000 rows and 25 columns; one number in twenty is written as people write them. `read_csv` gets the
same table written cleanly, since it cannot read the other one, and writes the same Parquet.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from kamengine.declarations import Field
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.sources import find_sources
from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.imports.flow import Surroundings, import_files
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.wanted import WantedTable
from kamengine.locale import Messages
from kamengine.workspace import Workspace
from tests.benchmarks.child import REPOSITORY, _peak_memory

pytestmark = pytest.mark.benchmark

ROWS = int(os.environ.get("KAM_BENCHMARK_IMPORT_ROWS", "1000000"))
ROUNDS = int(os.environ.get("KAM_BENCHMARK_IMPORT_ROUNDS", "3"))
MEMORY = "400MB"

MONEY = [f"amount_{n}" for n in range(1, 9)]
NUMBERS = [f"number_{n}" for n in range(1, 7)]
DATES = [f"day_{n}" for n in range(1, 4)]
TEXTS = ["name", *(f"text_{n}" for n in range(1, 7))]
FIELDS = (
    *(Field(name, "money") for name in MONEY),
    *(Field(name, "integer") for name in NUMBERS),
    *(Field(name, "date") for name in DATES),
    *(Field(name, "text") for name in TEXTS),
)
TYPES = {
    "account_id": "VARCHAR",
    **dict.fromkeys(MONEY, "DECIMAL(18,4)"),
    **dict.fromkeys(NUMBERS, "BIGINT"),
    **dict.fromkeys(DATES, "DATE"),
    **dict.fromkeys(TEXTS, "VARCHAR"),
}


def make_file(path: Path, rows: int, *, dirty: bool) -> None:
    """Accounts; of a dirty file every twentieth amount and number is written with signs."""

    def amount(n: int) -> str:
        plain = f"printf('%d.%02d', i * {n} % 90000 + 10000, i % 100)"
        signed = f"printf('¥%d,%03d.%02d', i * {n} % 90 + 10, i % 1000, i % 100)"
        return f"CASE WHEN (i + {n}) % 20 = 0 THEN {signed} ELSE {plain} END" if dirty else plain

    def whole(n: int) -> str:
        return (
            f"CASE WHEN (i + {n}) % 20 = 0 THEN ' 1,234 ' ELSE CAST(i % 9973 AS VARCHAR) END" if dirty else "i % 9973"
        )

    cells = [
        "'C' || lpad(CAST(i AS VARCHAR), 8, '0') AS account_id",
        *(f"{amount(n)} AS {name}" for n, name in enumerate(MONEY)),
        *(f"{whole(n)} AS {name}" for n, name in enumerate(NUMBERS)),
        *(
            f"CAST(DATE '2020-01-01' + CAST(i % {1000 + n} AS INTEGER) AS VARCHAR) AS {name}"
            for n, name in enumerate(DATES)
        ),
        *(f"'text ' || hash(i + {n}) % 100000 AS {name}" for n, name in enumerate(TEXTS)),
    ]
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {', '.join(cells)} FROM range({rows}) AS t(i)) TO '{path}' (FORMAT csv)")


def by_duckdb(source: Path, target: Path) -> float:
    """Seconds in which DuckDB alone brings the clean file into Parquet."""
    columns = json.dumps(TYPES).replace('"', "'")
    start = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{source}', columns={columns}, header=true) ORDER BY account_id) "
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
    return time.perf_counter() - start


def by_import(source: Path, folder: Path) -> float:
    """Seconds in which the dirty file goes into a new workspace."""
    fields = FieldCatalog(WantedTable(FIELDS), {}, {}, ())
    with Workspace.init(folder, name="benchmark") as workspace:
        around = Surroundings(workspace, fields, "Ann", Messages.of("en"), dt.date(2026, 6, 30))
        room = workspace.temporary()
        room.mkdir()
        start = time.perf_counter()
        result = import_files(
            around, find_sources([str(source)], room), ImportRequest(reading=ReadOptions(encoding="utf-8"))
        )
        seconds = time.perf_counter() - start
    assert result.taken == result.read
    return seconds


def test_import_beside_read_csv(tmp_path, capsys):
    clean, dirty = tmp_path / "clean.csv", tmp_path / "dirty.csv"
    make_file(clean, ROWS, dirty=False)
    make_file(dirty, ROWS, dirty=True)
    pairs = [
        (by_duckdb(clean, tmp_path / f"{n}.parquet"), by_import(dirty, tmp_path / f"workspace-{n}"))
        for n in range(ROUNDS)
    ]
    best = [min(times) for times in zip(*pairs, strict=True)]
    with capsys.disabled():
        print(f"\n{ROWS:,} rows × {len(TYPES)} columns, {dirty.stat().st_size / 1e6:,.0f} MB")
        print(f"read_csv with types, clean file: {best[0]:.2f} s; import of the dirty file: {best[1]:.2f} s")
        print(f"ratio: {best[1] / best[0]:.2f}")


def test_memory_of_a_file_larger_than_the_limit(tmp_path, capsys):
    source = tmp_path / "dirty.csv"
    make_file(source, ROWS * 2, dirty=True)
    job = [sys.executable, "-m", "tests.benchmarks.test_import", str(source), str(tmp_path / "workspace")]
    environment = {**os.environ, "KAM_MEMORY": MEMORY}
    done = subprocess.run(job, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seconds, peak = json.loads(done.stdout)
    size = source.stat().st_size
    with capsys.disabled():
        print(f"\n{size / 1e6:,.0f} MB with a limit of {MEMORY}: {seconds:.1f} s, peak {peak / 1e6:,.0f} MB")


if __name__ == "__main__":
    print(json.dumps([by_import(Path(sys.argv[1]), Path(sys.argv[2])), _peak_memory()]))
