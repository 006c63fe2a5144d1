"""What must change, in words and as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kamengine.changes import what_must_change
from kamengine.explain import as_json, explain, render_text
from kamengine.locale import Messages
from tests.explain.made import checked_pack, run_over

TIERS = '[[tiers]]\nid = "key"\nlabel = {{ en = "Key", zh = "大客户" }}\nwhen = """{when}"""\n[[tiers]]\nid = "rest"\n'


def section(when: str, facts: Mapping[str, Any], language: Any = "en", *others: Mapping[str, Any]) -> list[str]:
    """The lines below the title; none for an account in the best tier."""
    run = run_over(checked_pack({}, TIERS.format(when=when), score=""), [facts, *others])
    explanation = explain(run, "A0")
    assert explanation is not None
    lines = render_text(explanation, Messages.of(language), 80, what_must_change(run, "A0")).splitlines()
    title = {"en": "What must change"}.get(language, "")
    return lines[lines.index(title) + 1 :] if title in lines else []


@pytest.mark.parametrize(
    ("when", "facts", "expected"),
    [
        ("spend >= key_spend", {"spend": 9200}, "Average monthly spend from 9,200 to 10,000 CNY/month (+800, +8.7 %)"),
        ("spend > 10", {"spend": 1}, "Average monthly spend from 1 to 10.0001 CNY/month (+9, +900.0 %)"),
        ("products <= 2", {"products": 5}, "Products in use from 5 to 2 (-3, -60.0 %)"),
        ("products >= 2", {"products": 0}, "Products in use from 0 to 2 (+2)"),
        ("growth >= 0.15", {"growth": 0.03}, "Growth from 3 % to 15 %"),
        ("vip", {"vip": False}, "On the strategic list from no to yes"),
        ("city = 'county'", {"city": "capital"}, "City level from capital to county"),
        (
            "contract_end >= date '2026-12-31'",
            {"contract_end": date(2026, 12, 1)},
            "End of contract from 2026-12-01 to 2026-12-31 (+30 days)",
        ),
        ("spend >= key_spend", {}, "Average monthly spend, now unknown: 10,000 CNY/month or more"),
        ("products <= 3", {}, "Products in use, now unknown: 3 or less"),
        ("spend > 10", {}, "Average monthly spend, now unknown: 10.01 CNY/month or more"),
        ("spend < 10", {}, "Average monthly spend, now unknown: 9.99 CNY/month or less"),
        ("products between 3 and 5", {}, "Products in use, now unknown: 3 to 5"),
        ("products = 3", {}, "Products in use, now unknown: 3"),
        ("products is not null", {}, "Products in use, now unknown: any value"),
        ("products = 1 or products > 7", {}, "Products in use, now unknown: 1, among others"),
        ("contract_end <= date '2026-12-31'", {}, "End of contract, now unknown: 2026-12-31 or earlier"),
        ("city in ('county', 'capital')", {}, "City level, now unknown: county or capital"),
    ],
)
def test_one_fact(when: str, facts: dict[str, Any], expected: str):
    assert section(when, facts) == ["For Key, one of these:", f"  · {expected}"]


def test_two_facts_together():
    lines = section("spend >= key_spend and products >= 3", {"spend": 9000, "products": 1})

    assert lines == [
        "For Key, one of these:",
        "  · Average monthly spend from 9,000 to 10,000 CNY/month (+1,000, +11.1 %), and",
        "    Products in use from 1 to 3 (+2, +200.0 %)",
    ]


def test_nothing_reaches_a_better_tier():
    assert section("spend > 5 and spend < 3", {"spend": 1}) == [
        "No change of one fact, or of two together, reaches a better tier."
    ]


def test_the_best_tier_has_no_such_section():
    assert section("spend > 5", {"spend": 10}) == []


def test_facts_that_were_not_looked_at_are_named():
    lines = section("share_of_total(spend) >= 0.5", {"spend": 1}, "en", {"spend": 9})

    assert lines == [
        "No change of one fact, or of two together, was found.",
        "Not looked at, since they move all accounts: Average monthly spend",
    ]


def test_as_data_the_cheapest_comes_first():
    run = run_over(
        checked_pack({}, TIERS.format(when="products >= 3 or spend >= key_spend"), score=""),
        [{"spend": Decimal(9200), "products": 1}],
    )
    explanation, changes = explain(run, "A0"), what_must_change(run, "A0")
    assert explanation is not None
    found = as_json(explanation, Messages.of("en"), changes)

    assert [(change["tier"], change["set"], change["from"]) for change in found["changes"]] == [
        ("key", {"spend": 10000}, {"spend": 9200}),
        ("key", {"products": 3}, {"products": 1}),
    ]
    assert found["changes"][0]["delta"] == {"spend": 800}
    assert found["changes"][0]["proof"] == "proved"
