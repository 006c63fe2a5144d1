"""Causes that a process of its own finds: whatever becomes of it, the one that asked goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict

import pytest

from kamengine.problems import KamError
from kamengine.review.apart import Asked, Finding
from kamengine.review.causes import find_causes, known_causes


@pytest.fixture
def asked(shop, host, review, old):
    return Asked.of(shop.folder, old.id, review.run.id, host)


def find_meanwhile(apart, asked):
    """What came of it, once the thread that is running has ended."""
    answers: list[object] = []

    def find():
        try:
            answers.append(apart.find(asked))
        except KamError as error:
            answers.append(error)

    waiting = threading.Thread(target=find)
    waiting.start()
    return waiting, answers


def test_it_finds_what_is_found_here(shop, host, review, old, asked):
    assert Finding().find(asked) == "looked"
    apart = shop.paths.causes(old.id, review.run.id).read_bytes()
    assert known_causes(shop, host, review.run, review.moves).missing == ()

    find_causes(shop, host, old, review.run)
    here = shop.paths.causes(old.id, review.run.id).read_bytes()
    assert sorted(apart.splitlines()[1:]) == sorted(here.splitlines()[1:])


def test_it_says_when_a_run_cannot_be_computed_again(shop, asked):
    for file in shop.paths.data.rglob("*.parquet"):
        file.unlink()
    assert Finding().find(asked) == "lost"


@pytest.mark.slow
def test_it_says_when_the_memory_does_not_do(asked, monkeypatch):
    monkeypatch.setenv("KAM_MEMORY", "1KB")
    with pytest.raises(KamError, match="too little memory"):
        Finding().find(asked)


def test_why_it_came_to_grief_is_said(asked, monkeypatch, tmp_path):
    (tmp_path / "kamengine").mkdir()
    (tmp_path / "kamengine" / "__init__.py").write_text("raise SystemExit('no such luck')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(KamError, match="could not be looked for: no such luck"):
        Finding().find(asked)


def test_one_that_is_killed_from_outside_costs_only_its_own_work(shop, asked):
    apart = Finding()
    waiting, answers = find_meanwhile(apart, asked)
    while waiting.is_alive():
        if (process := apart._process) is not None:
            os.kill(process.pid, signal.SIGKILL)
            waiting.join()
    (answer,) = answers
    assert isinstance(answer, KamError) and "status -9" in str(answer)
    assert not shop.paths.all_causes.exists()


def test_it_can_be_stopped_and_leaves_nothing_behind(shop, asked):
    apart = Finding()
    waiting, answers = find_meanwhile(apart, asked)
    while waiting.is_alive():
        apart.stop()
        waiting.join(0.01)
    assert answers == ["stopped"]
    assert not shop.paths.all_causes.exists()
    assert not list(shop.paths.temporary.glob("*"))


def test_once_closed_it_begins_nothing(asked):
    apart = Finding()
    apart.close()
    assert apart.find(asked) == "stopped"


@pytest.mark.slow
def test_after_it_was_stopped_it_can_be_asked_again(asked):
    apart = Finding()
    waiting, _ = find_meanwhile(apart, asked)
    while waiting.is_alive():
        apart.stop()
        waiting.join(0.01)
    assert apart.find(asked) == "looked"


@pytest.mark.slow
def test_it_does_not_outlive_the_one_that_asked(asked):
    line = [sys.executable, "-P", "-m", "kamengine.review.apart"]
    request = json.dumps(asdict(asked)).encode() + b"\n"
    ended = subprocess.run(line, input=request, capture_output=True, timeout=30)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, b"", b"")
