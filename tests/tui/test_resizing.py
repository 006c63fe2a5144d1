"""A window that changes its size faster than it can be drawn."""

from __future__ import annotations

import pytest
from textual.events import Resize
from textual.geometry import Size

from tests.tui.driving import NARROW, opened


@pytest.mark.parametrize("key", [None, "question_mark", "s", "ctrl+p"], ids=["list", "keys", "dialog", "palette"])
async def test_a_size_that_the_window_has_no_more_does_not_count(telecom, english, key):
    async with opened([telecom], english, NARROW) as kam:
        if key:
            await kam.press(key)
        for screen in kam.app.screen_stack[1:]:
            screen.post_message(Resize(Size(60, 12), Size(60, 12)))
        await kam.settle()
        assert all(screen.size == Size(*NARROW) for screen in kam.app.screen_stack)
        kam.assert_exact()
