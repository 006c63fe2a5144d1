from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kamengine.declarations import Choice, Field, choices
from kamengine.intake import take_in
from tests.intake.taking import STOP, notes_of, rows_of, take, wanted, write_csv

TELCO = (
    Field("monthly_charges", "money"),
    Field("total_charges", "money"),
    Field("tenure", "integer", unit="month"),
    Field("churn", "bool"),
    Field("senior_citizen", "bool"),
    Field("contract", "choice", choices=choices(["month to month", "one year", "two year"])),
)


def test_telecom_customers(connection, shared_data):
    intake = take(
        connection, shared_data / "telco" / "Telco-Customer-Churn.csv", *TELCO, needed=[f.name for f in TELCO]
    )
    found = connection.execute(
        "SELECT count(*), count(*) - count(total_charges), sum(total_charges), count_if(monthly_charges >= 100), "
        "count_if(monthly_charges > 100), count_if(tenure >= 60), count_if(churn), count(DISTINCT contract) "
        f"FROM {intake.snapshot.accounts.name}"
    ).fetchone()
    assert found == (7043, 11, Decimal("16056168.70"), 908, 902, 1483, 1869, 3)
    assert intake.notes == ()


def test_telecom_usage(connection, shared_data, tmp_path):
    source = shared_data / "telecom_usage" / "mlc_churn.csv"
    calls = Field("number_customer_service_calls", "integer")
    file = tmp_path / "usage.csv"
    lines = source.read_text(encoding="utf-8").splitlines()
    file.write_text(
        "\n".join([f"id,{lines[0]}", *(f"{n},{line}" for n, line in enumerate(lines[1:]))]), encoding="utf-8"
    )
    intake = take(connection, file, calls, Field("churn", "bool"))
    found = connection.execute(
        f"SELECT count_if(churn), count_if({calls.name} >= 4), count_if(churn AND {calls.name} >= 4) "
        f"FROM {intake.snapshot.accounts.name}"
    ).fetchone()
    assert found == (707, 399, 201)


INVOICES = wanted(
    Field("invoice", "text", aliases=("InvoiceNo",)),
    Field("date", "date", aliases=("InvoiceDate",)),
    Field("quantity", "integer"),
    Field("price", "money", aliases=("UnitPrice",)),
    needed=["date", "quantity", "price"],
    required=frozenset({"date"}),
    date="date",
)


def test_invoice_lines_of_three_days(connection, shared_data, tmp_path):
    days = sorted((shared_data / "retail_invoices").glob("*.csv"))
    ids = {line.rsplit(",", 2)[1] for day in days for line in day.read_text(encoding="utf-8").splitlines()[1:]} - {""}
    accounts = write_csv(tmp_path / "accounts.csv", ["CustomerID"], [(id,) for id in sorted(ids)])
    ledgers = {f"day_{number}": day for number, day in enumerate(days)}
    intake = take_in(connection, accounts, ledgers, wanted(), dict.fromkeys(ledgers, INVOICES), STOP)
    lines = [row for name in ledgers for row in rows_of(intake, name)]
    notes = [note.partition(": ")[2] for note in notes_of(intake, shared_data / "retail_invoices")]
    of_nobody = [note for note in notes if note.startswith("rows without an account's id left out: ")]
    nobody = sum(int(note.rsplit(": ", 1)[1]) for note in of_nobody)
    assert len(of_nobody) == 3
    assert [sum(change in note for note in notes) for change in ("read without .0", "times of day left out")] == [4, 3]
    assert (len(lines) + nobody, nobody, intake.newest_ledger_date) == (7419, 2290, dt.date(2010, 12, 3))
    gross = [row for row in lines if row[3] > 0 and row[4] > 0]
    assert len({row[0] for row in gross}) == 234
    assert sum(row[3] * row[4] for row in gross) == Decimal("117614.73")
    assert sum(row[3] * row[4] for row in gross if row[0] == "15061") == Decimal("9407.34")


def test_accounts_of_a_crm_export(connection, shared_data):
    revenue = Field("annual_revenue", "money", aliases=("AnnualRevenue",))
    kind = Field("type", "choice", choices=(Choice("customer", aliases=("Customer - Direct", "Customer - Channel")),))
    source = shared_data / "crm_headers" / "salesforce_accounts_api.csv"
    intake = take(connection, source, revenue, Field("name", "text"), kind)
    amounts = [row[1] for row in rows_of(intake)]
    assert (len(amounts), amounts.count(None), amounts.count(Decimal(950_000_000))) == (20, 12, 2)
