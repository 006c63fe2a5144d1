"""Finding words in a text: on pages, and in the rules of a pack."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.locale.wrap import wrapped
from kamengine.tui.looks.lines import paragraph
from kamengine.tui.screens.page import PageScreen
from kamengine.tui.widgets.document import rows_with
from tests.tui.driving import NARROW, WIDE, opened
from tests.tui.portfolios import HOSTILE

_FAR = ["…"] * 40
LINES = ["Ada and Ben", *_FAR, "义乌霁珂食品股份有限公司", *_FAR, "ada, again", "ADA"]


@pytest.fixture
def page(telecom, english):
    """A page of several screens, over the list."""

    async def show(kam, texts=LINES):
        kam.app.push_screen(PageScreen("Page", partial(set_in_lines, texts)))
        await kam.settle()

    return show, lambda size=NARROW: opened([telecom], english, size)


def set_in_lines(texts, messages, cells):
    return [row for text in texts for row in paragraph(text, cells)]


def under_cursor(kam):
    document = kam.screen.document
    return "".join(text for text, _ in document._lines[document._found[document._at]]).strip()


async def test_a_text_is_found_while_one_types_and_keys_go_on_to_the_next_place_and_around(page):
    show, app = page
    async with app() as kam:
        await show(kam)
        await kam.press("slash")
        await kam.write("ada")
        assert (under_cursor(kam), kam.state) == ("Ada and Ben", "1 / 3")
        kam.assert_exact()
        await kam.press("enter", "n")
        assert (under_cursor(kam), kam.state) == ("ada, again", "2 / 3") and "ada, again" in kam.text
        await kam.press("n", "n")
        assert kam.state == "1 / 3" and "Ada and Ben" in kam.text
        await kam.press("N")
        assert (under_cursor(kam), kam.state) == ("ADA", "3 / 3") and "ADA" in kam.text
        await kam.press("escape")
        assert "3 / 3" not in kam.text and isinstance(kam.screen, PageScreen) and kam.screen.document.has_focus
        await kam.press("n")
        assert kam.screen.document.found == (0, 0)
        await kam.press("escape")
        assert not isinstance(kam.screen, PageScreen)


async def test_a_piece_of_chinese_brings_its_line_into_sight_and_what_is_nowhere_is_counted_as_none(page):
    show, app = page
    async with app() as kam:
        await show(kam)
        assert "霁珂" not in kam.text
        await kam.press("slash")
        await kam.write("珂食")
        assert "义乌霁珂食品" in kam.text and kam.state == "1 / 1"
        await kam.write("x")
        assert kam.state == "0 / 0" and kam.screen.document.found == (0, 0)
        await kam.press("enter", "n", "N")
        kam.assert_exact()


@pytest.mark.slow
async def test_another_width_finds_the_same(page):
    show, app = page
    async with app(WIDE) as kam:
        await show(kam, ["one " * 60 + "needle", *LINES])
        await kam.press("slash", *"needle", "enter")
        for size in ((40, 12), (80, 24), (20, 5)):
            await kam.resize(*size)
            assert kam.screen.document.found == (1, 1) and "needle" in under_cursor(kam)
            kam.assert_exact()


@pytest.mark.slow
async def test_the_rules_of_a_pack_are_searched(telecom, chinese, office):
    async with opened([telecom], chinese, office=office) as kam:
        await kam.press("3", "enter", "slash")
        await kam.write("逾期")
        assert kam.screen.document.found[1] > 1
        kam.assert_exact()
        await kam.press("escape", "escape")
        assert kam.screen.items.has_focus


@pytest.mark.slow
async def test_what_is_typed_is_harmless(page):
    show, app = page
    async with app() as kam:
        await show(kam, [*HOSTILE, *LINES])
        for text in HOSTILE:
            kam.screen.action_search()
            kam.screen.search_box.input.value = text[:200]
            await kam.settle()
            kam.assert_exact()


_WORDS = st.lists(st.sampled_from(("sales", "of", "the", "last", "12", "months", "销售", "额", "权重")), min_size=1)


@given(_WORDS, st.integers(14, 40), st.data())
def test_two_words_are_found_wherever_a_line_is_broken_between_them(words, cells, data):
    text = " ".join(words)
    rows = wrapped(text, cells)
    start = data.draw(st.integers(0, len(words) - 1))
    assert rows_with(rows, words[start])
    if start + 1 < len(words):
        found = rows_with(rows, f"{words[start]} {words[start + 1]}".upper())
        assert found and all(0 <= row < len(rows) for row in found)


@given(st.lists(st.text(max_size=6), max_size=6), st.text(max_size=3))
def test_rows_are_in_order_and_each_once(rows, sought):
    found = rows_with(rows, sought)
    assert found == sorted(set(found))
    alone = [at for at, row in enumerate(rows) if sought.strip() and sought.strip() in row]
    assert not sought.isascii() or set(alone) <= set(found)
