"""The shape that scripts rely on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from kamengine.engine.inspect import inspect
from kamengine.explain import as_json, explain
from kamengine.locale import Messages
from tests.explain.made import checked_pack, explained, run_over

ENGLISH = Messages.of("en")


def test_an_undecided_account():
    explanation = explained({"spend": Decimal("12300.5")}, {"big_or_steady": "big_spender or spend > key_spend"})

    assert as_json(explanation, ENGLISH) == {
        "account_id": "A0",
        "tier": "standard",
        "tier_possible": "key",
        "score": [60.0, 100.0],
        "criteria": [
            {
                "id": "big_spender",
                "outcome": "met",
                "sentence": "Average monthly spend 12,300.5 CNY/month is at least 10,000 "
                "(Monthly spend of a key account) — met",
                "values": {"spend": 12300.5, "key_spend": 10000},
            },
            {
                "id": "grows",
                "outcome": "unknown",
                "sentence": "Spend growth is unknown, as Spend a year ago is unknown (needs at least 10 %) — unknown",
                "values": {"spend_growth": None},
            },
            {
                "id": "big_or_steady",
                "outcome": "met",
                "sentence": "“Spends like a key account” is met or Average monthly spend 12,300.5 CNY/month "
                "is more than 10,000 (Monthly spend of a key account) — met",
                "values": {"big_spender": True, "spend": 12300.5, "key_spend": 10000},
            },
        ],
        "parts": [
            {"id": "spend", "points": [100.0, 100.0], "weight": 60.0, "contribution": [60.0, 60.0]},
            {"id": "products", "points": [0.0, 100.0], "weight": 40.0, "contribution": [0.0, 40.0]},
        ],
        "needs": ["products"],
        "left_out": [],
    }


def test_values_are_plain_json():
    facts = {"contract_end": date(2026, 12, 31), "spend": 5, "vip": False, "city": "county", "growth": 0.25}
    conditions = {"asked": "contract_end > as_of and spend > 1 and vip and city = 'county' and growth > 0 and size > 1"}
    values = as_json(explained(facts, conditions), ENGLISH)["criteria"][-1]["values"]

    assert json.loads(json.dumps(values)) == {
        "contract_end": "2026-12-31",
        "spend": 5,
        "vip": False,
        "city": "county",
        "growth": 0.25,
        "size": None,
    }


def test_a_pack_without_a_scorecard_has_no_score():
    explanation = explained({"vip": True}, tiers='[[tiers]]\nid = "key"\nwhen = "vip"\n', score="")
    found = as_json(explanation, ENGLISH)

    assert (found["score"], found["parts"], found["tier"], found["needs"]) == (None, [], "key", [])


def test_contributions_add_to_the_score():
    explanation = explained({"spend": 5, "products": 3})
    low, high = (sum(part.contribution[end] for part in explanation.parts) for end in (0, 1))

    assert (low, high) == explanation.score == (42.0, 42.0)


def test_an_account_outside_the_scope_or_unheard_of_has_no_explanation():
    run = run_over(checked_pack({}), [{"name": "nobody"}, {"name": "somebody"}])

    assert explain(run, "A0") is None
    assert explain(run, "A9") is None
    assert explain(run, "A1") is not None


def test_outcomes_are_those_of_the_engine():
    run = run_over(checked_pack({}), [{"spend": 12_300}])
    explanation, inspection = explain(run, "A0"), inspect(run, "A0")
    assert explanation is not None and inspection is not None

    assert {c.id: c.trace.value for c in explanation.criteria} == {
        name: inspection.values[name] for name in run.checked.criteria
    }
    assert {tier.id: tier.outcome for tier in explanation.tiers} == {"key": "unknown", "standard": "met"}
