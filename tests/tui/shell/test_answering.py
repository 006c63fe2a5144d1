"""What is said when a key means nothing where it was typed."""

from __future__ import annotations

import asyncio

import pytest
from textual.events import Key

from kamengine.tui.widgets.key_line import KeyLine
from tests.tui.driving import opened
from tests.tui.emulator import QUIET, Emulator

NOTHING = "does nothing here; ? shows the keys"


@pytest.fixture
def list_of(telecom, english):
    return lambda **how: opened([telecom], how.pop("messages", english), **how)


@pytest.fixture
def each_key_alone(monkeypatch):
    """However quick the keys of a test are, each is taken for one that somebody typed."""
    monkeypatch.setattr("kamengine.tui.shell.answering._TOGETHER", -1.0)


@pytest.mark.usefixtures("each_key_alone")
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


@pytest.mark.usefixtures("each_key_alone")
async def test_whatever_is_typed_is_harmless(list_of, chinese):
    async with list_of(messages=chinese) as kam:
        for character in ("查", "👍", "[", "\u0301", "é", "\\"):
            await kam.write(character)
            kam.assert_exact()
        assert "\\" in kam.lines[-1]


@pytest.mark.usefixtures("each_key_alone")
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
        for event in (Key("circumflex_accent", "^"), *(Key(key, key) for key in "99zz")):
            event.set_sender(kam.app)
            kam.app.post_message(event)
        await kam.settle()
        assert NOTHING not in kam.text


@pytest.mark.usefixtures("each_key_alone")
async def test_the_reader_s_own_keys_are_named(list_of):
    async with list_of(keymap={"app.keys": "f1", "sort": "z"}) as kam:
        await kam.press("s")
        assert "s does nothing here; F1 shows the keys" in kam.lines[-1]
        await kam.press("z")
        assert "nothing" not in kam.lines[-1]


@pytest.mark.usefixtures("each_key_alone")
@pytest.mark.parametrize("mode", ["plugins"])
async def test_other_places_answer_too(office, telecom, english, mode):
    async with opened([telecom], english, office=office) as kam:
        await kam.app.run_action(f"go('{mode}')")
        await kam.settle()
        await kam.press("Z")
        assert f"Z {NOTHING}" in kam.lines[-1]


@pytest.mark.slow
@pytest.mark.parametrize("sequence", ["\x1b[777;8zZ", "\x1bOz", "\x1b]999;zZ" + "9" * 40])
def test_a_terminal_that_says_what_nobody_knows_is_not_answered_and_a_person_is(tmp_path, sequence):
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,name\nT1,北京电信\nT2,Two\n", encoding="utf-8")
    arguments = ("open", "telecom", str(accounts), "--allow-missing-columns", "--as-of", "2026-06-30", "--lang", "en")
    terminal = Emulator(arguments, tmp_path, (80, 24), XDG_STATE_HOME=str(tmp_path))
    try:
        terminal.wait_for("北京电信", "1 / 2")
        terminal.rest()
        terminal.send(sequence)
        terminal.rest(2 * QUIET)
        assert NOTHING not in terminal.text
        terminal.press("Z")
        terminal.wait_for(f"Z {NOTHING}")
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
