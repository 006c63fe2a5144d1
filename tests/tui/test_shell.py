"""What works everywhere: language, help, commands, leaving, colours."""

from __future__ import annotations

import re

import pytest

from kamengine.locale import Messages
from kamengine.tui.accounts.screen import AccountsScreen
from kamengine.tui.app import KamApp
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.ground.keys import APP_KEYS
from kamengine.tui.picture import screenshot
from kamengine.tui.screens.key_help import KeysScreen
from kamengine.tui.shell.palette import Palette
from kamengine.tui.widgets.document import Document
from kamengine.tui.widgets.key_line import KeyLine
from tests.tui.driving import opened


def translated(keys):
    chinese = Messages.of("zh")
    return [chinese.text(key.brief) for key in keys if key.brief]


def without_blanks(text):
    """The text without how it is laid out."""
    return "".join(text.split())


async def test_the_language_changes_at_once_and_everywhere(telecom, distributors, english):
    async with opened([telecom, distributors], english, (140, 40)) as kam:
        english_screen = kam.lines
        await kam.press("l")
        assert "电信大客户" in kam.lines[0] and "2026年6月30日" in kam.lines[0] and "战略大客户" in kam.lines[2]
        assert "编号" in kam.text and "评分 ▼" in kam.text and "月均消费" in kam.text
        for word in translated((*AccountsScreen.KEYS, *APP_KEYS)):
            assert word in kam.lines[-1]
        kam.assert_exact()
        await kam.press("l")
        assert kam.lines == english_screen


async def test_the_dossier_and_the_list_below_it_change_together(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("enter", "l")
        assert "战略大客户" in kam.lines[1] and "✓ 达到大客户消费标准" in kam.text
        await kam.press("2")
        assert "融入客户的经营" in kam.text
        for word in translated(DossierScreen.KEYS):
            assert word in kam.lines[-1]
        kam.assert_exact()
        await kam.press("escape")
        assert "编号" in kam.text and "Account" not in kam.text


async def test_help_lists_every_key_of_the_screen_in_the_language(telecom, chinese):
    async with opened([telecom], chinese, (120, 90)) as kam:
        await kam.press("question_mark")
        told = without_blanks(kam.app.screen.query_one(Document).text)
        for key in (*AccountsScreen.KEYS, *APP_KEYS):
            caps = key.caps.replace("Space", chinese.say("Space"))
            assert without_blanks(caps + chinese.text(key.what)) in told
        kam.assert_exact()
        await kam.press("escape", "enter", "question_mark")
        told = without_blanks(kam.app.screen.query_one(Document).text)
        for key in DossierScreen.KEYS:
            if not key.action.startswith("tab("):
                assert without_blanks(chinese.text(key.what)) in told
        leads = [(key.caps, key.what) for key in DossierScreen.KEYS if key.action in ("tab(1)", "tab(2)", "tab(5)")]
        for digit, (_, what) in enumerate(leads, 1):  # accounts of files have no timeline and no contacts
            assert without_blanks(f"{digit}{chinese.text(what)}") in told
        assert "4联系人" not in told
        await kam.press("q")
        assert isinstance(kam.app.screen, DossierScreen), "q closes the help, not the app"


async def test_every_command_is_in_the_palette_and_runs(telecom, english):
    async with opened([telecom], english, (120, 60)) as kam:
        await kam.press("colon")
        for key in AccountsScreen.KEYS:
            assert str(key.what) in kam.text
        await kam.write("Last acc")
        await kam.press("enter")
        while isinstance(kam.app.screen, Palette):
            await kam.pilot.pause()
        await kam.settle()
        assert kam.state == "300 / 300"


async def test_keys_are_found_on_a_chinese_keyboard_too(telecom, distributors, chinese):
    async with opened([telecom, distributors], chinese) as kam:
        await kam.press("】")
        assert kam.state == "1 / 3"
        await kam.press("、", "escape", "？")
        assert isinstance(kam.app.screen, KeysScreen)


@pytest.mark.parametrize("key", ["question_mark", "colon", "enter"])
async def test_what_is_left_twice_in_a_row_is_left_once(telecom, english, key):
    async with opened([telecom], english) as kam:
        below = kam.app.screen
        await kam.press(key)
        over = kam.app.screen
        over.dismiss()
        over.dismiss()
        await kam.settle()
        assert kam.app.screen is below and len(kam.app.screen_stack) == 2


async def test_a_key_in_the_last_line_can_be_clicked(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.click(KeyLine, kam.lines[-1].index("keys"), 0)
        assert isinstance(kam.app.screen, KeysScreen)


async def test_colours_can_be_light(telecom, english):
    async with opened([telecom], english) as kam:
        dark = kam.app.screen.styles.background
        kam.app.theme = "kam-light"
        await kam.settle()
        assert kam.app.screen.styles.background != dark
        kam.assert_exact()


async def test_what_was_out_of_sight_has_the_colours_of_now(telecom, english):
    async with opened([telecom], english) as kam:
        await kam.press("question_mark")
        kam.app.theme = "kam-light"
        await kam.press("escape")
        kam.assert_exact()
        back = rendered(kam.app)
    async with opened([telecom], english) as kam:
        kam.app.theme = "kam-light"
        await kam.settle()
        assert rendered(kam.app) == back


async def test_without_colours_nothing_has_one(telecom, english, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened([telecom], english) as kam:
        kam.assert_exact()
        codes = {code for codes in re.findall(r"\x1b\[([\d;]*)m", rendered(kam.app)) for code in codes.split(";")}
        assert codes <= {"0", "1", "2", "4", "7", "39", "49"}, "weights and the terminal's own colours only"
        assert len(set(kam.lines[1].strip())) > 3, "tiers differ by their fill"
        cursor = next(strip for strip in kam.strips if strip.text.startswith("▌"))
        assert any(segment.style is not None and segment.style.reverse for segment in cursor)


def rendered(app: KamApp) -> str:
    """The screen as it is sent to a terminal, with the filters of the app."""
    from textual.color import Color

    ground = Color.parse("black")
    strips = app.screen._compositor.render_strips()
    for line_filter in app._filters:
        strips = [strip.apply_filter(line_filter, ground) for strip in strips]
    return "".join(strip.render(app.console) for strip in strips)


@pytest.mark.parametrize(("keys", "status"), [(["q"], 0), (["enter", "q"], 0), (["ctrl+c"], 130)])
async def test_leaving(telecom, english, keys, status):
    async with opened([telecom], english) as kam:
        for key in keys[:-1]:
            await kam.press(key)
        await kam.pilot.press(keys[-1])
    assert kam.app.return_code == status


async def test_escape_at_the_bottom_does_nothing(telecom, english):
    async with opened([telecom], english) as kam:
        before = kam.lines
        await kam.press("escape", "escape")
        assert kam.lines == before


@pytest.mark.slow
def test_pictures_are_the_same_every_time_and_as_wide_as_their_cells(telecom, tmp_path):
    paths = [tmp_path / "1.svg", tmp_path / "2.svg"]
    for path in paths:
        screenshot([telecom], Messages.of("zh"), path, (80, 24), ["j", "enter"])

    first, second = (path.read_text(encoding="utf-8") for path in paths)
    assert first == second
    assert "战略大客户" in first.replace("&#160;", " ")
