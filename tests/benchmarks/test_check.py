"""How long `kam check` takes as a whole process, over packs of several sizes; nothing is asserted about time.

``python -m pytest -m benchmark -n 0 -s tests/benchmarks/test_check.py`` prints the table.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from tests.benchmarks.large_pack import large_pack

pytestmark = pytest.mark.benchmark

SIZES = {"25 criteria, 5 tiers, 12 bands": (25, 5, 12), "50, 10, 20": (50, 10, 20), "100, 20, 40": (100, 20, 40)}
SHIPPED = ("telecom", "distributor")
RUNS = 3


def seconds(*arguments: str) -> tuple[float, float]:
    """The median time of a whole process: on the clock, and of the processor, which others do not disturb."""
    times, processor = [], []
    for _ in range(RUNS):
        started, used = perf_counter(), _processor()
        subprocess.run([sys.executable, "-m", "kamengine", *arguments], check=False, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - started)
        processor.append(_processor() - used)
    return median(times), median(processor)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_time_that_checking_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lines = []
    for label, size in SIZES.items():
        file = tmp_path / "large.toml"
        file.write_text(large_pack(*size), encoding="utf-8")
        said = subprocess.run(
            [sys.executable, "-m", "kamengine", "check", str(file), "--json"], check=False, stdout=subprocess.PIPE
        )
        (pack,) = json.loads(said.stdout)["packs"]
        assert pack["errors"] == 0
        lines.append((label, *seconds("check", str(file)), seconds("check", str(file), "--no-proofs")[1]))
    lines += [(name, *seconds("check", name), seconds("check", name, "--no-proofs")[1]) for name in SHIPPED]
    with capsys.disabled():
        print(f"\n{'pack':34}{'seconds':>10}{'processor':>12}{'form only':>12}")
        for label, whole, processor, form in lines:
            print(f"{label:34}{whole:10.2f}{processor:12.2f}{form:12.2f}")
