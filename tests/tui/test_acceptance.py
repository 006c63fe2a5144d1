"""Somebody who has never seen the app finds the largest fall, learns its cause, gives somebody a task, and exports.

It is done on a real terminal, in the workspace that ``kam demo`` makes, key by key. Every key that is pressed is named
on the screen at that moment, with what it does.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys

import pytest

from kamengine.locale import Language, Messages
from kamengine.problems import Message, say
from tests.conftest import REPOSITORY
from tests.tui.emulator import MAIN, Emulator

pytestmark = pytest.mark.slow
SCREENS = [((80, 24), "en"), ((120, 40), "en"), ((80, 24), "zh"), ((120, 40), "zh")]
WHAT = "Ask 王 what happened"
_ON_A_LINE = 20  # characters of what a key does that stand on its first line wherever it is told
CHOOSE, CLOSES = (
    say("Type to narrow, ↑ ↓ choose, Enter takes it, Esc leaves."),
    say("↓ ↑ and PgDn PgUp scroll, Esc closes."),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """What ``kam demo`` makes."""
    folder = tmp_path_factory.mktemp("acceptance")
    kam(folder, "demo", "demo", "--no-tui", "--lang", "en")
    return folder / "demo"


def kam(folder, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Newcomer:
    """Somebody who presses only keys that the screen names, and reads only what it shows."""

    def __init__(self, terminal: Emulator, language: Language) -> None:
        self.terminal, self.messages = terminal, Messages.of(language)

    def press(self, key: str, what: Message) -> None:
        """Press a key that the screen names with what it does; if it is not there, the list of all keys has it."""
        if not self._is_named(key, what):
            self.press("?", say("keys"))
            self.sees(CLOSES)
            self._find(key, what)
            self._press_told("Esc")
            self.leaves(CLOSES)
        self.terminal.press(key)
        self.terminal.rest()

    def answer(self, *texts: str) -> None:
        """Fill in a form, line after line, and save it, with the keys that the form names."""
        for text in texts:
            self.terminal.send(text)
            self._press_told("Enter")
        self._press_told("Ctrl+S")
        self.leaves("Ctrl+S")

    def sees(self, text: Message | str) -> None:
        """Wait until something can be read; where it is set over several lines, its beginning."""
        said = text if isinstance(text, str) else self.messages.text(text)
        self.terminal.wait_until(lambda: said in self.page)

    def leaves(self, text: Message | str) -> None:
        """Wait until something can be read no more."""
        said = text if isinstance(text, str) else self.messages.text(text)
        self.terminal.wait_until(lambda: said not in self.page)
        self.terminal.rest()

    @property
    def page(self) -> str:
        """What can be read, without the cells that only fill up."""
        return re.sub(r"[ \n│]+", " ", self.terminal.text)

    def _press_told(self, key: str) -> None:
        """Press a key that a dialog tells of."""
        assert key in self.page, (key, self.terminal.text)
        self.terminal.press(key)
        self.terminal.rest()

    def _is_named(self, key: str, what: Message) -> bool:
        begun = self.messages.text(what)[:_ON_A_LINE]
        return re.search(rf"(^|\s){re.escape(key)}\s+{re.escape(begun)}", self.page) is not None

    def _find(self, key: str, what: Message) -> None:
        """Scroll through the list of keys until this one is seen."""
        seen = ""
        while not self._is_named(key, what):
            assert self.page != seen, f"{key} is not among the keys:\n{self.terminal.text}"
            seen = self.page
            self._press_told("PgDn")


@pytest.fixture(params=SCREENS, ids=lambda each: f"{each[0][0]}x{each[0][1]} {each[1]}")
def newcomer(request, demo, tmp_path):
    size, language = request.param
    shutil.copytree(demo, tmp_path / "demo")
    state = {name: str(tmp_path / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    path = f"{REPOSITORY}:{REPOSITORY / 'plugins'}"
    terminal = Emulator(["--lang", language], tmp_path / "demo", size, PYTHONPATH=path, **state)
    yield Newcomer(terminal, language)
    terminal.close()


def test_the_largest_fall_is_found_understood_given_to_somebody_and_the_list_is_exported(newcomer, tmp_path):
    folder = tmp_path / "demo"
    newcomer.sees(say("Accounts"))
    newcomer.terminal.rest()

    # the largest unexplained fall: the first of those to be decided about
    newcomer.press("5", say("Review"))
    newcomer.sees(say("moves: {filter}", filter=say("to be decided")))
    newcomer.press("s", say("The largest falls first, or the best tiers"))
    terminal = newcomer.terminal
    terminal.wait_until(lambda: re.search(r"▌ ▼ [DT]\d+", terminal.text))
    (account,) = re.findall(r"▌ ▼ ([DT]\d+)", terminal.text)
    expected = kam(folder, "review", "--pack", "distributor", "--falls-first", "--no-causes", "--json", "--limit", "1")
    assert f'"account_id": "{account}"' in expected

    # why: the fact that changed, here, and the condition that it does not meet, in the dossier
    terminal.wait_until(lambda: newcomer.messages.say("looking for causes…") not in newcomer.page)
    cause = terminal.lines[
        next(row for row, line in enumerate(terminal.lines) if line.startswith(f"▌ ▼ {account}")) + 1
    ]
    assert re.search(r"\d.* → .*\d", cause), cause
    newcomer.press("↵", say("account"))
    newcomer.sees(account)
    newcomer.sees("✗ ")

    # a task, with somebody to do it
    newcomer.press("t", say("add task"))
    newcomer.sees(say("A task for {account}", account=account))
    newcomer.answer(WHAT, "+7")
    newcomer.press("2", say("Plan"))
    newcomer.sees(WHAT)
    _look_at(newcomer, WHAT)
    newcomer.press("o", say("assign"))
    newcomer.sees(CHOOSE)
    newcomer._press_told("↓")
    newcomer._press_told("Enter")
    newcomer.leaves(CHOOSE)
    newcomer.press("Esc", say("back"))

    # the list, as a file
    newcomer.press("2", say("Accounts"))
    newcomer.sees(say("Score"))
    newcomer.press("w", say("Write the marked accounts, else the list, to a CSV file"))
    newcomer.sees(say("File"))
    newcomer.answer()
    terminal.wait_until((folder / "distributor.csv").exists)
    terminal.rest()
    newcomer.press("q", say("Quit"))
    assert terminal.end() == 0

    with (folder / "distributor.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 298
    (task,) = [each for each in _tasks(folder, account) if each["title"] == WHAT]
    assert task["responsible"]


def _look_at(newcomer: Newcomer, text: str) -> None:
    for _ in range(40):
        here = [line for line in newcomer.terminal.lines if line.startswith("▌")]
        if any(text in line for line in here):
            return
        newcomer.press("j ↓"[0], say("Further down"))
    raise AssertionError(newcomer.terminal.text)


def _tasks(folder, account: str) -> list[dict]:
    import json

    found = json.loads(kam(folder, "tasks", "--account", account, "--json"))
    return found if isinstance(found, list) else found["tasks"]
