"""Two people import at once: what the one has brought while the other read is not brought again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import duckdb
import pytest

from kamengine.intake.imports.result import ImportResult
from kamengine.problems import Message
from kamengine.workspace import Workspace
from kamengine.workspace.progress import Progress
from tests.conftest import REPOSITORY

BILLS = "customer id,date,amount\n"


class Meanwhile(Progress):
    """Lets somebody else work once, at the moment when all is read and nothing is written yet."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work: list[Callable[[], object]] = [work]

    def stage(self, what: Message, first: float, last: float) -> None:
        if what.template == "writing" and self.work:
            self.work.pop()()


@pytest.fixture
def together(desk):
    """Import while another process, with the workspace open on its own, imports too; what each is told."""

    def work(mine: tuple[str, ...], theirs: tuple[str, ...], **asked):
        said: dict[str, ImportResult] = {}
        with Workspace.open(desk.workspace.folder) as other:
            colleague = type(desk)(desk.folder, other, desk.fields)
            first = Meanwhile(lambda: said.update(theirs=colleague.take(*theirs, **asked)))
            said["mine"] = type(desk)(desk.folder, desk.workspace, desk.fields, first).take(*mine, **asked)
        return said["mine"], said["theirs"]

    return work


def amounts(desk, ledger="bills"):
    """The amounts in the ledger as it counts, sorted."""
    with duckdb.connect() as connection:
        relation = desk.workspace.tables(connection).ledgers[ledger].relation
        return [int(amount) for (amount,) in connection.execute(f"SELECT amount FROM {relation} ORDER BY 1").fetchall()]


def test_a_file_that_both_bring_counts_once(desk, together):
    for name, amount in (("both.csv", 10), ("mine.csv", 1), ("theirs.csv", 2)):
        desk.write(name, f"{BILLS}A,2026-05-01,{amount}\n")

    mine, theirs = together(("both.csv", "mine.csv"), ("both.csv", "theirs.csv"), ledger="bills")

    assert amounts(desk) == [1, 2, 10]
    assert f"left out: the import {theirs['import'][:8]} has brought it already" in mine["notes"][0]


def test_a_file_that_both_bring_again_counts_twice(desk, together):
    desk.write("both.csv", f"{BILLS}A,2026-05-01,10\n")
    together(("both.csv",), ("both.csv",), ledger="bills", again=True)
    assert amounts(desk) == [10, 10]


def test_the_same_rows_in_other_files_count_once(desk, together):
    desk.write("mine.csv", f"{BILLS}A,2026-05-01,10\n")
    desk.write("theirs.csv", f"{BILLS}A,2026-05-01,10\n".replace(",", ";"))
    mine, theirs = together(("mine.csv",), ("theirs.csv",), ledger="bills")
    assert (amounts(desk), mine["unchanged"], mine["import"]) == ([10], True, theirs["import"])


def test_rows_that_are_there_by_now_are_left_out(desk, together):
    desk.write("mine.csv", f"{BILLS}A,2026-05-01,10\nA,2026-05-02,20\n")
    desk.write("theirs.csv", f"{BILLS}A,2026-05-02,20\nA,2026-05-03,30\n")
    mine, _ = together(("mine.csv",), ("theirs.csv",), ledger="bills", duplicate_rows="skip")
    assert (amounts(desk), mine["skipped"]) == ([10, 20, 30], 1)


def test_rows_that_both_have_mended_count_once(desk, together):
    desk.write("bills.csv", f"{BILLS}A,2026-05-01,10\nA,2026-05-02,x\n")
    bad = desk.quarantine(desk.take("bills.csv", ledger="bills"))
    desk.write("mine.csv", bad.replace("05-02,x", "05-02,20"))
    desk.write("theirs.csv", bad.replace("05-02,x", "05-02,21"))
    together(("mine.csv",), ("theirs.csv",), retry=True)
    assert amounts(desk) == [10, 21]


def test_the_first_accounts_of_both_are_merged(desk, together):
    desk.write("mine.csv", "Customer ID,Name\nA,Ada\n")
    desk.write("theirs.csv", "Customer ID,Name\nB,Ben\n")
    mine, _ = together(("mine.csv",), ("theirs.csv",))
    assert [id for (id,) in desk.rows(mine, "account_id")] == ["A", "B"]


@pytest.mark.slow
def test_three_processes_that_share_a_file(desk):
    desk.write("both.csv", f"{BILLS}A,2026-05-01,10\n")
    for number in range(3):
        desk.write(f"own{number}.csv", f"{BILLS}A,2026-05-01,{number}\n")
    line = [sys.executable, "-m", "kamengine", "-w", str(desk.workspace.folder), "import", "--ledger", "bills"]
    files = [[desk.folder / "both.csv", desk.folder / f"own{number}.csv"] for number in range(3)]
    who = {**os.environ, "KAM_USER": "ann"}
    processes = [
        subprocess.Popen([*line, *map(str, each)], cwd=REPOSITORY, stdout=subprocess.DEVNULL, env=who) for each in files
    ]
    assert [process.wait(timeout=100) for process in processes] == [0, 0, 0]
    assert amounts(desk) == [0, 1, 2, 10]
