"""The page that ``kam explain`` prints: `page_en.txt` and `page_zh.txt` show one whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kamengine.explain import Explanation, render_text
from kamengine.locale import Messages
from kamengine.locale.display import width
from tests.explain.made import explained

WITHOUT_LAST = '[[tiers]]\nid = "key"\nlabel = { en = "Key", zh = "大客户" }\nwhen = "vip"\n'
CRITERIA = {
    "counted": "at_least(2, big_spender, grows, vip)",
    "placed": "city = 'prefecture' or (spend >= 10000 and not vip)",
}
FACTS = {"name": "华东电力 Co", "spend": 12300, "city": "county", "vip": False, "spend_before": 0}


def page(explanation: Explanation, language: Any = "en", cells: int = 80) -> list[str]:
    return render_text(explanation, Messages.of(language), cells).splitlines()


@pytest.fixture(scope="module")
def undecided() -> Explanation:
    return explained(FACTS, CRITERIA)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_whole_page(undecided: Explanation, language: str):
    expected = (Path(__file__).parent / f"page_{language}.txt").read_text(encoding="utf-8")

    assert page(undecided, language) == expected.splitlines()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cells", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(undecided: Explanation, language: str, cells: int):
    assert [line for line in page(undecided, language, cells) if width(line) > cells] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_columns_of_the_scorecard_stand_under_each_other(undecided: Explanation, language: str):
    *_, rule, first, second, total = page(undecided, language)

    assert width(first[: first.index("█")]) == width(second[: second.index("░")]) == width(rule) + 2
    assert width(total) == width(rule)


@pytest.mark.parametrize(
    ("facts", "tiers", "english", "chinese"),
    [
        ({"spend": 1}, {}, "Tier: Standard", "等级：普通客户"),
        ({}, {}, "Tier: Standard for certain; Key is still possible", "等级：可确定为普通客户，仍可能为大客户"),
        ({}, {"tiers": WITHOUT_LAST}, "Tier: undecided; Key is still possible", "等级：未定，仍可能为大客户"),
        (
            {"vip": False},
            {"tiers": WITHOUT_LAST},
            "Tier: none; no condition is met",
            "等级：无，任何等级的条件都不满足",
        ),
    ],
)
def test_the_verdict(facts: dict[str, Any], tiers: dict[str, Any], english: str, chinese: str):
    explanation = explained(facts, **tiers)

    assert page(explanation)[2] == english
    assert page(explanation, "zh")[2] == chinese


def test_a_decided_account_misses_nothing():
    lines = page(explained({"spend": 20_000, "products": 4}))

    assert lines[2:6] == ["Tier: Key", "Score: 100.0 of 100", "", "Criteria"]
    assert not any("Missing" in line for line in lines)


def test_a_score_just_below_a_line_is_nowhere_shown_as_reaching_it():
    part = '[[score.parts]]\nindicator = "spend"\nweight = 100\nline = [ [0, 0], [10000, 100] ]\n'
    lines_of_tiers = {"key": "score >= 85", "fair": "score >= 70", "rest": "true"}
    tiers = "".join(f'[[tiers]]\nid = "{id}"\nwhen = "{when}"\n' for id, when in lines_of_tiers.items())
    explanation = explained({"spend": Decimal("8499.74")}, score=f"[score]\n{part}", tiers=tiers)
    lines = page(explanation)

    assert "Score: 84.9 of 100" in lines
    assert any("score 84.9 is below 85" in line for line in lines)
    assert any("score 84.9 is at least 70" in line for line in lines)
    assert lines[-1].split() == ["Score", "100", "84.9"]
    assert "评分：84.9（满分 100）" in page(explanation, "zh")


def test_missing_facts_stand_with_the_name_that_files_use_and_their_ledger():
    tier = '[[tiers]]\nid = "key"\nwhen = "billed >= 1 and contract_end > as_of and unlabelled > 0 and grows"\n'
    lines = page(explained({"spend": 5, "spend_before": 0}, tiers=tier))
    start = lines.index("Missing facts that would decide:")

    assert lines[start + 1 : start + 5] == [
        "  Billed           billed · from Bills",
        "  End of contract  contract_end",
        "  unlabelled",
        "  Spend growth: Spend a year ago is 0",
    ]


def test_a_pack_without_scorecard_has_no_scorecard():
    lines = page(explained({"vip": True}, tiers=WITHOUT_LAST, score=""))

    assert not any(line.startswith(("Score", "Part")) for line in lines)


def test_what_only_informs_stands_last():
    more = """
[indicators.double]
label = { en = "Twice the growth", zh = "增长率的两倍" }
value = "growth * 2"
unit = "ratio"
informative = true
[indicators.age]
value = "size"
informative = true
"""
    assert page(explained({"growth": 0.25}, more=more))[-4:] == [
        "",
        "For information",
        "  Twice the growth  50 %",
        "  age               unknown",
    ]


def test_hostile_names_stay_on_their_line():
    lines = page(explained({"name": "evil\x1b[2J\nname [red]" + "x" * 10_000}))

    assert lines[0] == "evil␛[2J␤name"
    assert lines[1].startswith("[red]xxx")
    assert all(line.isprintable() for line in lines)
    assert max(map(width, lines)) <= 80
