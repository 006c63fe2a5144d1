from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamengine.declarations import Field
from kamengine.intake import IntakeOptions, take_in
from kamengine.problems import KamError
from tests.intake.taking import ENGLISH, STOP, notes_of, rows_of, wanted, write_csv

BILLS = wanted(
    Field("date", "date", aliases=("账期",)),
    Field("amount", "money"),
    needed=["date", "amount"],
    key_aliases=("户号",),
    required=frozenset({"date"}),
    date="date",
)


@pytest.fixture
def accounts(tmp_path):
    return write_csv(tmp_path / "accounts.csv", ["客户编号", "name"], [(" A ", "a"), ("B", "b")])


def bills(tmp_path, *rows, header=("户号", "账期", "amount")):
    return write_csv(tmp_path / "bills.csv", header, rows)


def taken(connection, accounts, file, options=STOP, table=BILLS):
    return take_in(connection, accounts, {"bills": file}, wanted(Field("name", "text")), {"bills": table}, options)


def test_rows_join_their_accounts(connection, tmp_path, accounts):
    file = bills(tmp_path, ("A\u3000", "202601", "10.10"), ("B", "2026-02-03", ""), ("A", "2026年3月", "1,000"))
    intake = taken(connection, accounts, file)
    assert rows_of(intake, "bills") == [
        ("A", date(2026, 1, 1), Decimal("10.1")),
        ("B", date(2026, 2, 3), None),
        ("A", date(2026, 3, 1), Decimal(1000)),
    ]
    assert intake.snapshot.ledgers["bills"].columns == {"date", "amount"}
    assert intake.newest_ledger_date == date(2026, 3, 1)
    assert notes_of(intake, tmp_path) == [
        "bills.csv: 账期: months read as their first day: 2",
        "bills.csv: amount: digits in groups, read as one number: 1",
    ]


def test_rows_of_nobody_and_of_strangers_are_left_out_and_counted(connection, tmp_path, accounts):
    file = bills(
        tmp_path, ("A", "2026-01-01", "1"), ("", "2026-01-02", "2"), ("Z", "2026-12-31", "3"), ("Z", "2026-01-01", "4")
    )
    intake = taken(connection, accounts, file)
    assert rows_of(intake, "bills") == [("A", date(2026, 1, 1), Decimal(1))]
    assert notes_of(intake, tmp_path) == [
        "bills.csv: rows without an account's id left out: 1",
        "bills.csv: rows left out because their account is not in accounts.csv: 2",
    ]
    assert intake.newest_ledger_date == date(2026, 12, 31)


def test_a_ledger_needs_its_dates(connection, tmp_path, accounts):
    with pytest.raises(KamError) as error:
        taken(connection, accounts, bills(tmp_path, ("A", "2026-01-01", "1"), ("A", " ", "2")))
    (problem,) = error.value.problems
    assert problem.text(ENGLISH) == (
        f"{tmp_path}/bills.csv:3: 账期: the cell in data row 2 is blank — "
        "correct it, or leave such rows out with --on-error quarantine"
    )


def test_the_key_of_the_user_is_used_for_a_ledger_that_has_it(connection, tmp_path):
    accounts = write_csv(tmp_path / "accounts.csv", ["Konto", "id", "name"], [("A", "1", "a")])
    with_key = bills(tmp_path, ("A", "1", "2026-01-01", "1"), header=("konto", "id", "date", "amount"))
    intake = taken(connection, accounts, with_key, IntakeOptions(key="Konto"))
    assert rows_of(intake, "bills")[0][0] == "A"
    without = bills(tmp_path, ("A", "2026-01-01", "1"))
    assert rows_of(taken(connection, accounts, without, IntakeOptions(key="Konto")), "bills")[0][0] == "A"


def test_a_ledger_without_dates_has_no_newest_one(connection, tmp_path, accounts):
    table = wanted(Field("amount", "money"), key_aliases=("户号",))
    assert taken(connection, accounts, bills(tmp_path, ("A", "x", "1")), table=table).newest_ledger_date is None


def test_two_intakes_live_in_one_connection(connection, tmp_path, accounts):
    first = taken(connection, accounts, bills(tmp_path, ("A", "2026-01-01", "1")))
    second = taken(connection, accounts, bills(tmp_path, ("B", "2026-01-01", "2")))
    assert [rows_of(intake, "bills")[0][0] for intake in (first, second)] == ["A", "B"]


def test_a_ledger_of_other_accounts_altogether_is_refused(connection, tmp_path, accounts):
    strangers = bills(tmp_path, ("X1", "2026-01-31", "1"), ("X1", "2026-02-28", "2"))
    with pytest.raises(KamError) as error:
        take_in(connection, accounts, {"bills": strangers}, wanted(), {"bills": BILLS}, STOP)
    (problem,) = error.value.problems
    assert str(problem.what) == "none of its rows belongs to an account of accounts.csv"
    assert str(problem.remedy) == "it has ids such as X1, the accounts such as A; is --key right?"
