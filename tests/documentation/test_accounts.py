"""docs/accounts.md tells the truth: its commands, one after the other in one folder, print what it shows."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands, without_days

PAGE = REPOSITORY / "docs" / "accounts.md"


def test_the_commands_print_what_the_page_shows(tmp_path: Path):
    text = PAGE.read_text(encoding="utf-8")
    book.write_files(text, tmp_path)
    for shown in shown_commands(text):
        output = run(shown.command, tmp_path)
        assert matches(shown, output, without_days), f"renew with python -m tests.documentation.update\n{output}"
