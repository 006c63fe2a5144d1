"""The README tells the truth: its commands run, and what it shows is what they print today."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from kamengine import load_plugins
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

PAGE = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SETUP = [
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/kam demo",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The commands of the page share a folder: the first one makes the demo that the others use."""
    folder = tmp_path_factory.mktemp("readme")
    book.write_files(PAGE, folder)
    return folder


def test_the_two_commands_stand_there_each_on_a_line_of_its_own():
    assert [line for line in PAGE.splitlines() if line.startswith("python3 -m venv")] == SETUP


@pytest.mark.slow
@pytest.mark.parametrize("shown", shown_commands(PAGE), ids=lambda shown: shown.command[:60])
def test_a_command_prints_what_the_page_shows(folder, shown):
    output = run(shown.command, folder)
    assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"


def test_the_pack_of_the_page_is_sound_and_keeps_its_promises(folder):
    (pack,) = [block for block in blocks("toml") if block.startswith("[pack]")]
    (folder / "mine.toml").write_text(pack, encoding="utf-8")
    assert "\nmine 1: sound;" in run("kam check mine.toml", folder)
    assert run("kam test mine.toml", folder) == "mine: 1 of 1 tests passed\n"


def test_the_plugin_of_the_page_loads_and_has_ten_lines():
    (source,) = blocks("python")
    module = ModuleType("kam_banking")
    exec(source, module.__dict__)
    host = load_plugins(extra={"banking": module})
    assert set(host.contributions["banking"].fields) == {"deposits"}
    (project,) = [block for block in blocks("toml") if "[project]" in block]
    assert sum(bool(line.strip()) and not line.startswith("#") for line in (source + project).splitlines()) <= 10


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_file_that_the_page_links_to_exists():
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGE)
    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_map_names_every_folder():
    folders = [path.name for path in (REPOSITORY / "kamengine").iterdir() if (path / "__init__.py").is_file()]
    assert [name for name in folders if f"{name}/" not in PAGE] == []
