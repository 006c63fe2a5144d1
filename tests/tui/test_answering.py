"""What is said when a key means nothing where it was typed."""

from __future__ import annotations

import asyncio

import pytest
from textual.events import Key

from kamengine.tui.widgets.key_line import KeyLine
from tests.tui.driving import opened

NOTHING = "does nothing here; ? shows the keys"


@pytest.fixture
def list_of(telecom, english):
    return lambda **how: opened([telecom], how.pop("messages", english), **how)


async def test_a_key_that_means_nothing_is_answered_in_the_last_line_until_the_next_key(list_of):
    async with list_of() as kam:
        keys = kam.lines[-1]
        assert NOTHING not in kam.text
        await kam.press("z")
        assert kam.lines[-1].startswith(f" z {NOTHING}") and kam.lines[-1].rstrip().endswith("1 / 300")
        assert not kam.app._notifications
        kam.assert_exact()
        await kam.press("Z")
        assert kam.lines[-1].startswith(f" Z {NOTHING}") and kam.text.count(NOTHING) == 1
        await kam.press("down")
        assert NOTHING not in kam.text
        await kam.press("z", "up")
        assert kam.lines[-1] == keys


async def test_it_is_said_for_a_moment_only(list_of, monkeypatch):
    monkeypatch.setattr("kamengine.tui.widgets.key_line._MOMENT", 0.01)

    async def silence(line):
        while line.note:
            await asyncio.sleep(0)

    async with list_of() as kam:
        await kam.pilot.press("z")
        await asyncio.wait_for(silence(kam.app.screen.query_one(KeyLine)), 5)
        await kam.settle()
        assert NOTHING not in kam.text


async def test_whatever_is_typed_is_harmless(list_of, chinese):
    async with list_of(messages=chinese) as kam:
        for character in ("查", "👍", "[", "\u0301", "é", "\\"):
            await kam.write(character)
            kam.assert_exact()
        assert "\\" in kam.lines[-1]


async def test_nothing_is_said_of_keys_that_do_something_or_that_are_no_characters(list_of):
    async with list_of() as kam:
        for key in ("j", "space", "asterisk", "s", "f9", "ctrl+g", "shift+f3", "8", "escape", "insert"):
            await kam.press(key)
            assert NOTHING not in kam.text, key


async def test_nothing_is_said_where_one_types_and_in_dialogs(list_of):
    async with list_of() as kam:
        await kam.press("slash", "z", "Z")
        assert NOTHING not in kam.text and kam.app.screen.desk.search == "zZ"
        await kam.press("escape", "question_mark", "z")
        assert NOTHING not in kam.text


async def test_a_sequence_that_nobody_knows_is_not_taken_for_typing(list_of):
    async with list_of() as kam:
        for event in (Key("alt+left_square_bracket", "["), *(Key(key, key) for key in "99zz")):
            event.set_sender(kam.app)
            kam.app.post_message(event)
        await kam.settle()
        assert NOTHING not in kam.text


async def test_the_reader_s_own_keys_are_named(list_of):
    async with list_of(keymap={"app.keys": "f1", "sort": "z"}) as kam:
        await kam.press("s")
        assert "s does nothing here; F1 shows the keys" in kam.lines[-1]
        await kam.press("z")
        assert "nothing" not in kam.lines[-1]


@pytest.mark.parametrize("mode", ["today", "rules", "plans", "review", "import", "runs", "plugins"])
async def test_every_place_answers(office, telecom, english, mode):
    async with opened([telecom], english, office=office) as kam:
        await kam.app.run_action(f"go('{mode}')")
        await kam.settle()
        await kam.press("Z")
        assert f"Z {NOTHING}" in kam.lines[-1]
