"""Invoices with quantity and price, and no amount: the shipped packs take them as they are."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

FORMULA = '"sum(coalesce(amount, quantity * unit_price))"'
SALES = {"abc": "sales", "rfm": "monetary", "key-account": "yearly_sales"}
LINES = """InvoiceNo,Quantity,InvoiceDate,UnitPrice,CustomerID
1,6,2026-03-01,2.55,A
2,0.125,2026-03-01,0.08,A
C3,-2,2026-03-02,2.55,A
4,1000000,2026-03-02,99999999.9999,B
"""
EXACT = {"A": Decimal("10.21"), "B": Decimal("99999999999900")}


@pytest.fixture
def accounts(write):
    return write("accounts.csv", "CustomerID,Customer name\nA,Able\nB,Baker\n")


def sales(out: str, column: str) -> dict[str, Decimal]:
    """The sales of each account, from JSON, to the digit."""
    return {row["account_id"]: Decimal(str(row[column])) for row in json.loads(out, parse_float=Decimal)}


@pytest.mark.parametrize(
    ("pack", "header"),
    [
        ("abc", "InvoiceNo,Quantity,InvoiceDate,UnitPrice,CustomerID"),
        ("key-account", "Order,Qty,Order date,Price,Customer code"),
        ("rfm", "单据,数量,日期,单价,客户编号"),
    ],
)
def test_lines_without_an_amount_are_multiplied_and_added_exactly(kam, write, accounts, pack, header):
    write("orders.csv", "\n".join([header, *LINES.splitlines()[1:]]))

    assert kam("classify", pack, accounts, "--ledger", "orders=orders.csv", "-o", "out.csv").status == 0

    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        assert {row["account_id"]: Decimal(row[SALES[pack]]) for row in csv.DictReader(file)} == EXACT


@pytest.mark.parametrize(
    ("pack", "left_out"),
    [("abc", {"UnitPrice"}), ("key-account", {"Quantity"}), ("rfm", {"UnitPrice", "Quantity"})],
)
def test_without_both_the_amount_is_what_is_missed(kam, write, accounts, pack, left_out):
    header, *lines = csv.reader(LINES.splitlines())
    keep = [index for index, name in enumerate(header) if name not in left_out]
    write("orders.csv", "\n".join(",".join(row[index] for index in keep) for row in (header, *lines)))

    said = kam("classify", pack, accounts, "--ledger", "orders=orders.csv")

    assert said.status == 2
    assert said.problems == [
        "orders.csv: the pack needs a column for amount, and there is none"
        " — add it, or let its facts be unknown with --allow-missing-columns"
    ]


def test_a_file_with_amounts_alone_is_told_of_nothing_new(kam, write, accounts):
    write("orders.csv", "CustomerID,InvoiceDate,Amount\nA,2026-03-01,15.30\n")

    said = kam("classify", "rfm", accounts, "--ledger", "orders=orders.csv")

    assert (said.status, said.err) == (0, "")


# ── the wholesaler's invoices, in a workspace ────────────────────────────────────────────────────────────────────────


def lines(folder: Path) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Customer, quantity and price of every line that has a customer."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["CustomerID"]:
                    yield row["CustomerID"].removesuffix(".0"), Decimal(row["Quantity"]), Decimal(row["UnitPrice"])


@pytest.mark.slow
def test_three_days_of_invoices_give_the_known_answers(kam, write, folder, shared_data):
    source = shared_data / "retail_invoices"
    net: dict[str, Decimal] = {}
    gross: dict[str, Decimal] = {}
    for customer, quantity, price in lines(source):
        net[customer] = net.get(customer, Decimal(0)) + quantity * price
        gross[customer] = gross.get(customer, Decimal(0)) + (quantity * price if quantity > 0 and price > 0 else 0)
    assert (sum(net.values()), sum(gross.values())) == (Decimal("114425.15"), Decimal("117614.73"))
    write("customers.csv", "\n".join(["CustomerID,Customer name", *(f"{id},Customer {id}" for id in net)]))
    assert kam("init", "work").status == 0
    for pack in SALES:
        shutil.copy(REPOSITORY / "rules" / f"{pack}.toml", folder / "work" / "rules")
    text = (REPOSITORY / "rules" / "abc.toml").read_text("utf-8").replace('id = "abc"', 'id = "gross"')
    text = text.split("# ── what this pack promises")[0]
    text = text.replace(f"value = {FORMULA}", f'value = {FORMULA}\nwhere = "quantity > 0 and unit_price > 0"')
    write("work/rules/gross.toml", text)

    assert kam("import", "customers.csv", "-w", "work").status == 0
    taken = kam("import", *sorted(source.glob("*.csv")), "--ledger", "orders", "--no-account", "skip", "-w", "work")
    assert taken.status == 0

    for pack, column in {**SALES, "gross": "sales"}.items():
        assert kam("classify", pack, "-w", "work").status == 0
        columns = f"account_id,{column}"
        said = kam("accounts", "--pack", pack, "--format", "json", "--columns", columns, "-w", "work")
        assert sales(said.out, column) == (gross if pack == "gross" else net)
    assert len([value for value in gross.values() if value]) == 234
