"""Answers that are known from outside: real customers, and sums worked out by hand."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.cli import packs


@pytest.fixture(scope="session")
def telco(shared_data):
    path = shared_data / "telco" / "Telco-Customer-Churn.csv"
    if not path.is_file():
        pytest.skip("the telco data set is not there")
    return path


def rows(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_four_rules_give_the_known_counts(kam, write, telco):
    write("four.toml", packs.FOUR_TIERS)

    said = kam("classify", "four.toml", telco, "--as-of", "2026-06-30", "--json")

    counts = {"diamond": 443, "gold": 1440, "silver": 3433, "standard": 1727}
    assert said.status == 0
    assert said.json == {
        "pack": "four",
        "version": "1",
        "as_of": "2026-06-30",
        "accounts": 7043,
        "in_scope": 7043,
        "tiers": counts,
        "possible": counts,
        "undecided": 0,
        "left_out": [],
        "lookup_misses": [],
    }


def test_blank_is_unknown_and_a_line_is_met_exactly_at_the_line(kam, write, telco):
    write("four.toml", packs.FOUR_TIERS)

    assert kam("classify", "four.toml", telco, "-o", "out.csv").status == 0

    found = rows("out.csv")
    assert Counter(row["ever_charged"] for row in found) == {"true": 7032, "": 11}
    assert Counter(row["at_least_100"] for row in found)["true"] == 908
    assert Counter(row["above_100"] for row in found)["true"] == 902


def test_sums_of_money_meet_the_line_exactly_and_in_any_order(kam, write, spend_run):
    header, *bills = Path("bills.csv").read_text().splitlines()
    answers = set()
    for order in (bills, bills[::-1], [*bills[1:], bills[0]]):
        write("bills.csv", "\n".join([header, *order]))
        assert kam("classify", *spend_run, "-o", "out.csv").status == 0
        answers.add(Path("out.csv").read_bytes())

    (answer,) = answers
    assert b"A,key,key,80.0,80.0,true,10000.0" in answer


def test_a_cent_less_does_not_meet_the_line(kam, write, spend_run):
    write("bills.csv", "account_id,date,amount\nA,2026-04-15,10000.09\nA,2026-05-15,9999.95\nA,2026-06-15,9999.92\n")

    said = kam("classify", *spend_run, "-o", "out.csv", "--json")

    assert said.json["tiers"] == {"key": 0, "standard": 2}
    assert rows("out.csv")[0]["monthly_spend"] == "9999.99"


def test_who_has_no_bills_is_undecided_and_never_silently_standard(kam, spend_run):
    said = kam("classify", *spend_run, "-o", "out.csv", "--json")

    assert said.json["tiers"] == {"key": 1, "standard": 1}
    assert said.json["possible"] == {"key": 2, "standard": 0}
    assert said.json["undecided"] == 1
    ben = rows("out.csv")[1]
    assert (ben["tier"], ben["tier_possible"], ben["big"], ben["monthly_spend"]) == ("standard", "key", "", "")
    assert (ben["score_low"], ben["score_high"]) == ("0.0", "80.0")


def test_the_summary_names_the_facts_that_would_decide_and_how_to_see_why(kam, spend_run):
    said = kam("classify", *spend_run)

    assert said.out.splitlines()[-3:] == [
        "Undecided: 1 (at least the certain tier, at most the possible one)",
        "Facts that would decide them (accounts lacking each): Average monthly spend (1)",
        "To see why: kam explain spend.toml accounts.csv B --ledger bills=bills.csv --as-of 2026-06-30",
    ]
