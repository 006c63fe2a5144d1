"""One way in a process of its own, so that its peak of memory is its own: ``python -m tests.benchmarks.child JOB``."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import row_ways, sql_ways
from tests.benchmarks.material import HERE, Material

REPOSITORY = HERE.parents[1]


@dataclass(frozen=True)
class Subject:
    """What is measured: a way, without or with the share of the portfolio, over all accounts or the sample."""

    way: str
    portfolio: bool = False
    sample: bool = False


@dataclass(frozen=True)
class Figures:
    """What one process measured.

    Attributes:
        seconds: on the clock, of each run after the first.
        busy: seconds of processor time in each of those, all threads together.
        peak: bytes in memory at most, up to the end of the first run.
    """

    seconds: tuple[float, ...]
    busy: tuple[float, ...]
    peak: int


def measure(subject: Subject, folder: Path, times: int) -> Figures:
    """Run a way once unmeasured and then some times measured, in a new process."""
    job = json.dumps({"subject": asdict(subject), "folder": str(folder), "times": times})
    command = [sys.executable, "-m", "tests.benchmarks.child", job]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return Figures(tuple(found["seconds"]), tuple(found["busy"]), found["peak"])


def _measure_here(job: dict[str, Any]) -> dict[str, object]:
    subject = Subject(**job["subject"])
    ways = {**sql_ways.WAYS, **row_ways.WAYS}
    run = ways[subject.way](Material(Path(job["folder"]), subject.portfolio, subject.sample))
    run()
    peak = _peak_memory()
    seconds, busy = [], []
    for _ in range(job["times"]):
        clock, processor = time.perf_counter(), time.process_time()
        run()
        seconds.append(time.perf_counter() - clock)
        busy.append(time.process_time() - processor)
    return {"seconds": seconds, "busy": busy, "peak": peak}


def _peak_memory() -> int:
    """Bytes. On Linux not from getrusage, whose peak includes that of the parent before the program was loaded."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


if __name__ == "__main__":
    print(json.dumps(_measure_here(json.loads(sys.argv[1]))))
