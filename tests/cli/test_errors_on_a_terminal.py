"""Problems and notes are broken at words on a terminal, and only there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from kamengine.locale.terminal import width
from tests.cli import packs
from tests.cli.conftest import COMMAND

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)


def on_a_terminal(*line: str, cells: int) -> list[str]:
    """The lines that a command writes to standard error, which is a terminal so wide."""
    master, slave = pty.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, cells, 0, 0))
        env = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        done = subprocess.run(
            [*COMMAND, *line], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave, env=env, check=False
        )
        assert done.returncode == 2
        os.write(slave, b"\x00")  # so that there is an end to be read to
        said = b""
        while not said.endswith(b"\x00"):
            said += os.read(master, 65_536)
    finally:
        os.close(master)
        os.close(slave)
    return said.removesuffix(b"\x00").decode().splitlines()


@pytest.fixture
def refused(write):
    """A line that is refused for its accounts, in so many words that a terminal is too narrow."""
    headers = ",".join(f"Column {number} of the export" for number in range(6))
    write("客户 名单.csv", f"{headers}\n1,2,3,4,5,6\n")
    return ["classify", str(write("plain.toml", packs.PLAIN)), "客户 名单.csv"]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("cells", [80, 40])
def test_a_problem_is_broken_at_words_and_nothing_that_is_to_be_copied_is_cut(kam, refused, lang, cells):
    whole = kam(*refused, "--lang", lang).problems  # not a terminal: a line each
    lines = on_a_terminal(*refused, "--lang", lang, cells=cells)

    assert len(whole) == 2 and min(map(width, whole)) > 60
    assert len(lines) > 3 and max(map(width, lines)) <= cells
    place = {"en": "客户 名单.csv:", "zh": "客户 名单.csv："}[lang]
    assert all(line.startswith((place, "    ")) for line in lines)
    assert sum(line.startswith(place) for line in lines) == 2
    assert "".join("".join(lines).split()) == "".join("".join(whole).split())
    assert any("--allow-missing-columns" in line for line in lines)


def test_a_place_stays_whole_where_it_is_wider_than_the_terminal(write):
    folder = "a folder with a name that is longer than a terminal"
    os.mkdir(folder)
    write(f"{folder}/客户.toml", "[pack]\nid = 5\n")

    lines = on_a_terminal("classify", f"{folder}/客户.toml", "accounts.csv", cells=40)

    assert f"{folder}/客户.toml:2: pack.id:" in lines
