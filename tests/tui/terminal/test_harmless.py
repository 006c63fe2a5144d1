"""Nothing that is drawn can disturb a terminal, and no line changes its width for that."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.widgets import Input

from kamengine.tui.terminal.harmless import Harmless, harmless
from tests.tui.driving import opened
from tests.tui.portfolios import HOSTILE


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)))
def test_a_text_is_printable_and_as_wide_as_before(text):
    found = harmless(text)

    assert found.isprintable() and cell_len(found) == cell_len(text)
    assert found == text or not text.isprintable()


def test_a_line_that_does_no_harm_is_drawn_as_it_is():
    line = [Segment("很长的名字 "), Segment("e\u0301 👍🏽")]

    assert Harmless().apply(line, Color(0, 0, 0)) is line


async def test_what_is_pasted_is_drawn_harmless(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("slash")
        assert isinstance(kam.app.focused, Input)
        kam.app.focused.insert_text_at_cursor("\x1b[2J\x1b]0;title\x07\u202eten")
        await kam.settle()
        assert "␛[2J␛]0;title␇" in kam.text
        kam.assert_exact()
