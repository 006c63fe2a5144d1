"""Lines of a pack are moved, and the whole portfolio follows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kamengine.tui.rules.pack_lines import PackLinesScreen
from kamengine.tui.rules.packs import RulesScreen
from tests.api.made import bring_in
from tests.tui.driving import EACH_SIZE, NARROW, WIDE
from tests.tui.rules.small_pack import COLUMNS, here, in_rules, pack_text


@EACH_SIZE
async def test_a_line_moves_and_the_portfolio_follows(small, english, size):
    async with in_rules(small, english, size) as kam:
        await kam.press("m")
        screen: Any = kam.app.screen
        assert isinstance(here(kam), PackLinesScreen) and "0 of 16 accounts move" in kam.text
        await kam.press(">", "right")
        assert screen.tuning.sets == {"line": Decimal(155)}
        effect = screen.outcome.effect
        assert (effect.moved, effect.down) == (6, 6) and "6 of 16 accounts move" in kam.text
        assert "100 → 155 CNY/month" in kam.text
        assert len(screen.outcome.movers.first) == 6
        kam.assert_exact()
        await kam.press("tab")
        assert "from ↓ to →" in kam.text and screen.movers.keys[0] == "A09"
        await kam.press("enter", "R")
        await kam.until(lambda: "by the rules as they are, not as tried" in kam.text)
        kam.assert_exact()
        await kam.press("escape")
        await kam.press("tab", "0")
        assert screen.tuning.sets == {} and "Nobody moves" in kam.text
        await kam.press("left", "l")
        assert "大客户门槛" in kam.text
        kam.assert_exact()


async def test_every_line_goes_back_to_where_the_pack_has_it(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", ">", "j", ">")
        assert len(here(kam).tuning.sets) == 2
        await kam.press("Z")
        assert here(kam).tuning.sets == {} and "Nobody moves" in kam.text


@pytest.mark.slow
async def test_facts_that_change_meanwhile_are_taken_in_and_the_lines_stay_where_they_were_put(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", ">")
        assert here(kam).outcome.effect.moved == 5
        others = [("B1", "new", 120, 1), ("B2", "new", 125, 1)]
        await small.ask(lambda workspace: bring_in(workspace, "accounts", COLUMNS, others) and None)
        await kam.press("r")
        await kam.until(lambda: " 2 accounts" in kam.text and here(kam).ready)
        assert here(kam).outcome.effect.moved == 2 and here(kam).tuning.sets == {"line": Decimal(150)}
        await kam.press("3")
        assert here(kam).spread.known == 2


@pytest.mark.slow
async def test_keys_that_come_faster_than_answers_end_at_the_newest_value(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m")
        for _ in range(12):
            await kam.pilot.press("right")
        await kam.settle()
        assert here(kam).outcome.sets == {"line": Decimal(160)}


async def test_a_value_is_typed_and_one_that_the_pack_refuses_stays_in_the_form(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", "enter")
        await kam.press(*["backspace"] * 3)
        await kam.write("5000")
        await kam.press("enter")
        assert "Value, CNY/month: 5000 is outside the range 0 to 1000" in kam.text and "--set" not in kam.text
        await kam.press(*["backspace"] * 4)
        await kam.write("950")
        await kam.press("enter")
        assert "950 comes before 900" in kam.text
        await kam.press(*["backspace"] * 3)
        await kam.write("¥0.01425万")
        await kam.press("enter")
        await kam.until(lambda: isinstance(kam.app.screen, PackLinesScreen))
        assert "100 → 142.5 CNY/month" in kam.text
        await kam.press("escape")
        assert isinstance(kam.app.screen, RulesScreen)


@pytest.mark.slow
async def test_a_ratio_is_typed_as_it_is_shown(small, english):
    file = small.folder / "rules" / "small.toml"
    ratio = '[params.line]\nlabel = "Share"\nunit = "ratio"\nrange = [0.51, 0.99]\nvalue = 0.85\nsource = "us"\n'
    given = 'fields]\nspend = { type = "money"'
    share = pack_text().replace("[params.line]", "[params.board]", 1).replace("spend >= line", "share >= line")
    share = share.replace('from = "line"', 'from = "board"').replace("[params.board]", f"{ratio}\n[params.board]", 1)
    share = share.replace(given, given.replace("spend", 'share = { type = "number", unit = "ratio" }\nspend'))
    file.write_text(share.partition("[[tests]]")[0], encoding="utf-8")
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("m", "enter")
        assert here(kam).query_one("#answer-value").value == "85%"
        await kam.press(*["backspace"] * 3)
        await kam.write("100%")
        await kam.press("enter")
        assert "Value: 100% is outside the range 51% to 99%" in kam.text
        await kam.press(*["backspace"] * 4)
        await kam.write("90%")
        await kam.press("enter")
        await kam.until(lambda: isinstance(kam.app.screen, PackLinesScreen))
        assert here(kam).tuning.sets == {"line": Decimal("0.9")} and "90 %" in kam.text
