"""Commands that documentation shows: found in ``console`` blocks, run for real, compared with what the page says."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from kamengine.cli import main

FIRST_LINES = 24
"""How much of a long output a page shows that has only ``…`` so far."""

Lasting = Callable[[str], str]

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"((?:[^\n]*\\\n)*[^\n]*\n)(.*)", re.DOTALL)


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
    return [shown for block in BLOCK.findall(page) for _, shown in _parts(block)]


def _parts(block: str) -> Iterator[tuple[str, Shown]]:
    """The commands of a block, each as it is written and as it is meant."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        found = _COMMAND.fullmatch(part)
        assert found is not None, part
        written, output = found.groups()
        yield written, Shown(" ".join(written.replace("\\\n", " ").split()), output)


def run(command: str, folder: Path) -> str:
    """The output of a ``kam`` command as a user with an English locale sees it, 100 columns wide.

    It runs in this process: that a process of its own prints the same is for the tests of the command line to say.
    """
    kam, *words = shlex.split(command)
    if kam != "kam":
        raise ValueError(f"only kam is run: {command}")
    out, err = BytesIO(), BytesIO()
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.delenv("KAM_WORKSPACE", raising=False)
        for name, value in {"LC_ALL": "C.UTF-8", "LANG": "en", "COLUMNS": "100"}.items():
            here.setenv(name, value)
        with (
            TextIOWrapper(out, encoding="utf-8", write_through=True) as printed,
            TextIOWrapper(err, encoding="utf-8", write_through=True) as complained,
        ):
            here.setattr(sys, "stdout", printed)
            here.setattr(sys, "stderr", complained)
            main(words)
            return (out.getvalue() + err.getvalue()).decode()


def without_ids(text: str) -> str:
    """What is printed without the ids of imports and runs, which are others each time, and without who ran it when."""
    text = re.sub(r"\b(Import |[Rr]un |quarantine/)[0-9a-f]{8,12}\b", r"\1ID", text)
    return re.sub(r"^Run ID: .*$", "Run ID: SOMEBODY, THEN", text, flags=re.MULTILINE)


def without_days(text: str) -> str:
    """The same without days, for a page on which something is done today."""
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", without_ids(text))


def without_times(text: str) -> str:
    """The same without times of the day, for a page on which times are told that something was done."""
    return re.sub(r"DAY \d\d:\d\d", "DAY", without_days(text))


def matches(shown: Shown, output: str, lasting: Lasting = without_ids) -> bool:
    """Whether a page shows what a command prints, or its beginning where it is cut, as far as it lasts."""
    if shown.cut:
        return lasting(output).startswith(lasting(shown.output.removesuffix("…\n")))
    return lasting(output) == lasting(shown.output)


def renewed(page: str, folder: Path, lasting: Lasting = without_ids) -> str:
    """The page with the present output of every command; cut outputs keep their number of lines.

    An output of which all that lasts is the same stays as it is.
    """

    def renew(block: re.Match[str]) -> str:
        return f"```console\n{''.join(f'$ {written}{now(shown)}' for written, shown in _parts(block[1]))}```"

    def now(shown: Shown) -> str:
        output = run(shown.command, folder)
        if shown.output not in ("", "…\n") and matches(shown, output, lasting):
            return shown.output
        if not shown.cut:
            return output
        lines = shown.output.count("\n") - 1 or FIRST_LINES
        return "".join(output.splitlines(keepends=True)[:lines]) + "…\n"

    return BLOCK.sub(renew, page)
