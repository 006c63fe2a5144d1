"""docs/dossier.md and docs/goals.md tell the truth: their commands, one after the other, print what they show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

GOALS = REPOSITORY / "docs" / "goals.md"


@pytest.mark.parametrize("page", ["dossier.md", "goals.md"])
def test_the_commands_print_what_the_page_shows(tmp_path: Path, page: str):
    text = (REPOSITORY / "docs" / page).read_text(encoding="utf-8")
    book.write_files(text, tmp_path)
    for shown in shown_commands(text):
        output = run(shown.command, tmp_path)
        assert matches(shown, output), f"{shown.command}: renew with python -m tests.documentation.update\n{output}"
    if page == "goals.md":
        shown = json.loads(text.split("```json\n")[1].split("```")[0])
        (found,) = (
            goal for goal in json.loads(run("kam goal --all --json -w acme --as Mei", tmp_path)) if goal["account_id"]
        )
        assert {**found, "run": "…", "version": shown["version"]} == shown
