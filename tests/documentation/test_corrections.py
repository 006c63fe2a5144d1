"""docs/corrections.md tells the truth: its commands, one after the other in one folder, print what it shows."""

from __future__ import annotations

import json
from pathlib import Path

from kamengine.api import packs_of, plugins
from kamengine.api.facts.quality import workspace_quality
from kamengine.quality import as_json
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands, without_days
from tests.quality.made import SPEND, workspace_with

PAGE = REPOSITORY / "docs" / "corrections.md"
QUALITY = REPOSITORY / "docs" / "quality.md"


def test_the_commands_print_what_the_page_shows(tmp_path: Path):
    text = PAGE.read_text(encoding="utf-8")
    book.write_files(text, tmp_path)
    for shown in shown_commands(text):
        output = run(shown.command, tmp_path)
        assert matches(shown, output, without_days), f"renew with python -m tests.documentation.update\n{output}"


def test_the_object_for_scripts_has_the_keys_that_the_page_of_kam_quality_shows(tmp_path: Path):
    shown = json.loads(QUALITY.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0])
    with workspace_with(
        tmp_path / "acme", {"spend.toml": SPEND, "broken.toml": "[pack]\nid = 'broken'\n"}
    ) as workspace:
        found = as_json(workspace_quality(workspace, packs_of(workspace, plugins(enabled=False))))
    assert keys(found) == keys(shown)


def keys(value: object) -> object:
    """The keys of JSON, to any depth; of a list those of its first item. What is counted by name is left out."""
    if isinstance(value, dict):
        return {name: keys(one) for name, one in value.items() if name not in ("staff", "city", "billed")}
    return keys(value[0]) if isinstance(value, list) and value else None
