"""A workspace with plans, made once."""

from __future__ import annotations

import shutil

import pytest

from kamengine import Workspace
from kamengine.cli import main
from tests.cli.work.plan_pack import ACCOUNTS, LATER, MONDAY, PACK


@pytest.fixture(scope="session")
def made_plans(tmp_path_factory):
    """A workspace with the pack and the accounts, and a copy of it with plans."""
    folder = tmp_path_factory.mktemp("made")
    with Workspace.init(folder / "fresh", name="Acme", language="en", packs={"own.toml": PACK.encode()}):
        pass
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    who = ["--as", "Ann", "-w", str(folder / "fresh")]
    assert main(["import", str(folder / "accounts.csv"), *who]) == 0
    shutil.copytree(folder / "fresh", folder / "planned")
    assert main(["plan", "--today", MONDAY, "--as", "Ann", "-w", str(folder / "planned")]) == 0
    return folder


def copied(made, name, folder, monkeypatch):
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "later.csv").write_text(LATER, encoding="utf-8")
    shutil.copytree(made / name, folder / "acme")
    monkeypatch.setenv("KAM_WORKSPACE", str(folder / "acme"))
    monkeypatch.setenv("KAM_USER", "Ann")
    return folder / "acme"


@pytest.fixture
def acme(made_plans, folder, monkeypatch):
    """A workspace with the pack and the accounts, in which nothing has been run yet."""
    return copied(made_plans, "fresh", folder, monkeypatch)


@pytest.fixture
def planned(made_plans, folder, monkeypatch):
    """The same after `kam plan`."""
    return copied(made_plans, "planned", folder, monkeypatch)
