"""The RFM pack on a real wholesaler's invoices: quintiles worked out apart from the engine, and fixed cuts."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest

from tests.rules import invoices


@pytest.fixture(scope="module")
def facts(wholesaler):
    """Days since the last invoice, number of days with invoices and gross value of each customer."""
    days = defaultdict(set)
    for line in invoices.lines(wholesaler):
        days[line.customer].add((date.fromisoformat(invoices.AS_OF) - date.fromisoformat(line.day)).days)
    gross = invoices.gross(wholesaler)
    return {id: (min(days[id]), len(days[id]), gross[id]) for id in gross}


def quintile(worse: int, all: int) -> int:
    """5 for a customer that is ahead of 80 % of all, 4 of 60 %, and so on."""
    return 1 + sum(worse * 100 >= all * line for line in (20, 40, 60, 80))


def by_quintiles(facts):
    every = list(facts.values())
    return {
        id: (
            quintile(sum(other[0] > days for other in every), len(every)),
            quintile(sum(other[1] < number for other in every), len(every)),
            quintile(sum(other[2] < value for other in every), len(every)),
        )
        for id, (days, number, value) in facts.items()
    }


def scores(found):
    return {id: tuple(one.values[f"{letter}_score"] for letter in "rfm") for id, one in found.items()}


def test_recency_frequency_and_money_come_from_the_orders(inspected, facts):
    found = inspected("rfm")
    columns = ("recency", "frequency", "monetary")
    assert {id: tuple(one.values[name] for name in columns) for id, one in found.items()} == facts


def test_a_list_that_is_long_enough_is_scored_by_quintiles(inspected, facts):
    found = inspected("rfm", quintile_accounts=Decimal(234))
    assert {one.values["few_customers"] for one in found.values()} == {False}
    assert scores(found) == by_quintiles(facts)
    assert len(set(scores(found).values())) > 10


def test_a_shorter_list_is_scored_by_fixed_cuts_and_says_so(inspected):
    found = inspected("rfm", quintile_accounts=Decimal(235))
    assert {one.values["few_customers"] for one in found.values()} == {True}
    assert Counter(one.values["r_score"] for one in found.values()) == {5: 234}, "all bought within three days"
    assert Counter(one.values["m_score"] for one in found.values()) == {1: 234}, "nobody bought for 30,000"


def test_every_customer_is_in_exactly_one_segment(inspected):
    found = inspected("rfm", quintile_accounts=Decimal(1))
    assert [one.account_id for one in found.values() if list(one.tiers.values()).count(True) != 1] == []
