"""Each screen of the app is a command, too, that prints what the screen shows as JSON."""

from __future__ import annotations

import json

import pytest

from kamengine.cli import main
from kamengine.cli.entry import COMMANDS
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.ground.modes import MODES
from kamengine.tui.ground.opening import CONTACTS, FACTS, PLAN, TIMELINE, WHY
from kamengine.tui.screens.mode import ModeScreen
from tests.api.made import spend_workspace
from tests.cli.packs import SPEND

SECTIONS = {
    WHY: ("explain", "A"),
    PLAN: ("dossier", "A"),
    TIMELINE: ("timeline", "A"),
    CONTACTS: ("contact", "list", "A"),
    FACTS: ("fact", "A"),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("modes") / "ws"
    spend_workspace(folder, SPEND).close()
    return str(folder)


def printed(capsys, *words):
    status = main([*words, "--json", "--lang", "en"])
    said = capsys.readouterr()
    assert status == 0, said.err
    return json.loads(said.out)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
def test_each_place_is_a_command(mode, workspace, capsys):
    assert mode.command in COMMANDS
    assert printed(capsys, mode.command, "-w", workspace) is not None


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_of_a_dossier_is_a_command(section, workspace, capsys):
    assert printed(capsys, *SECTIONS[section], "-w", workspace) is not None


def test_every_place_is_listed_with_a_digit_of_its_own_and_the_screen_that_it_names():
    assert [mode.digit for mode in MODES] == [str(digit) for digit in range(1, len(MODES) + 1)]
    assert len({mode.id for mode in MODES}) == len(MODES)
    for mode in MODES:
        screen = mode.screen_class()
        assert issubclass(screen, ModeScreen) and mode.id == screen.MODE and screen.KEYS


def test_the_same_key_does_one_thing_on_each_screen():
    for screen in [mode.screen_class() for mode in MODES] + [DossierScreen]:
        keys = [key for each in screen.KEYS for key in each.keys.split(",")]
        assert len(keys) == len(set(keys)), screen
