"""Tables of a connection, taken in like files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kamengine.declarations import Choice, Field
from kamengine.engine.database import scratch
from kamengine.intake import IntakeOptions, take_in
from kamengine.intake.files.relation_file import RelationFile
from kamengine.problems import KamError
from tests.intake.taking import notes_of, rows_of, wanted

SPEND, LEVEL = Field("spend", "money"), Field("level", "choice", choices=(Choice("county"), Choice("prefecture")))
SINCE = Field("since", "date")
STOP = IntakeOptions()


@pytest.fixture
def connection():
    with scratch() as made:
        made.execute(
            "CREATE VIEW kept AS SELECT * FROM (VALUES "
            "('A', 12400.0000::DECIMAL(18, 4), 'county', DATE '2026-01-31', 'x'), "
            "('B', NULL, 'prefecture', NULL, NULL)) AS t(account_id, spend, level, since, other)"
        )
        made.execute(
            "CREATE TABLE bills AS SELECT * FROM (VALUES ('A', DATE '2026-05-01', 5.5::DECIMAL(18, 4)), "
            "('A', DATE '2026-06-01', 4.5::DECIMAL(18, 4)), ('Z', DATE '2026-07-01', 1::DECIMAL(18, 4))) "
            "AS t(account_id, date, amount)"
        )
        yield made


def opened(connection, **settings) -> RelationFile:
    return RelationFile.open("kept", "accounts", connection, order="account_id", **settings)


def test_stored_values_are_the_facts(connection):
    intake = take_in(connection, opened(connection), {}, wanted(SPEND, LEVEL, SINCE), {}, STOP)
    assert sorted(rows_of(intake)) == [
        ("A", Decimal("12400.0000"), "county", dt.date(2026, 1, 31)),
        ("B", None, "prefecture", None),
    ]
    assert intake.notes == ()


def test_values_of_equal_types_are_read_where_they_lie(connection):
    intake = take_in(connection, opened(connection), {}, wanted(SPEND), {}, STOP)
    plan = connection.execute(f"EXPLAIN SELECT spend FROM {intake.snapshot.accounts.name}").fetchall()[0][1]
    assert "CASE" not in plan and "CAST" not in plan and "WINDOW" not in plan


def test_a_pack_reads_stored_values_as_its_own_kind(connection):
    as_number = wanted(Field("spend", "number"), Field("level", "text"))
    intake = take_in(connection, opened(connection), {}, as_number, {}, STOP)
    assert sorted(rows_of(intake)) == [("A", 12400.0, "county"), ("B", None, "prefecture")]


def test_a_value_that_the_pack_does_not_know_is_refused_by_the_name_of_the_table(connection):
    only_county = wanted(Field("level", "choice", choices=(Choice("county"),)))
    with pytest.raises(KamError, match=r"^accounts.*prefecture"):
        take_in(connection, opened(connection), {}, only_county, {}, STOP)


def test_rows_of_a_ledger_about_strangers_are_counted_in_a_note(connection, tmp_path):
    bills = wanted(Field("date", "date"), Field("amount", "money"), date="date", required=frozenset({"date"}))
    ledgers = {"bills": RelationFile.open("bills", "bills", connection)}
    intake = take_in(connection, opened(connection), ledgers, wanted(SPEND), {"bills": bills}, STOP)
    assert [row[2] for row in rows_of(intake, "bills")] == [Decimal("5.5000"), Decimal("4.5000")]
    assert notes_of(intake, tmp_path) == ["bills: rows left out because their account is not in accounts: 1"]
    assert intake.newest_ledger_date == dt.date(2026, 7, 1)
