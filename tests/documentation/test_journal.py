"""docs/journal.md tells the truth: its commands print what it shows, and what it says in Python runs."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands, without_times

PAGE = REPOSITORY / "docs" / "journal.md"


def test_the_commands_print_what_the_page_shows(tmp_path: Path, monkeypatch):
    text = PAGE.read_text(encoding="utf-8")
    book.write_files(text, tmp_path)
    for shown in shown_commands(text):
        output = run(shown.command, tmp_path)
        assert matches(shown, output, without_times), f"renew with python -m tests.documentation.update\n{output}"
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    exec(code, {})
