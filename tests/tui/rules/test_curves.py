"""How the values of an indicator are spread, with the lines of the pack."""

from __future__ import annotations

from typing import Any

import pytest

from kamengine.tui.rules.pack_curves import PackCurvesScreen
from kamengine.tui.rules.packs import RulesScreen
from tests.tui.driving import NARROW
from tests.tui.rules.small_pack import here, in_rules


@pytest.mark.slow
async def test_an_indicator_is_drawn_with_the_line_where_it_stands_now(small, english):
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("m", ">", "3")
        screen: Any = kam.app.screen
        assert isinstance(here(kam), PackCurvesScreen) and screen.spread.name == "spend"
        assert "a 150 CNY/month: Key line" in kam.text
        kam.assert_exact()
        await kam.press("s")
        assert screen.spread.scale == "powers"
        await kam.press("right", "right", "i")
        await kam.write("score")
        await kam.press("enter")
        await kam.until(lambda: kam.app.screen is screen and here(kam).ready)
        assert screen.spread.name == "score"
        await kam.press("l", "1", "2", "3", "escape")
        assert isinstance(kam.app.screen, RulesScreen)
