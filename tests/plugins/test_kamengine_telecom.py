"""The telecom industry on files as billing systems print them."""

from __future__ import annotations

from datetime import date

import pytest
from kamengine_telecom.fields import BILL_STATUSES, FIELDS
from kamengine_telecom.ledgers import LEDGERS

from kamengine import classify_files, load_pack
from kamengine.intake import IntakeOptions

from kamengine.intake.headers.folding import fold_header, fold_value  # isort: skip

LENIENT = IntakeOptions(allow_missing_columns=True)

HEADERS = [
    ("客户名称（必填）", "name"),
    ("集团客户名称", "name"),
    ("城市级别", "city_level"),
    ("地市", "city"),
    ("所属大区", "region"),
    ("合同到期日", "contract_end"),
    ("Contract end date", "contract_end"),
    ("在网时长(月)", None),
    ("在网时长", "tenure_months"),
    ("tenure", "tenure_months"),
    ("套餐", "plan"),
    ("行业", "sector"),
    ("客户经理", "account_manager"),
]


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_headers_of_customer_lists(header, field):
    assert next((f.name for f in FIELDS if fold_header(header) in map(fold_header, f.aliases)), None) == field


@pytest.mark.parametrize(
    ("header", "column"),
    [("账期", "date"), ("出账金额", "amount"), ("月消费", "amount"), ("缴费状态", "status"), ("Billing date", "date")],
)
def test_headers_of_bills(header, column):
    (bills,) = LEDGERS
    assert [f.name for f in bills.fields if fold_header(header) in map(fold_header, f.aliases)] == [column]


@pytest.mark.parametrize(
    ("name", "value", "choice"),
    [
        ("city_level", "地级市", "prefecture"),
        ("city_level", "地市", "prefecture"),
        ("city_level", "县级市", "county"),
        ("city_level", "Prefecture-level city", "prefecture"),
        ("region", "江苏省", "east"),
        ("region", "内蒙古自治区", "north"),
        ("region", "西南大区", "southwest"),
        ("contract_type", "Month-to-month", "month_to_month"),
        ("contract_type", "Two year", "two_year"),
        ("industry", "通信", "telecom"),
    ],
)
def test_values_found_in_files(name, value, choice):
    field = next(f for f in FIELDS if f.name == name)
    assert [c.id for c in field.choices if fold_value(value) in map(fold_value, (c.id, *c.aliases))] == [choice]


def test_every_province_lies_in_one_region():
    region = next(f for f in FIELDS if f.name == "region")
    provinces = {
        alias for choice in region.choices for alias in choice.aliases if alias.endswith(("省", "市", "自治区"))
    }
    assert len(provinces) == 31


def test_bills_as_a_chinese_billing_system_exports_them(tmp_path):
    accounts, bills = tmp_path / "客户.csv", tmp_path / "账单.csv"
    accounts.write_text(
        "客户编号,客户名称,区域,城市级别,在网时长\nK1,苏州澜桐电子,江苏省,地级市,40\nK2,宝鸡沐朗物流,陕西省,地市,12\n",
        encoding="utf-8",
    )
    bills.write_text(
        "客户编号,账期,出账金额,账单状态\n"
        "K1,2026-07-26,10000.10,已销账\nK1,2026-08-26,9999.95,已销账\nK1,2026-09-26,9999.95,正常\n"
        "K1,2026-09-27,50000,作废\n"
        "K2,2026-07-26,8000,\nK2,2026-08-26,8000,\nK2,2026-09-26,7999.99,\n",
        encoding="utf-8",
    )
    run = classify_files(load_pack("telecom"), accounts, {"bills": bills}, as_of=date(2026, 9, 30), options=LENIENT).run
    rows = run.snapshot.connection.execute(
        f'SELECT account_id, tier, monthly_spend, key_line, big_spender FROM "{run.table}" ORDER BY 1'
    ).fetchall()
    assert [(id, tier, float(spend), float(line), big) for id, tier, spend, line, big in rows] == [
        ("K1", "key", 10000.0, 10000.0, True),
        ("K2", "standard", 7999.9967, 8000.0, False),
    ]


def test_every_bill_status_is_told_apart_from_void():
    assert [status.id for status in BILL_STATUSES if "作废" in status.aliases] == ["void"]


def test_spend_may_come_ready_made(tmp_path):
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("customerID,月消费,城市级别\nA,10000,地级市\nB,,地级市\nC,9999.99,地级市\n", encoding="utf-8")
    summary = classify_files(load_pack("telecom"), accounts, as_of=date(2026, 9, 30), options=LENIENT).run.summary()
    assert summary.tiers == {"strategic": 0, "key": 1, "growth": 0, "standard": 2}
    assert summary.possible == {"strategic": 2, "key": 0, "growth": 1, "standard": 0}
