"""Headers that are only similar to a field, and those that must never be proposed."""

from __future__ import annotations

import pytest

from kamengine.declarations import Field, Label
from kamengine.intake.headers.similar import LEAST_CONFIDENCE, similar_fields
from kamengine.intake.headers.words import is_id_of_another, names_an_identifier, words_of

FIELDS = [
    Field("annual_revenue", "money", Label("Annual revenue", "年营业收入"), aliases=("年收入",)),
    Field("employees", "integer", Label("Employees", "员工数"), aliases=("Number of employees",)),
    Field("account_manager", "text", Label("Account manager", "客户经理"), aliases=("Account owner",)),
    Field("address_1_city", "text", Label("Address 1: City")),
    Field("account_type", "choice", Label("Partner type")),
    Field("TotalCharges", "money", Label("TotalCharges", "TotalCharges")),
    Field("last_order", "date", Label("Last order date", "最近下单日期")),
]


def nearest(header: str) -> str | None:
    found = similar_fields({0: header}, FIELDS).get(0)
    return found and found[0].name


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Annual Revenues", "annual_revenue"),
        ("Annual Rev.", "annual_revenue"),
        ("Revenue (annual)", "annual_revenue"),
        ("Annual Revenue (CNY)", "annual_revenue"),
        ("AnnualRevenueCNY", "annual_revenue"),
        ("Anual Revenue", "annual_revenue"),
        ("Yearly turnover", "annual_revenue"),
        ("annualrevenues", "annual_revenue"),
        ("Revenue, annual total", "annual_revenue"),
        ("total_charge", "TotalCharges"),
        ("员工人数", "employees"),
        ("Acct Mgr", "account_manager"),
        ("Date of last order", "last_order"),
        ("最近下单时间", "last_order"),
    ],
)
def test_slips_endings_orders_abbreviations_and_synonyms_are_forgiven(header, field):
    assert nearest(header) == field


@pytest.mark.parametrize(
    "header",
    [
        "Address 2: City",
        "total_day_charge",
        "Total eve charges",
        "First order date",
        "Annual net revenue",
        "Account manager phone",
        "Account Owner.id",
        "客户经理_唯一性ID",
        "Partner",
        "Last name",
        "Billing city",
        "Churn",
        "Revenue",
        "X1",
        "x" * 500,
        "",
    ],
)
def test_what_is_something_else_is_not_proposed(header):
    assert nearest(header) is None


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["Cust No.", "Cust Name"], {"Cust Name": "name"}),
        (["Customer code", "Client name"], {"Client name": "name"}),
        (["客户号码", "客户名"], {"客户名": "name"}),
        (["顾客编号", "顾客名称"], {"顾客名称": "name"}),
        (["Cust. no", "Acct no"], {"Acct no": "site"}),
        (["电话号码数"], {}),
    ],
)
def test_numbers_and_codes_are_no_names(columns, found):
    fields = [
        Field("name", "text", Label("Customer name", "客户名称")),
        Field("site", "text", Label("Account number", "账户编号")),
    ]
    proposals = similar_fields(dict(enumerate(columns)), fields)
    assert {columns[column]: field.name for column, (field, _) in proposals.items()} == found


def test_a_field_goes_to_the_most_similar_column():
    found = similar_fields({3: "Anual Revenus", 5: "Annual Revenues"}, FIELDS)
    assert {column: field.name for column, (field, _) in found.items()} == {5: "annual_revenue"}
    assert LEAST_CONFIDENCE <= found[5][1] < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("AnnualRev (CNY)", "annual_revenue_cny"), ("顾客编码", "客户编号"), ("Number of staff", "employees")],
)
def test_words_come_in_one_form(one, other):
    assert words_of(one) == words_of(other)


def test_ids_of_other_columns_and_identifiers_are_known_by_their_headers():
    assert [h for h in ("Owner.id", "X_唯一性ID", "负责人唯一性ID", "Paid", "id") if is_id_of_another(h)] == [
        "Owner.id",
        "X_唯一性ID",
        "负责人唯一性ID",
    ]
    named = ["Zip Code", "PhoneNumber", "统一社会信用代码", "联系电话", "Codex", "Quantity", "订单数"]
    assert [header for header in named if names_an_identifier(header)] == named[:4]
