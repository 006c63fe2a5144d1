"""Where the cursor of a list is while the list becomes longer."""

from __future__ import annotations

from functools import partial

import pytest

from kamengine.tui.widgets.item_list import Item
from tests.tui.driving import opened


@pytest.mark.slow
async def test_the_first_thing_is_looked_at_until_somebody_looks_elsewhere(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("1")
        items = kam.screen.items
        assert len(items.keys) > 3 and items.current == items.keys[0], "though the load was known first"
        await kam.press("j", "j")
        there = items.current
        await kam.press("r")
        assert items.current == there == items.keys[2]


def items_of(*keys):
    return [Item(partial(a_line, str(key)), key, height=1) for key in keys]


def a_line(text, _):
    return [((text, ""),)]


@pytest.mark.slow
async def test_another_list_is_looked_at_from_its_top_though_its_end_is_known_first(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("1")
        items = kam.screen.items
        items.show(items_of(*range(40)))
        await kam.press("G")
        items.begin_again()
        for known in ((), (39,), range(30, 40), range(40)):
            items.show(items_of(*known))
        await kam.settle()
        assert items.current == 0 and items.scroll_offset.y == 0


@pytest.mark.slow
async def test_what_is_looked_at_is_in_sight_when_a_list_that_had_room_becomes_longer(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("1")
        items = kam.screen.items
        items.show(items_of(39))
        await kam.press("G")
        items.show(items_of(*range(40)))
        await kam.settle()
        assert items.current == 39 and any(line.startswith("▌ 39") for line in kam.lines)
