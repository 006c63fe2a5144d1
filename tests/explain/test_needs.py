"""Which missing facts would decide an open account, and which could not."""

from __future__ import annotations

from typing import Any

import pytest

from kamengine.explain import Explanation, Sentences
from kamengine.locale import Messages
from tests.explain.made import TIERS, explained

KEY_IF = '[[tiers]]\nid = "key"\nwhen = """{when}"""\n[[tiers]]\nid = "standard"\n'
RENORMALISED = """
[score]
missing = "renormalise"
[[score.parts]]
indicator = "size"
weight = 30
line = [ [0, 0], [10, 100] ]
[[score.parts]]
indicator = "spend_growth"
weight = 70
line = [ [0, 0], [1, 100] ]
"""
ZERO = RENORMALISED.replace("renormalise", "zero")
LIGHT_FIRST = """
[score]
missing = "interval"
[[score.parts]]
indicator = "size"
weight = 30
line = [ [0, 0], [10, 100] ]
[[score.parts]]
indicator = "spend_growth"
weight = 70
line = [ [0, 0], [1, 100] ]
[[score.parts]]
id = "nothing"
indicator = "growth"
weight = 0
line = [ [0, 0], [1, 100] ]
[[score.parts]]
id = "flat"
indicator = "unlabelled"
weight = 0
bands = [ { points = 50 } ]
"""
WITHOUT_LAST = '[[tiers]]\nid = "key"\nwhen = "vip"\n[[tiers]]\nid = "growth"\nwhen = "steady"\n'
THREE = """
[[tiers]]
id = "best"
when = "vip"
[[tiers]]
id = "good"
when = "size >= 1"
[[tiers]]
id = "fair"
when = "growth >= 1"
"""


def needs(explanation: Explanation) -> list[str]:
    return [need.name for need in explanation.needs]


# condition of the better tier, known facts, what would decide
CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("vip", {}, ["vip"]),
    ("vip", {"vip": True}, []),
    ("vip", {"vip": False}, []),
    # a conjunct that is false, or a disjunct that is true, leaves nothing to decide
    ("vip and size >= 1", {"size": 0}, []),
    ("vip and size >= 1", {"size": 2}, ["vip"]),
    ("vip and size >= 1", {}, ["vip", "size"]),
    ("vip or size >= 1", {"size": 2}, []),
    ("(vip and size >= 1) or steady", {"size": 0}, ["steady"]),
    ("not (vip or steady)", {"vip": False}, ["steady"]),
    # each fact once, in order of appearance
    ("size >= 1 and (size < 9 or vip)", {}, ["size", "vip"]),
    # down through criteria and indicators
    ("big_spender", {}, ["spend"]),
    ("grows", {}, ["spend", "spend_before"]),
    ("grows", {"spend": 5}, ["spend_before"]),
    ("grows and big_spender", {"spend": 5}, []),
    ("billed >= 5", {}, ["billed"]),
    ("spend >= local_line", {"spend": 5, "region": "east"}, ["city"]),
    # k of n
    ("at_least(2, vip, steady, size >= 1)", {"vip": True, "steady": False}, ["size"]),
    ("at_least(2, vip, steady, size >= 1)", {"vip": True, "steady": True}, []),
    # only the branches of a case that may still count
    ("case when vip then size >= 1 else growth >= 1 end", {"vip": True}, ["size"]),
    ("case when vip then size >= 1 else growth >= 1 end", {"vip": False}, ["growth"]),
    ("case when vip then size >= 1 else growth >= 1 end", {}, ["vip", "size", "growth"]),
    ("case when vip then size >= 1 else growth >= 1 end", {"size": 2}, ["vip", "growth"]),
    # any argument of coalesce would do
    ("coalesce(size, growth) >= 1", {}, ["size", "growth"]),
    ("coalesce(size, 0) >= 1", {}, []),
    # asking for missing data is never open
    ("size is null or vip", {"size": 1, "vip": False}, []),
    ("size between 1 and unlabelled", {"size": 5}, ["unlabelled"]),
    ("size between 1 and unlabelled", {"size": 0}, []),
    ("city in ('county', 'capital')", {}, ["city"]),
    ("region like 'a%'", {}, ["region"]),
    ("share_of_total(spend) >= 0.5", {}, ["spend"]),
]


