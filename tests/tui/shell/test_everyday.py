"""Everyday words lead to the commands that people mean by them, in both languages."""

from __future__ import annotations

import pytest
from textual.command import Hit

from kamengine.tui.app import actions
from kamengine.tui.ground.modes import MODES
from kamengine.tui.shell.everyday import BEST, EVERYDAY, everyday_score
from kamengine.tui.shell.palette import Commands
from tests.tui.driving import opened

MEANT = {
    "undo": "Take back what you changed last",
    "redo": "Do again what you took back",
    "export": "Write the marked accounts, else the list, to a CSV file",
    "theme": "Dark colours",
    "language": "Speak Chinese",
    "quit": "Quit",
    "help": "All keys of this screen",
    "import": "Go to: Import",
    "search": "Search by number or name",
}
CHINESE = dict(zip(MEANT, ("撤销", "重做", "导出", "主题", "语言", "退出", "帮助", "导入", "搜索"), strict=True))


async def first_of(kam, query):
    hits = [hit async for hit in Commands(kam.screen).search(query) if isinstance(hit, Hit)]
    return max(hits, key=lambda hit: hit.score).text


async def test_each_word_finds_its_command_first(telecom, english, chinese, office):
    async with opened([telecom], english, office=office) as kam:
        for word, command in MEANT.items():
            assert await first_of(kam, word) == command
            assert await first_of(kam, f" {word[:-1].upper()}") == command, "not typed to the end"
            assert await first_of(kam, CHINESE[word]) == command, "whichever language the app speaks"
        await kam.press("l")
        for word, command in MEANT.items():
            said = {chinese.text(key.what) for key in keys_like(kam, command)} or {first_in_chinese(chinese, command)}
            assert await first_of(kam, CHINESE[word]) in said
            assert await first_of(kam, word) in said


async def test_what_a_word_leads_to_is_done(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("colon")
        await kam.write("导入")
        await kam.press("enter")
        await kam.until(lambda: "imports" in kam.text)
        assert kam.app.current_mode == "import"


async def test_where_nothing_is_exported_the_word_leads_to_the_list_that_is(telecom, english, office):
    async with opened([telecom], english, office=office) as kam:
        await kam.press("1")
        assert await first_of(kam, "export") == "Go to: Accounts"


def test_every_word_is_for_something_that_there_is():
    known = {*actions(), "theme", *(f"app.go('{mode.id}')" for mode in MODES)}
    assert set(EVERYDAY) <= known | {action.partition("(")[0] for action in known}
    assert all(word == word.casefold() for words in EVERYDAY.values() for word in words)


@pytest.mark.parametrize(
    ("typed", "score"), [("undo", BEST), (" UNDO ", BEST), ("un", BEST / 2), ("u", 0), ("撤", BEST / 2)]
)
def test_a_word_counts_by_how_much_of_it_is_typed(typed, score):
    assert everyday_score(typed, "app.undo") == score


@pytest.mark.parametrize("typed", ["", " ", "undone", "do", "[/]"])
def test_what_does_not_begin_a_word_is_none(typed):
    assert everyday_score(typed, "app.undo") == 0


def keys_like(kam, command):
    from kamengine.tui.ground.keys import APP_KEYS

    return [key for key in (*kam.screen.KEYS, *APP_KEYS) if str(key.what) == command]


def first_in_chinese(chinese, command):
    from kamengine.problems import say

    if command.startswith("Go to: "):
        return chinese.say("Go to: {place}", place=next(m.title for m in MODES if str(m.title) == command[7:]))
    return chinese.text(say(command))
