"""docs/whatif.md tells the truth: what it shows is what its files give."""

from __future__ import annotations

import pytest

from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands

PAGE = (REPOSITORY / "docs" / "whatif.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("shown", shown_commands(PAGE), ids=lambda shown: shown.command[:60])
def test_a_command_prints_what_the_page_shows(tmp_path, shown):
    book.write_files(PAGE, tmp_path)
    output = run(shown.command, tmp_path)
    assert matches(shown, output), f"renew with python -m tests.documentation.update\n{output}"
