"""docs/review.md tells the truth: its commands, one after the other in one folder, print what it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

PAGE = (REPOSITORY / "docs" / "review.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder in which every command of the page was run, in order."""
    here: Path = tmp_path_factory.mktemp("review")
    book.write_files(PAGE, here)
    for shown in shown_commands(PAGE):
        output = run(shown.command, here)
        assert matches(shown, output, without_runs), f"renew with python -m tests.documentation.update\n{output}"
    return here


def without_runs(text: str) -> str:
    """What is printed without the ids of runs, and without who ran it when."""
    text = re.sub(r"\b[0-9a-f]{8}\b", "ID", text)
    return re.sub(r"^Run ID: .*$", "Run ID: SOMEBODY, THEN", text, flags=re.MULTILINE)


@pytest.mark.parametrize("command", ["kam review", "kam review history Cem", "kam override list"])
def test_scripts_get_the_keys_that_the_page_names(folder, command):
    run(
        "kam override set Ada --tier other --reason x --approver y --until 2027-01-31 --today 2026-09-01 -w acme",
        folder,
    )
    (first, *_) = json.loads(run(f"{command} --json -w acme", folder))
    named = PAGE.split("## For scripts")[1]
    assert [name for name in first if f'"{name}"' not in named and f"`{name}`" not in named] == []
