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


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Monthly spend", "$5000"),
        ("Monthly spend", "USD 5,000"),
        ("Monthly spend", "5千美元"),
        ("Monthly spend (USD)", "5"),
    ],
)
def test_amounts_in_another_currency_than_the_workspace_are_refused(desk, header, cell):
    desk.write("usd.csv", f'Customer ID,{header}\nA,"{cell}"\nB,6\n')
    (problem,) = desk.refused("usd.csv")
    assert problem == (
        f"usd.csv: {header}: monthly_spend is kept in CNY, and these amounts are in USD: amounts of several currencies "
        f'cannot be compared — bring the column to CNY, or keep it apart with --map "{header}=monthly_spend_usd:number"'
    )
    taken = desk.take("usd.csv", mapping={header: "monthly_spend_usd:number"})
    assert (taken["taken"], [row[0] for row in desk.rows(taken, "account_id")]) == (2, ["A", "B"])


@pytest.mark.parametrize("cells", [("¥5", "6元"), ("RMB 5", "￥6"), ("5万元", "6人民币")])
def test_amounts_in_the_currency_of_the_workspace_are_taken(desk, cells):
    desk.write("cny.csv", f"Customer ID,Monthly spend\nA,{cells[0]}\nB,{cells[1]}\n")
    assert desk.take("cny.csv")["taken"] == 2


@pytest.mark.parametrize("header", ["Currency", "币种", "Currency ISO Code"])
def test_a_column_that_names_several_currencies_is_refused(desk, header):
    desk.write("mixed.csv", f"Customer ID,Monthly spend,{header}\nA,5000,USD\nB,6000,EUR\nC,1,N/A\n")
    (problem,) = desk.refused("mixed.csv")
    assert problem == (
        f"mixed.csv: {header}: the rows are in USD, EUR, amounts are kept in CNY: those of several currencies "
        f'cannot be compared — bring the amounts to CNY, or say that they are with --map "{header}="'
    )
    assert desk.refused("mixed.csv", all_columns=True) == [problem]
    assert desk.take("mixed.csv", mapping={header: ""})["taken"] == 3


@pytest.mark.parametrize(
    ("word", "refused"), [("人民币", False), ("rmb", False), ("-", False), ("DKK", True), ("港币", True)]
)
def test_a_column_that_names_one_currency_must_name_that_of_the_workspace(desk, word, refused):
    desk.write("one.csv", f"Customer ID,Monthly spend,币种\nA,5,{word}\nB,6,{word}\n")
    if refused:
        assert len(desk.refused("one.csv")) == 1
    else:
        assert desk.take("one.csv")["taken"] == 2


def test_a_currency_beside_no_amounts_is_nobodys_concern(desk):
    desk.write("names.csv", "Customer ID,Name,Currency\nA,Ada,USD\nB,Ben,EUR\n")
    assert desk.take("names.csv")["taken"] == 2


@pytest.mark.parametrize(
    ("cells", "currency"),
    [
        (("$1.234", "$5.678"), "monthly_spend is kept in CNY, and these amounts are in USD"),
        (("$1.234", "€5.678"), "'$1.234' is in USD, '€5.678' in EUR"),
    ],
)
def test_all_that_is_wrong_with_whole_columns_is_said_at_once(desk, cells, currency):
    """The sign and the currency of one column, the days of another, and a column that names currencies."""
    rows = f"A,{cells[0]},03/04/2025,USD\nB,{cells[1]},04/05/2025,EUR\n"
    desk.write("bad.csv", f"Customer ID,Monthly spend,Opened,Currency\n{rows}")
    said = desk.refused("bad.csv")
    beginnings = [
        "Monthly spend: in $1.234, ",
        f"Monthly spend: {currency}",
        "Opened: in 03/04/2025, 04/05/2025 day and month can be read in several orders",
        "Currency: the rows are in USD, EUR",
    ]
    assert [problem.startswith(f"bad.csv: {one}") for one, problem in zip(beginnings, said, strict=True)] == [True] * 4
