"""The distributor industry on files as sales systems print them."""

from __future__ import annotations

from datetime import date

import pytest
from kamengine_distributor.fields import FIELDS
from kamengine_distributor.ledgers import LEDGERS

from kamengine import classify_files, load_pack
from kamengine.intake import IntakeOptions
from kamengine.intake.headers.folding import fold_header

LENIENT = IntakeOptions(allow_missing_columns=True)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("经销商名称", "name"),
        ("授权区域", "territory"),
        ("仓储面积", "warehouse_area"),
        ("仓库面积（平米）", "warehouse_area"),
        ("配送车辆", "delivery_vehicles"),
        ("销售人员数", "sales_people"),
        ("注册资金", "registered_capital"),
        ("管理水平", "management_score"),
        ("经营思路", "approach_score"),
        ("信用额度", "credit_limit"),
    ],
)
def test_headers_of_distributor_lists(header, field):
    assert [f.name for f in FIELDS if fold_header(header) in map(fold_header, f.aliases)] == [field]


def test_an_amount_in_ten_thousands_is_not_taken_for_yuan():
    claimed = {fold_header(alias) for field in FIELDS for alias in field.aliases}
    assert fold_header("注册资金(万元)") not in claimed


@pytest.mark.parametrize(
    ("ledger", "header", "column"),
    [
        ("orders", "销售额", "amount"),
        ("orders", "下单日期", "date"),
        ("receivables", "应收账款", "balance"),
        ("receivables", "逾期金额", "overdue"),
        ("receivables", "回款", "collected"),
        ("scans", "扫码区域", "scan_region"),
        ("scans", "授权区域", "authorised_region"),
        ("scans", "最低限价", "floor_price"),
    ],
)
def test_headers_of_ledgers(ledger, header, column):
    fields = next(one.fields for one in LEDGERS if one.name == ledger)
    assert [f.name for f in fields if fold_header(header) in map(fold_header, f.aliases)] == [column]


def test_the_share_of_sales_is_taken_over_all_distributors(tmp_path):
    accounts, orders = tmp_path / "经销商.csv", tmp_path / "订单.csv"
    accounts.write_text("经销商编号,经销商名称,渠道类型\nD1,甲,经销商\nD2,乙,批发商\nD3,丙,零售商\n", encoding="utf-8")
    orders.write_text(
        "经销商编号,下单日期,销售额,订单状态\n"
        "D1,2026-05-01,990000,已签收\nD1,2026-05-02,90000,已取消\nD2,2026-05-01,12000,已签收\n"
        "D2,2026-06-01,2000,已退货\nD3,2026-05-01,5000000,已签收\n",
        encoding="utf-8",
    )
    run = classify_files(
        load_pack("distributor"), accounts, {"orders": orders}, as_of=date(2026, 9, 30), options=LENIENT
    )
    rows = run.run.snapshot.connection.execute(
        f'SELECT account_id, net_sales, sales_share FROM "{run.run.table}" ORDER BY 1'
    ).fetchall()
    assert [(id, float(sales), share) for id, sales, share in rows] == [("D1", 990000, 0.99), ("D2", 10000, 0.01)]
