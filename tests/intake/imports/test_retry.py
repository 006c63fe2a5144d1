"""The quarantine file: made to be mended and imported again; nothing in it is run by a spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.intake.formulas import neutralised, neutralised_sql, restored, restored_sql
from kamengine.workspace.retried import open_files
from tests.intake.taking import shared_connection


def test_mended_rows_come_back(desk):
    desk.write(
        "accounts.csv",
        "Customer ID,Name,Monthly spend,City level\nA,Ada,12400,prefecture\nB,=1+1,much,county\nC,Cid,x,moon\n"
        "D,Dan, the second,7,county\n",
    )
    result = desk.take("accounts.csv")
    text, id = desk.quarantine(result), result["import"]
    assert text.splitlines() == [
        "line,column,value,reason (en),reason (zh),file,import,Customer ID,Name,Monthly spend,City level",
        f"3,Monthly spend,much,not a number,不是数值,accounts.csv,{id},B,'=1+1,much,county",
        '4,Monthly spend; City level,x; moon,"not a number; not in the list of values (prefecture, county)",'
        "不是数值; 不在可选值之中（prefecture、county）,"
        f"accounts.csv,{id},C,Cid,x,moon",
        '5,,"D,Dan, the second,7,county",too many or too few cells,单元格过多或过少,accounts.csv,' + f"{id},,,,",
    ]
    mended = text.replace(",B,'=1+1,much,", ",B,'=1+1,350,").replace(f"{id},,,,", f"{id},D,Dan,7,county")
    desk.write("mended.csv", mended)
    retried = desk.take("mended.csv", retry=True)
    assert (retried["read"], retried["taken"], retried["quarantined"], retried["mode"]) == (3, 2, 1, "merge")
    found = desk.rows(retried, "account_id, name, monthly_spend::INTEGER")
    assert found == [("A", "Ada", 12400), ("B", "=1+1", 350), ("D", "Dan", 7)]
    assert retried["problems"][0]["line"] == 3  # where it stands in the file that is mended
    header, still = desk.quarantine(retried).splitlines()
    assert still.startswith("4,Monthly spend; City level,x; moon,")  # where it stood at first
    desk.write("mended.csv", f"{header}\n{still.replace('x,moon', '9,county')}\n")
    last = desk.take("mended.csv", retry=True)
    assert (last["taken"], last["quarantined"], last["quarantine"], last["rows"]) == (1, 0, None, 4)


def test_a_row_that_was_mended_once_is_not_taken_again(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\nA,2026-05-03,y\n")
    text = desk.quarantine(desk.take("bills.csv", ledger="bills"))
    one = text.replace("A,2026-05-02,x", "A,2026-05-02,20")
    desk.write("one.csv", one)
    assert desk.take("one.csv", retry=True)["taken"] == 1
    desk.write("both.csv", one.replace("A,2026-05-03,y", "A,2026-05-03,30"))
    both = desk.take("both.csv", retry=True)
    assert (both["taken"], both["skipped_by"]["imported-before"]["count"]) == (1, 1)


def test_mended_rows_that_are_all_there_already_are_settled(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\n")
    result = desk.take("bills.csv", ledger="bills")
    desk.write("mended.csv", desk.quarantine(result).replace("A,2026-05-02,x", "A,2026-05-01,10"))
    again = desk.take("mended.csv", retry=True, duplicate_rows="skip")
    assert (again["taken"], again["skipped"]) == (0, 1)
    held = desk.workspace.imports.counting()
    assert open_files(held, held[0]) == {}
    assert desk.take("mended.csv", retry=True)["unchanged"]


def test_rows_that_were_not_mended_come_to_nothing(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\n")
    desk.write("same.csv", desk.quarantine(desk.take("bills.csv", ledger="bills")))
    assert desk.refused("same.csv", retry=True)[-1] == "no row can be taken (rows read: 1); nothing was imported"


def test_a_retry_that_was_taken_back_can_be_done_again(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\n")
    text = desk.quarantine(desk.take("bills.csv", ledger="bills"))
    desk.write("mended.csv", text.replace("A,2026-05-02,x", "A,2026-05-02,20"))
    desk.take("mended.csv", retry=True)
    desk.workspace.undo_import("Ann")
    assert desk.take("mended.csv", retry=True)["taken"] == 1


def test_rows_mended_before_their_import_was_done_again_come_back(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,2026-05-01,10\nA,2026-05-02,x\n")
    text = desk.quarantine(desk.take("bills.csv", ledger="bills"))
    desk.write("mended.csv", text.replace("A,2026-05-02,x", "A,2026-05-02,20"))
    desk.take("mended.csv", retry=True)
    desk.workspace.undo_import("Ann")
    desk.workspace.undo_import("Ann")
    (problem,) = desk.refused("mended.csv", retry=True)
    assert problem.endswith("which the rows were in, was taken back — import its files again first: bills.csv")
    desk.write("other.csv", "customer id,date,amount\nB,2026-05-01,10\n")
    desk.write("may.csv", (desk.folder / "bills.csv").read_bytes())  # the same bytes under another name
    again = desk.take("may.csv", "other.csv", ledger="bills")
    retried = desk.take("mended.csv", retry=True)
    assert (retried["taken"], desk.rows(retried, "account_id, amount::INTEGER")) == (1, [("A", 20)])
    fresh = desk.quarantine(again).replace("A,2026-05-02,x", "A,2026-05-02,20")
    desk.write("fresh.csv", fresh)  # the same row of the same file, as the second import wrote it
    assert desk.take("fresh.csv", retry=True)["unchanged"]


@pytest.mark.parametrize("between", [False, True])
def test_rows_that_are_all_in_already_are_said_to_be(desk, between):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend\nA,Ada,x\nB,Ben,1\n")
    desk.write("more.csv", "Customer ID,Name\nC,Cid\n")
    desk.write("mended.csv", desk.quarantine(desk.take("accounts.csv")).replace("Ada,x", "Ada,2"))
    first = desk.take("mended.csv", retry=True)
    if between:
        desk.take("more.csv")
    again = desk.take("mended.csv", retry=True)
    assert (again["unchanged"], again["import"], again["taken"]) == (True, first["import"], 1)
    assert again["notes"][0].startswith(f"rows of this file, all in already by the import {first['import'][:8]} of ")


def test_a_quarantine_file_is_not_taken_for_a_client_s_file(desk):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend\nA,Ada,x\nB,Ben,1\n")
    desk.write("mended.csv", desk.quarantine(desk.take("accounts.csv")))
    for asked in ({}, {"dry": True}, {"all_columns": True}, {"ledger": "bills"}):
        (problem,) = desk.refused("mended.csv", **asked)
        assert problem.startswith("mended.csv: this is a file of quarantined rows — kam import --retry ")


def test_dates_are_read_as_in_the_whole_file(desk):
    desk.write("bills.csv", "customer id,date,amount\nA,13/04/2026,1\nA,03/04/2026,x\n")
    text = desk.quarantine(desk.take("bills.csv", ledger="bills"))
    desk.write("mended.csv", text.replace("03/04/2026,x", "03/04/2026,2"))
    assert desk.rows(desk.take("mended.csv", retry=True), "date::VARCHAR") == [("2026-04-03",)]


def test_rows_whose_number_is_their_id_keep_it(desk):
    desk.write("answers.csv", "Monthly spend,City level\n5,county\nx,county\n7,prefecture\n")
    result = desk.take("answers.csv", key="#")
    assert desk.rows(result, "account_id, monthly_spend::INTEGER") == [("1", 5), ("3", 7)]
    desk.write("mended.csv", desk.quarantine(result).replace(",x,county", ",6,county"))
    retried = desk.take("mended.csv", retry=True)
    assert desk.rows(retried, "account_id, monthly_spend::INTEGER") == [("1", 5), ("2", 6), ("3", 7)]


def test_what_is_no_quarantine_file_is_refused(desk):
    desk.write("accounts.csv", "Customer ID,Name,Monthly spend\nA,Ada,x\nB,Ben,1\n")
    text = desk.quarantine(desk.take("accounts.csv"))
    (problem,) = desk.refused("accounts.csv", retry=True)
    assert problem.startswith("accounts.csv: this is no file of quarantined rows: it lacks the column line")
    desk.write("other.csv", text.replace(desk.workspace.imports.list()[0].id, "0123456789ab"))
    assert desk.refused("other.csv", retry=True) == ["there is no import 0123456789ab — see kam imports"]
    desk.write("none.csv", text.replace(desk.workspace.imports.list()[0].id, ""))
    (problem,) = desk.refused("none.csv", retry=True)
    assert "the column named import must name one import in all rows" in problem


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "''=1"])
def test_what_a_spreadsheet_would_run_is_text(text):
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "-12.5", "+3", "-1,200.00", "12%", "'", "'a", "Ada"])
def test_what_it_would_not_run_stays(text):
    assert neutralised(text) == text


TEXTS = st.text(alphabet=st.sampled_from("'=+-@＝ \tа1.,%x"), max_size=6)


@given(TEXTS)
def test_neutralised_texts_come_back_as_they_were(text):
    assert restored(neutralised(text)) == text


@given(st.lists(TEXTS, max_size=20))
def test_the_database_neutralises_alike(texts):
    found = (
        shared_connection()
        .execute(f"SELECT {neutralised_sql('t')}, {restored_sql('t')} FROM (SELECT unnest(?::VARCHAR[]) AS t)", [texts])
        .fetchall()
    )
    assert found == [(neutralised(text), restored(text)) for text in texts]