@pytest.mark.parametrize(("when", "facts", "expected"), CASES, ids=[f"{when} | {facts}" for when, facts, _ in CASES])
def test_needs_of_a_condition(when: str, facts: dict[str, Any], expected: list[str]):
    assert needs(explained(facts, tiers=KEY_IF.format(when=when))) == expected


def test_parts_of_the_score_come_by_weight_and_only_those_that_add_something():
    explanation = explained({"spend": 5}, tiers=KEY_IF.format(when="score >= 50"), score=LIGHT_FIRST)

    assert needs(explanation) == ["spend_before", "size"]


def test_parts_of_the_score_do_not_matter_where_the_tier_is_out_of_reach_by_something_else():
    assert needs(explained({"spend": 9_999}, tiers=TIERS)) == []
    assert needs(explained({"spend": 10_000}, tiers=TIERS)) == ["products"]


@pytest.mark.parametrize(
    ("score", "facts", "expected"),
    [
        (RENORMALISED, {}, ["spend", "spend_before", "size"]),  # nothing known: 0 to 100
        (RENORMALISED, {"size": 1}, []),  # the known parts make the score
        (ZERO, {}, []),  # unknown counts nothing
    ],
)
def test_policies_for_missing_facts(score: str, facts: dict[str, Any], expected: list[str]):
    assert needs(explained(facts, tiers=KEY_IF.format(when="score >= 50"), score=score)) == expected


def test_tiers_below_the_certain_one_do_not_matter():
    assert needs(explained({"size": 1}, tiers=THREE)) == ["vip"]
    assert needs(explained({"vip": False}, tiers=THREE)) == ["size", "growth"]


def test_without_a_certain_tier_every_open_one_matters():
    explanation = explained({"vip": False}, tiers=WITHOUT_LAST)

    assert (explanation.tier, explanation.tier_possible, needs(explanation)) == (None, "growth", ["steady"])


def test_an_account_that_is_ruled_out_everywhere_needs_nothing():
    explanation = explained({"vip": False, "steady": False}, tiers=WITHOUT_LAST)

    assert (explanation.tier, explanation.tier_possible, needs(explanation)) == (None, None, [])


GAPS: list[tuple[str, dict[str, Any], str, str, str]] = [
    (
        "grows",
        {"spend": 5, "spend_before": 0},
        "spend_growth",
        "Spend growth: Spend a year ago is 0",
        "消费增幅：去年同期月均消费为 0",
    ),
    (
        "spend >= local_line",
        {"spend": 5, "region": "west", "city": "county"},
        "local_line",
        "Line for its city: spend line has no row for west, county",
        "所在城市的门槛：消费门槛中没有 west、县这一行",
    ),
    (
        "balance / credit_limit >= 1",
        {"balance": 5, "credit_limit": 0},
        "key",
        "key: Credit limit is 0",
        "key：信用额度为 0",
    ),
    (
        "case when vip then true end",
        {"vip": False},
        "key",
        "key: no case applies, as On the strategic list: no",
        "key：没有适用的情形，因战略客户标识：否",
    ),
    (
        "size * size >= 1",
        {"size": 1e200},
        "key",
        "key: the result is too large a number",
        "key：结果超出可表示的范围",
    ),
]


@pytest.mark.parametrize(("when", "facts", "name", "english", "chinese"), GAPS, ids=[gap[0] for gap in GAPS])
def test_known_facts_that_leave_an_unknown_are_named_with_the_reason(
    when: str, facts: dict[str, Any], name: str, english: str, chinese: str
):
    explanation = explained(facts, tiers=KEY_IF.format(when=when))
    (need,) = explanation.needs

    assert need.name == name
    assert Sentences.of(explanation, Messages.of("en")).need(need) == english
    assert Sentences.of(explanation, Messages.of("zh")).need(need) == chinese
