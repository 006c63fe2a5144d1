from __future__ import annotations

import csv
from datetime import date

import pytest

from kamengine.declarations import Field
from kamengine.intake import IntakeOptions, take_in
from kamengine.intake.quarantine import path_for
from kamengine.locale import Messages
from kamengine.problems import KamError
from tests.intake.taking import notes_of, refusal, rows_of, take, wanted, write_csv

SPEND, SINCE = Field("spend", "money"), Field("since", "date")
CONTENT = """id,Spend,since,remark
A,1,2026-01-31,good
B,ten,2026-02-31,"two
lines"
C,3
D,4,,good
E,5,,first
E,6,,second
,7,,nobody
F,8,,"say ""hi"", x"
G,9,,a,b
"""
BAD_ROWS = [
    ["2", "Spend", "ten", "not a number", "B", "ten", "2026-02-31", "two\nlines"],
    ["2", "since", "2026-02-31", "not a date of the calendar that can be read", "B", "ten", "2026-02-31", "two\nlines"],
    ["3", "", "C,3", "too many or too few cells", "", "", "", ""],
    ["5", "id", "E", "stands in several rows", "E", "5", "", "first"],
    ["6", "id", "E", "stands in several rows", "E", "6", "", "second"],
    ["7", "id", "", "blank", "", "7", "", "nobody"],
    ["9", "", "G,9,,a,b", "too many or too few cells", "", "", "", ""],
]


def quarantining(path, **others):
    return IntakeOptions(on_error="quarantine", quarantine=path, **others)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def accounts(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(CONTENT, encoding="utf-8")
    return path


def test_bad_rows_are_written_out_whole_and_left_out(connection, tmp_path, accounts):
    out = tmp_path / "a.quarantine.csv"
    intake = take(connection, accounts, SPEND, SINCE, options=quarantining(out))
    assert [row[0] for row in rows_of(intake)] == ["A", "D", "F"]
    assert read(out) == [["row", "column", "value", "reason", "id", "Spend", "since", "remark"], *BAD_ROWS]
    assert notes_of(intake, tmp_path) == ["a.csv: rows left out and written to a.quarantine.csv: 6"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.quarantine.csv"]


def test_rows_mended_in_the_quarantine_file_can_be_taken(connection, tmp_path, accounts):
    out = tmp_path / "a.quarantine.csv"
    take(connection, accounts, SPEND, SINCE, options=quarantining(out))
    header, *rows = read(out)
    again = write_csv(tmp_path / "again.csv", header[4:], [[rows[0][4], "10", "2026-01-31", ""]])
    assert len(rows_of(take(connection, again, SPEND, SINCE))) == 1


def test_nothing_is_written_when_nothing_is_bad(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "spend"], [("A", "1")])
    intake = take(connection, file, SPEND, options=quarantining(tmp_path / "q.csv"))
    assert (rows_of(intake)[0][0], intake.notes, (tmp_path / "q.csv").exists()) == ("A", (), False)


def test_a_file_that_is_there_is_replaced(connection, tmp_path, accounts):
    out = tmp_path / "q.csv"
    out.write_text("old\n" * 1000)
    take(connection, accounts, SPEND, SINCE, options=quarantining(out))
    assert len(read(out)) == 1 + len(BAD_ROWS)


def test_the_reasons_may_be_in_another_language(connection, tmp_path, accounts):
    translations = {"not a number": "不是数字"}
    options = quarantining(tmp_path / "q.csv", translator=Messages("zh", translations))
    take(connection, accounts, SPEND, SINCE, options=options)
    assert read(tmp_path / "q.csv")[1][3] == "不是数字"


def test_what_is_wrong_with_the_whole_file_still_stops(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "x"], [("A", "?"), ("B", "1")])
    options = quarantining(tmp_path / "q.csv")
    (problem,) = refusal(connection, file, Field("x", "number"), needed=["x", "y"], options=options)
    assert problem.startswith("a.csv: the pack needs a column for y")
    assert not (tmp_path / "q.csv").exists()


def test_every_row_bad_is_a_problem(connection, tmp_path):
    file = write_csv(tmp_path / "a.csv", ["id", "x"], [("A", "?"), ("B", "!")])
    assert refusal(connection, file, Field("x", "number"), options=quarantining(tmp_path / "q.csv")) == [
        "a.csv: every row is bad: 2 — see what is wrong with --on-error stop"
    ]


