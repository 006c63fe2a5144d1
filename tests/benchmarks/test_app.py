"""How quick the app is through a real pseudo-terminal of 120 by 40; nothing is asserted of time.

``python -m pytest -m benchmark tests/benchmarks/test_app.py -s -n 0`` prints a table at 1,000,000 accounts beside a
bare Textual app and ``less`` over the same accounts; ``--accounts 10000`` another. Times go from a key to the text that
it brings, as a terminal receives it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import pytest

from kamengine.api import packs_of, plugins, run_workspace
from kamengine.engine.database import connect
from kamengine.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.terminal import ROWS, Terminal
from tests.benchmarks.test_plans import ACCOUNTS, import_accounts, pack_text

pytestmark = pytest.mark.benchmark

PAGE_DOWN = "\x1b[6~"
RIGHT = "\x1b[C"
AIMS = {
    "first rows": 1000,
    "page down": 25,
    "cursor": 8,
    "end of list": 40,
    "sort": 400,
    "search": 200,
    "line moved": 150,
    "count moved": 150,
    "weight moved": 150,
}
"""Milliseconds that the medians are to stay below at a million accounts; the first rows of 10,000 below 600."""
Times = dict[str, list[float]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, folder: Path, accounts: int) -> Path:
    """A workspace of that many accounts with two runs, of facts that changed between them."""
    root, material, host = tmp_path_factory.mktemp("app") / "acme", Material(folder), plugins(enabled=False)
    packs = {"own.toml": pack_text(material).encode()}
    with Workspace.init(root, name="Acme", language="en", packs=packs) as workspace:
        for factor in (1, 1.05):
            query = ACCOUNTS.format(file=material.accounts, people=60, factor=factor)
            import_accounts(workspace, material, query, accounts)
            run_workspace(workspace, packs_of(workspace, host)[0], "ann")
    return root


def test_print_the_times(
    workspace: Path, folder: Path, accounts: int, rounds: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    report = tmp_path / "watched.json"
    ours = of_app(workspace, accounts, rounds, report)
    found = json.loads(report.read_text())
    bare, less = of_bare_app(accounts, rounds), of_less(listed(folder), accounts, rounds)
    with capsys.disabled():
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"\n\n{accounts:,} accounts, {os.cpu_count()} cores, load {load}; milliseconds: median (longest)\n")
        print(f"{'':<14}{'aim':>8}{'kam':>18}{'bare Textual':>18}{'less':>18}")
        for name in ours:
            cells = [shown(times.get(name)) for times in (ours, bare, less)]
            aim = 600 if name == "first rows" and accounts <= 10_000 else AIMS.get(name, "")
            print(f"{name:<14}{aim:>8}{cells[0]:>18}{cells[1]:>18}{cells[2]:>18}")
        lags = ", ".join(f"{lag * 1000:.0f}" for lag in found["lags"][-5:])
        print(f"\nloop kept busy at most: {lags} ms (aim 50); memory at most {found['VmHWM']:.0f} MB (aim 700)")


def of_app(workspace: Path, accounts: int, rounds: int, report: Path) -> Times:
    """The app, opened a few times and then used."""
    line = ["-w", str(workspace), "--lang", "en"]
    first = f" 1 / {accounts:,}"
    times: Times = {"first rows": []}
    for _ in range(rounds):
        with Terminal([sys.executable, "-m", "kamengine", *line]) as terminal:
            times["first rows"].append((terminal.until("▌A", first) - terminal.started) * 1000)
            terminal.rest()
            terminal.press_only("q")
            assert terminal.end() == 0
    with Terminal([sys.executable, "-m", "tests.benchmarks.watched_app", str(report), *line]) as terminal:
        terminal.until("▌A", first)
        terminal.rest(6)  # the columns that take longer are read meanwhile
        times |= moved(terminal, accounts, rounds)
        times |= arranged(terminal, accounts, rounds)
        times |= tuned(terminal, rounds)
        terminal.press_only("q")
        assert terminal.end() == 0
    return times


def moved(terminal: Terminal, accounts: int, rounds: int) -> Times:
    """Cursor, page and end; the place is said where ``12 / 1,000,000`` stands."""
    of = f" / {accounts:,}"
    times: Times = {"cursor": [terminal.press("j", f" {row:,}{of}") for row in range(2, 2 + 3 * rounds)]}
    terminal.press("g", f" 1{of}")
    terminal.press(PAGE_DOWN, of)
    page = int(terminal.last.split(of)[0].split()[-1]) - 1
    places = [1 + page * turn for turn in range(2, 2 + 3 * rounds)]
    times["page down"] = [terminal.press(PAGE_DOWN, f" {place:,}{of}") for place in places]
    times["end of list"] = []
    for _ in range(rounds):
        times["end of list"].append(terminal.press("G", f" {accounts:,}{of}"))
        terminal.press("g", f" 1{of}")
    return times


def arranged(terminal: Terminal, accounts: int, rounds: int) -> Times:
    """Sorting by each column in turn, what is said at once, and a search of one character, two, three."""
    times: Times = {"feedback": [], "sort": [], "search": []}
    for _ in range(rounds + 2):
        times["feedback"].append(terminal.press("s", "sorting", rest=False))
        times["sort"].append(terminal.since_press(f" 1 / {accounts:,}"))
    terminal.press("/", "number or name")
    for _ in range(3):
        times["search"].append(terminal.press("7", " 1 / "))
    terminal.press_only("\x1b")
    terminal.rest(1)
    return times


def tuned(terminal: Terminal, rounds: int) -> Times:
    """A step of a line that indicators are compared with, of one that counts criteria, and of a weight of the score."""
    moves, times = "accounts move", Times()
    terminal.press_only("3")
    terminal.rest(1)
    terminal.press("m", moves)
    for name in ("line moved", "count moved", "weight moved"):
        times[name] = []
        for _ in range(rounds + 1):
            terminal.rest(0.7)  # who moves is looked up after how many do
            times[name].append(terminal.press(RIGHT, moves))
        terminal.press_only("j")
    return times


def of_bare_app(accounts: int, rounds: int) -> Times:
    """A Textual app that lists numbers."""
    of = f" / {accounts:,}"
    command = [sys.executable, "-m", "tests.benchmarks.bare_app", str(accounts)]
    times: Times = {"first rows": []}
    for _ in range(rounds):
        with Terminal(command) as terminal:
            times["first rows"].append((terminal.until(f"> row 1{of}") - terminal.started) * 1000)
            terminal.rest()
    with Terminal(command) as terminal:
        terminal.until(f"> row 1{of}")
        terminal.rest(1)
        return times | moved_bare(terminal, of, accounts, rounds)


def moved_bare(terminal: Terminal, of: str, accounts: int, rounds: int) -> Times:
    times: Times = {"cursor": [terminal.press("j", f"> row {row:,}{of}") for row in range(2, 2 + 3 * rounds)]}
    terminal.press("g", f"> row 1{of}")
    places = [1 + (ROWS - 1) * turn for turn in range(1, 1 + 3 * rounds)]
    times["page down"] = [terminal.press(PAGE_DOWN, f"> row {place:,}{of}") for place in places]
    times["end of list"] = []
    for _ in range(rounds):
        times["end of list"].append(terminal.press("G", f"> row {accounts:,}{of}"))
        terminal.press("g", f"> row 1{of}")
    return times


def listed(folder: Path) -> Path:
    """The accounts as text, in the order in which the file has them."""
    path = folder / "accounts.csv"
    if not path.exists():
        with connect() as connection:
            connection.execute(
                f"COPY (SELECT row_number() OVER () AS n, account_id, annual_spend, segment, region "
                f"FROM read_parquet('{folder / 'accounts.parquet'}')) TO '{path}' (FORMAT csv, HEADER false)"
            )
    return path


def of_less(path: Path, accounts: int, rounds: int) -> Times:
    """``less``, which reads lines and knows nothing of accounts."""
    if shutil.which("less") is None:
        return {}
    times: Times = {"first rows": []}
    for _ in range(rounds):
        with Terminal(["less", str(path)]) as terminal:
            times["first rows"].append((terminal.until("1,A") - terminal.started) * 1000)
    with Terminal(["less", str(path)]) as terminal:
        terminal.until("1,A")
        terminal.rest()
        last = ROWS - 1
        places = list(steps(last, last, 3 * rounds))
        times["page down"] = [terminal.press(" ", f"\n{place},A") for place in places]
        times["end of list"] = [terminal.press("G", f"\n{accounts},A")]
        terminal.press("g", "1,A")
        sought = f"A{accounts * 3 // 4:07}"
        times["search"] = [terminal.press(f"/{sought[:-1]}[{sought[-1]}]\r", sought)]
    return times


def steps(first: int, step: int, count: int) -> Iterator[int]:
    for turn in range(1, count + 1):
        yield first + step * turn


def shown(times: Sequence[float] | None) -> str:
    return f"{median(times):,.1f} ({max(times):,.1f})" if times else "–"
