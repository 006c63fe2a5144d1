"""The packs without an industry read ordinary lists of customers, in English or Chinese, with no plugin at all."""

from __future__ import annotations

from datetime import date

import pytest

from kamengine import load_pack
from kamengine.api import classify_files, plugins
from kamengine.engine.inspect import inspect_all
from tests.conftest import REPOSITORY

PACKS = sorted(path.stem for path in (REPOSITORY / "rules").glob("*.toml") if "plugins = []" in path.read_text("utf-8"))
HEADERS = {
    "key-account": (
        "Customer code,Customer name,Orders per month,Yearly sales,Gross profit margin",
        "客户代码,客户名称,月均订单数,年销售额,利润率",
        ["1,East Mill,3,1000000,0.2", "2,West Mill,0.5,5000,0.4", "3,North Mill,,20000,"],
        ["key", "standard", "standard"],
    ),
    "abc": (
        "Customer ID,Sales,Profit,Hours",
        "客户编号,销售额,利润,工时",
        ["1,800,90,10", "2,150,80,10", "3,50,5,80"],
        ["A", "B", "C"],
    ),
    "rfm": (
        "Customer no,Last order date,Number of orders,Sales",
        "客户号,最后一次成交时间,消费次数,消费金额",
        ["1,2026-06-01,30,2000000", "2,2026-06-01,2,500", "3,2026-01-05,12,300000", "4,2024-06-01,0,0"],
        ["champions", "potential", "cannot_lose", "inactive"],
    ),
    "portfolio-matrix": (
        "Customer ID,Potential,Growth,Profit potential,Fit,Creditworthiness,Wallet share,Relationship stage,"
        "Perceived value,Access",
        "客户编号,采购潜力,增长前景,利润空间,战略契合度,财务状况,采购份额,合作阶段,感知价值,高层关系",
        ["1,5,4,4,4,4,0.7,合作期,4,4", "2,5,4,4,4,4,0.05,exploratory,2,2", "3,1,2,2,1,3,0.3,basic,2,50"],
        ["strategic", "star", "off_scale"],
    ),
}


@pytest.mark.parametrize("language", ["English", "Chinese"])
@pytest.mark.parametrize("pack", PACKS)
def test_a_list_of_customers_is_read_and_classified(pack, language, tmp_path):
    english, chinese, rows, tiers = HEADERS[pack]
    accounts = tmp_path / "customers.csv"
    accounts.write_text("\n".join([english if language == "English" else chinese, *rows]), encoding="utf-8")
    checked = load_pack(pack, plugins(enabled=False))

    run = classify_files(checked, accounts, as_of=date(2026, 6, 30)).run

    found = inspect_all(run.checked, run.snapshot, run.bindings)
    assert [found[str(index + 1)].tier for index in range(len(rows))] == tiers


def test_the_packs_without_an_industry():
    assert set(PACKS) == set(HEADERS) == {"abc", "key-account", "portfolio-matrix", "rfm"}


def test_the_gap_between_effort_and_value(tmp_path):
    accounts = tmp_path / "customers.csv"
    accounts.write_text("Customer ID,Sales,Profit,Hours\n1,800,10,10\n2,150,80,10\n3,50,10,80\n", encoding="utf-8")
    run = classify_files(load_pack("abc"), accounts, as_of=date(2026, 6, 30)).run
    found = inspect_all(run.checked, run.snapshot, run.bindings)

    assert {id: one.values["effort_over_sales"] for id, one in found.items()} == {"1": -0.7, "2": -0.05, "3": 0.75}
    assert {id: one.values["effort_over_profit"] for id, one in found.items()} == {"1": 0, "2": -0.7, "3": 0.7}


@pytest.mark.parametrize(("pack", "tiers"), [("abc", ["A", "C"]), ("key-account", ["candidate", "standard"])])
def test_a_list_of_sales_alone_is_enough_and_the_rest_is_unknown(pack, tiers, tmp_path):
    accounts = tmp_path / "customers.csv"
    accounts.write_text("客户编号,年销售额\n1,9500000\n2,500\n", encoding="utf-8")

    said = classify_files(load_pack(pack), accounts, as_of=date(2026, 6, 30))

    found = inspect_all(said.run.checked, said.run.snapshot, said.run.bindings)
    assert [found[id].tier for id in ("1", "2")] == tiers
    assert [note.template for note in said.notes] == ["not in the files, and so unknown: {names}"]
