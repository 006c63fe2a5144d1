"""What is odd about rows that are taken: counted, with examples and what can be done."""

from __future__ import annotations

import pytest

from kamengine.intake.imports.near_duplicates import core_of_name, near_duplicates


def found(result, start):
    """The one finding whose code starts so."""
    (finding,) = [finding for finding in result["findings"] if finding["code"].startswith(start)]
    return finding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京星河（集团）有限公司", "北京星河"),
        ("ACME Ltd.", "Ａcme, Inc"),
        ("Müller GmbH & Co. KG", "muller"),
        ("L.L.C. Foo", "Foo LLC"),
        ("The Foo Group", "FOO"),
        ("上海 云帆 股份有限公司", "上海云帆有限责任公司"),
    ],
)
def test_names_that_are_nearly_the_same(connection, one, other):
    cores = connection.execute(f"SELECT {core_of_name('n')} FROM (SELECT unnest(?) AS n)", [[one, other]]).fetchall()
    assert cores[0] == cores[1] != (None,)


@pytest.mark.parametrize(("one", "other"), [("Foo 1", "Foo 2"), ("北京星河", "北京星海"), ("Inc", "Ltd")])
def test_names_that_are_not(connection, one, other):
    relation = "(SELECT * FROM (VALUES ('A', $1), ('B', $2)) AS t(account_id, name))"
    connection.execute("CREATE OR REPLACE TABLE named (account_id VARCHAR, name VARCHAR)")
    connection.execute("INSERT INTO named VALUES ('A', ?), ('B', ?)", [one, other])
    assert near_duplicates(connection, "named", 5) == ([], 0), relation


def test_nearly_the_same_names_are_reported_with_their_ids(desk):
    desk.write("accounts.csv", "Customer ID,Name\nA,北京星河（集团）有限公司\nB,北京星河\nC,Acme Ltd.\nD,Other\n")
    finding = found(desk.take("accounts.csv"), "names-that-are-nearly-the-same")
    assert finding["count"] == 1
    assert [example["value"] for example in finding["examples"]] == ["A 北京星河（集团）有限公司 = B 北京星河"]


def test_rows_with_nothing_but_an_id_are_reported(desk):
    """What stands at the foot of a report looks like an account of which nothing is known."""
    foot = "制表人：张三,,,\n打印日期:2024-03-05,,,\nC,,,checked\n以下空白,,,\n"
    desk.write("accounts.csv", f"客户编号,Name,月租,Memo\nA,Ada,5,\nB,,6,\n{foot}")
    finding = found(desk.take("accounts.csv"), "rows-with-nothing-but-an-id")
    assert (finding["count"], [(e["line"], e["value"]) for e in finding["examples"]]) == (
        3,
        [(4, "制表人:张三"), (5, "打印日期:2024-03-05"), (7, "以下空白")],
    )


def test_ids_that_keep_their_point_are_reported(desk):
    desk.write("accounts.csv", "Customer ID,Name\n17850.0,Ada\n1.5,Ben\n17850,Ada\n")
    result = desk.take("accounts.csv")
    finding = found(result, "ids-that-end-in-0")
    assert (finding["count"], [(e["line"], e["value"]) for e in finding["examples"]]) == (1, [(2, "17850.0")])
    assert [id for (id,) in desk.rows(result, "account_id")] == ["1.5", "17850", "17850.0"]
    desk.write("versions.csv", "Customer ID,Name\n1.1,Ada\n1.2,Ben\n")
    assert not any(each["code"].startswith("ids-that-end") for each in desk.take("versions.csv")["findings"])


def test_full_width_ids_are_told(desk):
    desk.write("accounts.csv", "客户编号,Name\n００１２３,Ada\nB,Ben\n")
    result = desk.take("accounts.csv")
    (change,) = result["changes"]
    assert (change["code"], change["count"]) == ("full-width", 1)
    assert [(e["raw"], e["value"]) for e in change["examples"]] == [("００１２３", "00123")]


def test_ids_of_several_rows_name_the_way_out(desk):
    desk.write("accounts.csv", "Customer ID,Monthly spend\nA,1\nA,2\nB,3\n")
    finding = found(desk.take("accounts.csv"), "ids-in-several-rows-that-differ")
    assert (finding["count"], [e["value"] for e in finding["examples"]]) == (1, ["A"])
    assert "--duplicate-ids" in finding["remedy"]


def test_rows_that_are_there_already_are_found_and_can_be_left_out(desk):
    desk.write("bills-1.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-01,10\n")
    desk.write("bills-2.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-02,20\n")
    first = desk.take("bills-1.csv", ledger="bills")
    again = found(first, "rows-that-are-the-same-as-an-earlier")
    assert (first["taken"], again["count"], [e["line"] for e in again["examples"]]) == (2, 1, [3])
    second = desk.take("bills-2.csv", ledger="bills", duplicate_rows="skip")
    assert (second["taken"], second["skipped_by"]["imported-before"]["count"]) == (1, 1)
    assert found(second, "rows-that-an-earlier-import")["count"] == 1


INVOICES = "customer id,date,amount,invoice\nA,2026-05-01,10,I1\nA,2026-05-01,10,I2\nA,2026/5/1,10.0,I2\n"


