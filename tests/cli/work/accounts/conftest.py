"""A shop with three accounts: what the tests of words, marks and lists of accounts work in."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from kamengine.cli import main

PACK = """\
[pack]
id = "shop"
version = "2026"
[fields.spend]
type = "money"
[[tiers]]
id = "key"
when = "spend >= 1000"
[[tiers]]
id = "other"
"""
ACCOUNTS = "account_id,name,spend\nA,Ada,2400\nB,Ben,1250\nC,Cem,990.50\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with three accounts, two of them key accounts. It is copied, never changed."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
        Path("shop.toml").write_text(PACK, encoding="utf-8")
        assert main(["init", "shop", "--pack", "shop.toml", "--language", "en"]) == 0
        patch.chdir("shop")
        assert main(["import", "../accounts.csv"]) == 0
    return folder


@pytest.fixture
def shop(kam, made, folder, monkeypatch):
    """A copy of it, the current folder."""
    copytree(made, folder, dirs_exist_ok=True)
    monkeypatch.chdir("shop")
    return kam
