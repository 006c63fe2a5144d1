"""docs/today.md tells the truth: its commands, one after the other in one folder, print what it shows."""

from __future__ import annotations

import typing

from kamengine.today.risks import Rule
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

PAGE = (REPOSITORY / "docs" / "today.md").read_text(encoding="utf-8")


def test_the_page_shows_what_its_commands_print(tmp_path):
    book.write_files(PAGE, tmp_path)
    for shown in shown_commands(PAGE):
        output = run(shown.command, tmp_path)
        assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"


def test_the_page_names_every_rule_of_risk():
    rules = [line.split("`")[1] for line in PAGE.split("| rule |")[1].splitlines() if line.startswith("| `")]
    assert rules == list(typing.get_args(Rule))
