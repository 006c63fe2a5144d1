"""Keys at random, and windows of every size: nothing breaks, nothing that people kept is lost.

``KAM_FUZZ_KEYS`` says how many keys (20000 for the whole run), ``KAM_FUZZ_SEED`` which.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kamengine.workspace import Workspace
from kamengine.workspace.journal import Entry
from tests.conftest import REPOSITORY
from tests.tui.emulator import KEYS, MAIN, PATIENCE, Emulator
from tests.tui.portfolios import HOSTILE

pytestmark = pytest.mark.slow
COUNT, SEED = int(os.environ.get("KAM_FUZZ_KEYS", "1500")), int(os.environ.get("KAM_FUZZ_SEED", "6"))
BURST = 12  # keys that are sent before anything is read
LETTERS = "abcdefghijklmnoprstuvwxyzACDFGORSTVX0123456789/?:*[]+-=., "
SPECIAL = [sent for name, sent in KEYS.items() if name not in ("Esc", "Enter", "↵")]
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
COPY = b"\x1b]52;"
CLICK = "\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"


def keys(dice: random.Random, columns: int, rows: int) -> str:
    """What a terminal sends for a key, a click or a paste, those that lead somewhere more often."""
    kind = dice.random()
    if kind < 0.10:
        return "\x1b"
    if kind < 0.20:
        return "\r"
    if kind < 0.26:
        return dice.choice("12345678")
    if kind < 0.45:
        return dice.choice(SPECIAL)
    if kind < 0.50:
        return CLICK.format(column=dice.randint(1, columns), row=dice.randint(1, rows))
    if kind < 0.52:
        return f"\x1b[200~{dice.choice(HOSTILE[:3] + HOSTILE[8:13])}\x1b[201~"
    if kind < 0.525:
        return dice.choice(("q", "\x12", "\x1a"))
    return dice.choice(LETTERS)


@pytest.fixture
def folder(demo_folder, tmp_path):
    shutil.copytree(demo_folder, tmp_path / "acme")
    return tmp_path / "acme"


def test_no_key_breaks_the_app_or_loses_work(folder, tmp_path):
    dice, pressed, kept = random.Random(SEED), 0, noted(folder)
    while pressed < COUNT:
        size = (dice.randint(20, 140), dice.randint(5, 45))
        terminal = opened(folder, tmp_path, size)
        try:
            pressed += fuzzed(terminal, dice, COUNT - pressed)
            status = terminal.process.returncode if terminal.process.poll() is not None else left(terminal)
        finally:
            terminal.close()
        assert status == 0, f"status {status} after {pressed} keys of seed {SEED}\n{told(terminal, tmp_path)}"
        assert b"\x1b]0;" not in terminal.wire and b"\x1b[31mred" not in terminal.wire
        before, kept = kept, noted(folder)
        assert kept[: len(before)] == before, "everything that was ever done stays in the journal"
    kam(folder, "doctor")


def noted(folder: Path) -> list[Entry]:
    """Everything that was ever done, oldest first."""
    with Workspace.open(folder) as workspace:
        return sorted(workspace.journal.entries(), key=lambda entry: entry.seq)


def fuzzed(terminal: Emulator, dice: random.Random, most: int) -> int:
    """Press at most so many keys, until the app is left; how many were pressed."""
    pressed, columns, rows = 0, *terminal.size
    while pressed < most and terminal.process.poll() is None:
        if dice.random() < 0.1:
            columns, rows = dice.choice(((20, 5), (80, 24), (dice.randint(20, 140), dice.randint(5, 45))))
            terminal.resize(columns, rows)
        for _ in range(BURST):
            terminal.send(keys(dice, columns, rows))
        pressed += BURST
        terminal.rest(0.03)
    return pressed


def left(terminal: Emulator) -> int:
    """Leave by the keys that lead out of everywhere, and see that the terminal is as it was.

    One time is enough; only where the app had just given the terminal to an editor, or stopped as for a shell, it is
    told again once it is back, and where something was selected in a line, that is copied first.
    """
    told, end = 0, time.monotonic() + PATIENCE
    while terminal.process.poll() is None and time.monotonic() < end:
        terminal.let_go_on()
        terminal.rest()
        times = terminal.wire.count(ENTER) + terminal.wire.count(COPY)
        if times > told and terminal.wire.rfind(LEAVE) < terminal.wire.rfind(ENTER):  # else a key has done it
            terminal.send("\x03")
            told = times
    status = terminal.end()
    return 0 if status == 130 else status


def opened(folder: Path, tmp_path: Path, size: tuple[int, int]) -> Emulator:
    environment = {"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'plugins'}", "HOME": str(tmp_path)}
    environment |= {name: str(tmp_path / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    terminal = Emulator(["--lang", "en", "open", "--as", "Mei"], folder, size, **environment)
    terminal.wait_until(lambda: ENTER in terminal.wire)
    terminal.rest()
    return terminal


def told(terminal: Emulator, tmp_path: Path) -> str:
    """What is known of a crash: the end of what was shown, and the report."""
    reports = sorted((tmp_path / "xdg_state_home" / "kam" / "reports").glob("*"))
    return "\n".join([terminal.text, *(report.read_text(encoding="utf-8") for report in reports)])


def kam(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
