"""The reader's own keys."""

from __future__ import annotations

import pytest

from kamengine.problems import KamError
from kamengine.tui.app import actions, every_key
from kamengine.tui.dossier.keys import keys_of
from kamengine.tui.ground.keymap import caps_of, read_keymap
from kamengine.tui.ground.opening import CONTACTS, PLAN, WHY
from kamengine.workspace.field_words import VALUES
from tests.tui.driving import opened

ACTIONS = frozenset({"sort", "move(1)", "app.undo"})


def keymap(tmp_path, text):
    file = tmp_path / "keys.toml"
    file.write_text(text, encoding="utf-8")
    return read_keymap(file, ACTIONS)


def test_without_a_file_the_usual_keys_hold(tmp_path):
    assert read_keymap(tmp_path / "keys.toml", ACTIONS) == {}


def test_keys_are_read(tmp_path):
    text = '[keys]\nsort = "o"\n"move(1)" = "j, down"\n"app.undo" = "ctrl+z,question_mark"\n'
    assert keymap(tmp_path, text) == {"sort": "o", "move(1)": "j,down", "app.undo": "ctrl+z,question_mark"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\nsrot = "o"', "did you mean sort"),
        ("[keys]\nsort = 3", "the keys must be text"),
        ('[keys]\nsort = ""', "the keys must be text"),
        ('[keys]\nsort = "ctrl+nokey"', "ctrl+nokey is no key"),
        ('[keys]\nsort = "o,,p"', "'' is no key"),
        ("keys = 3", "keys must be a table"),
        ("[keys", "this is no TOML"),
        ('[keys]\nsort = "\\u001b[2J"', "is no key"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    with pytest.raises(KamError) as error:
        keymap(tmp_path, text)
    assert said in str(error.value)


def test_keys_have_names_that_people_know():
    assert caps_of("ctrl+z,u") == "Ctrl+Z u"
    assert caps_of("pagedown") == "Pagedown"


async def test_own_keys_work_and_are_shown(telecom, english):
    assert "sort" in actions()
    async with opened([telecom], english, keymap={"sort": "o"}) as kam:
        before = kam.view.arrangement.order
        await kam.press("s")
        assert kam.view.arrangement.order == before
        await kam.press("o")
        assert kam.view.arrangement.order != before
        assert "o sort" in kam.lines[-1]


def test_keys_are_named_by_what_they_do_and_never_by_a_status_that_comes_of_it():
    statuses = {words.template for (field, _), words in VALUES.items() if field == "status"}
    keys = [*every_key(), *(key for section in (WHY, PLAN, CONTACTS) for key in keys_of(section, kept=True))]
    named = {key.brief.template for key in keys if key.brief is not None}
    assert {"done", "open"} <= statuses and {"finish", "start"} <= named
    assert not named & (statuses - {"open"}), "an account is opened; tasks are open"
