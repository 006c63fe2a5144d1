"""The dossier: why, what to do, what is known."""

from __future__ import annotations

import pytest

from kamengine.explain import explain
from kamengine.locale import Messages
from kamengine.tui.lines import width
from kamengine.tui.sections.dossier import dossier
from kamengine.tui.widgets.document import Document
from kamengine.workspace.corrected import CorrectedFact, Correction
from tests.tui.driving import NARROW, WIDE, Driver, opened
from tests.tui.portfolios import HOSTILE, portfolio


def document(kam: Driver) -> Document:
    return kam.app.screen.query_one(Document)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_enter_shows_why_and_what_to_do(telecom, english, size):
    async with opened([telecom], english, size) as kam:
        account, name = kam.view.page(0, 1)[0][:2]
        await kam.press("enter")
        kam.assert_exact()
        assert name in kam.lines[0] and account in kam.lines[0]
        assert "Strategic" in kam.lines[1] and "score" in kam.lines[1]
        assert "✓ Spends like a key account" in kam.text
        assert kam.state == "1 / 300"
        text = document(kam).text
        for part in (
            "Why",
            "Tiers",
            "Score",
            "Plan",
            "Facts",
            "Become part of how the customer runs",
            "1. Name an exec",
        ):
            assert part in text
        await kam.press("2")
        assert "Become part of how the customer runs" in kam.text


async def test_on_a_wide_screen_all_of_it_is_in_sight_at_once(telecom, english):
    async with opened([telecom], english, WIDE) as kam:
        await kam.press("enter")
        for part in ("Why", "Score", "Plan", "Facts"):
            assert part in kam.text


async def test_an_undecided_account_names_the_facts_that_would_decide(english):
    unknown = {"account_id": "T1", "name": "Unknown Ltd", "industry": "telecom", "city_level": "prefecture"}
    async with opened([portfolio([unknown])], english) as kam:
        await kam.press("enter")
        assert "could be Strategic" in kam.lines[1]
        assert "Missing facts that would decide" in kam.text and "? Average monthly spend" in kam.text


async def test_the_next_account_is_a_key_away_and_the_list_follows(telecom, english):
    async with opened([telecom], english) as kam:
        ids = [row[0] for row in kam.view.page(0, 3)]
        await kam.press("enter", "n", "n")
        assert ids[2] in kam.lines[0] and kam.state == "3 / 300"
        await kam.press("p")
        assert ids[1] in kam.lines[0] and kam.state == "2 / 300"
        await kam.press("escape")
        assert kam.table.account_id == ids[1] and kam.state == "2 / 300"
        assert len(kam.app.screen_stack) == 2


async def test_there_is_nothing_before_the_first_and_after_the_last(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("enter", "p")
        assert kam.state == "1 / 300"
        await kam.press("escape", "G", "enter", "n")
        assert kam.state == "300 / 300"


async def test_scrolling(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("enter")
        places = []
        for key in ("j", "down", "pagedown", "k", "pageup", "G", "g", "3"):
            await kam.press(key)
            places.append(document(kam).scroll_offset.y)
        bottom = document(kam).max_scroll_y
        assert places[:2] == [1, 2] and places[2] > 10 and places[3] == places[2] - 1
        assert places[5:7] == [bottom, 0] and places[7] > 20


async def test_hostile_names_and_facts_are_shown_and_not_obeyed(english):
    thirds = zip(HOSTILE[::3], HOSTILE[1::3], HOSTILE[2::3], strict=False)
    accounts = [{"account_id": f"{a}{i}", "name": b, "city": c} for i, (a, b, c) in enumerate(thirds)]
    async with opened([portfolio(accounts)], english) as kam:
        await kam.press("enter")
        for _ in accounts:
            kam.assert_exact()
            for line in document(kam).text.splitlines():
                assert line.isprintable(), repr(line)
            await kam.press("n")


@pytest.mark.parametrize("cells", [1, 2, 40, 78, 103, 104, 160])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_fits_any_width(telecom, language, cells):
    explanation = explain(telecom.open().run(), "T0007")
    assert explanation is not None
    lines, sections = dossier(explanation, telecom.playbooks("strategic"), Messages.of(language), cells)

    assert set(sections) == {"why", "plan", "facts"}
    if cells >= 40:
        assert max(width(line) for line in lines) <= cells


def test_a_tier_that_no_plugin_speaks_of(telecom, english):
    explanation = explain(telecom.open().run(), "T0001")
    assert explanation is not None
    lines, _ = dossier(explanation, (), english, 80)

    text = "\n".join("".join(piece for piece, _ in line) for line in lines)
    assert "No plugin says what this tier calls for." in text


async def test_a_fact_that_was_corrected_by_hand_stands_above_what_was_imported(english):
    stated = Correction(
        1, "A", "city_level", "choice", "prefecture", "county", "li", "2026-06-20T12:00:00Z", "phone call", 7
    )
    corrected = (CorrectedFact(stated, "prefecture", "county", "differs"),)
    accounts = [{"account_id": "A", "city_level": "prefecture", "monthly_spend": 20000}]
    made = portfolio(accounts, corrected=lambda connection, account: corrected)
    async with opened([made], english, WIDE) as kam:
        await kam.press("enter", "3")
        assert "imported: county; li," in kam.text and "2026-06-20: phone call" in kam.text
