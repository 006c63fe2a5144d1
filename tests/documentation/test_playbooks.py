"""docs/playbooks.md tells the truth: its commands, one after the other in one folder, print what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamengine.declarations import Step
from kamengine.pack.roles import ROLES
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands, without_days
from tests.plugins.test_shipped_playbooks import SITUATIONS

PAGE = REPOSITORY / "docs" / "playbooks.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_commands_print_what_the_page_shows(tmp_path: Path):
    book.write_files(TEXT, tmp_path)
    for shown in shown_commands(TEXT):
        output = run(shown.command, tmp_path)
        assert matches(shown, output, without_days), f"renew with python -m tests.documentation.update\n{output}"


def test_every_key_of_a_step_is_explained():
    steps = TEXT.split("## Steps")[1].split("## Roles")[0]
    assert [key for key in Step.__dataclass_fields__ if f"`{key}`" not in steps] == []


def test_every_role_is_named():
    assert [role for role in ROLES if f"`{role}`" not in TEXT] == []


@pytest.mark.parametrize("pack", SITUATIONS)
def test_every_shipped_playbook_is_listed(pack):
    listed = TEXT.split("## Shipped playbooks")[1]
    ids = [id for group in SITUATIONS[pack].values() for id in group]
    assert [id for id in ids if f"`{id.split('-')[0]}" not in listed] == []
