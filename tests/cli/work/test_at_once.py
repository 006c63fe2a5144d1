"""Several people change the same thing at once, each by a process of their own: one wins, nobody's work is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kamengine import Workspace
from kamengine.work.ground.things import all_of, find
from kamengine.work.model import Comment, Task
from tests.cli.work.plan_pack import MONDAY
from tests.conftest import REPOSITORY

CHANGED = re.compile(r"t1: (\w+) changed it in the meantime \(20.*\): what: Call → by (\w+) — look at it again")


@pytest.fixture
def called(kam, planned):
    """A task of which both have seen the same version."""
    added = kam("task", "add", "A", "Call", "--as", "Ann", "--json").json
    return planned, (added[0] if isinstance(added, list) else added)["version"]


def at_once(folder: Path, *lines: tuple[str, ...]) -> list[tuple[int, str]]:
    """The status of each command and what it said was wrong, all started before any is waited for."""
    command = [sys.executable, "-m", "kamengine", "-w", str(folder), "--lang", "en"]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    started = [subprocess.Popen([*command, *line], cwd=REPOSITORY, **pipes) for line in lines]  # type: ignore[call-overload]
    said = [process.communicate(timeout=100)[1] for process in started]
    return [(process.returncode, err) for process, err in zip(started, said, strict=True)]


def one_wins(folder: Path, version: int, people: list[str]) -> None:
    """Everybody sets the words of a task that all have seen alike; one may, the others are told who was faster."""
    lines = [("task", "set", "t1", "--title", f"by {name}", "--expect", str(version), "--as", name) for name in people]
    said = dict(zip(people, at_once(folder, *lines), strict=True))
    with Workspace.open(folder) as workspace:
        newest, task = workspace.work.version("task", "t1"), find(workspace, Task, "t1")
    assert newest is not None and task is not None
    assert [name for name in people if said[name][0] == 0] == [newest.who]
    assert task.title == f"by {newest.who}"
    for name in set(people) - {newest.who}:
        told = CHANGED.match(said[name][1])
        assert said[name][0] == 2 and told is not None, said[name]
        assert told.groups() == (newest.who, newest.who)


@pytest.mark.slow
def test_of_two_one_wins_and_the_other_is_told_who_changed_what(called):
    folder, version = called
    one_wins(folder, version, ["Li", "Mei"])


@pytest.mark.slow
def test_of_two_who_finish_a_task_the_second_is_told_of_the_first(called):
    folder, _ = called
    said = at_once(folder, *(("task", "done", "t1", "--today", MONDAY, "--as", name) for name in ("Li", "Mei")))
    with Workspace.open(folder) as workspace:
        first = workspace.work.version("task", "t1")
    assert first is not None
    assert sorted(status for status, _ in said) == [0, 2]
    (refused,) = (err for status, err in said if status)
    assert re.match(rf"t1: the task is done already — {first.who}, 20.*: done", refused)


@pytest.mark.slow
def test_of_eight_one_wins_and_nothing_that_anybody_says_is_lost(called):
    folder, version = called
    people = [f"P{number}" for number in range(8)]
    one_wins(folder, version, people)
    some = people[:4]
    said = at_once(folder, *(("task", "comment", "t1", f"from {name}", "--as", name) for name in some))
    assert said == [(0, "")] * len(some)
    with Workspace.open(folder) as workspace:
        comments = list(all_of(workspace, Comment))
        who = {entry.who for entry in workspace.journal.entries(kind=Comment.kind)}
    assert sorted(each.text for each in comments) == [f"from {name}" for name in some]
    assert len({each.key for each in comments}) == len(who) == len(some)
