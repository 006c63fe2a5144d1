"""Running `kam` in a folder of its own: inside the test's process, or as a real command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kamengine.cli import main
from tests.cli import packs

COMMAND = [sys.executable, "-m", "kamengine"]


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The current folder: an empty one; the language is English and the terminal 80 cells wide."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    return here


@pytest.fixture
def kam(capsys):
    """Run `kam` in this process."""

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(status, said.out, said.err)

    return run


@pytest.fixture
def command(folder):
    """Run `kam` as a command, with these bytes as its input."""

    def run(*arguments: str | Path, env: dict[str, str] | None = None, **settings: Any) -> Said:
        line = [*COMMAND, *map(str, arguments)]
        piped = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
        if "input" in piped:
            del piped["stdin"]
        done = subprocess.run(line, cwd=folder, env={**os.environ, **(env or {})}, check=False, **piped)
        return Said(done.returncode, *((text or b"").decode() for text in (done.stdout, done.stderr)))

    return run


@pytest.fixture
def write(folder):
    """Write a file into the current folder."""

    def put(name: str, content: str | bytes) -> Path:
        path = Path(name)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture
def plain(write) -> str:
    """The plain pack, as a file."""
    return str(write("plain.toml", packs.PLAIN))


@pytest.fixture
def spend(write) -> str:
    """The pack about spend, as a file, beside `accounts.csv` and `bills.csv`: A is key at the line, B has no bills."""
    write("accounts.csv", "account_id,name\nA,Ada\nB,Ben\n")
    write("bills.csv", "account_id,date,amount\nA,2026-04-15,10000.10\nA,2026-05-15,9999.95\nA,2026-06-15,9999.95\n")
    return str(write("spend.toml", packs.SPEND))


@pytest.fixture
def spend_run(spend) -> list[str]:
    """The arguments that classify by the pack about spend."""
    return [spend, "accounts.csv", "--ledger", "bills=bills.csv", "--as-of", "2026-06-30"]
