"""Real files go in with one command each and give the known answers of the data sets."""

from __future__ import annotations

import csv
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest


def test_telecom_customers(desk, shared_data):
    result = desk.take(str(shared_data / "telco" / "Telco-Customer-Churn.csv"), all_columns=True)
    assert (result["read"], result["taken"], result["quarantined"], result["skipped"]) == (7043, 7043, 0, 0)
    found = desk.rows(
        result,
        "count(*), count(*) - count(TotalCharges), sum(TotalCharges::DECIMAL(18, 2)), count_if(MonthlyCharges >= 100), "
        "count_if(MonthlyCharges > 100)",
    )
    assert found == [(7043, 11, Decimal("16056168.70"), 908, 902)]


def test_three_days_of_invoices_are_one_import(desk, shared_data):
    result = desk.take(str(shared_data / "retail_invoices" / "*.csv"), ledger="invoices")
    assert (result["read"], result["taken"], result["quarantined"], len(result["files"])) == (7419, 5129, 2290, 3)
    assert [(r["column"], r["code"], r["count"]) for r in result["reasons"]] == [
        ("CustomerID", "without-an-account-s-id", 2290)
    ]
    gross = "FILTER (quantity > 0 AND unit_price > 0)"
    found = desk.rows(
        result,
        f"count(DISTINCT account_id) {gross}, sum(quantity::BIGINT * unit_price::DECIMAL(18, 4)) {gross}, "
        f"sum(quantity::BIGINT * unit_price::DECIMAL(18, 4)) FILTER (quantity > 0 AND account_id = '15061'), "
        "count_if(quantity < 0 AND invoice LIKE 'C%'), min(date)::VARCHAR, max(date)::VARCHAR",
    )[0]
    assert (found[0], round(found[1], 2), round(found[2], 2)) == (234, Decimal("117614.73"), Decimal("9407.34"))
    assert found[3] > 0 and found[4:] == ("2010-12-01", "2010-12-03")
    changed = {change["code"]: change["count"] for change in result["changes"]}
    assert changed == {"whole-id": 5129, "time-dropped": 7419}


def test_the_days_in_an_archive_are_the_same_import(desk, shared_data):
    days = sorted((shared_data / "retail_invoices").glob("*.csv"))
    with zipfile.ZipFile(desk.folder / "days.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for day in days:
            archive.write(day, day.name)
    first = desk.take("days.zip", ledger="invoices", no_account="skip")
    assert [Path(file["name"]).name for file in first["files"]] == [day.name for day in days]
    assert desk.take(*map(str, days), ledger="invoices", no_account="skip")["unchanged"]


def test_the_survey_in_utf_16(desk, shared_data):
    file = shared_data / "satisfaction" / "SomervilleHappinessSurvey2015_utf16le_bom.csv"
    result = desk.take(str(file), key="#", all_columns=True)
    assert (result["read"], result["taken"], result["encoding"]) == (143, 143, "utf-16-le")
    tops = ", ".join(f"count_if(X{n} >= 4)" for n in range(1, 7))
    assert desk.rows(result, tops) == [(118, 27, 53, 86, 90, 116)]


def test_accounts_of_a_crm_export(desk, shared_data):
    result = desk.take(str(shared_data / "crm_headers" / "salesforce_accounts_api.csv"))
    columns = "count(*), count(*) - count(annual_revenue), count_if(annual_revenue = 950000000)"
    assert desk.rows(result, columns) == [(20, 12, 2)]
    assert desk.rows(result, "any_value(name) FILTER (name LIKE '%&amp;%') IS NOT NULL") == [(True,)]


@pytest.fixture
def table(shared_data):
    """A table with ids, names in two languages, money, choices and dates."""
    with (shared_data / "crm_headers" / "salesforce_accounts_api.csv").open(encoding="utf-8", newline="") as file:
        accounts = list(csv.DictReader(file))
    headers = ["客户编号", "name", "月租", "城市级别", "开户日期"]
    return [headers] + [
        [
            each["Id"],
            f"{each['Name']} 有限公司",
            f"{n * 1000 + 0.5}",
            ("prefecture", "county")[n % 2],
            f"2024-03-{n + 1:02}",
        ]
        for n, each in enumerate(accounts)
    ]


def test_one_table_in_many_forms_is_one_snapshot(desk, table):
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in table) + "\n"
    desk.write("plain.csv", text)
    desk.write("mark.csv", text.encode("utf-8-sig"))
    desk.write("wide.csv", text.encode("utf-16"))
    desk.write("chinese.csv", text.encode("gb18030"))
    book = openpyxl.Workbook()
    sheet = book.create_sheet("accounts", 0)
    for row in table:
        sheet.append([float(cell) if cell.replace(".", "").isdigit() and "." in cell else cell for cell in row])
    book.save(desk.folder / "book.xlsx")
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{desk.folder / 'plain.csv'}')) TO '{desk.folder / 'columns.parquet'}'"
        )
    first = desk.take("plain.csv", mode="replace")
    assert (first["taken"], len(first["mapping"])) == (20, 5)
    for name in ("mark.csv", "wide.csv", "chinese.csv", "book.xlsx", "columns.parquet"):
        again = desk.take(name, mode="replace")
        assert (name, again["unchanged"], again["snapshot"]) == (name, True, first["snapshot"])
