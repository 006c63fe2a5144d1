"""Keys that no row of a table has are counted and told, unless the pack says what holds instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kamengine.engine.database import scratch
from kamengine.engine.lookups import MOST, lookup_misses
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack

AS_OF = date(2026, 6, 30)
PACK = """
[pack]
id = "lookups"
version = "1"
scope = "city is null or city <> 'far'"
[fields.city]
type = "text"
[fields.spend]
type = "money"
[fields.size]
type = "number"
[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.product]
type = "text"
[ledgers.bills.fields.amount]
type = "money"
[tables.line]
keys = ["city", "spend"]
rows = [
  { key = ["east", { from = 0, to = 100 }], value = 5, source = "s" },
  { key = ["east", { from = 100 }], value = 7, from = 2027-01-01, source = "s" },
]
[tables.factor]
keys = ["product"]
rows = [ { key = "data", value = 2, source = "s" } ]
"""
TIERS = '[[tiers]]\nid = "key"\nwhen = """{when}"""\n[[tiers]]\nid = "rest"\n'


def misses(
    when: str, accounts: Sequence[Mapping[str, Any]], bills: Sequence[Mapping[str, Any]] | None = None, more: str = ""
) -> list[tuple[Any, ...]]:
    pack, problems = read_pack("lookups.toml", (PACK + more + TIERS.format(when=when)).encode())
    assert pack is not None and not problems
    checked, problems = check_pack(pack, {})
    assert checked is not None, problems
    with scratch() as database:
        snapshot = made_up(database, checked, accounts, None if bills is None else {"bills": bills})
        found = lookup_misses(classify(checked, snapshot, AS_OF))
    return [(miss.table, miss.key, miss.accounts) for miss in found]


def account(id: str, city: str | None = None, spend: float | None = None, **more: Any) -> dict[str, Any]:
    return {"account_id": id, "city": city, "spend": None if spend is None else Decimal(str(spend)), **more}


ACCOUNTS = [
    account("1", "east", 50),
    account("2", "east", 100),  # whose row starts only next year
    account("3", "west", 5),
    account("4", "west", 5),
    account("5", None, 5),
    account("6", "west", None),
    account("7", "far", 5),  # out of scope
]


def test_keys_are_counted_by_account_the_most_frequent_first():
    assert misses("spend > lookup(line, city, spend)", ACCOUNTS) == [
        ("line", ("west", Decimal(5)), 2),
        ("line", ("east", Decimal(100)), 1),
    ]


def test_an_account_counts_once_however_often_the_table_is_asked():
    when = "lookup(line, city, spend) > 1 and lookup(line, city, spend + 0) < 9"

    assert misses(when, ACCOUNTS[2:4]) == [("line", ("west", Decimal(5)), 2)]


@pytest.mark.parametrize(
    ("when", "count"),
    [
        ("coalesce(lookup(line, city, spend), 3) > 2", 0),
        ("coalesce(3, lookup(line, city, spend)) > 2", 1),  # the last argument has nothing to take its place
        ("lookup(line, city, spend) is null", 0),
        ("case when spend > 1 then lookup(line, city, spend) end > 2", 1),
        ("spend > lookup(line, city, lookup(line, 'west', spend))", 1),  # the inner one; the outer has no key to ask
        ("spend > 2", 0),
    ],
)
def test_only_lookups_that_nothing_takes_the_place_of(when, count):
    assert len(misses(when, ACCOUNTS[2:3])) == count


def test_a_computed_key_is_told_as_it_was_compared():
    when = "lookup(line, 'east', size * 3 - 0.3) > 2"

    assert misses(when, [account("1", size=0.05)]) == [("line", ("east", -0.15), 1)]
    assert misses(when, [account("1", size=0.1)]) == []  # 0.30000000000000004 - 0.3 is 0


INDICATOR = """
[indicators.weighted]
from = "bills"
value = "sum(amount * lookup(factor, product))"
window = "3 months"
"""


def test_lookups_in_ledger_rows_count_the_accounts_with_such_a_row_in_the_window():
    def bill(id: str, product: str | None, day: date = AS_OF) -> dict[str, Any]:
        return {"account_id": id, "product": product, "date": day, "amount": Decimal(1)}

    bills = [
        *(bill("1", product) for product in ("data", "voice", "voice", None)),
        *(bill("2", product) for product in ("voice", "cloud")),
        bill("3", "old", date(2025, 1, 1)),
        bill("7", "far"),
        bill("nobody", "stray"),
    ]

    assert misses("weighted > 1", ACCOUNTS, bills, INDICATOR) == [("factor", ("voice",), 2), ("factor", ("cloud",), 1)]
    assert misses("weighted > 1", ACCOUNTS, None, INDICATOR) == []


def test_at_most_so_many_keys_are_told():
    accounts = [account(f"{i:03}", "west", i) for i in range(MOST + 5)]

    assert len(misses("lookup(line, city, spend) > 1", accounts)) == MOST
