"""What a condition says of no account in particular, and a whole pack in words."""

from __future__ import annotations

import pytest

from kamengine.api import known_packs, load_pack, plugins
from kamengine.explain.pack_words import rule_sections
from kamengine.explain.rule_words import Clause, RuleWords
from kamengine.locale import Messages
from kamengine.pack.bind import bind
from kamengine.pack.check_tests import newest_start
from tests.explain.made import AS_OF, checked_pack

LANGUAGES = ("en", "zh")


def words_for(condition, language="en"):
    checked = checked_pack({"it": condition})
    return checked, RuleWords.of(checked, bind(checked, AS_OF), Messages.of(language))


def said(condition):
    checked, words = words_for(condition)
    return words.clause(checked.criteria["it"])


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        ("spend >= 5000", "Average monthly spend is at least 5,000 CNY/month"),
        ("spend < 5000", "Average monthly spend is below 5,000 CNY/month"),
        ("5000 < spend", "Average monthly spend is more than 5,000 CNY/month"),
        ("not spend > 5000", "Average monthly spend is at most 5,000 CNY/month"),
        ("spend >= spend_before", "Average monthly spend is at least Spend a year ago"),
        ("growth <= -0.2", "Growth is at most -20 %"),
        ("products between 2 and 5", "Products in use is between 2 and 5"),
        ("not products between 2 and 5", "Products in use is not between 2 and 5"),
        ("city = 'county'", "City level is county"),
        ("city <> 'county'", "City level is not county"),
        ("city in ('county', 'capital')", "City level is one of county, capital"),
        ("city not in ('county', 'capital')", "City level is none of county, capital"),
        ("region like '%east%'", "Region is a text with “east” in it"),
        ("region is null", "Region is not given"),
        ("region is not null", "Region is given"),
        ("spend >= 1 and growth > 0", "Average monthly spend is at least 1 CNY/month and Growth is more than 0 %"),
        ("spend >= 1 or growth > 0", "Average monthly spend is at least 1 CNY/month or Growth is more than 0 %"),
        ("not (spend >= 1 or growth > 0)", "Average monthly spend is below 1 CNY/month and Growth is at most 0 %"),
        ("spend / spend_before > 2", "Average monthly spend ÷ Spend a year ago is more than 200 %"),
        (
            "at_least(1, spend > 1, growth > 0)",
            "at least 1 of these 2: Average monthly spend is more than 1 CNY/month; Growth is more than 0 %",
        ),
        ("coalesce(spend > 1, false)", "Average monthly spend is more than 1 CNY/month (unknown counts as no)"),
        (
            "coalesce(spend, 0) > 1",
            "(Average monthly spend, or where that is unknown: 0 CNY/month) is more than 1 CNY/month",
        ),
        (
            "spend > case when city = 'county' then 5 else 10 end",
            "Average monthly spend is more than (5 if City level is county; otherwise 10)",
        ),
        ("vip = true", "On the strategic list: yes"),
        ("vip <> true", "On the strategic list: no"),
        ("twice(size) > 3", "twice Size is more than 3"),
        ("badly_worded(size) > 3", "badly_worded(Size) is more than 3"),
        ("contract_end >= date '2026-01-31'", "End of contract is on or after 2026-01-31"),
    ],
)
def test_a_condition_is_a_clause(condition, english):
    assert said(condition) == english


def test_the_lines_of_the_day_are_said_with_their_names(tmp_path):
    checked = load_pack("telecom", plugins())
    words = RuleWords.of(checked, bind(checked, AS_OF, {"key_spend": "12345"}), Messages.of("en"))
    assert words.clause(checked.criteria["declining"]).endswith("is at most -20 % (Yearly decline that gives warning)")
    assert "12,345 CNY/month (Key account line of a prefecture-level city)" in words.formula(
        checked.indicators["key_line"].expr
    )


def test_conditions_that_belong_together_stand_below_one_another():
    checked, words = words_for("(spend >= 1 or growth > 0) and not (products > 3 and city = 'county')")
    assert words.outline(checked.criteria["it"]) == Clause(
        "All of these:",
        (
            Clause(
                "One of these is enough:",
                (Clause("Average monthly spend is at least 1 CNY/month"), Clause("Growth is more than 0 %")),
            ),
            Clause(
                "One of these is enough:",
                (Clause("Products in use is at most 3"), Clause("City level is not county")),
            ),
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", [one.id for one in known_packs(plugins())])
def test_every_pack_can_be_said_whole(id, language):
    checked = load_pack(id, plugins())
    words = RuleWords.of(checked, bind(checked, newest_start(checked.pack)), Messages.of(language))
    sections = {section.id: section for section in rule_sections(words)}
    kinds = {"tiers": [tier.tier.id for tier in checked.tiers], "score": [part.id for part, _ in checked.parts]}
    kinds |= {"criteria": [*checked.pack.criteria], "indicators": [*checked.pack.indicators]}
    kinds |= {"params": [*checked.pack.params]}
    for kind, names in kinds.items():
        assert [entry.id for entry in sections[kind].entries] == names if names else kind not in sections
    for section in sections.values():
        for entry in section.entries:
            texts = [entry.title, *entry.notes, *(text for clause in entry.clauses for text in every(clause))]
            assert entry.clauses and all(text.isprintable() for text in texts)
            assert entry.line is not None and entry.line > 0


def every(clause):
    yield clause.text
    for below in clause.below:
        yield from every(below)
