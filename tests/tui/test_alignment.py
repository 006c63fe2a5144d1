"""Borders and columns line up in a terminal that is not ours: tmux says in which cell each character stands."""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
import subprocess
import sys
import time
import unicodedata

import pytest
from rich.cells import cell_len

from kamengine.api.work.task_work import add_tasks
from kamengine.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.tui.emulator import MAIN
from tests.tui.workspaces import TODAY, WHO

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there"),
]
NAMES = (  # no Devanagari: of its conjuncts every terminal has its own opinion
    "很长的中文客户名称有限公司" * 3,
    "e\u0301\u0302 combining n\u0303 pile",
    "👍🏽 thumbs 🇨🇳 flag 👨\u200d👩\u200d👧 family",
    "ＦＵＬＬ width ｶﾅ half",
    "zero\u200bwidth\ufeff\u00ad",
)
SCREENS = list(itertools.product([(80, 24), (120, 40)], ["en", "zh"]))
PATIENCE = 60
PAUSE = 0.4  # seconds between two looks


@pytest.fixture(scope="module")
def folder(demo_folder, tmp_path_factory):
    """The demo with a task of every name for its first account."""
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("aligned") / "acme")
    with Workspace.open(folder) as workspace:
        for name in NAMES:
            add_tasks(workspace, ["T00001"], name, {"due": TODAY, "why": name}, who=WHO)
    return folder


class Tmux:
    """A ``kam`` process in a window of tmux, on a server of its own."""

    def __init__(self, folder, socket, size, language: str) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", os.devnull]
        columns, rows = size
        call = shlex.join([sys.executable, "-c", MAIN, "--lang", language, "open", "--today", TODAY.isoformat()])
        path = f"{REPOSITORY}:{REPOSITORY / 'plugins'}"
        env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "TMUX")}
        env |= {"PYTHONPATH": path, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": str(socket.parent / "state")}
        size_of = ["-x", str(columns), "-y", str(rows), "-c", str(folder)]
        subprocess.run([*self._tmux, "new-session", "-d", *size_of, call], env=env, check=True, timeout=PATIENCE)

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def lines(self) -> list[str]:
        """The lines as tmux holds them, after they have come to rest; every line with all of its cells."""
        before, end = None, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            now = self._run("capture-pane", "-p", "-N").split("\n")[:-1]
            if now == before and "7 " in now[0]:  # the line of modes is there, and nothing changes any more
                return now
            before = now
            time.sleep(PAUSE)  # a screen that stays as it is is finished; tmux tells nobody when it changes
        raise AssertionError(before)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, timeout=PATIENCE)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments], check=True, capture_output=True, encoding="utf-8", timeout=PATIENCE
        )
        return done.stdout


@pytest.fixture(params=SCREENS, ids=lambda each: f"{each[0][0]} {each[1]}")
def tmux(request, folder, tmp_path):
    (columns, rows), language = request.param
    window = Tmux(folder, tmp_path / "tmux", (columns, rows), language)
    window.lines()
    yield window, columns, rows
    window.close()


def test_every_line_is_as_wide_as_the_screen_and_borders_line_up(tmux):
    window, columns, rows = tmux
    for keys in (("2",), ("4",), ("t",), ("Escape",), ("1",), ("?",), ("Escape",), ("2", "/", "T00001")):
        window.press(*keys)
        lines = window.lines()
        assert len(lines) == rows
        for line in lines:
            assert width(line) == columns, (keys, line)
        assert_framed(lines)


def width(line: str) -> int:
    """Cells that a line takes where tmux stands by what it was sent: no wide character was cut or overwritten."""
    return sum(0 if unicodedata.combining(sign) else cell_len(sign) for sign in line)


def assert_framed(lines: list[str]) -> None:
    """The sides of a frame stand below its corners."""
    tops = [(row, line) for row, line in enumerate(lines) if "╭" in line]
    for row, line in tops:
        left, right = width(line[: line.index("╭")]), width(line[: line.index("╮")])
        below = itertools.takewhile(lambda each: "╰" not in each, lines[row + 1 :])
        for side in below:
            found = {width(side[:at]) for at, sign in enumerate(side) if sign == "│"}
            assert {left, right} <= found, (side, left, right, found)
