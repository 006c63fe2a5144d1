"""Eight processes import, run and write work at once, and a doctor looks on: nothing is lost, nobody is turned away."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

import pytest

from kamengine.workspace import Workspace
from kamengine.workspace.doctor import examine
from tests.conftest import REPOSITORY
from tests.workspace.made import rows
from tests.workspace.worker import done


def start(folder, name, times) -> subprocess.Popen[str]:
    """A worker of its own."""
    line = [sys.executable, "-m", "tests.workspace.worker", str(folder), name, str(times)]
    return subprocess.Popen(line, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kam(folder, *arguments) -> subprocess.Popen[str]:
    """A command of its own."""
    line = [sys.executable, "-m", "kamengine", "-w", str(folder), *map(str, arguments)]
    return subprocess.Popen(line, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def work_at_once(folder, processes, times):
    with Workspace.init(folder, name="w"), ExitStack() as stack:
        names = [chr(ord("a") + number) for number in range(processes)]
        workers = [stack.enter_context(start(folder, name, times)) for name in names]
        while any(worker.poll() is None for worker in workers):  # the doctor takes nothing half done for wrong
            assert examine(folder, fix=True).findings == []
        said = [worker.communicate(timeout=100) for worker in workers]
    assert [err for _, err in said] == [""] * processes
    with Workspace.open(folder) as workspace:
        for name in names:
            assert done(workspace, name) == set(range(times))
    assert examine(folder).findings == []


def test_three_processes_at_once(tmp_path):
    work_at_once(tmp_path / "w", 3, 5)


@pytest.mark.slow
def test_eight_processes_at_once(tmp_path):
    work_at_once(tmp_path / "w", 8, 15)


@pytest.mark.slow
def test_eight_people_bring_their_accounts_and_state_facts_at_once(tmp_path):
    folder = tmp_path / "w"
    Workspace.init(folder, name="w", language="en").close()
    files = [tmp_path / f"{number}.csv" for number in range(8)]
    for number, file in enumerate(files):
        file.write_text(f"account_id,spend\nA{number},{number}\nB{number},1\n")

    import_them = [kam(folder, "import", "--map", "spend=spend:number", file) for file in files]
    assert [process.communicate(timeout=100)[1] for process in import_them] == [""] * 8
    state = [kam(folder, "fact", f"A{number}", f"spend={number + 100}", "--why", "asked") for number in range(8)]
    assert [process.communicate(timeout=100)[1] for process in state] == [""] * 8

    with Workspace.open(folder) as workspace:
        spends = {f"A{number}": number + 100.0 for number in range(8)} | {f"B{number}": 1.0 for number in range(8)}
        assert dict(rows(workspace)) == spends
    assert examine(folder).findings == []
