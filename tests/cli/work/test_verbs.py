"""Commands that take a verb: without one they list, and each verb has a help page of its own."""

from __future__ import annotations

import re

import pytest

from kamengine.cli.work.visits.list import list_visits
from kamengine.cli.work.visits.visit import visit
from kamengine.locale.terminal import width
from kamengine.workspace import Workspace


@pytest.fixture
def acme(folder):
    """An empty workspace in a folder below the current one."""
    Workspace.init(folder / "acme", name="Acme", language="en").close()
    return folder / "acme"


@pytest.mark.parametrize(
    "line",
    [
        ["list", "-w", "acme"],
        ["-w", "acme"],
        ["-w", "acme", "list"],
        ["--mine", "--as", "x", "-w", "acme", "--all"],
        ["--json", "-w", "acme"],
    ],
    ids=" ".join,
)
def test_without_a_verb_a_line_lists(kam, acme, line):
    said = kam("visit", *line)
    named = kam("visit", "list", *(word for word in line if word != "list"))
    assert (said.status, said.out, said.err) == (named.status, named.out, named.err)
    assert said.out or "there is nobody called x" in said.err


def test_the_help_of_a_command_with_verbs_lists_them(kam):
    out = kam("visit", "--help").out
    assert out == kam("visit", "-h").out
    assert out.startswith("Usage: kam visit COMMAND [OPTIONS]\n")
    assert out.endswith("More about a command: kam visit list --help\n")
    for name in visit.lazy:
        assert re.search(rf"^  {name} ", out, re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("verb", ["", *visit.lazy])
def test_help_keeps_to_the_width_of_the_terminal(kam, verb, language):
    said = kam("--lang", language, "visit", *verb.split(), "--help")
    assert (said.status, said.err) == (0, "")
    prose = re.split("Examples:|示例：", said.out)[0].splitlines()
    assert max(map(width, prose)) <= 80


def test_a_verb_that_is_not_there(kam):
    said = kam("visit", "pln")
    assert said.problems == ["kam visit: there is no command kam visit pln — did you mean plan?"]
    said = kam("visit", "\x1b[31m" * 40)
    assert said.status == 2
    assert "\x1b" not in said.err and "write one of list, due, show" in said.err


def test_the_verb_that_lists_is_a_command_like_any_other():
    assert visit.bare == "list"
    assert visit.get_command(None, "list") is list_visits  # type: ignore[arg-type]
    assert visit.get_command(None, "nothing") is None  # type: ignore[arg-type]
