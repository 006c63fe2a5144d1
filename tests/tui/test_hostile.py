"""Everything that was ever typed or imported means harm, and does none: in every place, section and dialog."""

from __future__ import annotations

import re
import shutil

import pytest
from textual.widgets import Input

from kamengine.locale import Messages
from kamengine.tui import Office, portfolios_in
from kamengine.tui.dialogs.frame import Dialog
from kamengine.tui.dossier.screen import DossierScreen
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.modes import MODES
from kamengine.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.tui.driving import NARROW, WIDE, Driver, opened
from tests.tui.emulator import Emulator
from tests.tui.hostile import TEXTS, TODAY, WHO, account, hostile_host, hostile_workspace

pytestmark = pytest.mark.slow
BOTH = [(NARROW, "en"), (WIDE, "zh")]
LEFT_OUT = ("back", "editor", "move", "page", "first", "last", "turn", "tab", "app.")
"""Keys that lead away, open a program of the system, or only go through a list, by how they begin."""
OBEYED = re.compile(rb"\x1b\][012];|\x1b\[31mred|\x1b\[[0-9;]*red|\x07title")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return hostile_workspace(tmp_path_factory.mktemp("hostile") / "shop")


@pytest.fixture
def shop(made, tmp_path):
    office = Office(shutil.copytree(made, tmp_path / "shop"), hostile_host(), WHO, TODAY)
    yield office
    office.close()


@pytest.fixture
async def kam(request, shop):
    size, language = request.param
    with Workspace.open(shop.folder) as workspace:
        async with opened(portfolios_in(workspace, shop.host, WHO), Messages.of(language), size, shop) as driver:
            yield driver


@pytest.mark.parametrize("kam", BOTH, ids=str, indirect=True)
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.id)
async def test_every_key_of_every_place(kam, mode):
    await kam.press(mode.digit)
    kam.assert_exact()
    home = kam.app.screen
    for _ in range(6):
        await kam.press("j")
        kam.assert_exact()
    for key in home.KEYS:
        if not key.action.startswith(LEFT_OUT):
            await pressed(kam, key)
            await left(kam, home)


@pytest.mark.parametrize(("kam", "number"), [(BOTH[0], 0), (BOTH[1], 7)], ids=str, indirect=["kam"])
async def test_every_section_and_key_of_a_dossier(kam, number):
    kam.app.open_account([account(number), account(number + 1)])
    await kam.settle()
    home = kam.app.screen
    assert isinstance(home, DossierScreen)
    for digit in "12345":
        await kam.press(digit)
        kam.assert_exact()
        await kam.press("j", "G")
        kam.assert_exact()
    for digit in "125":
        for key in home.KEYS:
            if not key.action.startswith(LEFT_OUT):
                await kam.press(digit)
                await pressed(kam, key)
                await left(kam, home)


@pytest.mark.parametrize("kam", BOTH[:1], ids=str, indirect=True)
async def test_what_is_typed_and_told(kam):
    home = kam.app.screen
    for said in TEXTS[::2]:
        for key in ("slash", "f", "colon"):
            await kam.press(key)
            await typed(kam, said)
            await kam.press("enter", "escape", "escape")
            await left(kam, home)
        kam.app.tell(said)
        await kam.settle()
        kam.assert_exact()


async def pressed(kam: Driver, key: Key) -> None:
    """Press a key; in the dialog that it brings, type something hostile in every line and try to go on."""
    before = kam.app.screen
    await kam.press(key.keys.split(",")[0])
    kam.assert_exact()
    if kam.app.screen is not before:
        for said in TEXTS[4:5]:
            await typed(kam, said)
            await kam.press("enter")
            kam.assert_exact()
        if isinstance(kam.app.screen, Dialog):
            await kam.press("ctrl+s")
            kam.assert_exact()


async def typed(kam: Driver, said: str) -> None:
    """Put a text where one types, as a paste does."""
    if isinstance(kam.app.focused, Input):
        kam.app.focused.insert_text_at_cursor(said)
        await kam.settle()
        kam.assert_exact()


async def left(kam: Driver, home) -> None:
    """Back to where one was, from wherever one came to."""
    for _ in range(8):
        if kam.app.screen is home:
            return
        await kam.press("escape")
    assert kam.app.screen is home


def test_nothing_of_it_is_obeyed_by_a_real_terminal(made, tmp_path):
    folder = shutil.copytree(made, tmp_path / "shop")
    environment = {"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'plugins'}"}
    environment |= {name: str(tmp_path / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    terminal = Emulator(["--lang", "en", "open", "--as", "Mei"], folder, (100, 30), **environment)
    try:
        terminal.wait_until(lambda: len(terminal.text.split()) > 20)
        for keys in (*"13456782\r2345\x1b:", "x[/]y", "\x1b", "/", "x[/]", "\r"):
            terminal.send(keys)
            terminal.rest(0.4)
        terminal.send("\x03")
        assert terminal.end() == 130
    finally:
        terminal.close()
    assert not OBEYED.search(terminal.wire)
