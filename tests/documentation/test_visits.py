"""docs/visits.md tells the truth: its commands, one after the other in one folder, print what it shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

PAGE = (REPOSITORY / "docs" / "visits.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder in which every command of the page was run, in order."""
    here: Path = tmp_path_factory.mktemp("visits")
    book.write_files(PAGE, here)
    for shown in shown_commands(PAGE):
        output = run(shown.command, here)
        assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"
    return here


def test_the_object_for_scripts_is_what_the_commands_of_the_page_leave(folder):
    shown = json.loads(PAGE.split("```json\n")[1].split("```")[0])
    assert json.loads(run("kam visit show v1 --json -w acme", folder)) == shown


def test_the_list_of_who_is_due_has_the_keys_that_the_page_names(folder):
    found = json.loads(run("kam visit due --json -w acme --today 2026-11-27", folder))
    for name in [*found, *found["due"][0]]:
        assert f'"{name}"' in PAGE
