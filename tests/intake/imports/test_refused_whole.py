"""Files that would bring wrong data row by row are refused whole, with the option that settles it."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("headers", "remedy"),
    [
        ("客户编号,入账时间点,amount", 'say which is, such as --map "入账时间点=date"'),
        ("customer id,Posted,amount", 'say which is with --map "Header=date"'),
        ("customer id,Posted on,amount", 'say which is, such as --map "Posted on=date"'),
    ],
)
def test_a_ledger_without_a_date_is_refused(desk, headers, remedy):
    desk.write("bills.csv", f"{headers}\nA,2026-05-01,5\n")
    (problem,) = desk.refused("bills.csv", ledger="bills")
    assert problem.startswith("bills.csv: no column is the date that every row must have; the headers are ")
    assert problem.endswith(remedy)
    header = headers.split(",")[1]
    assert desk.take("bills.csv", ledger="bills", mapping={header: "date"})["taken"] == 1


def test_the_one_file_of_many_without_a_date_is_named(desk):
    for number in range(3):
        desk.write(f"{number}.csv", f"customer id,date,amount\nA,2026-05-0{number + 1},5\n")
    desk.write("odd.csv", "customer id,booked,amount\nA,2026-05-01,7\n")
    (problem,) = desk.refused("0.csv", "1.csv", "odd.csv", "2.csv", ledger="bills")
    assert problem.startswith("odd.csv: no column is the date")


def test_accounts_are_never_merged_by_the_numbers_of_their_rows(desk):
    """Sorted differently, the same list would give each account the facts of another."""
    desk.write("answers.csv", "Name,Monthly spend\nAda,1\nBen,2\n")
    desk.write("sorted.csv", "Name,Monthly spend\nBen,2\nAda,1\nCem,3\n")
    assert desk.take("answers.csv", key="#")["taken"] == 2
    assert desk.take("answers.csv", key="#")["unchanged"]
    for key in ("#", None):  # also where the numbers were the ids last time
        (problem,) = desk.refused("sorted.csv", key=key)
        assert problem.startswith("sorted.csv: the numbers of the rows are no ids to merge by")
        assert problem.endswith("name a column with --key COLUMN, or replace all accounts with --mode replace")
    assert desk.take("sorted.csv", key="#", mode="replace")["taken"] == 3
