"""Plugins are told of plans and tasks by the commands that change them, and cannot spoil what is kept."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

from tests.plugin_host import deal_desk

PACK = """\
[pack]
id = "telecom"
version = "1"
[fields.spend]
type = "money"
[params.line]
value = 1000
source = "us"
[criteria.big_spender]
label = "Spends much"
when = "spend >= line"
[[tiers]]
id = "key"
when = "big_spender"
[[tiers]]
id = "other"
"""
ACCOUNTS = "account_id,name,spend,account_manager\nC1,Ada,2000,Mei\nC2,Ben,,Mei\nC3,Cem,5,Jo\n"
FAILING = """
import kamengine

@kamengine.hookimpl
def kam_task_changed(task):
    print("loud")
    raise RuntimeError("no \\x1b[31mline")
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs a plugin as pip would leave it, for this process."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    modules = []

    def install(name: str, source: str) -> None:
        (site / f"acme_{name}.py").write_text(source, encoding="utf-8")
        info = site / f"acme_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: acme-{name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[kamengine]\n{name} = acme_{name}\n", encoding="utf-8")
        modules.append(f"acme_{name}")
        importlib.invalidate_caches()

    yield install
    for module in modules:
        sys.modules.pop(module, None)
    importlib.invalidate_caches()


@pytest.fixture
def log(tmp_path: Path, monkeypatch) -> Path:
    path = tmp_path / "log.jsonl"
    monkeypatch.setenv(deal_desk.LOG, str(path))
    return path


@pytest.fixture
def shop(kam, folder, install, log):
    """A workspace whose deal desk hears of everything."""
    install("deal_desk", Path(deal_desk.__file__).read_text(encoding="utf-8"))
    (folder / "telecom.toml").write_text(PACK, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    assert kam("init", "shop", "--pack", "telecom.toml").status == 0
    assert kam("import", "accounts.csv", "-w", "shop").status == 0
    return kam


def events(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def tasks(kam) -> dict[str, dict]:
    """What is to be done, by account and title."""
    listed = kam("tasks", "-w", "shop", "--today", "2027-03-01", "--json").json
    return {f"{task['account_id']} {task['title']}": task for task in listed}


def test_a_plugins_playbooks_become_tasks_and_it_hears_of_the_plan(shop, log):
    planned = shop("plan", "-w", "shop", "--today", "2027-03-01", "--as", "Mei", "--json").json

    assert {key for key in tasks(shop)} == {
        "C1 Have the offer approved",
        "C1 Send the offer",
        "C2 Ask for the last three bills",
    }
    (event,) = events(log)
    assert (event["event"], event["workspace"], event["pack"]) == ("plan", "shop", "telecom")
    assert event["tasks"] == [planned["tasks_new"], 0, 0] == [3, 0, 0]


def test_it_hears_what_becomes_of_a_task(shop, log):
    shop("plan", "-w", "shop", "--today", "2027-03-01")
    id = tasks(shop)["C1 Have the offer approved"]["id"]

    assert shop("task", "done", id, "--result", "fine", "-w", "shop", "--as", "Mei").status == 0

    event = events(log)[-1]
    assert (event["event"], event["who"]) == ("done", "Mei")
    assert (event["task"]["id"], event["task"]["account_id"], event["task"]["status"]) == (id, "C1", "done")


def test_one_that_fails_is_named_and_the_task_is_kept(shop, install, log):
    shop("plan", "-w", "shop", "--today", "2027-03-01")
    install("failing", FAILING)
    id = tasks(shop)["C1 Have the offer approved"]["id"]

    said = shop("task", "start", id, "-w", "shop", "--as", "Mei")

    assert said.status == 0
    assert "the plugin failing failed in kam_task_changed: RuntimeError: no \\x1b[31mline" in " ".join(said.err.split())
    assert "loud" not in said.out
    assert tasks(shop)["C1 Have the offer approved"]["status"] == "started"
    assert events(log)[-1]["event"] == "start", "the other plugin was told"


def test_without_plugins_nobody_is_told(shop, log):
    shop("plan", "-w", "shop", "--today", "2027-03-01", "--no-plugins")

    assert events(log) == []


def test_it_hears_of_what_is_taken_back_and_done_again(shop, log):
    shop("plan", "-w", "shop", "--today", "2027-03-01", "--as", "Mei")
    id = tasks(shop)["C1 Have the offer approved"]["id"]
    shop("task", "start", id, "-w", "shop", "--as", "Mei")

    assert shop("undo", "-w", "shop", "--as", "Mei").status == shop("redo", "-w", "shop", "--as", "Mei").status == 0

    told = [(event["event"], event["who"], event["task"]["id"], event["task"]["status"]) for event in events(log)[-2:]]
    assert told == [("undo", "Mei", id, "open"), ("redo", "Mei", id, "started")]
