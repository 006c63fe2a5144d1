"""Corrected facts beside imported ones, on the page, for scripts and in the app."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kamengine.explain import Explanation, as_json, render_text
from kamengine.locale import Messages
from kamengine.locale.display import width
from kamengine.tui.dossier.facts import explained_items
from kamengine.workspace.corrected import CorrectedFact, Correction, Fact, State
from tests.explain.made import explained

ENGLISH, CHINESE = Messages.of("en"), Messages.of("zh")


def corrected(field: str, value: Fact, imported: Fact, state: State = "differs", why: str = "phone call"):
    stated = Correction(1, "A0", field, "choice", "-", "-", "li", "2026-06-20T12:00:00+00:00", why, 7)
    return CorrectedFact(stated, value, imported, state)


def told(*facts: CorrectedFact) -> Explanation:
    return replace(explained({"spend": Decimal(12300), "city": "prefecture"}), corrected=facts)


def section(explanation: Explanation, messages: Messages = ENGLISH, cells: int = 80) -> list[str]:
    """The lines of the page that tell of corrections."""
    blocks = render_text(explanation, messages, cells).split("\n\n")
    titles = ("Corrected by hand", "人工更正")
    return next((block.splitlines() for block in blocks if block.startswith(titles)), [])


def test_both_values_stand_side_by_side_with_who_when_and_why():
    assert section(told(corrected("city", "prefecture", "county"))) == [
        "Corrected by hand",
        "  City level: prefecture-level city — imported: county",
        "      li, 2026-06-20: phone call",
    ]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("differs", "Average monthly spend: 12,300 CNY/month — imported: 9,000 CNY/month"),
        (
            "contradicts",
            "Average monthly spend: 12,300 CNY/month — imported: 9,000 CNY/month, changed since the correction",
        ),
        ("agrees", "Average monthly spend: 12,300 CNY/month — the import says the same"),
        ("no column", "Average monthly spend: 12,300 CNY/month — not in the import"),
        (
            "unfit",
            "Average monthly spend: 9,000 CNY/month — as imported; the correction is of another kind and not used",
        ),
    ],
)
def test_what_the_import_says_to_it(state: State, line: str):
    shown = section(told(corrected("spend", Decimal(12300), Decimal(9000), state)), cells=120)
    assert shown[1] == f"  {line}"


def test_a_fact_that_is_said_to_be_unknown():
    assert section(told(corrected("city", None, "county")))[1] == "  City level: unknown — imported: county"


def test_facts_of_other_packs_are_left_out():
    assert section(told(corrected("colour", "blue", "red"))) == []


def test_a_hostile_reason_stays_on_the_page_as_text_and_within_its_width():
    lines = section(told(corrected("city", "prefecture", "county", why="a\x1b[31m\nb " + "很长的理由" * 60)), cells=60)
    assert "␛[31m␤b" in lines[2]
    assert all(width(line) <= 60 and "\x1b" not in line for line in lines)


def test_scripts_get_the_values_as_they_are():
    explanation = told(corrected("spend", Decimal("12300.5"), None, "contradicts"))
    assert as_json(explanation, ENGLISH)["corrected"] == [
        {
            "field": "spend",
            "value": 12300.5,
            "imported": None,
            "state": "contradicts",
            "ledger": None,
            "computed": None,
            "who": "li",
            "at": "2026-06-20T12:00:00+00:00",
            "why": "phone call",
        }
    ]


def test_without_a_workspace_nothing_is_said_of_corrections():
    explanation = explained({"spend": 5})
    assert "corrected" not in as_json(explanation, ENGLISH)
    assert as_json(replace(explanation, corrected=()), ENGLISH)["corrected"] == []
    assert section(explanation) == section(replace(explanation, corrected=())) == []


def test_the_app_shows_where_a_corrected_fact_comes_from_below_it():
    explanation = told(corrected("city", "prefecture", "county"), corrected("region", None, "east"))
    items = explained_items(explanation, ENGLISH)
    lines = ["".join(text for text, _ in line).rstrip() for item in items for line in item.lines(100)]
    below = [line.split() for line in lines]
    city = next(index for index, line in enumerate(lines) if line.startswith("City level"))
    assert lines[city].endswith("prefecture-level city")
    assert lines[city + 1].strip() == "imported: county; li, 2026-06-20: phone call"
    assert ["Region", "unknown"] in below
