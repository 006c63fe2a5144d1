"""What the cheapest change of every account costs beside classifying them; nothing is asserted about time.

``python -m pytest -m benchmark tests/benchmarks/test_to_next.py -s -n 0`` prints the ratios.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from kamengine.changes.to_next import to_next
from kamengine.engine.run import classify
from tests.benchmarks.material import AS_OF, Material

pytestmark = pytest.mark.benchmark

RUNS = 3


def test_print_the_ratios(folder: Path, accounts: int, capsys: pytest.CaptureFixture[str]):
    material = Material(folder)
    (folder / "pack.toml").write_text(material.pack_text, encoding="utf-8")
    engine = [in_engine(material) for _ in range(RUNS)]
    command = [(by_command(material), by_command(material, "--to-next")) for _ in range(RUNS)]
    with capsys.disabled():
        print(f"\n\n{accounts:,} accounts, medians of {RUNS} runs, with the cheapest change / without")
        for label, pairs in (("the engine, into a table", engine), ("kam classify -o, Parquet", command)):
            plain, whole = (median(pair[place] for pair in pairs) for place in (0, 1))
            ratio = median(whole / plain for plain, whole in pairs)
            print(f"{label}: {plain:.2f} s, {whole:.2f} s: {ratio:.1f} times")


def in_engine(material: Material) -> tuple[float, float]:
    """Seconds of a run into a table, and of the same with the cheapest changes."""
    snapshot = material.snapshot()
    with snapshot.connection:
        start = time.perf_counter()
        run = classify(material.checked, snapshot, AS_OF)
        middle = time.perf_counter()
        to_next(run)
        return middle - start, time.perf_counter() - start


def by_command(material: Material, *options: str) -> float:
    """Seconds of the whole command, all checks of the file included."""
    command = [
        sys.executable,
        "-m",
        "kamengine",
        "classify",
        str(material.folder / "pack.toml"),
        str(material.accounts),
    ]
    start = time.perf_counter()
    done = subprocess.run(
        [*command, "--as-of", AS_OF.isoformat(), "-o", str(material.results), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - start
