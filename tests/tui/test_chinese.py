"""In Chinese no word of ours is English, on any place of the app, in any of its dialogs, and in any notice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.command import CommandPalette

from kamengine import hookspecs
from kamengine.locale import Messages
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.ground.keys import APP_KEYS
from kamengine.tui.ground.modes import MODES
from kamengine.tui.portfolio.portfolio import portfolios_in
from kamengine.workspace import Workspace
from tests.tui.driving import WIDE, opened

pytestmark = pytest.mark.slow
LEAVE_OUT = {"app.quit", "app.language", "app.suspend_process", "edit", "escape", "enter"}
"""Keys that leave, change the language, or hand the terminal to another program."""
SECTIONS = "12345"
WORD = re.compile(r"[A-Za-z]{3,}")
TECHNICAL = {"Enter", "Esc", "PgDn", "PgUp", "Home", "End", "Ctrl", "Space", "English", "CSV", "JSON", "TOML", "Excel"}
"""Names of keys, formats and programs that are the same in Chinese."""


class Noticing(dict):
    """A catalog that notices what it was asked for in vain."""

    def __init__(self, known) -> None:
        super().__init__(known)
        self.missed: set[str] = set()

    def get(self, template, default=None):
        if template not in self:
            self.missed.add(template)
        return super().get(template, default)


@pytest.fixture
def noticing():
    return Noticing(Messages.of("zh").translations)


@pytest.fixture
def portfolios(office):
    with Workspace.open(office.folder) as workspace:
        return portfolios_in(workspace, office.host, office.who)


@pytest.fixture
def ours(noticing):
    """The English words of our messages that are no word of a translation, too."""
    kept = {word for text in noticing.values() for word in WORD.findall(text)}
    return {word for text in noticing for word in WORD.findall(re.sub(r"\{.*?\}", " ", text))} - kept - TECHNICAL


@pytest.fixture
def data(office):
    """The words of the workspace's own files, such as names of accounts, and the names of what plugins bring."""
    files = [file for file in Path(office.folder).rglob("*") if file.suffix in (".csv", ".toml")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    brought = office.host.contributions.values()
    named = [name for each in brought for names in (each.fields, each.ledgers, each.functions) for name in names]
    hooks = [name for name in vars(hookspecs) if name.startswith("kam_")]
    return {word for text in (*texts, *map(str, files), office.who, *named, *hooks) for word in WORD.findall(text)}


async def words_of_every_dialog(kam, place) -> set[str]:
    """Press every key of a place, and come back each time; the words that were on the screen."""
    shown, digits = set[str](), {mode.id: mode.digit for mode in MODES}
    for key in (*place.KEYS, *APP_KEYS):
        if key.action in LEAVE_OUT:
            continue
        await kam.press(key.keys.split(",")[0])
        if isinstance(kam.app.screen, CommandPalette):
            await kam.app.workers.wait_for_complete()
        shown |= words(kam)
        if isinstance(kam.app.screen, DossierScreen):
            for section in SECTIONS:
                await kam.press(section)
                shown |= words(kam)
        while kam.app.screen is not place:
            await kam.press("escape" if kam.app.current_mode == place.MODE else digits[place.MODE])
    return shown


def words(kam) -> set[str]:
    """The words in Latin letters on the screen."""
    return {word for line in kam.lines for word in WORD.findall(line)}


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
async def test_a_place_and_its_dialogs_are_chinese(mode, portfolios, noticing, ours, data, office):
    async with opened(portfolios, Messages("zh", noticing), WIDE, office) as kam:
        await kam.press(mode.digit)
        shown = await words_of_every_dialog(kam, kam.app.screen)
    english = [*sorted(noticing.missed), *sorted((shown & ours) - data)]
    assert not english, "\n".join(english)
