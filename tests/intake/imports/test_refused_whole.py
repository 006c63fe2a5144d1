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
