"""A file may do without what a pack calls optional: that is noted, and unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

PACK = """\
[pack]
id = "made"
version = "1"

[fields.spend]
type = "money"
label = "Spend"
[fields.visits]
type = "integer"
label = "Visits"
optional = true

[ledgers.orders.fields.date]
type = "date"
[ledgers.orders.fields.amount]
type = "money"
[ledgers.orders.fields.cost]
type = "money"
optional = true

[indicators.profit]
label = "Profit"
from = "orders"
value = "sum(amount - cost)"
optional = true

[[tiers]]
id = "key"
when = "spend >= 10 and visits >= 1 or profit > 100"
[[tiers]]
id = "other"
"""


@pytest.fixture(autouse=True)
def pack():
    Path("made.toml").write_text(PACK, encoding="utf-8")
    Path("orders.csv").write_text("account_id,date,amount\nA,2026-01-31,500\n", encoding="utf-8")


def test_what_is_not_there_is_noted_once_and_unknown(kam):
    Path("list.csv").write_text("account_id,spend\nA,10\nB,9\n", encoding="utf-8")
    said = kam("classify", "made.toml", "list.csv", "--json")

    assert said.problems == ["note: not in the files, and so unknown: Visits, Profit"]
    assert said.json["undecided"] == 2


def test_what_is_there_counts_and_nothing_is_noted(kam):
    Path("list.csv").write_text("account_id,spend,visits,profit\nA,10,1,0\nB,9,1,0\n", encoding="utf-8")
    said = kam("classify", "made.toml", "list.csv", "--json")

    assert said.problems == []
    assert said.json["tiers"] == {"key": 1, "other": 1}


def test_a_column_of_a_ledger_may_be_absent_too(kam):
    Path("list.csv").write_text("account_id,spend,visits\nA,9,1\n", encoding="utf-8")
    said = kam("classify", "made.toml", "list.csv", "--ledger", "orders=orders.csv", "--json")

    assert said.status == 0
    assert said.json["undecided"] == 1


def test_what_is_not_optional_is_still_demanded(kam):
    Path("list.csv").write_text("account_id,visits\nA,1\n", encoding="utf-8")
    said = kam("classify", "made.toml", "list.csv")

    assert said.status == 2
    assert "the pack needs a column for spend" in said.err


def test_what_a_file_brings_and_a_ledger_gives_all_the_same_is_noted(kam):
    Path("list.csv").write_text("account_id,spend,visits,profit\nA,9,1,900\nB,9,1,\n", encoding="utf-8")
    Path("orders.csv").write_text("account_id,date,amount,cost\nA,2026-01-31,5,1\n", encoding="utf-8")
    said = kam("classify", "made.toml", "list.csv", "--ledger", "orders=orders.csv", "--json")
    assert said.problems == [
        "note: the accounts bring Profit ready-made (accounts: 1); it is not used, because the ledger orders is there"
    ]
    assert said.json["tiers"]["key"] == 0
