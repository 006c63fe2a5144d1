"""Commands that documentation shows: found in ``console`` blocks, run for real, compared with what the page says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FIRST_LINES = 24
"""How much of a long output a page shows that has only ``…`` so far."""

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command of a page and the output printed below it; an output that ends in a line ``…`` is cut there."""

    command: str
    output: str

    @property
    def cut(self) -> bool:
        """Whether the page shows only the beginning."""
        return self.output.endswith("…\n")


def shown_commands(page: str) -> list[Shown]:
    """Every ``$ command`` of a page's console blocks, in order."""
    found = []
    for block in BLOCK.findall(page):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + " " + more.strip()
            found.append(Shown(" ".join(command.split()), output))
    return found


def run(command: str, folder: Path) -> str:
    """The output of a ``kam`` command as a user with an English locale sees it, 100 columns wide."""
    words = shlex.split(command)
    if words[0] != "kam":
        raise ValueError(f"only kam is run: {command}")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "en", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kamengine", *words[1:]],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.stdout + done.stderr


def matches(shown: Shown, output: str) -> bool:
    """Whether a page shows what a command prints, or its beginning where it is cut."""
    if shown.cut:
        return output.startswith(shown.output.removesuffix("…\n"))
    return output == shown.output


def renewed(page: str, folder: Path) -> str:
    """The page with the present output of every command; cut outputs keep their number of lines."""

    def renew(block: re.Match[str]) -> str:
        text = block[1]
        for shown in shown_commands(block[0]):
            output = run(shown.command, folder)
            if shown.cut:
                lines = shown.output.count("\n") - 1 or FIRST_LINES
                output = "".join(output.splitlines(keepends=True)[:lines]) + "…\n"
            text = text.replace(shown.output, output) if shown.output else text.rstrip("\n") + "\n" + output
        return f"```console\n{text}```"

    return BLOCK.sub(renew, page)
