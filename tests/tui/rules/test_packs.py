"""Rule packs with their checks, and in words."""

from __future__ import annotations

import pytest

from kamengine.tui.rules.pack_lines import PackLinesScreen
from kamengine.tui.rules.pack_rules import PackRulesScreen
from kamengine.tui.rules.packs import RulesScreen
from kamengine.tui.widgets.document import Document
from tests.tui.driving import NARROW, WIDE
from tests.tui.rules.small_pack import here, in_rules, pack_text


async def test_packs_are_listed_with_what_is_wrong_with_them(small, english):
    rules = small.folder / "rules"
    (rules / "bad.toml").write_text(pack_text().replace("spend >= line", "spnd >= line"), encoding="utf-8")
    async with in_rules(small, english, WIDE) as kam:
        assert "bad 1" in kam.text and "did you mean spend?" in kam.text and "errors: 1" in kam.text
        await kam.press("j")
        shelf = here(kam).shelf
        found = await shelf.look(shelf.packs[1])
        assert found.stopped is None and found.failing == () and not found.checks.errors
        kam.assert_exact()
        await kam.press("l")
        assert "小规则" in kam.text
        await kam.press("k", "enter")
        assert isinstance(kam.app.screen, PackRulesScreen) and "spnd" in kam.text
        await kam.press("2")
        assert "spnd" in kam.text, "a pack that is not sound has no lines to move, and says why"
        await kam.press("3", "escape")
        assert isinstance(kam.app.screen, RulesScreen)


async def test_a_pack_is_said_in_words_and_again_in_the_other_language(small, english):
    async with in_rules(small, english, WIDE) as kam:
        await kam.press("enter")
        text = kam.app.screen.query_one(Document).text
        assert "Spend is at least 100 CNY/month (Key line)" in text and "Everyone else" in text
        await kam.press("]", "]", "G", "g", "[")
        kam.assert_exact()
        await kam.press("l")
        assert "大客户门槛" in kam.app.screen.query_one(Document).text


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["[bold red]x[/] [@click=app.quit]y[/] {not} %s", "👨‍👩‍👧 很长的名字" * 300])
async def test_hostile_labels_of_a_pack_are_shown_as_they_are(small, english, hostile):
    quoted = hostile.replace("\\", "\\\\").replace('"', '\\"')
    file = small.folder / "rules" / "small.toml"
    file.write_text(pack_text(title=quoted, size=quoted, tier=quoted), encoding="utf-8")
    async with in_rules(small, english, NARROW) as kam:
        for key in ("enter", "2", ">", "tab", "3", "escape"):
            await kam.press(key)
            kam.assert_exact()


async def test_without_packs_the_place_says_so(small, english):
    for pack in (small.folder / "rules").iterdir():
        pack.unlink()
    async with in_rules(small, english, NARROW) as kam:
        assert "no rule packs" in kam.text
        await kam.press("enter", "m")
        assert isinstance(kam.app.screen, RulesScreen)


@pytest.mark.slow
async def test_where_the_terminal_cannot_be_left_no_editor_is_opened(small, english, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("enter", "e")
        await kam.until(lambda: "cannot leave the terminal" in kam.told)


async def test_the_keys_of_the_list_of_packs_work_on_the_pages_of_a_pack_too(small, english, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    async with in_rules(small, english, NARROW) as kam:
        await kam.press("enter", "m")
        assert isinstance(kam.app.screen, PackLinesScreen)
        await kam.press("e")
        await kam.until(lambda: "cannot leave the terminal" in kam.told)
        assert isinstance(kam.app.screen, PackRulesScreen)
