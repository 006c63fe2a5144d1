"""The README tells the truth: its commands run, and what it shows is what they print today."""

from __future__ import annotations

import re

import pytest

from tests.conftest import REPOSITORY
from tests.documentation.console import matches, run, shown_commands

PAGE = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SETUP = [
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/kam demo",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The commands of the page share a folder: the first one makes the demo that the others use."""
    return tmp_path_factory.mktemp("readme")


def test_the_two_commands_stand_there_each_on_a_line_of_its_own():
    assert [line for line in PAGE.splitlines() if line.startswith("python3 -m venv")] == SETUP


@pytest.mark.parametrize("shown", shown_commands(PAGE), ids=lambda shown: shown.command[:60])
def test_a_command_prints_what_the_page_shows(folder, shown):
    output = run(shown.command, folder)
    assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"


def test_every_file_that_the_page_links_to_exists():
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGE)
    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_map_names_every_folder():
    folders = [path.name for path in (REPOSITORY / "kamengine").iterdir() if (path / "__init__.py").is_file()]
    assert [name for name in folders if f"{name}/" not in PAGE] == []