@pytest.mark.parametrize(("policy", "taken"), [("keep", 3), ("skip", 2), ("quarantine", 2)])
def test_rows_that_differ_in_a_column_that_is_not_taken_are_not_the_same(desk, policy, taken):
    desk.write("bills.csv", INVOICES)
    desk.write("turned.csv", "Invoice,amount,date,customer id\nI1,10,2026-05-01,A\n ,10,2026-05-01,A\n")
    result = desk.take("bills.csv", ledger="bills", duplicate_rows=policy)
    again = found(result, "rows-that-are-the-same-as-an-earlier")
    assert (result["taken"], again["count"], [e["line"] for e in again["examples"]]) == (taken, 1, [4])
    assert "in all columns" in again["message"]
    desk.workspace.undo_import("Ann")
    both = desk.take("bills.csv", "turned.csv", ledger="bills")
    assert found(both, "rows-that-are-the-same-as-an-earlier")["count"] == 2  # the columns in any order


def test_against_earlier_imports_only_the_columns_taken_can_be_compared(desk):
    desk.write("bills-1.csv", INVOICES)
    desk.write("bills-2.csv", "customer id,date,amount,invoice\nA,2026-05-01,10,I9\n")
    desk.take("bills-1.csv", ledger="bills")
    again = found(desk.take("bills-2.csv", ledger="bills"), "rows-that-an-earlier-import")
    assert "in the 3 columns taken: 1; they were taken all the same" in again["message"]
    assert again["remedy"].endswith("perhaps different: invoice; --duplicate-rows skip leaves such rows out too")


def test_why_no_row_is_left_is_said(desk):
    desk.write("bills-1.csv", INVOICES)
    desk.write("bills-2.csv", "customer id,date,amount,invoice\nA,2026-05-01,10,I9\n")
    desk.take("bills-1.csv", ledger="bills")
    assert desk.refused("bills-2.csv", ledger="bills", duplicate_rows="skip") == [
        "rows left out, already there: 1",
        "no row can be taken (rows read: 1); nothing was imported",
    ]


def test_rows_with_other_columns_can_be_the_same(desk):
    desk.write("bills-1.csv", "customer id,date,amount\nA,2026-05-01,10\n")
    desk.write("bills-2.csv", "customer id,date,amount,status\nA,2026-05-01,10,\nA,2026-05-01,10,paid\n")
    desk.take("bills-1.csv", ledger="bills")
    assert found(desk.take("bills-2.csv", ledger="bills"), "rows-that-an-earlier-import")["count"] == 1


@pytest.mark.parametrize(
    ("policy", "taken", "quarantined", "accounts"), [("keep", 2, 0, 1), ("quarantine", 1, 1, 1), ("add", 2, 0, 2)]
)
def test_rows_of_unknown_accounts(desk, policy, taken, quarantined, accounts):
    desk.write("accounts.csv", "Customer ID,Name\nA,Ada\n")
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nZ,2026-05-02,20\n")
    desk.take("accounts.csv")
    result = desk.take("bills.csv", ledger="bills", unknown_accounts=policy)
    assert (result["taken"], result["quarantined"]) == (taken, quarantined)
    finding = found(result, "rows-of-accounts")
    assert (finding["count"], [e["value"] for e in finding["examples"]]) == (1, ["Z"])
    assert desk.workspace.imports.current_accounts().rows == accounts


def test_accounts_can_be_made_of_a_ledger_alone(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nZ,2026-05-02,20\n")
    desk.take("bills.csv", ledger="bills", unknown_accounts="add")
    current = desk.workspace.imports.current_accounts()
    assert (current.rows, current.columns) == (2, ())


def test_an_amount_in_another_unit_and_impossible_dates(desk):
    lines = [f"C{n},{1000 + n},2020-01-01" for n in range(30)]
    odd = ["X,2000000,1020-01-01", "Y,1100,2099-01-01"]
    desk.write("accounts.csv", "\n".join(["Customer ID,Monthly spend,Opened", *lines, *odd]) + "\n")
    result = desk.take("accounts.csv")
    outlier = found(result, "values-of-about-a-thousand-times")
    assert [(e["value"], e["line"]) for e in outlier["examples"]] == [("2000000", 32)]
    dates = found(result, "dates-of-before-or-after")
    assert [(e["value"], e["line"]) for e in dates["examples"]] == [("1020-01-01", 32), ("2099-01-01", 33)]


def test_what_is_usual_in_a_ledger_is_usual_for_the_account(desk):
    lines = [
        f"{id},2026-05-{day:02},{usual + day}" for id, usual in (("A", 10), ("B", 100_000)) for day in range(1, 11)
    ]
    desk.write("bills.csv", "\n".join(["customer id,date,amount", *lines, "A,2026-05-20,100000"]) + "\n")
    finding = found(desk.take("bills.csv", ledger="bills"), "values-of-about-a-thousand-times")
    assert (finding["count"], [e["line"] for e in finding["examples"]]) == (1, [22])


def test_a_column_that_spreads_widely_has_no_outliers(desk):
    lines = [f"C{n},{10 ** (n % 8)}" for n in range(80)]
    desk.write("accounts.csv", "\n".join(["Customer ID,Monthly spend", *lines]) + "\n")
    assert desk.take("accounts.csv")["findings"] == []
