"""A small shop in which everything that a day can tell of is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kamengine import Workspace
from kamengine.cli import main
from tests.cli.conftest import folder, kam  # noqa: F401  # fixtures

PACK = """\
[pack]
id = "shop"
version = "2026"
title = { en = "Shop", zh = "商店" }
currency = "EUR"
value = "spend"

[fields.spend]
type = "money"
unit = "EUR/year"
label = { en = "Spend", zh = "消费" }
[fields.days_late]
type = "integer"
label = { en = "Days late", zh = "逾期天数" }
[fields.loyal]
type = "bool"
label = { en = "Loyal", zh = "忠诚" }
[fields.account_manager]
type = "text"
[ledgers.bills.fields.date]
type = "date"
[indicators.bills]
from = "bills"
value = "count(*)"

[criteria.late]
label = { en = "In arrears", zh = "欠费" }
when = "days_late > 30"
risk = true
[criteria.faithful]
label = { en = "Faithful", zh = "忠诚客户" }
when = "loyal"

[[tiers]]
id = "key"
label = { en = "Key", zh = "关键" }
when = "spend >= 1000 and faithful"
[[tiers]]
id = "other"
label = { en = "Other", zh = "其他" }

[visits]
every = { key = "1 month" }

[[playbooks]]
id = "care"
tier = "key"
goal = { en = "Care", zh = "关怀" }
[[playbooks.steps]]
id = "call"
what = { en = "Call", zh = "致电" }
effort = 1.5
due = "2 working days"
"""
JULY = """\
account_id,name,spend,days_late,loyal,account_manager
A,Ada,2400,0,true,Mei
B,Ben,1250,0,true,Mei
C,Cem,990.50,45,true,Jun
D,Dora,5000,10,,Jun
E,Edda,,60,,Mei
F,Finn,300,,false,
"""
AUGUST = JULY.replace("1250,0", "800,0").replace("990.50,45", "1990.50,45")
TODAY = "2026-08-05"


_MADE: dict[str, Path] = {}  # the shop, however many rooms of tests look at it


@pytest.fixture(scope="session")
def made_shop(tmp_path_factory):
    """Planned with in July, and run on the facts of August: Ben fell, Cem rose, Dora and Edda are undecided."""
    if "shop" not in _MADE:
        _MADE["shop"] = _make(tmp_path_factory.mktemp("today"))
    return _MADE["shop"]


def _make(here: Path) -> Path:
    with Workspace.init(here / "shop", name="Shop", language="en", packs={"shop.toml": PACK.encode()}):
        pass
    where = ["--as", "Ann", "-w", str(here / "shop")]

    def run(*arguments: str) -> None:
        assert main([*arguments, *where]) == 0

    for accounts, day in ((JULY, "2026-07-31"), (AUGUST, "2026-08-31")):
        (here / "accounts.csv").write_text(accounts, encoding="utf-8")
        (here / "bills.csv").write_text(f"account_id,date\nA,{day}\n", encoding="utf-8")
        run("import", str(here / "accounts.csv"))
        run("import", str(here / "bills.csv"), "--ledger", "bills")
        if accounts is JULY:
            run("plan", "--today", "2026-08-03")
    run("team", "add", "Mei", "--hours", "10")
    run("contact", "add", "A", "Olga", "--covered-by", "Mei")
    run("need", "add", "F", "a price that holds", "--severity", "5")
    run("visit", "plan", "C", "--on", TODAY, "--purpose", "introduce us", "--owner", "Jun", "--today", TODAY)
    run("review", "list")  # runs the pack
    return here / "shop"


@pytest.fixture
def shop(made_shop, tmp_path, monkeypatch):
    """A copy of it, to be worked in."""
    shutil.copytree(made_shop, tmp_path / "shop")
    monkeypatch.setenv("KAM_WORKSPACE", str(tmp_path / "shop"))
    monkeypatch.setenv("KAM_USER", "Ann")
    return tmp_path / "shop"
