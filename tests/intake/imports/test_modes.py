"""What new rows do to those that are there: replace, merge, append, replace a period; the same again does nothing."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from kamengine.workspace import Workspace


def test_the_same_file_twice_changes_nothing(desk):
    desk.write("accounts.csv", "Customer ID,Name\nA,Ada\n")
    first = desk.take("accounts.csv", mode="replace")
    again = desk.take("accounts.csv", mode="replace")
    assert (again["unchanged"], again["import"], again["snapshot"]) == (True, first["import"], first["snapshot"])
    assert len(desk.workspace.imports.list()) == 1


def test_the_same_file_twice_changes_nothing_also_when_rows_are_bad(desk):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend\nA,Ada,x\nB,Ben,1\n")
    first = desk.take("accounts.csv")
    again = desk.take("accounts.csv")  # merged now, as there are accounts
    assert (again["unchanged"], again["import"], again["quarantine"]) == (True, first["import"], first["quarantine"])
    assert len(desk.workspace.imports.list()) == 1
    desk.write("same.csv", "Customer ID,Name,Monthly spend\nB,Ben,1\nZ,Zoe,?\n")  # brings nothing but a bad row
    other = desk.take("same.csv")
    assert (other["unchanged"], other["quarantined"], "Zoe" in desk.quarantine(other)) == (False, 1, True)


def test_after_a_retry_the_first_file_changes_nothing(desk):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend\nA,Ada,x\nB,Ben,1\n")
    desk.write("mended.csv", desk.quarantine(desk.take("accounts.csv")).replace("Ada,x", "Ada,2"))
    retried = desk.take("mended.csv", retry=True)
    again = desk.take("accounts.csv")
    assert (again["unchanged"], again["import"]) == (True, retried["import"])


def test_what_is_unchanged_says_what_the_import_held(desk):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend,Desk,Pager\nA,Ada,x,,\nB,Ben,1,,\n,,,,\n")
    first, again = desk.take("accounts.csv"), desk.take("accounts.csv")
    assert (again["left_over"], [file["rows"] for file in again["files"]]) == (["Desk", "Pager"], [3])
    names = (
        "files",
        "left_over",
        "quarantine",
        "read",
        "taken",
        "quarantined",
        "skipped",
        "rows",
        "mapping",
        "encoding",
    )
    assert again["unchanged"] and {name: again[name] for name in names} == {name: first[name] for name in names}


def test_accounts_that_come_in_with_a_ledger_go_with_it(desk):
    desk.write("accounts.csv", "Customer ID,Name\nA,Ada\n")
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nB,2026-05-02,20\n")
    accounts = desk.take("accounts.csv")
    bills = desk.take("bills.csv", ledger="bills", unknown_accounts="add")
    assert desk.workspace.imports.current_accounts().rows == 2
    assert desk.workspace.undo_import("Ann").id == bills["import"]
    assert desk.workspace.imports.current_accounts().id == accounts["import"]
    assert desk.workspace.imports.counting("bills") == ()


@pytest.mark.parametrize("mode", ["replace", "merge"])
def test_the_same_table_in_another_order_is_the_same_snapshot(desk, mode):
    desk.write("accounts.csv", "Customer ID,Name,City level\nA,Ada,county\nB,Ben,\n")
    desk.write("turned.csv", "name;city;account_id\nBen;;B\nAda;county;A\n")
    first = desk.take("accounts.csv")
    again = desk.take("turned.csv", mode=mode)
    assert (again["unchanged"], again["snapshot"]) == (True, first["snapshot"])


def test_after_other_accounts_the_first_ones_can_come_back(desk):
    desk.write("a.csv", "Customer ID,Name\nA,Ada\n")
    desk.write("b.csv", "Customer ID,Name\nB,Ben\n")
    first = desk.take("a.csv", mode="replace")
    desk.take("b.csv", mode="replace")
    back = desk.take("a.csv", mode="replace")
    assert (back["unchanged"], back["snapshot"]) == (False, first["snapshot"])


def test_merging_keeps_what_new_files_do_not_say(desk):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend\nA,Ada,100\nB,Ben,200\n")
    desk.write("more.csv", "Customer ID,Monthly spend,City level\nB,,county\nC,300,county\n")
    desk.take("accounts.csv")
    merged = desk.take("more.csv")
    assert (merged["mode"], merged["taken"], merged["rows"]) == ("merge", 2, 3)
    columns = "account_id, name, city, monthly_spend::INTEGER"
    assert desk.rows(merged, columns) == [
        ("A", "Ada", None, 100),
        ("B", "Ben", "county", 200),
        ("C", None, "county", 300),
    ]
    erased = desk.take("more.csv", erase_blanks=True)
    assert desk.rows(erased, columns)[1] == ("B", "Ben", "county", None)


def test_a_merge_sees_what_another_process_imported_in_between(desk):
    desk.write("accounts.csv", "Customer ID,Name\nA,Ada\n")
    desk.write("b.csv", "Customer ID,Name\nB,Ben\n")
    desk.write("c.csv", "Customer ID,Name\nC,Cid\n")
    desk.take("accounts.csv")
    with Workspace.open(desk.workspace.folder) as other:
        type(desk)(desk.folder, other, desk.fields).take("b.csv")
    assert [id for (id,) in desk.rows(desk.take("c.csv"), "account_id")] == ["A", "B", "C"]


def test_replacing_says_who_is_gone(desk):
    desk.write("accounts.csv", "Customer ID,Name\nA,Ada\nB,Ben\n")
    desk.write("fewer.csv", "Customer ID,Name\nA,Ada\n")
    desk.take("accounts.csv")
    (finding,) = desk.take("fewer.csv", mode="replace")["findings"]
    assert (finding["code"], finding["count"]) == ("accounts-that-were-there-and-are-not-in", 1)
    assert [example["value"] for example in finding["examples"]] == ["B"]


def test_many_files_are_one_import_whatever_the_order_of_their_columns(desk):
    desk.write("bills-1.csv", "customer id,date,amount\nA,2026-05-01,10\n")
    desk.write("bills-2.csv", "amount,customer id,date\n20,B,2026-05-02\nx,B,2026-05-03\n")
    result = desk.take("bills-*.csv", ledger="bills")
    assert (result["read"], result["taken"], [file["rows"] for file in result["files"]]) == (3, 2, [1, 2])
    found = desk.rows(result, "account_id, amount::INTEGER, date::VARCHAR")
    assert found == [("A", 10, "2026-05-01"), ("B", 20, "2026-05-02")]
    (problem,) = result["problems"]
    assert (problem["file"].rsplit("/")[-1], problem["line"], problem["value"]) == ("bills-2.csv", 3, "x")


def test_files_with_other_columns_go_in_beside_each_other(desk):
    desk.write("1.csv", "customer id,date,amount\nA,2026-05-01,10\n")
    desk.write("2.csv", "customer id,date,amount,status\nB,2026-05-02,20,paid\n")
    result = desk.take("1.csv", "2.csv", ledger="bills")
    assert desk.rows(result, "account_id, status") == [("A", None), ("B", "paid")]


def test_day_and_month_are_decided_over_all_files(desk):
    desk.write("1.csv", "customer id,date,amount\nA,03/04/2026,1\n")  # alone it could be either
    desk.write("2.csv", "customer id,date,amount\nA,13/04/2026,2\n")
    result = desk.take("1.csv", "2.csv", ledger="bills")
    assert desk.rows(result, "date::VARCHAR") == [("2026-04-03",), ("2026-04-13",)]


def test_a_column_that_no_file_has_is_not_asked_about(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,03/04/2026,1\n")
    problems = desk.refused("bills.csv", ledger="bills", dates=["Dates=dmy", "合同=mdy"])
    assert problems[0] == "--dates: there is no column dates — did you mean date?"
    assert problems[1].startswith("--dates: there is no column 合同 — the headers are ")


def test_rows_of_a_ledger_are_not_made_into_accounts(desk):
    desk.write("bills.csv", "customer id,date,amount,invoice\nA,2026-05-01,1,I1\n")
    (problem,) = desk.refused("bills.csv")
    assert "only the account's id is known; the other headers are date, amount, invoice — " in problem
    assert problem.endswith("rows of a ledger? name it with --ledger, such as invoices, bills, orders")
    desk.write("colours.csv", "customer id,colour\nA,red\n")
    (problem,) = desk.refused("colours.csv")
    assert problem.endswith("or take them as they are with --all-columns")


def test_ambiguous_dates_are_asked_for(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,03/04/2026,1\n")
    (problem,) = desk.refused("bills.csv", ledger="bills")
    assert "--dates" in problem and problem.startswith("bills.csv: date: ")
    result = desk.take("bills.csv", ledger="bills", dates=["mdy"])
    assert desk.rows(result, "date::VARCHAR") == [("2026-03-04",)]


def test_a_ledger_takes_only_the_files_that_it_does_not_have(desk):
    desk.write("bills-1.csv", "customer id,date,amount\nA,2026-05-01,10\n")
    desk.write("bills-2.csv", "customer id,date,amount\nA,2026-05-02,20\n")
    first = desk.take("bills-1.csv", ledger="bills")
    second = desk.take("bills-1.csv", "bills-2.csv", ledger="bills")
    (note,) = second["notes"]
    assert second["read"] == 1 and f"left out: the import {first['import'][:8]} has brought it already" in note
    assert desk.take("bills-1.csv", "bills-2.csv", ledger="bills")["unchanged"]
    assert desk.take("bills-1.csv", ledger="bills", again=True)["taken"] == 1


def test_a_copy_of_a_file_does_not_double_a_ledger(desk):
    for name in ("1.csv", "copy.csv"):
        desk.write(name, "customer id,date,amount\nA,2026-05-01,10\n")
    result = desk.take("1.csv", "copy.csv", ledger="bills")
    assert (result["taken"], "copy.csv: left out: it holds the same as " in result["notes"][0]) == (1, True)


@pytest.mark.parametrize("period", [None, (dt.date(2026, 5, 1), dt.date(2026, 5, 31))])
def test_a_period_is_replaced(desk, period):
    desk.write("may.csv", "customer id,date,amount\nA,2026-04-30,1\nA,2026-05-01,10\nA,2026-05-20,20\n")
    desk.write("mended.csv", "customer id,date,amount\nA,2026-05-02,30\nA,2026-05-25,40\n")
    desk.take("may.csv", ledger="bills")
    desk.take("mended.csv", ledger="bills", mode="replace-period", period=period)
    with duckdb.connect() as connection:
        ledger = desk.workspace.tables(connection).ledgers["bills"]
        found = connection.execute(f"SELECT amount::INTEGER FROM {ledger.relation} ORDER BY 1").fetchall()
    assert [amount for (amount,) in found] == ([1, 10, 30, 40] if period is None else [1, 30, 40])


def test_modes_that_do_not_fit(desk):
    desk.write("accounts.csv", "Customer ID,Name\nA,Ada\n")
    (problem,) = desk.refused("accounts.csv", mode="append")
    assert problem.startswith("--mode: append is not for the accounts — write one of ")
    (problem,) = desk.refused("accounts.csv", mode="merge", ledger="bills")
    assert problem.startswith("--mode: merge is not for a ledger — write one of ")


def test_what_was_mapped_once_is_known_the_next_time(desk):
    desk.write("accounts.csv", "Customer ID,Fee\nA,100\n")
    desk.write("later.csv", "Fee,Customer ID\n200,A\n")
    desk.take("accounts.csv", mapping={"Fee": "monthly_spend"})
    assert desk.take("later.csv")["mapping"] == {"Fee": "monthly_spend", "Customer ID": "account_id"}


def test_all_columns_are_taken_when_asked_for(desk):
    desk.write("accounts.csv", "Customer ID,Shoe size,R\nA,12,x\nB,7,y\n")
    result = desk.take("accounts.csv", all_columns=True)
    assert desk.rows(result, 'account_id, "Shoe_size", "R"') == [("A", 12, "x"), ("B", 7, "y")]


@pytest.fixture
def newer(desk):
    """A workspace where a newer file has other values than an older one."""
    desk.write("may.csv", "Customer ID,Monthly spend\nA,12400\n")
    desk.write("june.csv", "Customer ID,Monthly spend\nA,13000\n")
    return desk, desk.take("may.csv"), desk.take("june.csv")


def spend(desk):
    current = desk.workspace.imports.current_accounts()
    return desk.rows({"import": current.id}, "monthly_spend::INTEGER")


def test_an_older_file_does_not_come_over_newer_values(newer):
    desk, may, _ = newer
    again = desk.take("may.csv")
    assert (again["unchanged"], again["import"], spend(desk)) == (True, may["import"], [(13000,)])
    (note,) = again["notes"]
    assert f"imported already, at last by the import {may['import'][:8]}" in note
    assert "newer ones came after it and hold: --again brings the values of these files back" in note
    assert desk.take("may.csv", dry=True)["notes"] == [note]


def test_an_older_file_comes_again_when_somebody_says_so(newer):
    desk, *_ = newer
    assert not desk.take("may.csv", again=True)["unchanged"]
    assert spend(desk) == [(12400,)]
    assert desk.take("may.csv")["notes"] == [], "now it is the newest"


def test_an_older_file_that_replaces_all_accounts_says_so_itself(newer):
    desk, *_ = newer
    assert not desk.take("may.csv", mode="replace")["unchanged"]
    assert spend(desk) == [(12400,)]


def test_files_that_were_imported_one_by_one_are_known_together(newer):
    desk, *_ = newer
    assert desk.take("may.csv", "june.csv")["unchanged"]
    desk.write("july.csv", "Customer ID,Monthly spend\nB,1\n")
    assert not desk.take("june.csv", "july.csv")["unchanged"], "one of them is new"


def test_an_older_file_read_otherwise_is_another_import(newer):
    desk, *_ = newer
    taken = desk.take("may.csv", mapping={"Monthly spend": "fee:number"})
    assert not taken["unchanged"]
    assert desk.rows(taken, "monthly_spend::INTEGER, fee::INTEGER") == [(13000, 12400)]


def test_what_was_mapped_is_known_in_files_with_other_headers(desk):
    desk.write("may.csv", "客户编号,Name,基本费\nA,Ada,5\n")
    desk.write("june.csv", "客户编号,基本费\nA,6\n")
    desk.take("may.csv", mapping={"基本费": "monthly_spend"})
    june = desk.take("june.csv")
    assert june["mapping"] == {"客户编号": "account_id", "基本费": "monthly_spend"}
    assert desk.rows(june, "name, monthly_spend::INTEGER") == [("Ada", 6)]


def test_a_row_is_mended_where_two_columns_have_one_header(desk):
    desk.write("twice.csv", "Customer ID,Fee,Fee\nA,1,5\nB,2,x\n")
    first = desk.take("twice.csv", mapping={"Fee#2": "monthly_spend"})
    assert (first["taken"], first["mapping"]) == (1, {"Customer ID": "account_id", "Fee#2": "monthly_spend"})
    desk.write("mended.csv", desk.quarantine(first).replace("B,2,x", "B,2,7"))
    mended = desk.take("mended.csv", retry=True)
    assert desk.rows(mended, "account_id, monthly_spend::INTEGER") == [("A", 5), ("B", 7)]
