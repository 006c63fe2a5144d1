"""`--key "#"`: the number of the row is the account's id, for files without ids such as answers to a survey."""

from __future__ import annotations

import pytest

ANSWERS = "Name,spend\nAda,500\n\nBen,5\nCem,oops\n"


def test_rows_are_classified_by_their_numbers(kam, plain, write):
    write("answers.csv", ANSWERS.replace("oops", "700"))
    said = kam("classify", plain, "answers.csv", "--key", "#", "-o", "tiers.csv")

    assert (said.status, said.err) == (0, "")
    with open("tiers.csv", encoding="utf-8") as rows:
        assert [row.split(",")[0] for row in rows] == ["account_id", "1", "2", "3"]


def test_the_ids_are_those_of_an_import(kam, plain, write):
    """What is said of row 3 is said of the same account wherever the file is read."""
    write("answers.csv", ANSWERS)
    assert kam("init", ".", "--pack", plain).status == 0
    assert kam("import", "answers.csv", "--key", "#", "--all-columns").status == 0
    imported = [row["account_id"] for row in kam("accounts", "--format", "json", "--columns", "account_id").json]

    assert kam("classify", plain, "answers.csv", "--key", "#", "--on-error", "quarantine", "-o", "t.csv").status == 0
    with open("t.csv", encoding="utf-8") as rows:
        assert [row.split(",")[0] for row in rows][1:] == imported == ["1", "2"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_row_is_explained_by_its_number(kam, plain, write, suffix):
    import duckdb

    write("answers.csv", "Name,spend\nAda,500\nBen,5\n")
    duckdb.sql("COPY (FROM 'answers.csv') TO 'answers.parquet'")
    said = kam("explain", plain, f"answers.{suffix}", "--key", "#", "2")

    assert said.status == 0
    assert said.out.startswith("Ben (2)\n")


def test_the_call_to_see_why_keeps_it(kam, plain, write):
    write("answers.csv", "Name,spend\nAda,\n")
    said = kam("classify", plain, "answers.csv", "--key", "#")
    assert f"To see why: kam explain {plain} answers.csv 1 --key '#'" in said.out


def test_a_column_that_is_called_so_is_that_column(kam, plain, write):
    write("answers.csv", "#,spend\nX7,500\n")
    assert kam("explain", plain, "answers.csv", "--key", "#", "X7").status == 0


def test_rows_of_a_ledger_still_say_whose_they_are(kam, spend, write):
    write("accounts.csv", "name\nAda\nBen\n")
    write("bills.csv", "account_id,date,amount\n2,2026-06-15,9\n")
    said = kam("classify", spend, "accounts.csv", "--ledger", "bills=bills.csv", "--key", "#", "-o", "t.csv")
    assert (said.status, said.err) == (0, "")

    write("bills.csv", "whose,date,amount\n2,2026-06-15,9\n")
    said = kam("classify", spend, "accounts.csv", "--ledger", "bills=bills.csv", "--key", "#")
    assert [line.split("; ")[0] for line in said.problems] == ["bills.csv: no column holds the account's id"]
    assert said.err.endswith(" — name the column with --key COLUMN\n")
