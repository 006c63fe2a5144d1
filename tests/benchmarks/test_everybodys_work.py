"""How quick Today, Plans and Review of the whole team are, through a real pseudo-terminal; nothing is asserted of time.

``python -m pytest -m benchmark tests/benchmarks/test_everybodys_work.py -s -n 0 --accounts 100000`` prints a table:
about ten tasks for each account, half of them late or due, and the moves of a second run.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

import pytest

from kamengine.api import packs_of, plugins, run_workspace
from kamengine.api.work.plans import plan_workspace
from kamengine.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.test_plans import ACCOUNTS, PEOPLE, import_accounts, pack_text

pytestmark = pytest.mark.benchmark

AGO = dt.timedelta(days=7)
"""So long ago the plans began; steps are due from two working days on."""
ALL_OPEN = "all open"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, folder: Path, accounts: int) -> Path:
    """A workspace of that many accounts with plans, brought up to date by a second run."""
    root, material, host = tmp_path_factory.mktemp("team") / "acme", Material(folder), plugins(enabled=False)
    packs = {"own.toml": pack_text(material).encode()}
    with Workspace.init(root, name="Acme", language="en", packs=packs) as workspace:
        for factor in (1, 1.05):
            query = ACCOUNTS.format(file=material.accounts, people=PEOPLE, factor=factor)
            import_accounts(workspace, material, query, accounts)
            run_workspace(workspace, packs_of(workspace, host)[0], "ann")
            plan_workspace(workspace, host, "ann", today=dt.date.today() - AGO)
    return root


def test_print_the_times(workspace: Path, accounts: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    report = tmp_path / "watched.json"
    times = of_app(workspace, accounts, report)
    found = json.loads(report.read_text())
    with capsys.disabled():
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"\n\n{accounts:,} accounts, {os.cpu_count()} cores, load {load}; milliseconds from the key on\n")
        for name, took in times.items():
            print(f"{name:<36}{took:>9,.0f}")
        lags = ", ".join(f"{lag * 1000:.0f}" for lag in found["lags"][-5:])
        print(f"\nloop kept busy at most: {lags} ms; memory at most {found['VmHWM']:.0f} MB")


def of_app(workspace: Path, accounts: int, report: Path) -> dict[str, float]:
    """The app, opened once and gone through."""
    line = ["-w", str(workspace), "--lang", "en"]
    times: dict[str, float] = {}
    with Terminal([sys.executable, "-m", "tests.benchmarks.watched_app", str(report), *line]) as terminal:
        terminal.until("▌A", f" 1 / {accounts:,}")
        terminal.rest(6)
        times["today: its tasks"] = terminal.press("1", "due today: ", rest=False)
        times["today: the load of everybody"] = terminal.since_press("h planned", rest=False)
        times["today: everything"] = terminal.since_press("promoted: ")
        times["plans: this week and late"] = terminal.press("4", "late: ")
        times["plans: more at the end"] = terminal.press("G", " / 4,001")
        times["plans: all open"] = terminal.press("ff", ALL_OPEN)
        times["plans: by person"] = terminal.press("g\t", "Manager 22  tasks")
        times["plans: by account"] = terminal.press("\t", "A0000000 Company A0000000  tasks")
        times["review: the moves"] = terminal.press("5", "promoted")
        terminal.rest(5)  # the causes of moves are looked up meanwhile
        terminal.press_only("q")
        assert terminal.end() == 0
    return times