def test_a_file_that_cannot_be_written_is_a_problem(connection, tmp_path, accounts):
    options = quarantining(tmp_path / "none" / "q.csv")
    (problem,) = refusal(connection, accounts, SPEND, SINCE, options=options)
    assert problem == "none/q.csv: the bad rows cannot be written: No such file or directory"
    assert connection.sql("SHOW ALL TABLES").fetchall() == []


def test_bad_rows_of_a_ledger_go_to_a_file_beside_and_stay_with_what_is_unknown(connection, tmp_path):
    accounts = write_csv(tmp_path / "a.csv", ["id"], [("A",)])
    bills = write_csv(
        tmp_path / "b.csv", ["id", "date", "spend"], [("A", "2026-01-01", "1"), ("A", "", "2"), ("A", "?", "3")]
    )
    table = wanted(SPEND, Field("date", "date"), required=frozenset({"date"}), date="date")
    options = quarantining(tmp_path / "a.quarantine.csv")
    intake = take_in(connection, accounts, {"bills": bills}, wanted(), {"bills": table}, options)
    assert rows_of(intake, "bills") == [("A", 1, date(2026, 1, 1)), ("A", 2, None), ("A", 3, None)]
    assert [row[:4] for row in read(tmp_path / "a.quarantine.bills.csv")[1:]] == [
        ["2", "date", "", "blank"],
        ["3", "date", "?", "not a date of the calendar that can be read"],
    ]


def test_names_of_quarantine_files(tmp_path):
    assert path_for(tmp_path / "a.quarantine.csv", None).name == "a.quarantine.csv"
    assert path_for(tmp_path / "a.quarantine.csv", "bills").name == "a.quarantine.bills.csv"


def test_quarantine_needs_a_file(connection, accounts):
    with pytest.raises(ValueError, match="quarantine needs a file"):
        take(connection, accounts, SPEND, SINCE, options=IntakeOptions(on_error="quarantine"))


def test_hostile_headers_are_written_as_they_are(connection, tmp_path):
    names = ["id", 'x"; DROP TABLE y; --', "two\nlines", "row", "value"]
    file = write_csv(tmp_path / "a.csv", names, [("A", "?", "1", "2", "3"), ("B", "1", "", "", "")])
    options = quarantining(tmp_path / "q.csv")
    take(connection, file, Field("x", "number", aliases=(names[1],)), options=options)
    assert read(tmp_path / "q.csv") == [
        ["row", "column", "value", "reason", *names[:2], "two lines", "row", "value"],
        ["1", names[1], "?", "not a number", "A", "?", "1", "2", "3"],
    ]


def test_rows_keep_their_order_and_numbers_around_gaps(connection, tmp_path):
    cells = [str(number) if number % 7 else "?" for number in range(1, 3001)]
    lines = [f"A{number},{cell}" if number % 11 else "ragged" for number, cell in enumerate(cells, start=1)]
    file = tmp_path / "a.csv"
    file.write_text("id,x\n" + "\n".join(lines) + "\n")
    intake = take(connection, file, Field("x", "integer"), options=quarantining(tmp_path / "q.csv"))
    good = [number for number in range(1, 3001) if number % 7 and number % 11]
    assert rows_of(intake) == [(f"A{number}", number) for number in good]
    bad = [number for number in range(1, 3001) if number not in set(good)]
    assert [int(row[0]) for row in read(tmp_path / "q.csv")[1:]] == bad


def test_a_ledger_is_refused_together_with_the_accounts(connection, tmp_path):
    accounts = write_csv(tmp_path / "a.csv", ["id", "spend"], [("A", "?")])
    bills = write_csv(tmp_path / "b.csv", ["id", "date"], [("A", "?")])
    missing = tmp_path / "none.csv"
    tables = {"bills": wanted(Field("date", "date")), "visits": wanted()}
    with pytest.raises(KamError) as error:
        take_in(connection, accounts, {"bills": bills, "visits": missing}, wanted(SPEND), tables, IntakeOptions())
    assert [problem.place.file for problem in error.value.problems] == [str(accounts), str(bills), str(missing)]
