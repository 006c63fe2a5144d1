"""Where the cursor of a list is while the list becomes longer."""

from __future__ import annotations

from tests.tui.driving import opened


async def test_the_first_thing_is_looked_at_until_somebody_looks_elsewhere(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("1")
        items = kam.screen.items
        assert len(items.keys) > 3 and items.current == items.keys[0], "though the load was known first"
        await kam.press("j", "j")
        there = items.current
        await kam.press("r")
        assert items.current == there == items.keys[2]
