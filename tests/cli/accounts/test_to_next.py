"""``kam classify --to-next``."""

from __future__ import annotations

import csv
from pathlib import Path


def test_each_account_gets_the_cheapest_change(kam, spend_run):
    said = kam("classify", *spend_run, "--to-next", "-o", "next.csv")

    assert said.status == 0
    rows = {row["account_id"]: row for row in csv.DictReader(Path("next.csv").read_text("utf-8").splitlines())}
    assert [rows["B"][f"to_next_{name}"] for name in ("tier", "fact", "from", "to", "cost")] == [
        "key",
        "monthly_spend",
        "",
        "10000",
        "1.0",
    ]
    assert rows["A"]["to_next_tier"] == ""


def test_the_summary_says_how_many_are_one_change_away(kam, spend_run):
    plain, more = kam("classify", *spend_run, "--json").json, kam("classify", *spend_run, "--to-next", "--json").json

    found = more.pop("to_next")
    assert more == plain
    assert sum(found["facts"].values()) == found["accounts"] > 0
    assert found["not_looked_at"] == []


def test_in_words(kam, spend_run):
    said = kam("classify", *spend_run, "--to-next")

    assert "accounts to a better tier." in said.out
    assert "The cheapest change is mostly of: " in said.out
