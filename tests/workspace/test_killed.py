"""Killed at any moment (SIGKILL), nothing that was there is lost, and nothing half done is there.

`KAM_KILLS` is how often each test kills, `KAM_SEED` makes the moments those of an earlier run, which printed it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kamengine.cli import main
from kamengine.engine.database import connect
from kamengine.workspace import Workspace
from kamengine.workspace.doctor import examine
from tests.workspace import made
from tests.workspace.worker import done, steps

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")]

KILLS = int(os.environ.get("KAM_KILLS", "25"))
ROWS = 3000
PACK = """
[pack]
id = "own"
version = "1"
currency = "CNY"
[fields.monthly_spend]
type = "money"
unit = "CNY/month"
[params.line]
unit = "CNY/month"
value = 5
source = "assumption"
[[tiers]]
id = "key"
when = "monthly_spend >= line"
[[tiers]]
id = "other"
"""
MAP = ("--map", "monthly_spend=monthly_spend:money")
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.workspace.killed_preload"])


@pytest.fixture
def moments():
    """Where in a stretch of time to kill: from 0 to 1."""
    seed = int(os.environ.get("KAM_SEED", random.randrange(1 << 32)))
    print(f"KAM_SEED={seed}")
    return random.Random(seed).random


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "w"


def killed_after(seconds: float, target: Callable[..., None], *arguments: object) -> bool:
    """Start a process and kill it; False when it had ended by itself, and well."""
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    assert process.exitcode in (0, -9), "it failed by itself"
    return process.exitcode != 0


def duration(target: Callable[..., None], *arguments: object) -> float:
    """How long a process takes that nobody kills, the second time."""
    killed_after(100, target, *arguments)
    start = time.monotonic()
    assert not killed_after(100, target, *arguments)
    return time.monotonic() - start


def repaired(folder: Path) -> None:
    """See that the workspace opens, and that the doctor finds nothing that it cannot repair."""
    with Workspace.open(folder):
        pass
    assert examine(folder, fix=True).open == 0
    assert examine(folder).findings == []


# ── working: imports, runs, facts, notes and records, undone and redone ──────────────────────────────────────────────


def working(folder: Path, name: str, times: int, told: Connection) -> None:
    for number in steps(folder, name, times):
        told.send(number)


def _working_anew(folder: Path) -> None:
    for _ in steps(folder, f"m{os.getpid()}_", 6):
        pass


def test_work(folder, moments):
    Workspace.init(folder, name="w").close()
    taken = duration(_working_anew, folder)
    for kill in range(KILLS):
        name = f"w{kill}_"
        told, tell = PROCESSES.Pipe(duplex=False)
        killed_after(moments() * taken, working, folder, name, 1000, tell)
        confirmed = set()
        while told.poll():
            confirmed.add(told.recv())
        repaired(folder)
        with Workspace.open(folder) as workspace:
            there = done(workspace, name)
        assert there == set(range(len(there))), "steps are done one after the other"
        assert confirmed <= there, "what was committed is there"
        assert len(there) <= len(confirmed) + 1, "and at most what was not told yet"
        told.close()
        tell.close()


# ── making a workspace ───────────────────────────────────────────────────────────────────────────────────────────────


def making(folder: Path) -> None:
    Workspace.init(folder, name="w", packs={"own.toml": made.PACK}).close()


def test_init(tmp_path, moments):
    taken = duration(_making_anew, tmp_path / "measure")
    for kill in range(KILLS):
        folder = tmp_path / f"w{kill}"
        killed_after(moments() * taken, making, folder)
        if not (folder / "workspace.toml").exists():
            making(folder)
        repaired(folder)
        with Workspace.open(folder) as workspace:
            assert [path.read_bytes() for path in workspace.pack_files()] == [made.PACK]


def _making_anew(folder: Path) -> None:
    making(folder.with_name(f"{folder.name}{os.getpid()}"))


# ── kam import, and kam classify ─────────────────────────────────────────────────────────────────────────────────────


def commanding(folder: Path, *arguments: str) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = main(["-w", str(folder), *arguments])
    os._exit(status)


def version(folder: Path, number: int) -> Path:
    """A file of accounts that all spend this number."""
    path = folder.with_name(f"accounts-{number}.csv")
    path.write_text("account_id,monthly_spend\n" + "".join(f"A{row},{number}\n" for row in range(ROWS)))
    return path


def anew(folder: Path) -> Path:
    """A file that this process alone imports."""
    return version(folder, 1_000_000 + os.getpid())


def versions(folder: Path) -> list[tuple[int, int]]:
    """What the accounts that count spend, and how many spend it."""
    with Workspace.open(folder) as workspace, connect(threads=1) as connection:
        relation = workspace.tables(connection).accounts.relation  # type: ignore[union-attr]
        query = f"SELECT monthly_spend, count(*) FROM {relation} GROUP BY ALL"
        return [(int(spend), count) for spend, count in connection.execute(query).fetchall()]


def test_import(folder, moments):
    Workspace.init(folder, name="w").close()
    line = ("import", "--mode", "replace", *MAP)
    taken = duration(_importing_anew, folder)
    newest = versions(folder)[0][0]
    for number in range(KILLS):
        file = version(folder, number)
        killed = killed_after(moments() * taken, commanding, folder, *line, str(file))
        repaired(folder)
        found = versions(folder)
        assert found in ([(number, ROWS)], [(newest, ROWS)]), "the new accounts or those before, whole"
        assert killed or found == [(number, ROWS)]
        newest = found[0][0]


def _importing_anew(folder: Path) -> None:
    commanding(folder, "import", "--mode", "replace", *MAP, str(anew(folder)))


def test_classify(folder, moments):
    Workspace.init(folder, name="w", packs={"own.toml": PACK.encode()}).close()
    assert main(["-w", str(folder), "import", *MAP, str(version(folder, 7))]) == 0
    taken = duration(_classifying_anew, folder)
    known = set(run_ids(folder))
    for number in range(KILLS):
        line = ("classify", "--as-of", "2026-06-30", "--set", f"line={number}")
        killed = killed_after(moments() * taken, commanding, folder, *line)
        repaired(folder)
        new = set(run_ids(folder)) - known
        assert len(new) <= 1 and known <= set(run_ids(folder))
        assert killed or len(new) == 1
        known |= new
    assert versions(folder) == [(7, ROWS)]


def run_ids(folder: Path) -> list[str]:
    """The runs that are there, each with results that can be read whole."""
    with Workspace.open(folder) as workspace, connect(threads=1) as connection:
        for record in workspace.runs.list()[-2:]:
            assert connection.execute(f"SELECT count(*) FROM '{record.path}'").fetchone() == (ROWS,)
        return [record.id for record in workspace.runs.list()]


def _classifying_anew(folder: Path) -> None:
    commanding(folder, "classify", "--as-of", "2026-06-30", "--set", f"line={1_000_000 + os.getpid()}")
