"""What a reader is told of a condition, in both languages: `sentences.txt` is the specification."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kamengine.engine.run import Run
from kamengine.explain import Explanation, Sentences, explain
from kamengine.locale import Messages
from tests.explain.made import FIELDS, checked_pack, explained, run_over

KINDS = {field.name: field.kind for field in FIELDS}


@dataclass(frozen=True)
class Case:
    """One condition over one account, and its sentence in each language."""

    condition: str
    facts: dict[str, Any]
    sentences: dict[str, str]
    group: str
    line: int


def read_cases() -> list[Case]:
    """The cases of ``sentences.txt``."""
    lines = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    found, group = [], ""
    for number, line in enumerate(lines):
        if line.startswith("## "):
            group = line.removeprefix("## ")
        if " | " in line and not line.startswith(" "):
            condition, facts = line.split(" | ")
            english, chinese = (lines[number + 1].strip(), lines[number + 2].strip())
            found.append(Case(condition, read_facts(facts), {"en": english, "zh": chinese}, group, number + 1))
    return found


def read_facts(text: str) -> dict[str, Any]:
    """``spend = 12300, city = county`` as values of the fields' kinds."""
    pairs = [] if text == "nothing" else [part.split(" = ") for part in text.split(", ")]
    return {name: read_value(KINDS[name], value) for name, value in pairs}


def read_value(kind: str, text: str) -> Any:
    if kind in ("text", "choice"):
        return text
    if kind == "date":
        return date.fromisoformat(text)
    return Decimal(text) if kind == "money" else tomllib.loads(f"value = {text}")["value"]


CASES = read_cases()


def sentence(explanation: Explanation, criterion: str, language: Any) -> str:
    trace = next(found.trace for found in explanation.criteria if found.id == criterion)
    return Sentences.of(explanation, Messages.of(language)).sentence(trace)


def told(condition: str, facts: dict[str, Any], language: str = "en") -> str:
    """The sentence of a condition over an account that is alone in the portfolio."""
    return sentence(explained(facts, {"asked": condition}), "asked", language)


@cache
def run_of(group: str) -> tuple[list[Case], Run]:
    """The cases of a group: one account per case, and every condition as a criterion."""
    cases = [case for case in CASES if case.group == group]
    conditions = {f"case{index}": case.condition for index, case in enumerate(cases)}
    return cases, run_over(checked_pack(conditions), [case.facts for case in cases])


@pytest.mark.parametrize("case", CASES, ids=[f"{case.line}: {case.condition}" for case in CASES])
def test_sentence(case: Case):
    cases, run = run_of(case.group)
    index = cases.index(case)
    explanation = explain(run, f"A{index}")
    assert explanation is not None
    said = {language: sentence(explanation, f"case{index}", language) for language in ("en", "zh")}

    assert said == case.sentences


def test_the_share_in_the_portfolio_is_said_with_its_value():
    condition = "share_of_total(spend) >= 0.01"

    assert told(condition, {"spend": 5}) == (
        "The share of Average monthly spend in the portfolio (100 %) is at least 1 % — met"
    )
    assert told(condition, {"spend": 5}, "zh") == "月均消费占全部客户的比重（100%），达到 1%——满足"


PLACES = [
    # condition, in English, in Chinese; the account has spend 5 and is the only one
    (
        "cumulative_share(spend, 'before') < 0.8",
        "The cumulative share of Average monthly spend, largest first, before this account (0 %) is below 80 % — met",
        "月均消费由大到小累计（不含本客户）的占比（0%），低于 80%——满足",
    ),
    (
        "cumulative_share(spend, 'including') < 0.8",
        "The cumulative share of Average monthly spend, largest first, including this account (100 %) is not below 80 %"
        " — not met",
        "月均消费由大到小累计（含本客户）的占比（100%），不低于 80%——不满足",
    ),
    (
        "rank_of(spend) <= 3",
        "The rank by Average monthly spend (1) is at most 3 — met",
        "月均消费的名次（1），不超过 3——满足",
    ),
    (
        "percentile_of(spend) >= 0.8",
        "The percentile by Average monthly spend (100 %) is at least 80 % — met",
        "月均消费的百分位（100%），达到 80%——满足",
    ),
    (
        "top_share(spend, 0.2) > 0.5",
        "The share of Average monthly spend held by the top 20 % of accounts (100 %) is more than 50 % — met",
        "前 20% 的客户占月均消费合计的比重（100%），超过 50%——满足",
    ),
    (
        "gini(spend) < 0.5",
        "The Gini coefficient of Average monthly spend (0 %) is below 50 % — met",
        "月均消费的基尼系数（0%），低于 50%——满足",
    ),
    ("portfolio_count() < 500", "The number of accounts (1) is below 500 — met", "客户数（1），低于 500——满足"),
]


@pytest.mark.parametrize(("condition", "english", "chinese"), PLACES)
def test_the_place_in_the_portfolio_is_said_with_its_value(condition, english, chinese):
    assert told(condition, {"spend": 5}) == english
    assert told(condition, {"spend": 5}, "zh") == chinese


def test_text_from_data_cannot_reach_the_terminal():
    said = told("region = 'x'", {"region": "a\x1b[31m\nb [bold]x[/]\u202e"})

    assert said == "Region is “a␛[31m␤b [bold]x[/]\\u202e”, not “x” — not met"


def test_long_text_from_data_is_clipped():
    assert told("region = 'x'", {"region": "长" * 10_000}) == f"Region is “{'长' * 29}…”, not “x” — not met"


def test_labels_of_a_pack_are_made_harmless_too():
    label = '[criteria.odd]\nlabel = "evil\\u001b[31m\\nlabel"\nwhen = "vip"\n'
    explanation = explained({"vip": True}, {"asked": "odd"}, more=label)

    assert sentence(explanation, "asked", "en") == "“evil␛[31m␤label” is met — met"


def test_a_long_chain_is_one_sentence():
    said = told(" and ".join(["size >= 1"] * 200), {"size": 2})

    assert said.count("Size 2 is at least 1") == 200


def test_indicators_that_share_what_they_are_computed_from_are_explained_once():
    chain = "".join(f'[indicators.i{n + 1}]\nvalue = "i{n} + i{n} * i{n}"\n' for n in range(30))
    more = f'[indicators.i0]\nvalue = "size"\n{chain}'
    explanation = explained({}, {"asked": "i30 >= 1"}, more=more)

    assert sentence(explanation, "asked", "en") == "i30 is unknown, as Size is unknown (needs at least 1) — unknown"
