"""What is pasted into a line."""

from __future__ import annotations

import pytest
from textual.events import Paste

from kamengine.tui.widgets.search_box import SearchBox
from tests.tui.driving import opened


@pytest.mark.parametrize("pasted", ["\x1b[2J\x1b]0;title\x07", "a\u202eb", "nul\x00"], ids=repr)
async def test_what_is_pasted_disturbs_nothing(telecom, english, pasted):
    async with opened([telecom], english) as kam:
        await kam.press("slash")
        box = kam.app.screen.query_one(SearchBox)
        box.input.post_message(Paste(pasted))
        await kam.settle()
        assert box.input.value and box.input.value.isprintable()
        kam.assert_exact()
