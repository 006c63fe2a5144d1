"""Every row that is read is taken, quarantined or skipped, and the result says which and why."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ACCOUNTS = 'Customer ID,Name,Monthly spend,City level\nB,Ben,200,county\nA,艾达,"¥12,400.00",prefecture\n'


def test_accounts_are_typed_and_sorted_by_id(desk):
    desk.write("accounts.csv", ACCOUNTS)
    result = desk.take("accounts.csv")
    assert (result["kind"], result["mode"], result["read"], result["taken"]) == ("accounts", "replace", 2, 2)
    assert result["encoding"] == "utf-8"
    assert result["mapping"] == {
        "Customer ID": "account_id",
        "Name": "name",
        "Monthly spend": "monthly_spend",
        "City level": "city",
    }
    found = desk.rows(result, "account_id, name, city, monthly_spend::VARCHAR")
    assert found == [("A", "艾达", "prefecture", "12400.0000"), ("B", "Ben", "county", "200.0000")]
    (change,) = result["changes"]
    assert (change["column"], change["code"], change["count"]) == ("Monthly spend", "currency", 1)
    (example,) = change["examples"]
    assert (example["line"], example["raw"], example["value"]) == (3, "¥12,400.00", "12400")


def test_every_kind_of_row_is_listed_with_its_line(desk):
    desk.write(
        "accounts.csv",
        "Exported on Monday,,,\n"
        "Customer ID,Name,Monthly spend,City level\n"
        "A,Ada,12400,prefecture\n"
        "B,Ben,much,county\n"  # no number
        ",,,\n"  # blank
        "C,Cid, with comma,100,county\n"  # one cell too many
        "Customer ID,Name,Monthly spend,City level\n"  # the headers again
        "D,Dan,1,moon\n"  # not in the list
        "E,Eve,5,county\n"
        "E,Eve,5,county\n"  # the same again
        "F,Fay,6,county\n"
        "F,Fay,7,county\n"  # the same id, another amount
        "合计,,12423,\n",  # a sum
    )
    result = desk.take("accounts.csv")
    assert (result["read"], result["taken"], result["quarantined"], result["skipped"]) == (11, 2, 5, 4)
    counts = {why: found["count"] for why, found in result["skipped_by"].items()}
    assert counts == {"blank": 1, "repeated-header": 1, "subtotal": 1, "identical": 1}
    assert [row["line"] for row in result["skipped_by"]["subtotal"]["rows"]] == [13]
    assert [(p["line"], p["column"], p["value"], p["code"]) for p in result["problems"]] == [
        (4, "Monthly spend", "much", "not-a-number"),
        (6, None, "C,Cid, with comma,100,county", "too-many-or-too-few-cells"),
        (8, "City level", "moon", "not-in-the-list-of-values"),
        (11, "Customer ID", "F", "stands-in-several-rows-that-differ"),
        (12, "Customer ID", "F", "stands-in-several-rows-that-differ"),
    ]
    assert [id for (id,) in desk.rows(result, "account_id")] == ["A", "E"]


def test_an_account_called_total_is_no_sum(desk):
    desk.write("accounts.csv", "Customer ID,Name\nT1,Total\nT2,Sum\n,Total\n")
    result = desk.take("accounts.csv")
    assert (result["taken"], result["skipped_by"]["subtotal"]["count"]) == (2, 1)


def test_a_row_that_describes_the_columns_is_no_data(desk):
    desk.write("accounts.csv", "客户编号,name,月租\n必填，单行文本,选填，单行文本,数字\nA,Ada,100\n")
    result = desk.take("accounts.csv")
    assert (result["taken"], result["skipped_by"]["description"]["count"]) == (1, 1)


def test_a_single_column_may_hold_its_own_header(desk):
    desk.write("accounts.csv", "account_id\naccount_id\nA\n")
    assert desk.refused("accounts.csv")[0].startswith("accounts.csv: no column is a known field")


@pytest.mark.parametrize(("policy", "spend"), [("first", 1), ("last", 2)])
def test_one_row_of_an_id_can_be_taken(desk, policy, spend):
    desk.write("accounts.csv", "Customer ID,Monthly spend\nA,1\nA,2\nB,3\n")
    result = desk.take("accounts.csv", duplicate_ids=policy)
    assert desk.rows(result, "account_id, monthly_spend::INTEGER") == [("A", spend), ("B", 3)]
    assert result["skipped_by"]["other-row-of-the-id"]["count"] == 1


@pytest.mark.parametrize(("policy", "quarantined", "skipped"), [("quarantine", 1, 0), ("skip", 0, 1)])
def test_rows_of_a_ledger_without_an_id(desk, policy, quarantined, skipped):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\n,2026-05-02,20\n")
    result = desk.take("bills.csv", ledger="bills", no_account=policy)
    assert (result["taken"], result["quarantined"], result["skipped"]) == (1, quarantined, skipped)


def test_a_blank_date_in_a_ledger_is_quarantined(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,,10\nA,2026-05-02,20\n")
    result = desk.take("bills.csv", ledger="bills")
    assert [(p["column"], p["value"], p["code"]) for p in result["problems"]] == [("date", None, "blank")]


def test_nothing_is_imported_when_bad_values_are_to_stop_it(desk):
    desk.write("accounts.csv", "Customer ID,Monthly spend\nA,x\nB,1\n")
    assert desk.refused("accounts.csv", on_error="stop") == [
        "accounts.csv:2: Monthly spend: 'x': not a number",
        "rows that cannot be taken: 1; nothing was imported — "
        "correct them, or write such rows to a file with --on-error quarantine",
    ]
    assert not desk.workspace.imports.list()


def test_an_import_of_nothing_but_bad_rows_is_there_to_be_mended(desk):
    desk.write("accounts.csv", "Customer ID,Monthly spend\nA,x\n")
    result = desk.take("accounts.csv")
    assert (result["read"], result["taken"], result["quarantined"], result["rows"]) == (1, 0, 1, 0)
    assert desk.take("accounts.csv")["unchanged"]
    assert desk.workspace.imports.current_accounts() is None  # nothing came in, so there is nothing to classify
    desk.write("mended.csv", desk.quarantine(result).replace("A,x", "A,5"))
    assert desk.rows(desk.take("mended.csv", retry=True), "account_id, monthly_spend::INTEGER") == [("A", 5)]


def test_a_file_none_of_whose_rows_a_ledger_took_can_be_imported_otherwise(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,13/04/2026,1\nA,14/05/2026,1\n")
    assert desk.take("bills.csv", ledger="bills", dates=["mdy"])["taken"] == 0
    assert desk.workspace.imports.ledger_names() == ()
    assert desk.take("bills.csv", ledger="bills", dates=["dmy"])["taken"] == 2


def test_what_is_there_is_not_replaced_by_nothing(desk):
    desk.write("accounts.csv", "Customer ID,Monthly spend\nA,1\n")
    desk.write("bad.csv", "Customer ID,Monthly spend\nA,x\n")
    desk.take("accounts.csv")
    said = desk.refused("bad.csv", mode="replace")
    assert said[-1] == "no row can be taken (rows read: 1); nothing was imported"
    assert len(desk.workspace.imports.list()) == 1


def test_a_dry_run_keeps_nothing(desk):
    desk.write("accounts.csv", ACCOUNTS)
    result = desk.take("accounts.csv", dry=True)
    assert (result["taken"], result["import"]) == (2, None)
    assert not desk.workspace.imports.list()
    assert not (desk.workspace.folder / "data").exists()


def test_nothing_is_left_in_the_temporary_folder(desk):
    desk.write("accounts.csv", "Customer ID,Monthly spend\nA,x\nB,1\n")
    desk.take("accounts.csv")
    desk.workspace.close()
    assert not (desk.workspace.folder / ".temporary").exists()


CELLS = st.sampled_from(["A", "B", "C1", "", "  ", "Total", "合计", "x,y", 'a"b', "1", "1.2万", "-", "N/A", "账单"])
ROW = st.lists(CELLS, min_size=1, max_size=5)


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=8), st.sampled_from(["quarantine", "first", "last"]))
def test_whatever_the_rows_are_each_has_one_fate(desk, rows, policy):
    lines = ["Customer ID,Name,Monthly spend,City level", *(",".join(map(_quoted, row)) for row in rows)]
    desk.write("accounts.csv", "\n".join(lines) + "\nZZ,Zoe,1,county\n")
    result = desk.take(
        "accounts.csv", dry=True, mode="replace", duplicate_ids=policy, reading={"encoding": "utf-8", "header_row": 1}
    )
    assert result["taken"] >= 1  # `take` itself compares read with the sum of the fates


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') and cell != "x,y" else cell
