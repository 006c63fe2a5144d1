"""docs/check.md tells the truth: what it shows is what its pack gives, and it has every code and bound."""

from __future__ import annotations

import json
import re

import pytest

from kamengine.cli import main
from kamengine.proof import search, solve
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

FILE = REPOSITORY / "docs" / "check.md"
PAGE = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("shown", shown_commands(PAGE), ids=lambda shown: shown.command[:60])
def test_a_command_prints_what_the_page_shows(tmp_path, shown):
    book.write_files(PAGE, tmp_path)
    output = run(shown.command, tmp_path)
    assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"


def test_the_shape_for_scripts_is_what_a_script_gets(tmp_path, monkeypatch, capsys):
    book.write_files(PAGE, tmp_path)
    monkeypatch.chdir(tmp_path)
    main(["check", "shadowed.toml", "--json", "--lang", "en"])
    found = json.loads(capsys.readouterr().out)
    (shape,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    shown = json.loads(shape)

    assert shown["packs"] == found["packs"]
    (problem,) = shown["problems"]
    assert problem in found["problems"]


def test_every_code_is_described():
    files = [*(REPOSITORY / "kamengine" / "proof").glob("*.py"), REPOSITORY / "kamengine/api/packs/checks.py"]
    sources = [path.read_text(encoding="utf-8") for path in files]
    kinds = "tier|tiers|condition|band|decides|test|criterion|line|no-tests|playbook"
    codes = {code for text in sources for code in re.findall(rf'"((?:{kinds})(?:-[a-z]+)*)"', text) if "-" in code}
    described = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))

    assert described == codes


def test_the_bounds_are_those_of_the_program():
    assert f"put to {search.FIRST_CASES} cases" in PAGE
    assert f"{search.MORE_CASES:,} more cases" in PAGE
    assert f"{solve.STEPS:,} of its own steps" in PAGE
    assert f"once there are {search.MOST_STOPPED} of them" in PAGE
    assert solve.MODELS == 3 and "one of its first three accounts" in PAGE
